import { type Artifact, buildArtifact } from '../adapters/oci/artifact.ts';
import { type TagState, tagState } from '../adapters/oci/compare.ts';
import { labelOf } from '../adapters/oci/open-artifact.ts';
import type { Repository } from '../adapters/oci/repository.ts';
import { type Bundle, lockFile } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { ownerKey } from '../core/contract/owner.ts';
import type { LayoutReference, RegistryReference } from '../core/contract/reference.ts';
import { tagOf, versionOfTag } from '../core/contract/tags.ts';
import { PactoError } from '../core/error.ts';
import { type Validation, validateContract } from '../core/validate/validate.ts';
import { openWithLock } from './locked.ts';
import { packBundle } from './pack-bundle.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { publishedReference } from './published-reference.ts';
import { refuse } from './refuse.ts';
import type { PushedTag, PushResult } from './results.ts';
import { isSeries, tagWarning } from './tag-warning.ts';

/** `reference` is the contract to publish. */
export interface PushInput extends ContractInput {
  /** Where to publish it: a repository, with or without a tag. */
  readonly to: string;
  /** Further tags. */
  readonly tags?: readonly string[];
  /** Overwrite a tag that has other content. */
  readonly force?: boolean;
  /** Do everything but write. */
  readonly dryRun?: boolean;
  /** RFC 3339; goes into the artifact, whose digest then depends on it. */
  readonly created?: string;
}

/**
 * Publishes a bundle: blobs, then the manifest, then further tags, so that nothing is ever half published. A tag that
 * has the same content already is left as it is; one that has other content too, unless `force` is set, and the result
 * says so. Tags that are no versions, such as `latest`, move.
 *
 * Validates all four layers and the lock before. Throws PactoError, {@link InvalidContract} among them.
 */
export async function push(ports: Ports, input: PushInput): Promise<PushResult> {
  const target = publishedReference(input.to);
  if (target.digest !== undefined) {
    throw new PactoError('USAGE', `${input.to} has a digest; where to publish is a repository with or without a tag`);
  }
  const { artifact, files, contract } = await prepare(ports, input, target);
  const { name, version } = contract.service;
  const main = target.tag ?? tagOf(version);
  const tags = [...new Set([main, ...(input.tags ?? [])])];
  const odd = tags.flatMap((tag) => tagWarning(tag, version) ?? []);

  const repository = await ports.repository(target, 'write');
  const states: TagState[] = [];
  for (const tag of tags) states.push(await tagState(repository, tag, artifact, files));
  const plan = planOf(states, { version, force: input.force === true, digest: artifact.manifest.digest });
  if (input.dryRun !== true) await write(repository, artifact, plan);
  const [first] = plan;
  return {
    schemaVersion: 1,
    ref: labelOf(repository, { tag: main }),
    name,
    version,
    status: first?.status ?? 'pushed',
    // What is there keeps its digest: it has other content, or was packed by another implementation.
    digest: (first !== undefined && !moves(first) ? first.previous : undefined) ?? artifact.manifest.digest,
    contentDigest: artifact.contentDigest,
    tags: plan,
    dryRun: input.dryRun === true,
    warnings: [...odd, ...conflictWarnings(plan, version)],
  };
}

async function write(repository: Repository, artifact: Artifact, plan: readonly PushedTag[]): Promise<void> {
  const moving = plan.filter(moves);
  if (moving.length === 0) return;
  await Promise.all([artifact.config, artifact.layer].map(({ digest, bytes }) => repository.putBlob(digest, bytes)));
  for (const { tag } of moving) await repository.putManifest(artifact.manifest, tag);
}

/** Whether a tag comes to lead to what is published. */
function moves({ status }: PushedTag): boolean {
  return status === 'pushed' || status === 'overwritten';
}

interface Offer {
  readonly version: string;
  readonly force: boolean;
  /** Digest of the manifest. */
  readonly digest: string;
}

