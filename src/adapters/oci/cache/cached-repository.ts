import { PactoError } from '../../../core/error.ts';
import { isDigest } from '../json.ts';
import type { Manifest, Repository } from '../repository.ts';
import type { Flights } from './flights.ts';
import type { Pointer } from './pointer.ts';
import type { Store } from './store.ts';

/** What all repositories of one cache share. */
export interface CacheRun {
  readonly store: Store;
  /** `refresh` asks always, reads nothing and writes nothing. */
  readonly mode: 'use' | 'offline' | 'refresh';
  /** Milliseconds. */
  readonly tagMaxAge: number;
  readonly now: () => number;
  readonly log: (message: string) => void;
  readonly tagFlights: Flights<Manifest> & { readonly forget: (key: string) => void };
  readonly digestFlights: Flights<Manifest>;
  readonly blobFlights: Flights<Uint8Array>;
  readonly listFlights: Flights<readonly string[]> & { readonly forget: (key: string) => void };
}

/** The repository's name in the cache: its reference without the scheme. */
export function nameOf({ reference }: Pick<Repository, 'reference'>): string {
  return reference.replace(/^oci:\/\//, '');
}

/** A repository that is asked only for what the cache does not know. */
export function cachedRepository(inner: Repository, run: CacheRun): Repository {
  const { store, mode, now, log } = run;
  const name = nameOf(inner);
  const isOffline = mode === 'offline';
  const isUsed = mode !== 'refresh';

  function missing(what: string): PactoError {
    return new PactoError('REGISTRY_OFFLINE', `${what} is not in the cache, and nothing is fetched with --offline`);
  }

  function isFresh({ checkedAt }: Pointer): boolean {
    const age = now() - checkedAt;
    // A time in the future says nothing: a clock was wrong.
    return age >= 0 && age < run.tagMaxAge;
  }

  async function keep(manifest: Manifest, tag: string | undefined): Promise<void> {
    if (mode !== 'use') return;
    const { digest, mediaType, bytes, etag } = manifest;
    const pointer: Pointer = {
      repository: name,
      digest,
      mediaType,
      size: bytes.length,
      ...(etag === undefined ? {} : { etag }),
      checkedAt: now(),
    };
    await store.putBlob(digest, bytes);
    await store.putPointer(tag === undefined ? pointer : { ...pointer, tag });
  }

  async function byDigest(digest: string): Promise<Manifest> {
    const stored = isUsed ? store.manifest(digest) : undefined;
    if (stored !== undefined) {
      log(`cache has ${name}@${digest}`);
      return stored;
    }
    if (isOffline) throw missing(`${name}@${digest}`);
    const fetched = await inner.manifest(digest);
    await keep(fetched, undefined);
    return fetched;
  }

  async function byTag(tag: string): Promise<Manifest> {
    const pointer = isUsed ? store.pointer(name, tag) : undefined;
    const stored = pointer && store.manifest(pointer.digest, pointer);
    if (isOffline && stored === undefined) throw missing(`${name}:${tag}`);
    if (pointer === undefined || stored === undefined) {
      const fetched = await inner.manifest(tag);
      await keep(fetched, tag);
      return fetched;
    }
    if (isOffline || isFresh(pointer)) {
      log(`cache has ${name}:${tag}`);
      return stored;
    }
    const answer = await inner.manifest(tag, stored).catch((error) => {
      throw withOfflineHint(error, new Date(pointer.checkedAt));
    });
    if (answer === 'unchanged' || answer.digest === pointer.digest) {
      log(`cache has ${name}:${tag}, and it is unchanged`);
      await store.putPointer({ ...pointer, checkedAt: now() });
      return stored;
    }
    // What the tag has left may be pinned somewhere by its digest.
    const { tag: _, ...left } = pointer;
    await store.putPointer(left);
    await keep(answer, tag);
    return answer;
  }

  async function manifest(tagOrDigest: string): Promise<Manifest>;
  async function manifest(tag: string, unless: Pick<Manifest, 'digest'>): Promise<Manifest | 'unchanged'>;
  async function manifest(tagOrDigest: string, unless?: Pick<Manifest, 'digest'>): Promise<Manifest | 'unchanged'> {
    const found = isDigest(tagOrDigest)
      ? await run.digestFlights(`${name}@${tagOrDigest}`, () => byDigest(tagOrDigest))
      : await run.tagFlights(`${name}:${tagOrDigest}`, () => byTag(tagOrDigest));
    return unless?.digest === found.digest ? 'unchanged' : found;
  }

  async function blob({ digest, size }: { digest: string; size: number }): Promise<Uint8Array> {
    const stored = isUsed ? store.blob(digest) : undefined;
    if (stored !== undefined) return stored;
    if (isOffline) throw missing(`a part of ${name}, ${digest},`);
    const fetched = await inner.blob({ digest, size });
    if (mode === 'use') await store.putBlob(digest, fetched);
    return fetched;
  }

  async function tags(): Promise<readonly string[]> {
    const stored = isUsed ? store.tagList(name) : undefined;
    if (isOffline) {
      if (stored === undefined) throw missing(`the list of tags of ${name}`);
      return stored.tags;
    }
    const listed = await inner.tags().catch((error) => {
      throw stored === undefined ? error : withOfflineHint(error, new Date(stored.checkedAt));
    });
    if (mode === 'use') await store.putTagList({ repository: name, tags: listed, checkedAt: now() });
    return listed;
  }

  return {
    reference: inner.reference,
    manifest,
    tags: () => run.listFlights(name, tags),
    async resolve(tagOrDigest) {
      try {
        return (await manifest(tagOrDigest)).digest;
      } catch (error) {
        if (error instanceof PactoError && error.code === 'REGISTRY_NOT_FOUND') return undefined;
        throw error;
      }
    },
    async blob(descriptor) {
      const { digest, size } = descriptor;
      const bytes = await run.blobFlights(`${name}@${digest}`, () => blob(descriptor));
      if (bytes.length === size) return bytes;
      const message = `${digest} in ${name} has ${bytes.length} bytes, and ${size} were promised`;
      throw new PactoError('DIGEST_MISMATCH', message);
    },
    async referrers(digest) {
      if (isOffline) throw missing(`what refers to ${name}@${digest}`);
      return inner.referrers(digest);
    },
    ...writing(inner, run),
  };
}

/** Writing goes to the repository itself, and what the cache knows of the tag no longer holds. */
export function writing(inner: Repository, run: CacheRun): Pick<Repository, 'putBlob' | 'putManifest'> {
  const name = nameOf(inner);
  return {
    putBlob: inner.putBlob,
    async putManifest(manifest, tagOrDigest) {
      await inner.putManifest(manifest, tagOrDigest);
      if (isDigest(tagOrDigest)) return;
      run.tagFlights.forget(`${name}:${tagOrDigest}`);
      run.listFlights.forget(name);
      if (run.mode === 'use') run.store.removePointer(name, tagOrDigest);
    },
  };
}

/** An answer that may be outdated is never given unasked, but its existence is worth knowing. */
function withOfflineHint(error: unknown, checkedAt: Date): unknown {
  const mayBeBridged =
    error instanceof PactoError && ['REGISTRY_UNREACHABLE', 'REGISTRY_RATE_LIMITED'].includes(error.code);
  if (!mayBeBridged) return error;
  const known = `The cache knows what it was on ${checkedAt.toISOString()}: --offline uses that.`;
  return new PactoError(error.code, error.message, { cause: error, hint: `${error.hint} ${known}` });
}
