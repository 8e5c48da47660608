import { type Cut, type Interval, parseConstraint, satisfies } from '../contract/constraint.ts';
import type { Pin } from '../contract/registry-name.ts';
import { versionOfTag } from '../contract/tags.ts';
import { compareVersions, parseVersion, type Version } from '../contract/version.ts';
import type { ImpactContract } from './impact.ts';

/** A contract that a reference may mean. */
export interface Candidate {
  readonly contract: ImpactContract;
  /** Its place in the set; negative for the target. */
  readonly provider: number;
  readonly version: Version | undefined;
}

/** Several versions of one service. */
export interface Candidates {
  /**
   * The one that a reference means: by digest, by tag, else the highest in the range; where none of them is that, the
   * highest.
   */
  choose(pin: Pin, constraint: string | undefined): Candidate | undefined;
}

/** The contracts of a set, highest version first, what has none last. */
export function byVersion(contracts: readonly ImpactContract[], firstPlace: number): Candidate[] {
  const all = contracts.map((contract, i) => {
    return { contract, provider: firstPlace + i, version: parseVersion(contract.version) };
  });
  return all.sort((a, b) => {
    if (a.version === undefined || b.version === undefined) {
      return Number(a.version === undefined) - Number(b.version === undefined) || a.provider - b.provider;
    }
    return compareVersions(b.version, a.version) || a.provider - b.provider;
  });
}

/**
 * Chooses among candidates in time that grows with the logarithm of their number, as long as ranges have no holes.
 *
 * @param all as {@link byVersion} orders them
 */
export function candidates(all: readonly Candidate[]): Candidates {
  const highest = all[0];
  if (all.length === 1) return { choose: () => highest };
  const byDigest = firstBy(all, ({ contract }) => contract.digest);
  const byTag = firstBy(all, ({ contract }) => contract.tag);
  const versions = all.filter(({ version }) => version !== undefined);

  /** The place of the highest version that is not beyond a position in the order of versions. */
  function placeBelow(cut: Cut): number {
    let [low, high] = [0, versions.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBelow(versions[middle]?.version, cut)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function highestIn({ from, to }: Interval, isAllowed: (version: Version) => boolean): number {
    for (let place = to === undefined ? 0 : placeBelow(to); place < versions.length; place++) {
      const version = versions[place]?.version;
      if (version === undefined || isBelow(version, from)) break;
      if (isAllowed(version)) return place;
    }
    return versions.length;
  }

  function highestWithin(text: string | undefined): Candidate | undefined {
    const parsed = text === undefined ? undefined : parseConstraint(text);
    if (parsed?.ok !== true) return undefined;
    const { constraint } = parsed;
    const isAllowed = (version: Version) => satisfies(constraint, version);
    const places = constraint.alternatives.flatMap(({ intervals }) =>
      intervals.map((one) => highestIn(one, isAllowed)),
    );
    return versions[Math.min(versions.length, ...places)];
  }

  return {
    choose({ tag, digest }, constraint) {
      const tagged = tag === undefined ? undefined : versionOfTag(tag);
      const spelled = tagged === undefined ? undefined : versions[placeBelow({ version: tagged, after: true })];
      return (
        (digest === undefined ? undefined : byDigest.get(digest)) ??
        (tag === undefined ? undefined : byTag.get(tag)) ??
        (tagged !== undefined && spelled?.version !== undefined && compareVersions(tagged, spelled.version) === 0
          ? spelled
          : undefined) ??
        highestWithin(constraint) ??
        highest
      );
    },
  };
}

function isBelow(version: Version | undefined, { version: at, after }: Cut): boolean {
  const order = version === undefined ? -1 : compareVersions(version, at);
  return order < 0 || (order === 0 && after);
}

function firstBy(all: readonly Candidate[], key: (one: Candidate) => string | undefined): Map<string, Candidate> {
  const found = new Map<string, Candidate>();
  for (const one of all) {
    const name = key(one);
    if (name !== undefined && !found.has(name)) found.set(name, one);
  }
  return found;
}
