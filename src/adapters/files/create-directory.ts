import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';

export interface CreateOptions {
  /** Replace what is there where it holds a file of this name; whatever else is there stays. */
  readonly replaceIfHolds?: string;
  /** What to do where something is there already, for the error. */
  readonly hint?: string;
}

/**
 * Creates a directory with files in it as a whole or not at all: beside its place, then renamed. An empty directory
 * may be there already. What is replaced is put aside first, comes back where the new one cannot take its place, and
 * is removed only then. Throws ALREADY_EXISTS, OUTPUT_UNWRITABLE.
 *
 * @param files content by path below the directory, `/`-separated
 */
export async function createDirectory(
  directory: string,
  files: ReadonlyMap<string, Uint8Array>,
  { replaceIfHolds, hint }: CreateOptions = {},
): Promise<void> {
  const taken = isTaken(directory);
  const replaces = taken && replaceIfHolds !== undefined && existsSync(join(directory, replaceIfHolds));
  if (taken && !replaces) throw alreadyExists(directory, hint);
  const created: string[] = [];
  const temporary = join(dirname(directory), `.pacto-${randomBytes(8).toString('hex')}.tmp`);
  try {
    for (const missing of missingFolders(dirname(directory))) {
      mkdirSync(missing);
      created.push(missing);
    }
    // Folder by folder: making several at once never ends where the file system refuses them with ENOENT, as /proc does.
    mkdirSync(temporary);
    for (const [path, bytes] of files) {
      const file = join(temporary, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    if (replaces) exchange(temporary, directory);
    else renameSync(temporary, directory);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    removeEmpty(created);
    if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw alreadyExists(directory, hint);
    const message = `${directory} cannot be created: ${systemReason(error)}`;
    throw new PactoError('OUTPUT_UNWRITABLE', message, { cause: error });
  }
}

/** No system that Node runs on swaps two directories in one call that Node knows; between the two there is neither. */
function exchange(fresh: string, directory: string): void {
  const aside = `${fresh}.old`;
  renameSync(directory, aside);
  try {
    renameSync(fresh, directory);
  } catch (error) {
    renameSync(aside, directory);
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

/** The folders on the way to `directory`, itself included, that are not there yet; the outermost first. */
function missingFolders(directory: string): string[] {
  const missing: string[] = [];
  for (let folder = directory; !existsSync(folder) && dirname(folder) !== folder; folder = dirname(folder)) {
    missing.unshift(folder);
  }
  return missing;
}

/** Takes back folders that were made for nothing, unless somebody has put something into them meanwhile. */
function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function isTaken(directory: string): boolean {
  try {
    return readdirSync(directory).length > 0;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return false;
    if (code === 'ENOTDIR') return true;
    throw new PactoError('OUTPUT_UNWRITABLE', `${directory} cannot be created: ${systemReason(error)}`, {
      cause: error,
    });
  }
}

function alreadyExists(
  directory: string,
  hint = 'Choose another place with --dir, or remove what is there.',
): PactoError {
  return new PactoError('ALREADY_EXISTS', `${directory} exists already; nothing was changed`, { hint });
}
