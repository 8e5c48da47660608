import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PactoError } from '../../../core/error.ts';
import { checkMarker, ensureLayout } from '../layout/create.ts';
import { readStored } from '../layout/files.ts';
import { indexLimit, parseIndex } from '../layout/index-file.ts';
import { indexFile } from '../layout/names.ts';
import { pointerFolder } from './pointer.ts';

/**
 * Makes sure that a directory is a cache. Throws INVALID_LAYOUT for what holds something else, such as an embedded
 * registry, and OUTPUT_UNWRITABLE.
 */
export async function ensureCache(directory: string): Promise<void> {
  await ensureLayout(directory, directory);
  if (existsSync(join(directory, pointerFolder))) return;
  refuseForeign(directory);
  mkdirSync(join(directory, pointerFolder), { recursive: true });
}

/** Whether there is a cache in a directory. Throws INVALID_LAYOUT for what is none. */
export function isCache(directory: string): boolean {
  const found = checkMarker(directory);
  if ('reason' in found) throw new PactoError('INVALID_LAYOUT', `${directory} is no cache: ${found.reason}`);
  if (found.kind === 'missing') return false;
  if (!existsSync(join(directory, pointerFolder))) refuseForeign(directory);
  return true;
}

/** A cache makes its index from its pointers: an image layout that has none would lose what it lists. */
function refuseForeign(directory: string): void {
  const path = join(directory, indexFile);
  const index = readStored(path, indexLimit);
  if (index.kind === 'file' && parseIndex(index.bytes, path).entries.length === 0) return;
  throw new PactoError('INVALID_LAYOUT', `${directory} is an image layout with content of its own, and no cache`, {
    hint: 'Name another directory with PACTO_CACHE_DIR.',
  });
}
