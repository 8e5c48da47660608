import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import { parseConstraint, satisfies } from '../contract/constraint.ts';
import { formatReference, repositoryOf } from '../contract/reference.ts';
import { isTag } from '../contract/registry-name.ts';
import { tagOf } from '../contract/tags.ts';
import { compareVersions, parseVersion } from '../contract/version.ts';
import { PactoError } from '../error.ts';
import { groupBy } from '../group-by.ts';
import type { Lock } from './lock.ts';
import { type PlacedReference, placeReference } from './lock-place.ts';
import { constraintOf, type LockedItem } from './lock-problem.ts';

/** What a lock pins references to. */
export interface Pins {
  /**
   * The entry that pins a reference without a digest of its own; undefined where the lock says nothing about it.
   *
   * @param constraint the compatibility declared beside it
   * @param declarer who declares it, as `from` of a reference in the lock has it
   */
  find(placed: PlacedReference, constraint: string | undefined, declarer: string | undefined): LockedItem | undefined;
}

/**
 * Indexes a lock. A reference is pinned by its own entry, else by one of the same tag, else, where it names no tag, by
 * the highest version of its repository that is locked and satisfies the constraint: a constraint that changed keeps
 * what was locked as long as that will do.
 */
export function pinsOf(lock: Lock): Pins {
  const items = [...lock.dependencies, ...lock.references].flatMap((item) => {
    const reference = item.source === 'oci' ? placeReference(item.ref, '')?.reference : undefined;
    if (reference?.kind !== 'registry' && reference?.kind !== 'layout') return [];
    return item.digest === undefined ? [] : [{ item, reference }];
  });
  const exact = groupBy(
    items.map(({ item }) => item),
    (item) => pinKey(item.ref, constraintOf(item)),
  );
  const tagged = groupBy(
    items.flatMap(({ item, reference }) => (reference.tag === undefined ? [] : [item])),
    ({ ref }) => ref,
  );
  const repositories = groupBy(
    items.flatMap(({ item, reference }) => {
      const version = 'constraint' in item ? parseVersion(item.version) : undefined;
      return version === undefined ? [] : [{ item, version, repository: repositoryOf(reference) }];
    }),
    ({ repository }) => repository,
  );
  for (const versions of repositories.values()) versions.sort((a, b) => compareVersions(b.version, a.version));

  return {
    find({ reference, ref }, constraint, declarer) {
      if ((reference.kind !== 'registry' && reference.kind !== 'layout') || reference.digest !== undefined) {
        return undefined;
      }
      const own = exact.get(pinKey(ref, constraint)) ?? tagged.get(ref);
      if (own !== undefined) return agreed(own, declarer);
      if (constraint === undefined || reference.tag !== undefined) return undefined;
      const parsed = parseConstraint(constraint);
      const candidates = repositories.get(repositoryOf(reference)) ?? [];
      return parsed.ok ? candidates.find(({ version }) => satisfies(parsed.constraint, version))?.item : undefined;
    },
  };
}

function pinKey(ref: string, constraint: string | undefined): string {
  return JSON.stringify([ref, constraint ?? null]);
}

/** The entry that all agree with; where they do not, which other implementations allow, the declarer's own. */
function agreed(entries: readonly LockedItem[], declarer: string | undefined): LockedItem | undefined {
  const [first] = entries;
  if (entries.every(({ digest }) => digest === first?.digest)) return first;
  return entries.find((entry) => 'kind' in entry && entry.from === declarer);
}

/**
 * Opens bundles as the lock pins them: a reference in `root`, or in what it leads to, that names no digest is opened by
 * the locked one, so that no registry is asked for a tag. What the lock does not know is opened as ever.
 */
export function lockedOpen(open: OpenBundle, lock: Lock, root: Bundle): OpenBundle {
  const pins = pinsOf(lock);
  const places = new WeakMap<Bundle, string>([[root, '']]);
  return async (text, from, options) => {
    if (from === undefined) return open(text, from, options);
    const placed = placeReference(text, places.get(from));
    const declarer = from.origin.artifact === undefined ? undefined : `oci:${from.origin.artifact.digest}`;
    const entry = placed === undefined ? undefined : pins.find(placed, options?.constraint, declarer);
    const bundle =
      entry === undefined ? await open(text, from, options) : await openPinned(open, text, from, entry, options);
    if (placed?.place !== undefined && !places.has(bundle)) places.set(bundle, placed.place);
    return bundle;
  };
}

async function openPinned(
  open: OpenBundle,
  text: string,
  from: Bundle,
  entry: LockedItem,
  options: Parameters<OpenBundle>[2],
): Promise<Bundle> {
  const { digest = '', tag = tagOf(entry.version) } = entry;
  // The text as declared: a path in it is relative to the declaring bundle, and the opener knows that.
  const declared = placeReference(text, '')?.reference;
  if (declared?.kind !== 'registry' && declared?.kind !== 'layout') throw new Error(`${text} cannot be pinned`);
  const name = declared.tag ?? (isTag(tag) ? tag : undefined);
  try {
    return await open(
      formatReference({ ...declared, ...(name === undefined ? {} : { tag: name }), digest }),
      from,
      options,
    );
  } catch (error) {
    if (!(error instanceof PactoError) || error.code !== 'REGISTRY_NOT_FOUND') throw error;
    throw new PactoError('REGISTRY_NOT_FOUND', `${error.message}; pacto.lock pins "${entry.name}" to it`, {
      cause: error,
      hint: `${error.hint} If it was deleted, pacto lock --update-name ${entry.name} finds another.`,
    });
  }
}
