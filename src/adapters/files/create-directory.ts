import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';

/**
 * Creates a directory with files in it as a whole or not at all: beside its place, then renamed. An empty directory
 * may be there already. Throws ALREADY_EXISTS, OUTPUT_UNWRITABLE.
 *
 * @param files content by path below the directory, `/`-separated
 */
export async function createDirectory(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  if (isTaken(directory)) throw alreadyExists(directory);
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
    renameSync(temporary, directory);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    removeEmpty(created);
    if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw alreadyExists(directory);
    const message = `${directory} cannot be created: ${systemReason(error)}`;
    throw new PactoError('OUTPUT_UNWRITABLE', message, { cause: error });
  }
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

function alreadyExists(directory: string): PactoError {
  return new PactoError('ALREADY_EXISTS', `${directory} exists already; nothing was changed`, {
    hint: 'Choose another place with --dir, or remove what is there.',
  });
}
