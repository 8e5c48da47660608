import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';
import { missingFolders } from './folder.ts';
import { foreignEntries, holdsOthers } from './foreign.ts';

export interface CreateOptions {
  /** Replace what is there where this allows it; else it stays as it is. */
  readonly replace?: Replacement;
  /** Whether it is fine that the same files, and no others, are there already. */
  readonly acceptSame?: boolean;
  /** What to call the directory in errors; default: its path. */
  readonly shown?: string;
  /** What to do where something is there already, for the error. */
  readonly hint?: string;
}

/** Which directories may be replaced: what is lost with them is known beforehand. */
export interface Replacement {
  /** A file that they hold. */
  readonly holds: string;
  /** The files that may go; the new ones may anyway. A directory with anything else in it stays. */
  readonly files: ReadonlySet<string>;
}

/**
 * Creates a directory with files in it as a whole or not at all: beside its place, then renamed. An empty directory
 * may be there already. What is replaced is put aside first (`.pacto-….tmp.old`, which is where a process that is killed
 * between two renames leaves it), comes back where the new one cannot take its place, and is removed only then. Throws
 * ALREADY_EXISTS, OUTPUT_UNWRITABLE.
 *
 * @param files content by path below the directory, `/`-separated
 */
export async function createDirectory(
  directory: string,
  files: ReadonlyMap<string, Uint8Array>,
  options: CreateOptions = {},
): Promise<void> {
  try {
    create(directory, files, options);
  } catch (error) {
    const isThere = error instanceof PactoError && error.code === 'ALREADY_EXISTS';
    if (!isThere || options.acceptSame !== true || !holdsExactly(directory, files)) throw error;
  }
}

function create(
  directory: string,
  files: ReadonlyMap<string, Uint8Array>,
  { replace, shown = directory, hint }: CreateOptions,
): void {
  const mayReplace = () => {
    if (replace === undefined || !existsSync(join(directory, replace.holds))) return false;
    const foreign = foreignEntries(directory, new Set([...replace.files, ...files.keys()]));
    if (foreign.length > 0) throw holdsOthers(shown, foreign);
    return true;
  };
  if (isTaken(directory, shown) && !mayReplace()) throw alreadyExists(shown, hint);
  if (isAroundProcess(directory)) throw inUse(shown);
  const created: string[] = [];
  const temporary = join(dirname(directory), `.pacto-${randomBytes(8).toString('hex')}.tmp`);
  try {
    for (const missing of missingFolders(dirname(directory))) {
      mkdirSync(missing);
      created.push(missing);
    }
    mkdirSync(temporary);
    for (const [path, bytes] of files) {
      const file = join(temporary, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    place(temporary, directory, mayReplace);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary, { recursive: true, force: true });
    removeEmpty(created);
    if (error instanceof PactoError) throw error;
    if (isTakenCode(error)) throw alreadyExists(shown, hint);
    const message = `${shown} cannot be made: ${systemReason(error)}`;
    throw new PactoError('OUTPUT_UNWRITABLE', message, { cause: error });
  }
}

/**
 * No system that Node runs on swaps two directories in one call that Node knows; between the two there is neither. Of
 * several processes that replace it at the same time, the last one stays.
 */
function place(fresh: string, directory: string, mayReplace: () => boolean): void {
  const aside = `${fresh}.old`;
  for (let isPlaced = false; !isPlaced; ) {
    if (mayReplace()) putAside(directory, aside);
    try {
      renameSync(fresh, directory);
      isPlaced = true;
    } catch (error) {
      if (isTakenCode(error) && mayReplace()) continue;
      if (existsSync(aside) && !existsSync(directory)) renameSync(aside, directory);
      throw error;
    }
  }
  rmSync(aside, { recursive: true, force: true });
}

function putAside(directory: string, aside: string): void {
  rmSync(aside, { recursive: true, force: true });
  try {
    renameSync(directory, aside);
  } catch (error) {
    // Another process has just done so.
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

function isTakenCode(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '');
}

/** Whether these files, and no others, are in a directory; false where it cannot be read. */
function holdsExactly(directory: string, files: ReadonlyMap<string, Uint8Array>): boolean {
  try {
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
    const found = entries.filter((entry) => !entry.isDirectory());
    return (
      found.length === files.size &&
      found.every((entry) => {
        const file = join(entry.parentPath, entry.name);
        const bytes = files.get(relative(directory, file).split(sep).join('/'));
        return entry.isFile() && bytes !== undefined && readFileSync(file).equals(bytes);
      })
    );
  } catch (error) {
    systemReason(error);
    return false;
  }
}

/** Takes back folders that were made for nothing, unless somebody has put something into them meanwhile. */
function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function isTaken(directory: string, shown: string): boolean {
  try {
    return readdirSync(directory).length > 0;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return false;
    // A file in its place, or on the way to it.
    if (code === 'ENOTDIR') return existsSync(directory);
    throw new PactoError('OUTPUT_UNWRITABLE', `${shown} cannot be made: ${systemReason(error)}`, {
      cause: error,
    });
  }
}

/** Whether a directory is the one that this process runs in, or above it: whoever started it there would be lost. */
function isAroundProcess(directory: string): boolean {
  if (!existsSync(directory)) return false;
  const [first] = relative(realpathSync(directory), process.cwd()).split(sep);
  return first !== '..' && !isAbsolute(first ?? '');
}

function inUse(shown: string): PactoError {
  const message = `${shown} is where this command runs, and what is written takes the place of a directory as a whole; nothing was changed`;
  return new PactoError('ALREADY_EXISTS', message, {
    hint: 'Run it from the directory above, and name this directory there.',
  });
}

function alreadyExists(
  directory: string,
  hint = 'Choose another place with --dir, or remove what is there.',
): PactoError {
  return new PactoError('ALREADY_EXISTS', `${directory} exists already; nothing was changed`, { hint });
}
