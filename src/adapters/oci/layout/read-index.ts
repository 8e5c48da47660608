import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PactoError } from '../../../core/error.ts';
import { systemReason } from '../../file-system.ts';
import { checkMarker } from './create.ts';
import { readStored } from './files.ts';
import { indexLimit, type LayoutIndex, parseIndex } from './index-file.ts';
import { indexFile, markerFile } from './names.ts';

/** Reads the index of a layout, with the stamp of the file. Throws REGISTRY_NOT_FOUND, INVALID_LAYOUT, FILE_UNREADABLE. */
export function readIndex(directory: string, label: string): LayoutIndex & { readonly stamp: string } {
  const marker = checkMarker(directory);
  if ('reason' in marker) throw new PactoError('INVALID_LAYOUT', `${label} is no image layout: ${marker.reason}`);
  if (marker.kind === 'missing') throw noLayout(directory, label);
  const index = readStored(join(directory, indexFile), indexLimit);
  if (index.kind === 'file') {
    const { document, entries } = parseIndex(index.bytes, `${indexFile} of ${label}`);
    return { document, entries, stamp: index.stamp };
  }
  const problem = index.kind === 'missing' ? 'it is missing' : index.reason;
  const code = index.kind === 'unreadable' ? 'FILE_UNREADABLE' : 'INVALID_LAYOUT';
  throw new PactoError(code, `${indexFile} of ${label} cannot be read: ${problem}`);
}

function noLayout(directory: string, label: string): PactoError {
  try {
    const status = statSync(directory, { throwIfNoEntry: false });
    if (status === undefined) {
      const hint = 'Check the spelling; a layout is made by the first `pacto push` or `pacto copy` to it.';
      return new PactoError('REGISTRY_NOT_FOUND', `${label} does not exist`, { hint });
    }
    const problem = status.isDirectory() ? `it has no ${markerFile}` : 'it is not a directory';
    return new PactoError('INVALID_LAYOUT', `${label} is no image layout: ${problem}`);
  } catch (error) {
    return new PactoError('FILE_UNREADABLE', `${label} cannot be read: ${systemReason(error)}`, { cause: error });
  }
}
