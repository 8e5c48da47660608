import { readBundleManifest } from '../adapters/oci/artifact.ts';
import { type ArtifactTree, readArtifactTree } from '../adapters/oci/artifact-tree.ts';
import { labelOf } from '../adapters/oci/open-artifact.ts';
import type { Manifest, Repository } from '../adapters/oci/repository.ts';
import { PactoError } from '../core/error.ts';
import { createPool } from '../core/graph/pool.ts';
import { type Closure, closureParcels, concurrency } from './copy/closure.ts';
import { type Arrival, type BlobCounts, deliver, lookAhead, type Parcel } from './copy/deliver.ts';
import { oneParcel } from './copy/endpoints.ts';
import type { Ports } from './ports.ts';
import type { CopiedBundle, CopyResult } from './results.ts';
import { tagWarning } from './tag-warning.ts';

export interface CopyInput {
  /** A bundle in a registry or an image layout; with `closure` also a local one, whose dependencies are copied. */
  readonly source: string;
  /**
   * A repository with or without a tag; default: the source's tag. With `closure`: a directory in which each repository
   * becomes an image layout, or a registry with or without a path.
   */
  readonly destination: string;
  /** With all that it depends on and refers to. */
  readonly closure?: boolean;
  /** Leave signatures and other attachments behind. */
  readonly withoutAttachments?: boolean;
  /** Replace tags that lead to something else. */
  readonly force?: boolean;
  /** Do everything but write. */
  readonly dryRun?: boolean;
  /** Told of each bundle that was found or copied: how many are, of how many. */
  readonly onProgress?: (done: number, total: number, what: 'found' | 'copied') => void;
  readonly signal?: AbortSignal;
}

interface Prepared {
  readonly parcel: Parcel;
  readonly tree: ArtifactTree;
  readonly arrival: Arrival;
}

/**
 * Copies a published bundle between registries and image layouts byte for byte, with its signatures and other
 * attachments; with `closure` also what it depends on and refers to. Nothing is written before everything could be
 * found and no tag is in the way, and the tags move last, the root's after all others: what has a tag is whole.
 *
 * Throws PactoError: what repositories throw, NOT_A_PACTO_BUNDLE, ALREADY_EXISTS for a tag that leads to something else,
 * GRAPH_INCOMPLETE.
 */
export async function copy(ports: Ports, input: CopyInput): Promise<CopyResult> {
  const { source, destination, dryRun = false } = input;
  const closure = input.closure === true ? await closureOf(ports, input) : undefined;
  const parcels = closure?.parcels ?? [await oneParcel(ports, source, destination)];

  const prepared = await prepareAll(parcels, input);
  const blobs: BlobCounts = { stored: 0, mounted: 0, present: 0, bytes: 0 };
  if (!dryRun) {
    let done = 0;
    await inGroups(prepared, destinationOf, async ({ parcel, tree }) => {
      input.signal?.throwIfAborted();
      await deliver(parcel, tree, blobs);
      done += 1;
      input.onProgress?.(done, prepared.length, 'copied');
    });
    await inGroups(prepared.slice(0, -1), destinationOf, moveTags);
    for (const root of prepared.slice(-1)) await moveTags(root);
  }
  return {
    schemaVersion: 1,
    ref: source,
    destination,
    dryRun,
    bundles: prepared.map(described).toReversed(),
    blobs,
    warnings: closure === undefined ? parcels.flatMap(oddTags) : [],
    ...(closure === undefined ? {} : { closure: { leftOut: closure.leftOut, mirrors: closure.mirrors } }),
  };
}

async function closureOf(ports: Ports, { source, destination, onProgress, signal }: CopyInput): Promise<Closure> {
  const { graph } = await import('./graph.ts');
  const whole = await graph(ports, {
    reference: source,
    withReferences: true,
    ...(onProgress === undefined ? {} : { onProgress: (done, known) => onProgress(done, known, 'found') }),
    ...(signal === undefined ? {} : { signal }),
  });
  for (const { code, message } of whole.warnings) ports.note(`${code} ${message}`);
  return closureParcels(ports, whole, destination);
}

