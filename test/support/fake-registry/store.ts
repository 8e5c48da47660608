/** What a registry keeps, in memory. */
import { createHash } from 'node:crypto';

export interface StoredManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: string;
}

export interface StoredRepository {
  readonly blobs: Map<string, Uint8Array>;
  readonly manifests: Map<string, StoredManifest>;
  /** Digest by tag, in the order of first pushes. */
  readonly tags: Map<string, string>;
  /** What was received so far, by the upload's identifier. */
  readonly uploads: Map<string, Buffer>;
}

/** Repositories by name. One exists from its first upload or manifest on. */
export type Store = Map<string, StoredRepository>;

export function repositoryOf(store: Store, name: string): StoredRepository {
  const known = store.get(name);
  if (known !== undefined) return known;
  const created = { blobs: new Map(), manifests: new Map(), tags: new Map(), uploads: new Map() };
  store.set(name, created);
  return created;
}

/** The digest of bytes in the algorithm of another digest; undefined for one that this registry does not take. */
export function digestLike(digest: string, bytes: Uint8Array): string | undefined {
  const algorithm = /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.exec(digest)?.[0].split(':')[0];
  return algorithm === undefined ? undefined : `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The stored manifest that a tag or a digest names. */
export function findManifest(repository: StoredRepository | undefined, reference: string): StoredManifest | undefined {
  const digest = reference.includes(':') ? reference : repository?.tags.get(reference);
  return digest === undefined ? undefined : repository?.manifests.get(digest);
}
