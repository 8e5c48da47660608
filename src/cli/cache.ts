import type { Cache } from '../adapters/oci/cache/cache.ts';
import type { Arguments } from './arguments.ts';
import type { Context } from './context.ts';
import { networkOf } from './network.ts';
import { usageError } from './usage.ts';

/** The directory of the cache of this run. Throws USAGE where nothing says of one. */
export async function cacheDirectory(context: Context, args: Arguments): Promise<string> {
  const { cacheDirectory: directory } = await networkOf(context, args);
  if (directory !== undefined) return directory;
  throw usageError('there is no place for a cache', 'Set PACTO_CACHE_DIR, or HOME.');
}

/** The cache of this run, to look into and to prune. Throws USAGE where nothing says of one. */
export async function cacheOf(context: Context, args: Arguments): Promise<Cache> {
  const directory = await cacheDirectory(context, args);
  const { openCache } = await import('../adapters/oci/cache/cache.ts');
  return openCache({ directory, mode: 'offline', tagMaxAge: 0, now: Date.now, warn: context.note });
}
