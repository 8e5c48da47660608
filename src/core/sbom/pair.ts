/** Which entries of two sides are about the same thing. */
import { folded, mayBeSame } from './identity.ts';
import type { Entry, Inventory, Package } from './inventory.ts';
import { compareKeys, keyDistance, type VersionKey, versionKey } from './version-order.ts';

/** A package on both sides, or on one of them. */
export interface PackagePair {
  readonly old: Package | undefined;
  readonly new: Package | undefined;
}

/**
 * Packages of both sides by their identities. What is left over on both sides under one name, and nothing else under
 * that name, is the same package where one document merely says less about it, such as no package URL.
 */
export function pairPackages(before: Inventory, after: Inventory): readonly PackagePair[] {
  const pairs: PackagePair[] = [];
  const left: Package[] = [];
  for (const [key, old] of before) {
    const fresh = after.get(key);
    if (fresh === undefined) left.push(old);
    else pairs.push({ old, new: fresh });
  }
  const right = [...after].flatMap(([key, fresh]) => (before.has(key) ? [] : [fresh]));
  const partners = byName(right);
  const rivals = byName(left);
  const matched = new Set<Package>();
  for (const old of left) {
    const name = folded(old.identity.name);
    const [fresh, ...others] = partners.get(name) ?? [];
    const isOnly = fresh !== undefined && others.length === 0 && rivals.get(name)?.length === 1;
    if (isOnly && mayBeSame(old.identity, fresh.identity)) {
      matched.add(fresh);
      pairs.push({ old, new: fresh });
    } else pairs.push({ old, new: undefined });
  }
  return [...pairs, ...right.flatMap((fresh) => (matched.has(fresh) ? [] : [{ old: undefined, new: fresh }]))];
}

function byName(packages: readonly Package[]): ReadonlyMap<string, Package[]> {
  const found = new Map<string, Package[]>();
  for (const one of packages) {
    const name = folded(one.identity.name);
    const same = found.get(name);
    if (same === undefined) found.set(name, [one]);
    else same.push(one);
  }
  return found;
}

/** A version on both sides, or what it became, or that it came or went. */
export interface EntryPair {
  readonly old: Entry | undefined;
  readonly new: Entry | undefined;
}

/** More pairs of versions of one package are not tried; they are then paired in their order. */
const maxTried = 250_000;

interface Keyed {
  readonly entry: Entry;
  readonly key: VersionKey;
}

/**
 * The versions of a package on both sides with as few changes as possible: the same ones first, then in their order the
 * nearest ones, so that 1.4 and 3.0 become 1.5 and 3.0 by one change.
 */
export function pairEntries(old: Package, fresh: Package): readonly EntryPair[] {
  if (old.entries.size === 1 && fresh.entries.size === 1) {
    return [{ old: firstOf(old), new: firstOf(fresh) }];
  }
  const same = [...old.entries].flatMap(([version, entry]) => {
    const other = fresh.entries.get(version);
    return other === undefined ? [] : [{ old: entry, new: other }];
  });
  const [left, right] = [sortedRest(old, fresh), sortedRest(fresh, old)];
  if (left.length <= right.length) return [...same, ...aligned(left, right)];
  const turned = aligned(right, left).map(({ old: shorter, new: longer }) => ({ old: longer, new: shorter }));
  return [...same, ...turned];
}

/** Most packages are there in one version. */
function firstOf({ entries }: Package): Entry | undefined {
  for (const entry of entries.values()) return entry;
  return undefined;
}

/** The entries of a package in versions that the other one does not have. */
function sortedRest(mine: Package, other: Package): readonly Keyed[] {
  const rest = [...mine.entries].flatMap(([version, entry]) =>
    other.entries.has(version) ? [] : [{ entry, key: versionKey(version) }],
  );
  return rest.sort((a, b) => compareKeys(a.key, b.key));
}

/** Pairs each of the shorter list with one of the longer one, in order, at the least distance together. */
function aligned(shorter: readonly Keyed[], longer: readonly Keyed[]): readonly EntryPair[] {
  const columns = longer.length + 1;
  if (shorter.length === 0 || shorter.length === longer.length || shorter.length * columns > maxTried) {
    return longer.map(({ entry }, i) => ({ old: shorter[i]?.entry, new: entry }));
  }
  /** The least distance of all that begins at both places. */
  const least = new Float64Array((shorter.length + 1) * columns);
  const paired = (i: number, j: number) => {
    const [a, b] = [shorter[i], longer[j]];
    if (a === undefined || b === undefined) return Number.POSITIVE_INFINITY;
    return keyDistance(a.key, b.key) + (least[(i + 1) * columns + j + 1] ?? 0);
  };
  for (let i = shorter.length - 1; i >= 0; i--) {
    for (let j = longer.length; j >= 0; j--) {
      const skipped = j === longer.length ? Number.POSITIVE_INFINITY : (least[i * columns + j + 1] ?? 0);
      least[i * columns + j] = Math.min(paired(i, j), skipped);
    }
  }
  const pairs: EntryPair[] = [];
  let i = 0;
  for (const [j, { entry }] of longer.entries()) {
    const isPaired = i < shorter.length && paired(i, j) === least[i * columns + j];
    pairs.push({ old: isPaired ? shorter[i]?.entry : undefined, new: entry });
    if (isPaired) i += 1;
  }
  return pairs;
}
