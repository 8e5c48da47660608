import { type Constraint, parseConstraint, satisfies } from '../../contract/constraint.ts';
import { compareVersions, formatVersion, type Version } from '../../contract/version.ts';

/**
 * How one range of versions differs from another, in words. Both are unions of intervals whose ends are versions that
 * they name, so the versions at and beside these ends tell every difference.
 */
export function describeRange(before: string, after: string): string | undefined {
  const [old, fresh] = [parseConstraint(before), parseConstraint(after)];
  if (!old.ok || !fresh.ok) return undefined;
  const probes = [...ends(old.constraint), ...ends(fresh.constraint)].flatMap(around);
  const lost = probes.find((version) => satisfies(old.constraint, version) && !satisfies(fresh.constraint, version));
  const won = probes.find((version) => !satisfies(old.constraint, version) && satisfies(fresh.constraint, version));
  if (lost !== undefined && won !== undefined) {
    return `the range moved: ${formatVersion(lost)} is no longer in it, and ${formatVersion(won)} is`;
  }
  if (lost !== undefined) return `the range narrowed: ${formatVersion(lost)} is no longer in it`;
  if (won !== undefined) return `the range widened: ${formatVersion(won)} is in it now`;
  return 'the range is the same, written differently';
}

function ends({ alternatives }: Constraint): Version[] {
  return alternatives.flatMap(({ intervals, holes }) => [
    ...intervals.flatMap(({ from, to }) => [from.version, ...(to === undefined ? [] : [to.version])]),
    ...holes.map(({ major, minor, prerelease }) => versionOf(major, minor, 0n, prerelease)),
  ]);
}

/** A version, its neighbours, and their prereleases; releases first, as better examples. */
function around(version: Version): Version[] {
  const { major, minor, patch, prerelease } = version;
  const releases = [
    versionOf(major, minor, patch, ''),
    versionOf(major, minor, patch + 1n, ''),
    versionOf(major, minor + 1n, 0n, ''),
    versionOf(major + 1n, 0n, 0n, ''),
    ...(patch > 0n ? [versionOf(major, minor, patch - 1n, '')] : []),
    ...(minor > 0n ? [versionOf(major, minor - 1n, 0n, '')] : []),
    ...(major > 0n ? [versionOf(major - 1n, 0n, 0n, '')] : []),
  ];
  const marks = [...new Set([prerelease, '0', 'zzz'])].filter((mark) => mark !== '');
  const all = [...releases, ...releases.flatMap((one) => marks.map((mark) => ({ ...one, prerelease: mark })))];
  return all.sort((a, b) => Number(a.prerelease !== '') - Number(b.prerelease !== '') || compareVersions(a, b));
}

function versionOf(major: bigint, minor: bigint, patch: bigint, prerelease: string): Version {
  return { major, minor, patch, prerelease, build: '', strict: true };
}