/** What becomes of each tag; the first is the one that the others follow. */
function planOf(states: readonly TagState[], offer: Offer): PushedTag[] {
  const [main, ...further] = states.map(({ tag, digest, same }, i): PushedTag => {
    const previous = digest === undefined ? {} : { previous: digest };
    if (same) return { tag, status: 'identical', ...previous };
    if (digest === undefined) return { tag, status: 'pushed' };
    const isFree = offer.force || (i > 0 && isMoving(tag, offer.version));
    return isFree
      ? { tag, status: 'overwritten', ...previous }
      : { tag, status: 'conflict', ...previous, offered: offer.digest };
  });
  if (main === undefined) return [];
  // Where the version itself is not published, nothing else may come to stand for it.
  if (main.status !== 'conflict') return [main, ...further];
  return [main, ...further.map((one): PushedTag => (one.status === 'identical' ? one : { ...one, status: 'skipped' }))];
}

/** What stays as it is because a tag has other content, and what to do about it. */
function conflictWarnings(plan: readonly PushedTag[], version: string): PushResult['warnings'] {
  const conflicts = plan.flatMap(({ tag, status }, i) => {
    if (status !== 'conflict') return [];
    const result = i === 0 ? ', and nothing was published' : '';
    return [
      { code: 'ALREADY_EXISTS', message: `the tag ${tag} keeps its content${result}; ${adviceOn(tag, version)}` },
    ];
  });
  const skipped = plan.flatMap(({ tag, status }) => (status === 'skipped' ? [tag] : []));
  if (skipped.length === 0) return conflicts;
  return [...conflicts, { code: 'TAGS_SKIPPED', message: `not tagged either: ${skipped.join(', ')}` }];
}

function adviceOn(tag: string, version: string): string {
  if (tag === tagOf(version)) return 'raise service.version to publish what is here';
  if (!isMoving(tag, version)) return 'choose another tag';
  return `to move it, leave it out of the reference and add --tag ${tag}`;
}

/** Validates and packs the bundle, and holds it to its lock. */
async function prepare(ports: Ports, input: PushInput, target: RegistryReference | LayoutReference) {
  const { bundle, read, overridden } = await openContract(ports, input);
  const open = await openWithLock(ports.open, bundle);
  const validation = await validateContract(read, { bundle, open, publishTo: target.kind });
  const { contract, unknown } = validation;
  if (unknown !== undefined) throw unknown;
  if (!validation.valid || contract === undefined || !read.ok)
    return refuse(input.reference, validation, publishHint(validation));
  await holdToLock(ports, bundle, contract);
  const packed = await packBundle(ports, { bundle, read, contract, overridden });
  return { artifact: buildArtifact(packed, factsOf(contract, input.created)), files: packed.files, contract };
}

/** What is wrong only once it is published, no other command shows. */
function publishHint({ findings }: Validation): string | undefined {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (!errors.every(({ code }) => code === 'LOCAL_REF_IN_PUBLISHED_BUNDLE')) return undefined;
  return 'Publish what is referred to first, and say where with --set; docs/registries.md, "References between checkouts", shows how.';
}

/** A bundle without a lock may be published; what compares one is loaded for those that have it. */
async function holdToLock(ports: Ports, bundle: Bundle, contract: Contract): Promise<void> {
  if (bundle.read(lockFile).kind === 'missing') return;
  await (await import('./check-lock.ts')).checkLock(ports, bundle, contract);
}

function factsOf({ pactoVersion, service }: Contract, created: string | undefined) {
  const owner = ownerKey(service.owner);
  return {
    name: service.name,
    version: service.version,
    pactoVersion,
    ...(owner === undefined ? {} : { owner }),
    ...(created === undefined ? {} : { created }),
  };
}

/** Whether a further tag is one that moves with every release: `latest`, or the newest of a series such as `2.1`. */
function isMoving(tag: string, version: string): boolean {
  return versionOfTag(tag) === undefined || isSeries(tag, version);
}
