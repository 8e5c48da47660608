import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { systemReason } from '../file-system.ts';

/**
 * Runs the action with a new directory that only this user may enter and that is gone afterwards, also where the process
 * is told to end meanwhile. Throws OUTPUT_UNWRITABLE where there can be none.
 *
 * @param action takes the absolute path, without links
 */
export async function withTemporaryDirectory<T>(action: (directory: string) => Promise<T>): Promise<T> {
  const directory = create();
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  process.on('exit', remove);
  try {
    return await action(directory);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Writes files by their paths below a directory, `/`-separated. Throws OUTPUT_UNWRITABLE. */
export function writeFiles(directory: string, files: ReadonlyMap<string, Uint8Array>): void {
  try {
    for (const [path, bytes] of files) {
      const file = join(directory, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes, { flag: 'wx' });
    }
  } catch (error) {
    throw unwritable(directory, error);
  }
}

function create(): string {
  const base = tmpdir();
  try {
    return realpathSync(mkdtempSync(join(base, 'pacto-')));
  } catch (error) {
    throw unwritable(base, error);
  }
}

function unwritable(place: string, error: unknown): PactoError {
  return new PactoError(
    'OUTPUT_UNWRITABLE',
    `a temporary directory in ${place} cannot be written: ${systemReason(error)}`,
    {
      cause: error,
      hint: 'Check the free space, or name another place in TMPDIR.',
    },
  );
}
