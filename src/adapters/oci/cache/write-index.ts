import { join } from 'node:path';
import type { JsonObject } from '../../../core/json.ts';
import { readStored, replaceFile } from '../layout/files.ts';
import { emptyIndex, indexItem, indexLimit, printIndex } from '../layout/index-file.ts';
import { withLock } from '../layout/lock.ts';
import { indexFile, lockFile } from '../layout/names.ts';
import { readContent } from './entries.ts';

/**
 * Makes the index of a cache from its pointers, so that other programs find in it what Pacto does: under
 * `host/repository:tag`. Throws what the system throws, and OUTPUT_UNWRITABLE where the index stays locked.
 */
export async function writeIndex(directory: string): Promise<void> {
  await withLock(join(directory, lockFile), (confirm) => {
    const path = join(directory, indexFile);
    const bytes = printIndex({ ...emptyIndex, manifests: indexItems(directory) }, path);
    const stored = readStored(path, indexLimit);
    if (stored.kind === 'file' && Buffer.from(bytes).equals(stored.bytes)) return;
    replaceFile(path, bytes, { stage: directory, durable: false, confirm });
  });
}

function indexItems(directory: string): JsonObject[] {
  const pointers = readContent(directory).entries.map(({ pointer }) => pointer);
  const tagged = new Set(pointers.flatMap(({ tag, digest }) => (tag === undefined ? [] : [digest])));
  const named = pointers.flatMap((pointer) => {
    const { tag, repository } = pointer;
    return tag === undefined ? [] : [indexItem(pointer, `${repository}:${tag}`)];
  });
  const others = new Map(
    pointers.filter(({ digest }) => !tagged.has(digest)).map((pointer) => [pointer.digest, pointer]),
  );
  return [...named, ...Array.from(others.values(), (pointer) => indexItem(pointer, undefined))];
}
