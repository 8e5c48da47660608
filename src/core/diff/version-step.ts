/** Whether a version went far enough for what changed (SemVer 2.0.0, clauses 4 to 8 and 11). */
import { compareVersions, formatVersion, parseVersion, type Version } from '../contract/version.ts';
import type { Classification } from './change.ts';

/** The part of a version that goes up. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

/**
 * `none`: nothing changed, and neither did the version. `not-comparable`: one of them is no semantic version, or is one
 * of a calendar, whose numbers say nothing about what changed.
 */
export type VersionStep = 'sufficient' | 'insufficient' | 'none' | 'not-comparable';

export interface VersionAdvice {
  /** What has to go up at least; below 1.0.0 a break asks for a minor version (clause 4). */
  readonly suggestedBump: Bump;
  /** The old version with that; absent where no bump is needed, or there is nothing to count from. */
  readonly suggestedVersion?: string;
  readonly versionStep: VersionStep;
}

/** What else differs than the version: nothing, only bytes that no rule is about, or changes of this class at worst. */
export type Difference = 'none' | 'content' | Classification;

const order: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

const needed: Readonly<Record<Difference, Bump>> = {
  none: 'none',
  content: 'patch',
  NON_BREAKING: 'patch',
  POTENTIAL_BREAKING: 'minor',
  BREAKING: 'major',
};

/** A major version from which on it is a year, or a date as one number. */
const firstYear = 1900n;

/** What the version of the new contract should be at least, and whether it is. */
export function adviseVersion(old: string, fresh: string, difference: Difference): VersionAdvice {
  const [before, after] = [parseVersion(old), parseVersion(fresh)];
  const isComparable = isSemantic(before) && isSemantic(after);
  const asked = needed[difference];
  const suggestedBump = asked === 'major' && before?.major === 0n ? 'minor' : asked;
  if (!isComparable) return { suggestedBump, versionStep: old === fresh ? sameVersion(asked) : 'not-comparable' };
  const advice = {
    suggestedBump,
    ...(suggestedBump === 'none' ? {} : { suggestedVersion: bumped(before, suggestedBump) }),
  };
  const direction = compareVersions(after, before);
  if (direction === 0) return { ...advice, versionStep: sameVersion(asked) };
  const isEnough = direction > 0 && order.indexOf(stepOf(before, after)) >= order.indexOf(suggestedBump);
  return { ...advice, versionStep: isEnough ? 'sufficient' : 'insufficient' };
}

/** Whatever a version means: one of them cannot stand for two contents. */
function sameVersion(asked: Bump): VersionStep {
  return asked === 'none' ? 'none' : 'insufficient';
}

function isSemantic(version: Version | undefined): version is Version {
  return version !== undefined && version.major < firstYear;
}

/** How far a version went up. Nobody may rely on a pre-release, so that anything after it is far enough (clause 9). */
function stepOf(before: Version, after: Version): Bump {
  if (before.prerelease !== '' || after.major !== before.major) return 'major';
  return after.minor === before.minor ? 'patch' : 'minor';
}

/** The lowest release that goes that far. */
function bumped(version: Version, bump: Exclude<Bump, 'none'>): string {
  const { major, minor, patch, prerelease } = version;
  const next = {
    major: { major: major + 1n, minor: 0n, patch: 0n },
    minor: { major, minor: minor + 1n, patch: 0n },
    patch: { major, minor, patch: patch + 1n },
  };
  // After a pre-release its own release is far enough.
  const numbers = prerelease === '' ? next[bump] : { major, minor, patch };
  return formatVersion({ ...numbers, prerelease: '', build: '', strict: true });
}
