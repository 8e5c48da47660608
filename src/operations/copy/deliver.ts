import type { ArtifactTree, TreeItem } from '../../adapters/oci/artifact-tree.ts';
import { readManifest } from '../../adapters/oci/manifest.ts';
import type { Descriptor, Manifest, Repository } from '../../adapters/oci/repository.ts';

/** A bundle on its way: from where, to where, and under which tags. */
export interface Parcel {
  readonly source: Repository;
  readonly target: Repository;
  /** The source's name at a registry that both share: what it has can be mounted. */
  readonly mountFrom?: string;
  readonly manifest: Manifest;
  /** Its tag at the source, named or chosen. */
  readonly sourceTag?: string;
  /** The tags that it is to have there; none: only its digest leads to it. */
  readonly tags: readonly string[];
}

/** What was written, in numbers of blobs, and bytes of those that were sent. */
export interface BlobCounts {
  stored: number;
  mounted: number;
  present: number;
  bytes: number;
}

/**
 * Writes all of a tree but the root's tags: each manifest after its blobs and after what it lists, and what is attached
 * after its subject. Throws what the repositories throw.
 */
export async function deliver(parcel: Parcel, { items }: ArtifactTree, counts: BlobCounts): Promise<void> {
  const { source, target, mountFrom } = parcel;
  for (const { manifest, content, attachment } of items) {
    // One at a time: attachments can be larger than any bundle, and each is held in memory.
    for (const blob of blobsOf(content.config, content.layers)) {
      const outcome = await target.putBlob(blob.digest, () => source.blob(blob), mountFrom);
      counts[outcome] += 1;
      if (outcome === 'stored') counts.bytes += blob.size;
    }
    await target.putManifest(manifest, attachment?.tag ?? manifest.digest);
  }
}

function blobsOf(config: Descriptor | undefined, layers: readonly Descriptor[]): Descriptor[] {
  const blobs = config === undefined ? layers : [config, ...layers];
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
}

/** A tag of the destination that leads to something else. */
export interface Conflict {
  readonly tag: string;
  /** What is there. */
  readonly digest: string;
  /** What was to be there. */
  readonly wanted: string;
}

/** What is at the destination already. */
export interface Arrival {
  /** Whether all of the parcel's tags, or without tags its manifest, are there. */
  readonly present: boolean;
  /** Tags that do not lead to it yet. */
  readonly moving: readonly string[];
  /** Tags that lead to something else, where replacing them would lose something. */
  readonly conflicts: readonly Conflict[];
}

/** Looks at the destination. A cosign tag whose signatures are all among the new ones loses nothing by being replaced. */
export async function lookAhead({ target, manifest, tags }: Parcel, { items }: ArtifactTree): Promise<Arrival> {
  const conflicts: Conflict[] = [];
  const moving: string[] = [];
  for (const tag of tags) {
    const digest = await target.resolve(tag);
    if (digest === manifest.digest) continue;
    moving.push(tag);
    if (digest !== undefined) conflicts.push({ tag, digest, wanted: manifest.digest });
  }
  const present = tags.length > 0 ? moving.length === 0 : (await target.resolve(manifest.digest)) !== undefined;
  for (const item of items) {
    const tag = item.attachment?.tag;
    const digest = tag === undefined ? undefined : await target.resolve(tag);
    if (tag === undefined || digest === undefined || digest === item.manifest.digest) continue;
    if (!holdsAll(item, await target.manifest(digest))) conflicts.push({ tag, digest, wanted: item.manifest.digest });
  }
  return { present, moving, conflicts };
}

/** Whether every layer of what is there is in the item too. Cosign signs anew by adding layers. */
function holdsAll({ content }: TreeItem, there: Manifest): boolean {
  const old = readManifest(there);
  const layers = new Set(content.layers.map(layerKey));
  return old?.kind === 'image' && old.layers.every((layer) => layers.has(layerKey(layer)));
}

/** Two signatures of one payload differ in their annotations only. */
function layerKey({ digest, annotations = {} }: Descriptor): string {
  return JSON.stringify([digest, Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
