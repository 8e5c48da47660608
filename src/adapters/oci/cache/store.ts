/** The files of a cache. Whatever is wrong with them costs another request, and never the run. */
import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, systemReason } from '../../file-system.ts';
import { hasDigest } from '../digest.ts';
import { blobLimit, blobPath, manifestLimit } from '../layout/blobs.ts';
import { unwritable } from '../layout/create.ts';
import { readStored, replaceFile } from '../layout/files.ts';
import { typeOf } from '../layout/manifests.ts';
import type { Manifest } from '../repository.ts';
import { ensureCache } from './place.ts';
import {
  type Pointer,
  parsePointer,
  parseTagList,
  pointerLimit,
  pointerPath,
  printPointer,
  printTagList,
  type TagList,
  tagListLimit,
  tagListPath,
} from './pointer.ts';

/** How exactly the last use of a blob is kept. Milliseconds. */
const useInterval = 60 * 60 * 1000;

export interface StoreOptions {
  /** Absolute. */
  readonly directory: string;
  readonly now: () => number;
  /** Told once of each damaged entry, and once where nothing can be written. */
  readonly warn: (message: string) => void;
}

/** Reading gives undefined for what is not there or no longer what it was. Nothing throws but for bugs. */
export interface Store {
  readonly directory: string;
  /** Where nothing says how it was served, its own content says what it is. */
  manifest(digest: string, served?: Pick<Manifest, 'mediaType' | 'etag'>): Manifest | undefined;
  /** Of any size: whoever asks compares it with what was promised. */
  blob(digest: string): Uint8Array | undefined;
  putBlob(digest: string, bytes: Uint8Array): Promise<void>;
  pointer(repository: string, tag: string): Pointer | undefined;
  putPointer(pointer: Pointer): Promise<void>;
  removePointer(repository: string, tag: string): void;
  tagList(repository: string): TagList | undefined;
  putTagList(list: TagList): Promise<void>;
  /** Whether pointers have changed since the cache was opened. */
  readonly changed: boolean;
  /** Does something that writes; told of once, and not tried again, where the cache cannot be written. */
  writing(action: () => void | Promise<void>): Promise<void>;
}

export function openStore({ directory, now, warn }: StoreOptions): Store {
  const told = new Set<string>();
  let created: Promise<void> | undefined;
  let isWritable = true;
  let changed = false;

  function damaged(path: string, reason: string): undefined {
    if (!told.has(path)) warn(`the cache is damaged and does without ${path}: ${reason}`);
    told.add(path);
    return undefined;
  }

  function read(path: string, limit: number): { readonly bytes: Uint8Array; readonly modified: number } | undefined {
    const stored = readStored(path, limit);
    if (stored.kind === 'file') return stored;
    return stored.kind === 'missing' ? undefined : damaged(path, stored.reason);
  }

  function readBlob(digest: string, limit: number): Uint8Array | undefined {
    const path = blobPath(directory, digest);
    const stored = read(path, limit);
    if (stored === undefined) return undefined;
    if (!hasDigest(stored.bytes, digest)) return damaged(path, 'its content is not what its name says');
    noteUse(path, stored.modified);
    return stored.bytes;
  }

  /** The time of a blob's file is that of its last use. */
  function noteUse(path: string, modified: number): void {
    const time = now();
    if (time - modified < useInterval) return;
    try {
      utimesSync(path, time / 1000, time / 1000);
    } catch (error) {
      // Who may only read leaves no trace, and what has just been pruned needs none.
      if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(systemCode(error) ?? '')) throw error;
    }
  }

  async function writing(action: () => void | Promise<void>): Promise<void> {
    if (!isWritable) return;
    try {
      created ??= ensureCache(directory);
      await created;
      await action();
    } catch (error) {
      // Several writes may have been under way.
      if (isWritable) warn(`nothing more is cached: ${unwritable(directory, error).message}`);
      isWritable = false;
    }
  }

  function replace(path: string, bytes: Uint8Array): void {
    const write = () => replaceFile(path, bytes, { stage: directory, durable: false });
    try {
      write();
    } catch (error) {
      // A directory in the place of a file.
      if (!['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw error;
      rmSync(path, { recursive: true, force: true });
      write();
    }
  }

  return {
    directory,
    get changed() {
      return changed;
    },
    writing,
    manifest(digest, served) {
      const bytes = readBlob(digest, manifestLimit);
      if (bytes === undefined) return undefined;
      const mediaType = served?.mediaType ?? typeOf(bytes);
      if (mediaType === undefined) return undefined;
      return { bytes, mediaType, digest, ...(served?.etag === undefined ? {} : { etag: served.etag }) };
    },
    blob: (digest) => readBlob(digest, blobLimit),
    putBlob: (digest, bytes) =>
      writing(() => {
        if (!hasDigest(bytes, digest)) throw new Error(`what was fetched is not ${digest}`);
        if (bytes.length <= blobLimit) replace(blobPath(directory, digest), bytes);
      }),
    pointer(repository, tag) {
      const path = join(directory, pointerPath(repository, tag));
      const stored = read(path, pointerLimit);
      if (stored === undefined) return undefined;
      const pointer = parsePointer(stored.bytes);
      const isRight = pointer !== undefined && pointer.repository === repository && pointer.tag === tag;
      return isRight ? pointer : damaged(path, 'its content is not that of a pointer to this tag');
    },
    putPointer: (pointer) =>
      writing(() => {
        replace(join(directory, pointerPath(pointer.repository, pointer.tag ?? pointer.digest)), printPointer(pointer));
        changed = true;
      }),
    removePointer(repository, tag) {
      try {
        rmSync(join(directory, pointerPath(repository, tag)), { force: true });
        changed = true;
      } catch (error) {
        warn(`the cache still has ${repository}:${tag} as it was before: ${systemReason(error)}`);
      }
    },
    tagList(repository) {
      const path = join(directory, tagListPath(repository));
      const stored = read(path, tagListLimit);
      if (stored === undefined) return undefined;
      const list = parseTagList(stored.bytes);
      return list?.repository === repository ? list : damaged(path, 'its content is not that of a list of tags');
    },
    putTagList: (list) => writing(() => replace(join(directory, tagListPath(list.repository)), printTagList(list))),
  };
}
