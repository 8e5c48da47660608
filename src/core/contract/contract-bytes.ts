import { PactoError } from '../error.ts';
import { type Bundle, contractFile } from './bundle.ts';

/** The bytes of a bundle's contract file. Throws PactoError where they cannot be read. */
export function contractBytes(bundle: Bundle): Uint8Array {
  const file = bundle.read(contractFile);
  const where = `${bundle.origin.contractPath}`;
  switch (file.kind) {
    case 'file':
      return file.bytes;
    case 'missing':
      throw new PactoError('CONTRACT_NOT_FOUND', `no ${contractFile} in ${bundle.origin.label}`);
    case 'too-large':
      throw new PactoError('FILE_UNREADABLE', `${where} has ${file.size} bytes; at most ${file.limit} are read`);
    case 'unreadable':
      throw new PactoError('FILE_UNREADABLE', `${where} cannot be read: ${file.reason}`);
    default:
      throw new PactoError('FILE_UNREADABLE', `${where} is not a regular file inside its directory`);
  }
}
