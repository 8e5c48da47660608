import { type Bundle, standingPlace } from '../contract/bundle.ts';
import {
  formatReference,
  type LayoutReference,
  parseReference,
  type Reference,
  type RegistryReference,
  repositoryOf,
} from '../contract/reference.ts';
import type { Declaration } from './declarations.ts';
import { dependencyKey, type Lock } from './lock.ts';
import { pinsOf } from './lock-pins.ts';
import { placeReference } from './lock-place.ts';
import { joinPath, withoutContractFile } from './path.ts';

/** Who declares something: its bundle, and where that is seen from the root of its graph, as locks spell paths. */
export interface Declarer {
  readonly bundle: Bundle;
  readonly place: string | undefined;
}

/** What a declaration leads to, as far as that can be said without opening it. */
export interface Target {
  /** Two declarations of one key lead to one bundle, whichever graph they are in. */
  readonly key: string;
  /** The bundle as locks name it, `oci:DIGEST` or `local:CONTENTHASH`, where it is known. */
  readonly content?: string;
}

/** Says what declarations mean in a graph that a lock pins. */
export type TargetOf = (declaration: Declaration, from: Declarer) => Target;

/** @param lock of the graph's root */
export function targetsBy(lock: Lock | undefined): TargetOf {
  const pins = lock === undefined ? undefined : pinsOf(lock);
  const entries = new Map(lock?.dependencies.map((entry) => [dependencyKey(entry), entry]));
  return ({ name, ref, constraint }, { bundle, place }) => {
    const parsed = parseReference(ref, { inContract: true });
    if (!parsed.ok) return nowhere(ref, constraint);
    const { reference } = parsed;
    const placed = lock === undefined ? undefined : placeReference(ref, place);
    if (reference.kind === 'local') {
      const entry = placed && entries.get(dependencyKey({ name, ref: placed.ref, constraint: constraint ?? '' }));
      if (entry?.contentHash !== undefined) return known(`local:${entry.contentHash}`, `local:${entry.contentHash}`);
      const path = locationOf(reference.path, bundle);
      return path === undefined ? nowhere(ref, constraint) : { key: path };
    }
    const repository = repositoryIn(reference, bundle);
    if (!isPublished(reference) || repository === undefined) return nowhere(ref, constraint);
    const digest = reference.digest ?? (placed && pins?.find(placed, constraint, undefined)?.digest);
    if (digest !== undefined) return known(publishedKey(repository, digest), `oci:${digest}`);
    // Beside a tag a constraint judges what is there, and does not choose it.
    return {
      key: JSON.stringify([repository, reference.tag ?? null, reference.tag === undefined ? constraint : null]),
    };
  };
}

/** The keys of all targets that a graph has because its lock says so. */
export function lockedKeys({ lock, root }: { readonly lock?: Lock; readonly root: { readonly bundle: Bundle } }) {
  const keys = (lock?.dependencies ?? []).flatMap(({ ref, digest, contentHash }) => {
    if (digest === undefined) return contentHash === undefined ? [] : [`local:${contentHash}`];
    const reference = placeReference(ref, '')?.reference;
    const repository = reference === undefined ? undefined : repositoryIn(reference, root.bundle);
    return repository === undefined ? [] : [publishedKey(repository, digest)];
  });
  return new Set(keys);
}

function publishedKey(repository: string, digest: string): string {
  return `${repository}@${digest}`;
}

/** A repository as it is called wherever it is referred to; undefined where the reference leads to none. */
function repositoryIn(reference: Reference, from: Bundle): string | undefined {
  if (reference.kind === 'registry') return repositoryOf(reference);
  return reference.kind === 'layout' ? layoutOf(reference, from) : undefined;
}

function known(key: string, content: string): Target {
  return { key, content };
}

/** What leads nowhere does so on both sides. */
function nowhere(ref: string, constraint: string | undefined): Target {
  return { key: JSON.stringify(['nowhere', ref, constraint]) };
}

/** Where a path in a contract leads: on the disk, or in a commit. */
function locationOf(path: string, { origin }: Bundle): string | undefined {
  const { base, revision } = origin;
  if (revision !== undefined) return `git:${revision.commit}:${withoutContractFile(joinPath(revision.folder, path))}`;
  return base === undefined ? undefined : withoutContractFile(joinPath(base.replaceAll('\\', '/'), path));
}

function layoutOf({ directory }: LayoutReference, { origin }: Bundle): string | undefined {
  const declaring =
    origin.kind === 'layout' ? origin.artifact?.repository.replace(/^oci-layout:/, '') : standingPlace(origin);
  if (declaring === undefined) return undefined;
  return `oci-layout:${joinPath(declaring.replaceAll('\\', '/'), directory)}`;
}

/** What a reference refers to whatever its version. */
export function repositoryKey(ref: string): string {
  const parsed = parseReference(ref, { inContract: true });
  if (!parsed.ok) return ref;
  const { reference } = parsed;
  return isPublished(reference) ? repositoryOf(reference) : formatReference(reference);
}

function isPublished(reference: Reference): reference is RegistryReference | LayoutReference {
  return reference.kind === 'registry' || reference.kind === 'layout';
}
