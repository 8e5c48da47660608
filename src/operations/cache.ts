import { relative } from 'node:path';
import type { Cache } from '../adapters/oci/cache/cache.ts';
import type { CacheEntry } from '../adapters/oci/cache/entries.ts';
import type { PruneOptions } from '../adapters/oci/cache/prune.ts';
import type { CacheListResult, CachePruneResult } from './results.ts';

/** What the cache holds by repository and tag. Asks no registry. */
export function listCached(cache: Cache): CacheListResult {
  const { entries, problems } = cache.list();
  const blobs = new Map(entries.flatMap((entry) => entry.blobs.map(({ digest, size }) => [digest, size])));
  return {
    schemaVersion: 1,
    size: sum(blobs.values()),
    entries: entries.map((entry) => ({
      ...nameOf(entry),
      complete: entry.complete,
      checkedAt: new Date(entry.pointer.checkedAt).toISOString(),
      usedAt: new Date(entry.usedAt).toISOString(),
    })),
    problems: problems.map(({ path, reason }) => ({ path: relative(cache.directory, path), reason })),
  };
}

/** Removes what is old or too much from the cache. Throws PactoError. */
export async function pruneCache(cache: Cache, options: PruneOptions): Promise<CachePruneResult> {
  const { removed, kept, freed, left } = await cache.prune(options);
  return {
    schemaVersion: 1,
    dryRun: options.dryRun === true,
    removed: removed.map(nameOf),
    freed,
    kept: kept.length,
    size: left,
  };
}

function nameOf({ pointer: { repository, tag, digest }, blobs }: CacheEntry) {
  return {
    repository,
    ...(tag === undefined ? {} : { tag }),
    digest,
    size: sum(blobs.map(({ size }) => size)),
  };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
