import { lstatSync, readdirSync, rmdirSync, rmSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareBytes } from '../../../core/contract/bundle.ts';
import { systemCode } from '../../file-system.ts';
import { isDigest } from '../json.ts';
import { unwritable } from '../layout/create.ts';
import { isStaged, stagedLifetime } from '../layout/files.ts';
import { type CacheEntry, readContent } from './entries.ts';
import { isCache } from './place.ts';
import { writeIndex } from './write-index.ts';

export interface PruneOptions {
  /** What has not been used for longer goes. Milliseconds. */
  readonly olderThan?: number;
  /** What was used longest ago goes, until all that is left has at most so many bytes. */
  readonly maxSize?: number;
  /** Everything goes. */
  readonly all?: boolean;
  /** Nothing goes; only say what would. */
  readonly dryRun?: boolean;
}

export interface Pruned {
  readonly removed: readonly CacheEntry[];
  readonly kept: readonly CacheEntry[];
  /** Bytes of the files that were removed, and of the blobs that stay. */
  readonly freed: number;
  readonly left: number;
}

/** What nothing leads to may be on its way into the cache: another process writes blobs first. Milliseconds. */
const orphanLifetime = stagedLifetime;

/**
 * Removes what is old or too much, and what nothing leads to. Another process that needs any of it fetches it again.
 * Throws INVALID_LAYOUT, OUTPUT_UNWRITABLE.
 *
 * @param now milliseconds since 1970
 */
export async function prune(directory: string, now: number, options: PruneOptions): Promise<Pruned> {
  try {
    if (!isCache(directory)) return { removed: [], kept: [], freed: 0, left: 0 };
    return await pruneLayout(directory, now, options);
  } catch (error) {
    throw unwritable(directory, error);
  }
}

async function pruneLayout(directory: string, now: number, options: PruneOptions): Promise<Pruned> {
  const { all = false, dryRun = false } = options;
  const { entries, problems, lists } = readContent(directory);
  const victims = choose(entries, now, options);
  const removed = entries.filter(({ pointer }) => victims.has(pointer.digest));
  const kept = entries.filter(({ pointer }) => !victims.has(pointer.digest));
  const needed = digestsOf(kept);
  const given = digestsOf(removed);

  const going: { path: string; size: number }[] = [];
  const add = (path: string, { size }: Stats) => going.push({ path, size });
  for (const path of [...removed, ...problems].map((one) => one.path)) {
    const status = statusOf(path);
    if (status?.isFile()) add(path, status);
  }
  for (const path of lists) {
    const status = statusOf(path);
    const isOld = options.olderThan !== undefined && status !== undefined && now - status.mtimeMs > options.olderThan;
    if (status !== undefined && (all || isOld)) add(path, status);
  }
  let left = 0;
  for (const { path, digest, status } of blobsIn(directory)) {
    const isOrphan = !needed.has(digest);
    const isDue = all || given.has(digest) || now - status.mtimeMs > orphanLifetime;
    if (isOrphan && isDue) add(path, status);
    else left += status.size;
  }
  for (const name of readdirSync(directory)) {
    const status = isStaged(name) ? statusOf(join(directory, name)) : undefined;
    if (status !== undefined && now - status.mtimeMs > stagedLifetime) add(join(directory, name), status);
  }
  if (!dryRun) await remove(directory, going);
  return { removed, kept, freed: going.reduce((sum, { size }) => sum + size, 0), left };
}

/** The digests of the manifests that go. */
function choose(entries: readonly CacheEntry[], now: number, { olderThan, maxSize, all }: PruneOptions): Set<string> {
  const byUse = [...new Map(entries.map((entry) => [entry.pointer.digest, entry])).values()].sort(
    (a, b) => a.usedAt - b.usedAt || compareBytes(a.pointer.digest, b.pointer.digest),
  );
  const isDue = ({ usedAt }: CacheEntry) => all === true || (olderThan !== undefined && now - usedAt > olderThan);
  const victims = new Set(byUse.filter(isDue).map(({ pointer }) => pointer.digest));
  if (maxSize === undefined) return victims;

  const users = new Map<string, { size: number; count: number }>();
  let total = 0;
  const staying = byUse.filter(({ pointer }) => !victims.has(pointer.digest));
  for (const { digest, size } of staying.flatMap(({ blobs }) => blobs)) {
    const blob = users.get(digest) ?? { size, count: 0 };
    if (blob.count === 0) total += size;
    users.set(digest, { ...blob, count: blob.count + 1 });
  }
  for (const { pointer, blobs } of staying) {
    if (total <= maxSize) break;
    victims.add(pointer.digest);
    for (const { digest } of blobs) {
      const blob = users.get(digest);
      if (blob === undefined) continue;
      users.set(digest, { ...blob, count: blob.count - 1 });
      if (blob.count === 1) total -= blob.size;
    }
  }
  return victims;
}

function digestsOf(entries: readonly CacheEntry[]): Set<string> {
  return new Set(entries.flatMap(({ blobs }) => blobs.map(({ digest }) => digest)));
}

function* blobsIn(directory: string): Generator<{ path: string; digest: string; status: Stats }> {
  for (const algorithm of ['sha256', 'sha512']) {
    const folder = join(directory, 'blobs', algorithm);
    if (statusOf(folder)?.isDirectory() !== true) continue;
    for (const name of readdirSync(folder)) {
      const [path, digest] = [join(folder, name), `${algorithm}:${name}`];
      const status = isDigest(digest) ? statusOf(path) : undefined;
      if (status !== undefined && !status.isDirectory()) yield { path, digest, status };
    }
  }
}

function statusOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Pointers come before what they point to, so that nobody is led to what is gone. */
async function remove(directory: string, files: readonly { readonly path: string }[]): Promise<void> {
  const blobs = join(directory, 'blobs');
  const isBlob = ({ path }: { path: string }) => path.startsWith(blobs);
  const others = files.filter((file) => !isBlob(file));
  for (const { path } of others) rmSync(path, { force: true });
  for (const folder of new Set(others.map(({ path }) => dirname(path)))) {
    if (folder === directory) continue;
    if (removeEmpty(folder)) removeEmpty(dirname(folder));
  }
  await writeIndex(directory);
  for (const { path } of files.filter(isBlob)) rmSync(path, { force: true });
}

function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) return false;
    throw error;
  }
}
