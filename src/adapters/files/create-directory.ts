import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  let parent: string | undefined;
  const temporary = join(dirname(directory), `.pacto-${randomBytes(8).toString('hex')}.tmp`);
  try {
    parent = mkdirSync(dirname(directory), { recursive: true });
    for (const [path, bytes] of files) {
      const file = join(temporary, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    renameSync(temporary, directory);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (parent !== undefined) rmSync(parent, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw alreadyExists(directory);
    const message = `${directory} cannot be created: ${systemReason(error)}`;
    throw new PactoError('OUTPUT_UNWRITABLE', message, { cause: error });
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
