import { PactoError } from '../../core/error.ts';
import { readRegularFile } from '../file-system.ts';

/** Reads a file that the user names, of at most 64 MiB. Throws FILE_UNREADABLE. */
export function readUserFile(path: string): Uint8Array {
  const read = readRegularFile(path);
  if (read.kind === 'file') return read.bytes;
  const reasons = { missing: 'does not exist', 'not-a-file': 'is not a regular file', outside: 'is out of reach' };
  if (read.kind === 'too-large')
    throw new PactoError('FILE_UNREADABLE', `${path} has ${read.size} bytes; at most ${read.limit} are read`);
  const problem = read.kind === 'unreadable' ? `cannot be read: ${read.reason}` : reasons[read.kind];
  throw new PactoError('FILE_UNREADABLE', `${path} ${problem}`);
}
