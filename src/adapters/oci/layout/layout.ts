/** A repository in an image layout: a directory that other programs read and write too. */
import { join } from 'node:path';
import { isTag } from '../../../core/contract/registry-name.ts';
import { PactoError } from '../../../core/error.ts';
import { digestAs, hasDigest } from '../digest.ts';
import { isDigest } from '../json.ts';
import type { Descriptor, Manifest, NewManifest, Repository } from '../repository.ts';
import { blobLimit, blobPath, manifestLimit } from './blobs.ts';
import { ensureLayout, unwritable } from './create.ts';
import { readStored, replaceFile, stampAt } from './files.ts';
import { findEntry, type LayoutIndex, printIndex, withManifest } from './index-file.ts';
import { withLock } from './lock.ts';
import { artifactTypeOf, missingBlob, referrersIn, typeOf } from './manifests.ts';
import { indexFile, lockFile } from './names.ts';
import { readIndex } from './read-index.ts';

/**
 * The repository in an image layout. The directory need not exist before something is written to it. Nothing is read
 * before a method is called; what has been read is read again only after the layout has changed. What has been written
 * outlasts a power failure.
 *
 * @param directory absolute
 * @param reference how to call it: `oci-layout:platform/payments`, or what it is a mirror of
 */
export function layoutRepository(directory: string, reference: string): Repository {
  const label = reference.startsWith('oci-layout:') ? reference : `${reference}, which is read from ${directory},`;
  const indexPath = join(directory, indexFile);
  let loaded: ReturnType<typeof readIndex> | undefined;
  let isCreated = false;

  function index(): LayoutIndex {
    if (loaded === undefined || loaded.stamp !== stampAt(indexPath)) loaded = readIndex(directory, label);
    return loaded;
  }

  /** The bytes of a blob, or undefined where it is not there. */
  function read(digest: string, limit: number): Uint8Array | undefined {
    const stored = readStored(blobPath(directory, digest), limit);
    if (stored.kind === 'missing') return undefined;
    if (stored.kind === 'refused') {
      throw new PactoError('INVALID_LAYOUT', `${label} has ${digest} in a file that is not used: ${stored.reason}`);
    }
    if (stored.kind === 'unreadable') {
      throw new PactoError('FILE_UNREADABLE', `${label} has ${digest}, which cannot be read: ${stored.reason}`);
    }
    return stored.bytes;
  }

  function verified(digest: string, size: number | undefined, limit: number): Uint8Array | undefined {
    const bytes = read(digest, limit);
    if (bytes === undefined) return undefined;
    if (size !== undefined && bytes.length !== size) {
      throw mismatch(`${label} has ${bytes.length} bytes for ${digest}, and ${size} were promised`);
    }
    if (!hasDigest(bytes, digest)) throw mismatch(`${label} has something else where ${digest} should be`);
    return bytes;
  }

  function find(tagOrDigest: string): Manifest | undefined {
    const entry = findEntry(index(), tagOrDigest, label);
    if (entry === undefined && !isDigest(tagOrDigest)) return undefined;
    const digest = entry?.digest ?? tagOrDigest;
    const bytes = verified(digest, entry?.size, manifestLimit);
    if (bytes === undefined) {
      if (entry === undefined) return undefined;
      throw new PactoError('INVALID_LAYOUT', `${label} names ${digest} in its ${indexFile}, and has no such blob`);
    }
    // Parts of an index are manifests too, and so is what a tag has left; a layer is none.
    const mediaType = entry?.mediaType ?? typeOf(bytes);
    return mediaType === undefined ? undefined : { bytes, mediaType, digest };
  }

  function notFound(what: string): PactoError {
    const hint = `Check the spelling; \`pacto tags ${label}\` lists what there is.`;
    return new PactoError('REGISTRY_NOT_FOUND', `${label} has no ${what}`, { hint });
  }

  async function manifest(tagOrDigest: string): Promise<Manifest>;
  async function manifest(tag: string, unless: Pick<Manifest, 'digest'>): Promise<Manifest | 'unchanged'>;
  async function manifest(tagOrDigest: string, unless?: Pick<Manifest, 'digest'>): Promise<Manifest | 'unchanged'> {
    if (unless !== undefined && findEntry(index(), tagOrDigest, label)?.digest === unless.digest) return 'unchanged';
    const found = find(tagOrDigest);
    if (found === undefined) throw notFound(isDigest(tagOrDigest) ? tagOrDigest : `tag "${tagOrDigest}"`);
    return found;
  }

  async function create(): Promise<void> {
    if (!isCreated) await ensureLayout(directory, label);
    isCreated = true;
  }

  function isStored(digest: string): boolean {
    const stored = readStored(blobPath(directory, digest), blobLimit);
    return stored.kind === 'file' && hasDigest(stored.bytes, digest);
  }

  function store(digest: string, bytes: Uint8Array): void {
    try {
      replaceFile(blobPath(directory, digest), bytes, { stage: directory, durable: true });
    } catch (error) {
      throw unwritable(label, error);
    }
  }

  async function addToIndex(descriptor: Descriptor, tag: string | undefined): Promise<void> {
    try {
      await withLock(join(directory, lockFile), (confirm) => {
        const changed = withManifest(readIndex(directory, label), descriptor, tag);
        if (changed === undefined) return;
        const bytes = printIndex(changed, `${indexFile} of ${label}`);
        replaceFile(indexPath, bytes, { stage: directory, durable: true, confirm });
      });
    } catch (error) {
      throw unwritable(label, error);
    }
  }

  return {
    reference,
    manifest,
    async tags() {
      return [...new Set(index().entries.flatMap(({ tag }) => tag ?? []))];
    },
    async resolve(tagOrDigest) {
      if (stampAt(directory) === undefined) return undefined;
      return findEntry(index(), tagOrDigest, label)?.digest ?? find(tagOrDigest)?.digest;
    },
    async blob({ digest, size }) {
      if (size > blobLimit) {
        const message = `${label} has ${digest} with ${size} bytes, and at most ${blobLimit} are read`;
        throw new PactoError('INVALID_LAYOUT', message);
      }
      const bytes = verified(digest, size, blobLimit);
      // Where there is no layout at all, this says so.
      if (bytes === undefined) index();
      if (bytes === undefined) throw notFound(`blob ${digest}`);
      return bytes;
    },
    async putBlob(digest, source) {
      await create();
      // A damaged blob is not there: storing it is how it is mended.
      if (isStored(digest)) return 'present';
      const bytes = typeof source === 'function' ? await source() : source;
      if (!hasDigest(bytes, digest)) throw mismatch(`what was to be stored in ${label} is not ${digest}`);
      store(digest, bytes);
      return 'stored';
    },
    async putManifest({ bytes, mediaType }: NewManifest, tagOrDigest) {
      const digest = digestAs(tagOrDigest, bytes);
      const tag = isDigest(tagOrDigest) ? undefined : tagOrDigest;
      if (tag === undefined && digest !== tagOrDigest) {
        throw mismatch(`the manifest that was to be stored in ${label} is not ${tagOrDigest}`);
      }
      if (tag !== undefined && !isTag(tag)) throw new PactoError('INVALID_REFERENCE', `"${tag}" is not a tag`);
      await create();
      const missing = missingBlob(directory, { bytes, mediaType, digest });
      if (missing !== undefined) {
        throw new PactoError('REGISTRY_NOT_FOUND', `${label} has no blob ${missing}, which the manifest needs`, {
          hint: 'Blobs are stored before the manifest that names them.',
        });
      }
      if (!isStored(digest)) store(digest, bytes);
      const artifactType = artifactTypeOf(bytes);
      const descriptor = { mediaType, digest, size: bytes.length };
      await addToIndex(artifactType === undefined ? descriptor : { ...descriptor, artifactType }, tag);
    },
    async referrers(digest) {
      return referrersIn(index(), digest, (wanted, size) => verified(wanted, size, manifestLimit));
    },
  };
}

function mismatch(message: string): PactoError {
  return new PactoError('DIGEST_MISMATCH', message);
}
