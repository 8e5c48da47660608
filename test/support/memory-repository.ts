/** A repository in memory that keeps what it is given byte for byte, says what was asked of it, and fails where told. */
import { sha256 } from '../../src/adapters/files/digest.ts';
import { readManifest } from '../../src/adapters/oci/manifest.ts';
import type { Descriptor, Manifest, NewManifest, Repository } from '../../src/adapters/oci/repository.ts';
import { PactoError } from '../../src/core/error.ts';

export interface MemoryRepository extends Repository {
  readonly blobs: Map<string, Uint8Array>;
  readonly manifests: Map<string, NewManifest>;
  /** Digest by tag. */
  readonly tagged: Map<string, string>;
  /** What was asked, in order: `blob sha256:…`, `putBlob sha256:…`, `putManifest 1.0.0`. */
  readonly calls: string[];
  /** Stores a JSON manifest and returns its digest; a string is stored as it is. */
  add(manifest: object | string, tag?: string): string;
  /** Stores a blob and returns its descriptor. */
  addBlob(content: string | Uint8Array, mediaType?: string): Descriptor;
}

export interface MemoryOptions {
  /** How what has a subject is found again; a registry without either has none. Default `native`. */
  readonly referrers?: 'native' | 'fallback';
  /** Repositories from which blobs can be mounted, by the name that `mountFrom` gives. */
  readonly mounts?: ReadonlyMap<string, MemoryRepository>;
  /** Asked before each call with what `calls` says of it; what it throws is thrown. */
  readonly fault?: (call: string) => void;
}

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';

export function memoryRepository(reference: string, options: MemoryOptions = {}): MemoryRepository {
  const blobs = new Map<string, Uint8Array>();
  const manifests = new Map<string, NewManifest>();
  const tagged = new Map<string, string>();
  const calls: string[] = [];

  async function called(call: string): Promise<void> {
    calls.push(call);
    options.fault?.(call);
  }

  function find(tagOrDigest: string): Manifest | undefined {
    const digest = tagOrDigest.includes(':') ? tagOrDigest : tagged.get(tagOrDigest);
    const manifest = digest === undefined ? undefined : manifests.get(digest);
    return digest === undefined || manifest === undefined ? undefined : { ...manifest, digest };
  }

  function store(manifest: NewManifest, tagOrDigest: string): string {
    const digest = sha256(manifest.bytes);
    if (tagOrDigest.includes(':') && tagOrDigest !== digest) throw mismatch(`${reference} ${tagOrDigest}`);
    manifests.set(digest, { bytes: manifest.bytes, mediaType: manifest.mediaType });
    if (!tagOrDigest.includes(':')) tagged.set(tagOrDigest, digest);
    const content = readManifest({ ...manifest, digest });
    if (content?.subject !== undefined && options.referrers === 'fallback') {
      addToFallback(content.subject.digest, describe(digest, manifest));
    }
    return digest;
  }

  function addToFallback(subject: string, descriptor: Descriptor): void {
    const tag = subject.replace(':', '-');
    const listed = fallback(subject).filter(({ digest }) => digest !== descriptor.digest);
    const index = { schemaVersion: 2, mediaType: ociIndex, manifests: [...listed, descriptor] };
    store({ bytes: bytesOf(index), mediaType: ociIndex }, tag);
  }

  function fallback(subject: string): readonly Descriptor[] {
    const manifest = find(subject.replace(':', '-'));
    return (manifest === undefined ? undefined : readManifest(manifest))?.manifests ?? [];
  }

  async function manifest(tagOrDigest: string): Promise<Manifest>;
  async function manifest(tag: string, unless: Pick<Manifest, 'digest'>): Promise<Manifest | 'unchanged'>;
  async function manifest(tagOrDigest: string, unless?: Pick<Manifest, 'digest'>): Promise<Manifest | 'unchanged'> {
    await called(`manifest ${tagOrDigest}`);
    const found = find(tagOrDigest);
    if (found === undefined) throw notFound(`${reference} ${tagOrDigest}`);
    return unless?.digest === found.digest ? 'unchanged' : found;
  }

  return {
    reference,
    blobs,
    manifests,
    tagged,
    calls,
    add(manifest, tag) {
      const bytes = typeof manifest === 'string' ? new TextEncoder().encode(manifest) : bytesOf(manifest);
      const type = typeof manifest === 'object' && 'mediaType' in manifest ? String(manifest.mediaType) : ociManifest;
      return store({ bytes, mediaType: type }, tag ?? sha256(bytes));
    },
    addBlob(content, mediaType = 'application/octet-stream') {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      const digest = sha256(bytes);
      blobs.set(digest, bytes);
      return { mediaType, digest, size: bytes.length };
    },
    async tags() {
      await called('tags');
      if (manifests.size === 0) throw notFound(reference);
      return [...tagged.keys()];
    },
    manifest,
    async resolve(tagOrDigest) {
      await called(`resolve ${tagOrDigest}`);
      return find(tagOrDigest)?.digest;
    },
    async blob({ digest, size }) {
      await called(`blob ${digest}`);
      const bytes = blobs.get(digest);
      if (bytes === undefined) throw notFound(`${reference} ${digest}`);
      if (bytes.length !== size || sha256(bytes) !== digest) throw mismatch(`${reference} ${digest}`);
      return bytes;
    },
    async putBlob(digest, bytes, mountFrom) {
      await called(`putBlob ${digest}`);
      if (blobs.has(digest)) return 'present';
      const mounted = mountFrom === undefined ? undefined : options.mounts?.get(mountFrom)?.blobs.get(digest);
      const stored = mounted ?? (typeof bytes === 'function' ? await bytes() : bytes);
      if (sha256(stored) !== digest) throw mismatch(`${reference} ${digest}`);
      blobs.set(digest, stored);
      return mounted === undefined ? 'stored' : 'mounted';
    },
    async putManifest(manifest, tagOrDigest) {
      await called(`putManifest ${tagOrDigest}`);
      const content = readManifest({ ...manifest, digest: '' });
      const needed = [...(content?.config === undefined ? [] : [content.config]), ...(content?.layers ?? [])];
      const missing = needed.find(({ digest }) => !blobs.has(digest));
      if (missing !== undefined) throw new PactoError('REGISTRY_PROTOCOL', `MANIFEST_BLOB_UNKNOWN ${missing.digest}`);
      store(manifest, tagOrDigest);
    },
    async referrers(subject) {
      await called(`referrers ${subject}`);
      const own = [...manifests].filter(([digest, manifest]) => {
        return readManifest({ ...manifest, digest })?.subject?.digest === subject;
      });
      const native =
        options.referrers === 'fallback' ? [] : own.map(([digest, manifest]) => describe(digest, manifest));
      return [...new Map([...native, ...fallback(subject)].map((found) => [found.digest, found])).values()];
    },
  };
}

function describe(digest: string, { bytes, mediaType }: NewManifest): Descriptor {
  const content = readManifest({ bytes, mediaType, digest });
  const artifactType = content?.artifactType ?? content?.config?.mediaType;
  const annotations = content?.annotations ?? {};
  return {
    mediaType,
    digest,
    size: bytes.length,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

function bytesOf(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function mismatch(what: string): PactoError {
  return new PactoError('DIGEST_MISMATCH', `${what} is something else`);
}

function notFound(what: string): PactoError {
  return new PactoError('REGISTRY_NOT_FOUND', `${what} is not there`);
}
