import { isTag } from '../../core/contract/registry-name.ts';
import { PactoError } from '../../core/error.ts';
import { type AttachmentKind, attachmentKind, cosignTags } from './attachment-kind.ts';
import { type ManifestContent, readManifest } from './manifest.ts';
import type { Descriptor, Manifest, Repository } from './repository.ts';

/** A manifest of a tree, with what is known of its place there. */
export interface TreeItem {
  readonly manifest: Manifest;
  readonly content: ManifestContent;
  /** For what is attached. */
  readonly attachment?: {
    readonly kind: AttachmentKind;
    /** Digest of the manifest that it is attached to. */
    readonly subject: string;
    /** Where it is attached by cosign's naming of tags, and not by its `subject`. */
    readonly tag?: string;
  };
}

/** Something that is listed and cannot be had, or is not what it is listed as. */
export interface TreeGap {
  readonly digest: string;
  /** Digest of the manifest that it should be attached to, or be part of. */
  readonly subject: string;
  readonly reason: 'missing' | 'unknown-kind' | 'not-attached';
}

/** A manifest with all that belongs to it, in the order in which it can be written. */
export interface ArtifactTree {
  readonly items: readonly TreeItem[];
  readonly gaps: readonly TreeGap[];
}

/** More than people attach, and little enough to hold. */
const maxManifests = 10_000;
/** Bytes of all manifests of a tree. */
const maxManifestBytes = 64 * 1024 * 1024;

export interface TreeOptions {
  /** Whether to look for signatures and other attachments, those of attachments among them. */
  readonly attachments: boolean;
}

/**
 * Reads a manifest's tree: the manifests that an index lists, and what is attached to any of them as a referrer
 * (natively or by the fallback tag) or by cosign's tags. Each manifest once, what lists others after them, what is
 * attached after its subject.
 *
 * Throws what the repository throws; NOT_A_PACTO_BUNDLE for a root that is no manifest of a known kind; INVALID_BUNDLE
 * for a tree beyond the bounds.
 *
 * @param label of the root, for messages
 */
export async function readArtifactTree(
  repository: Repository,
  root: Manifest,
  label: string,
  { attachments }: TreeOptions,
): Promise<ArtifactTree> {
  const content = readManifest(root);
  if (content === undefined) {
    throw new PactoError('NOT_A_PACTO_BUNDLE', `${label} has a manifest of a kind that is not known here`);
  }
  const walk = createWalk(repository, label, attachments);
  await walk.add(root, content, undefined);
  return walk.tree;
}

/**
 * What is attached to a manifest, and to that. Throws what the repository throws, and INVALID_BUNDLE beyond the bounds.
 *
 * @param label of the manifest, for messages
 */
export async function readAttachments(repository: Repository, digest: string, label: string): Promise<ArtifactTree> {
  const walk = createWalk(repository, label, true);
  await walk.addAttached(digest);
  return walk.tree;
}

function createWalk(repository: Repository, label: string, attachments: boolean) {
  const items: TreeItem[] = [];
  const gaps: TreeGap[] = [];
  const seen = new Set<string>();
  let bytes = 0;

  async function add(manifest: Manifest, content: ManifestContent, attachment: TreeItem['attachment']): Promise<void> {
    const item = { manifest, content, ...(attachment === undefined ? {} : { attachment }) };
    if (seen.has(manifest.digest)) {
      // Attached in both ways: it is known, and its tag is not.
      if (attachment?.tag !== undefined) items.push(item);
      return;
    }
    seen.add(manifest.digest);
    bytes += manifest.bytes.length;
    if (seen.size > maxManifests || bytes > maxManifestBytes) throw tooLarge(label);
    for (const child of await loadAll(content.manifests.map(({ digest }) => digest))) {
      const read = known(child, manifest.digest);
      if (read !== undefined) await add(read.manifest, read.content, undefined);
    }
    items.push(item);
    if (attachments) await addAttached(manifest.digest);
  }

  async function addAttached(subject: string): Promise<void> {
    const found = await findAttached(repository, subject);
    const loaded = await loadAll(found.map(({ digest }) => digest));
    for (const [i, { tag, kind }] of found.entries()) {
      const load = loaded[i];
      const read = load === undefined ? undefined : known(load, subject);
      if (read === undefined) continue;
      const { manifest, content } = read;
      if (tag === undefined && content.subject?.digest !== subject) {
        gaps.push({ digest: manifest.digest, subject, reason: 'not-attached' });
        continue;
      }
      const attachment = { kind: kind ?? attachmentKind(content), subject, ...(tag === undefined ? {} : { tag }) };
      await add(manifest, content, attachment);
    }
  }

  function loadAll(digests: readonly string[]) {
    if (digests.length + seen.size > maxManifests) throw tooLarge(label);
    return Promise.all(digests.map(async (digest) => ({ digest, manifest: await load(repository, digest) })));
  }

  function known({ digest, manifest }: { digest: string; manifest: Manifest | undefined }, subject: string) {
    const content = manifest === undefined ? undefined : readManifest(manifest);
    if (manifest !== undefined && content !== undefined) return { manifest, content };
    gaps.push({ digest, subject, reason: manifest === undefined ? 'missing' : 'unknown-kind' });
    return undefined;
  }

  return { add, addAttached, tree: { items, gaps } };
}

interface Found {
  readonly digest: string;
  readonly tag?: string;
  /** What the tag says of it. */
  readonly kind?: AttachmentKind;
}

/** What is attached to a manifest, one level deep: referrers by digest, then cosign's tags. */
async function findAttached(repository: Repository, subject: string): Promise<Found[]> {
  const [referrers, tagged] = await Promise.all([
    repository.referrers(subject),
    Promise.all(
      cosignTags.map(([suffix, kind]) => findTagged(repository, `${subject.replace(':', '-')}${suffix}`, kind)),
    ),
  ]);
  const digests = [...new Set(referrers.map(({ digest }: Descriptor) => digest))].sort();
  return [...digests.map((digest) => ({ digest })), ...tagged.flatMap((found) => found ?? [])];
}

async function findTagged(repository: Repository, tag: string, kind: AttachmentKind): Promise<Found | undefined> {
  // The longer digests do not fit into a tag.
  const digest = isTag(tag) ? await repository.resolve(tag) : undefined;
  return digest === undefined ? undefined : { digest, tag, kind };
}

async function load(repository: Repository, digest: string): Promise<Manifest | undefined> {
  try {
    return await repository.manifest(digest);
  } catch (error) {
    if (error instanceof PactoError && error.code === 'REGISTRY_NOT_FOUND') return undefined;
    throw error;
  }
}

function tooLarge(label: string): PactoError {
  return new PactoError(
    'INVALID_BUNDLE',
    `${label} has more than ${maxManifests} manifests attached, or 64 MiB of them`,
    {
      hint: 'Leave them behind with --no-attachments.',
    },
  );
}
