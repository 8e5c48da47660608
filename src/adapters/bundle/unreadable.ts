import type { FileRead } from '../../core/contract/bundle.ts';
import { PactoError } from '../../core/error.ts';

/** The error for a contract file that is there but is not a file to be read. */
export function unreadableContract(read: Exclude<FileRead, { kind: 'file' }>, shown: string): PactoError {
  switch (read.kind) {
    case 'missing':
      return new PactoError('CONTRACT_NOT_FOUND', `${shown} does not exist`);
    case 'outside':
      return new PactoError('FILE_UNREADABLE', `${shown} is a link that leads out of its directory`);
    case 'not-a-file':
      return new PactoError('FILE_UNREADABLE', `${shown} is not a regular file`);
    case 'too-large':
      return new PactoError('FILE_UNREADABLE', `${shown} has ${read.size} bytes; at most ${read.limit} are read`);
    case 'unreadable':
      return new PactoError('FILE_UNREADABLE', `${shown} cannot be read: ${read.reason}`);
  }
}
