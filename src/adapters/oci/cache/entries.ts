/** What a cache holds, found by its pointers alone: `index.json` is made from them, and may be behind. */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareBytes } from '../../../core/contract/bundle.ts';
import { sortTags } from '../../../core/contract/tags.ts';
import { groupBy } from '../../../core/group-by.ts';
import { systemCode, systemReason } from '../../file-system.ts';
import { hasDigest } from '../digest.ts';
import { blobPath, manifestLimit } from '../layout/blobs.ts';
import { isStaged, readStored } from '../layout/files.ts';
import { readManifest } from '../manifest.ts';
import type { Descriptor } from '../repository.ts';
import { isTagListName, type Pointer, parsePointer, pointerFolder, pointerLimit, pointerPath } from './pointer.ts';

/** A pointer and what it leads to. */
export interface CacheEntry {
  readonly pointer: Pointer;
  /** Absolute, of the pointer. */
  readonly path: string;
  /** The manifest, and what it names as far as that is there. Bytes as the files have them. */
  readonly blobs: readonly Pick<Descriptor, 'digest' | 'size'>[];
  /** Whether all that is needed to open it is there: the manifest and its layers. */
  readonly complete: boolean;
  /** Milliseconds since 1970, to the hour. */
  readonly usedAt: number;
}

/** Something in a cache that is not as it should be. `reason` ends a sentence. */
export interface CacheProblem {
  readonly path: string;
  readonly reason: string;
}

export interface CacheContent {
  /** By repository, then the versions among the tags, newest first, then other tags, then digests. */
  readonly entries: readonly CacheEntry[];
  readonly problems: readonly CacheProblem[];
  /** Absolute paths of the lists of tags. */
  readonly lists: readonly string[];
}

/** Reads what a cache holds; an empty one where there is none. Never throws but for bugs. */
export function readContent(directory: string): CacheContent {
  const entries: CacheEntry[] = [];
  const problems: CacheProblem[] = [];
  const lists: string[] = [];
  const seen = new Map<string, ReturnType<typeof lookUp>>();
  for (const path of pointerFiles(directory, problems)) {
    if (isTagListName(path.slice(path.lastIndexOf('%')))) {
      lists.push(path);
      continue;
    }
    const read = readPointer(directory, path);
    if ('reason' in read) {
      problems.push({ path, reason: read.reason });
      continue;
    }
    const { digest } = read;
    const content = seen.get(digest) ?? lookUp(directory, read);
    seen.set(digest, content);
    if ('reason' in content) problems.push({ path, reason: content.reason });
    else entries.push({ pointer: read, path, ...content });
  }
  return { entries: inOrder(entries), problems, lists };
}

function pointerFiles(directory: string, problems: CacheProblem[]): string[] {
  const list = (path: string, wanted: (entry: Dirent) => boolean): string[] => {
    try {
      const entries = readdirSync(path, { withFileTypes: true }).filter(wanted);
      return entries.map(({ name }) => join(path, name)).sort(compareBytes);
    } catch (error) {
      // Another process may be pruning; and there may be no cache yet.
      if (systemCode(error) !== 'ENOENT') problems.push({ path, reason: systemReason(error) });
      return [];
    }
  };
  const isFolder = (entry: Dirent) => entry.isDirectory();
  const hosts = list(join(directory, pointerFolder), isFolder);
  const repositories = hosts.flatMap((host) => list(host, isFolder));
  return repositories.flatMap((folder) => list(folder, ({ name }) => name.endsWith('.json') && !isStaged(name)));
}

function readPointer(directory: string, path: string): Pointer | { readonly reason: string } {
  const stored = readStored(path, pointerLimit);
  if (stored.kind !== 'file') return { reason: stored.kind === 'missing' ? 'it is gone' : stored.reason };
  const pointer = parsePointer(stored.bytes);
  if (pointer === undefined) return { reason: 'it is not a pointer' };
  const own = join(directory, pointerPath(pointer.repository, pointer.tag ?? pointer.digest));
  return own === path ? pointer : { reason: 'it is the pointer of something else' };
}

function lookUp(
  directory: string,
  { digest, mediaType }: Pointer,
): Pick<CacheEntry, 'blobs' | 'complete' | 'usedAt'> | { readonly reason: string } {
  const stored = readStored(blobPath(directory, digest), manifestLimit);
  if (stored.kind === 'missing') return { reason: 'its manifest is not there' };
  if (stored.kind !== 'file') return { reason: `its manifest cannot be used: ${stored.reason}` };
  const { bytes, modified: usedAt } = stored;
  if (!hasDigest(bytes, digest)) return { reason: 'its manifest is damaged' };
  // What is of an unknown kind is whole by itself.
  const content = readManifest({ bytes, mediaType, digest });
  const needed = [...(content?.layers ?? []), ...(content?.manifests ?? [])];
  const named = [...needed, ...(content?.config === undefined ? [] : [content.config])];
  const sizes = new Map(named.map((one) => [one.digest, sizeOf(directory, one.digest)]));
  const complete = needed.every((one) => sizes.get(one.digest) === one.size);
  const there = [...sizes].flatMap(([name, size]) => (size === undefined ? [] : [{ digest: name, size }]));
  return { blobs: [{ digest, size: bytes.length }, ...there], complete, usedAt };
}

function sizeOf(directory: string, digest: string): number | undefined {
  return lstatSync(blobPath(directory, digest), { throwIfNoEntry: false })?.size;
}

function inOrder(entries: readonly CacheEntry[]): CacheEntry[] {
  return [...groupBy(entries, ({ pointer }) => pointer.repository)]
    .sort(([a], [b]) => compareBytes(a, b))
    .flatMap(([, own]) => {
      const versions = sortTags(own.flatMap(({ pointer }) => pointer.tag ?? [])).map(({ tag }) => tag);
      const place = new Map(versions.map((tag, i) => [tag, i]));
      const rank = ({ pointer: { tag } }: CacheEntry) =>
        tag === undefined ? versions.length + 1 : (place.get(tag) ?? versions.length);
      const nameIn = ({ pointer: { tag, digest } }: CacheEntry) => tag ?? digest;
      return own.sort((a, b) => rank(a) - rank(b) || compareBytes(nameIn(a), nameIn(b)));
    });
}