/** Reads what is to be copied, and refuses where a tag is in the way. */
async function prepareAll(parcels: readonly Parcel[], { withoutAttachments, force }: CopyInput): Promise<Prepared[]> {
  const refused: string[] = [];
  const waiting = parcels.map((parcel) => ({ parcel }));
  const prepared = await inGroups(waiting, destinationOf, async ({ parcel }) => {
    const { source, target, manifest } = parcel;
    const label = labelOf(source, { digest: manifest.digest });
    const tree = await treeOf(source, manifest, label, withoutAttachments !== true);
    const arrival = await lookAhead(parcel, tree);
    for (const { tag, digest, wanted } of arrival.conflicts) {
      refused.push(`${labelOf(target, { tag })} leads to ${digest}, and not to ${wanted}`);
    }
    return { parcel, tree, arrival };
  });
  if (refused.length === 0 || force === true) return prepared;
  throw new PactoError('ALREADY_EXISTS', `nothing was copied\n${refused.sort().join('\n')}`, {
    hint: 'Choose another tag, or replace what is there with --force.',
  });
}

async function treeOf(
  source: Repository,
  manifest: Manifest,
  label: string,
  attachments: boolean,
): Promise<ArtifactTree> {
  try {
    return await readArtifactTree(source, manifest, label, { attachments });
  } catch (error) {
    if (!attachments || !(error instanceof PactoError) || error.code !== 'REGISTRY_OFFLINE') throw error;
    const message = `what is attached to ${label} cannot be known with --offline: the cache keeps bundles only`;
    throw new PactoError('REGISTRY_OFFLINE', message, {
      cause: error,
      hint: 'Leave signatures and other attachments behind with --no-attachments, or run it without --offline.',
    });
  }
}

async function moveTags({ parcel, arrival }: Prepared): Promise<void> {
  for (const tag of arrival.moving) await parcel.target.putManifest(parcel.manifest, tag);
}

function destinationOf({ parcel }: Pick<Prepared, 'parcel'>): string {
  return parcel.target.reference;
}

/**
 * Works on items, several at a time but one after the other within a group: writing into one image layout, or one
 * fallback tag, from two sides only makes them wait for each other. Results are in the order of items.
 */
async function inGroups<T, R>(
  items: readonly T[],
  groupOf: (item: T) => string,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const pool = createPool(concurrency);
  const last = new Map<string, Promise<unknown>>();
  const results = items.map((item) => {
    const group = groupOf(item);
    const result = (last.get(group) ?? Promise.resolve()).then(() => pool.run(() => work(item)));
    last.set(group, result);
    return result;
  });
  try {
    return await Promise.all(results);
  } finally {
    pool.close();
  }
}

/** Tags that read as another version than the one that the bundle says it has, or else the tag that led to it. */
function oddTags({ source, manifest, sourceTag, tags }: Parcel): CopyResult['warnings'] {
  const { annotations } = readBundleManifest(manifest, labelOf(source, { digest: manifest.digest }));
  const version = annotations['io.pacto.version'] ?? sourceTag;
  return version === undefined ? [] : tags.flatMap((tag) => tagWarning(tag, version) ?? []);
}

function described({ parcel, tree, arrival }: Prepared): CopiedBundle {
  const { source, target, manifest, sourceTag, tags } = parcel;
  return {
    from: labelOf(source, {}),
    ...(sourceTag === undefined ? {} : { fromTag: sourceTag }),
    to: labelOf(target, {}),
    digest: manifest.digest,
    tags,
    present: arrival.present,
    attachments: tree.items.flatMap(({ manifest: { digest }, attachment }) =>
      attachment === undefined ? [] : [{ digest, ...attachment }],
    ),
    gaps: tree.gaps,
  };
}
