import { type Bundle, type BundleOrigin, contractFile, memoryBundle } from '../../core/contract/bundle.ts';
import { PactoError } from '../../core/error.ts';
import { readArchive } from '../archive.ts';

/** A packed bundle. Throws INVALID_ARCHIVE, or CONTRACT_NOT_FOUND where the archive has no contract at its root. */
export function archiveBundle(bytes: Uint8Array, origin: BundleOrigin): Bundle {
  const { files } = readArchive(bytes, origin.label);
  if (files.has(contractFile)) return memoryBundle(files, origin);
  const deeper = [...files.keys()].find((name) => name.endsWith(`/${contractFile}`));
  throw new PactoError(
    'CONTRACT_NOT_FOUND',
    `no ${contractFile} in ${origin.label}`,
    deeper === undefined
      ? {}
      : { hint: `The archive has ${deeper}, but the contract must lie at its root. Pack it with \`pacto pack\`.` },
  );
}
