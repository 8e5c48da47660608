/**
 * Versions as contracts and registry tags spell them: SemVer 2.0.0 read leniently, the way Masterminds/semver v3 does.
 * An optional `v`, one to three numbers (missing ones are 0, leading zeros are fine), then `-prerelease` and `+build`.
 */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** Without the dash; empty for a release. */
  readonly prerelease: string;
  /** Without the plus; empty if there is none. Never takes part in comparisons. */
  readonly build: string;
  /** Whether the text is a SemVer 2.0.0 version exactly as it stands. */
  readonly strict: boolean;
}

/** Versions and constraints longer than this many UTF-16 units are refused unread. */
export const maxVersionLength = 1024;

/** Numbers are unsigned 64-bit integers, in versions as in prerelease parts. */
const maxNumber = 2n ** 64n - 1n;

const identifiers = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;

/** What may follow the numbers: `-prerelease`, then `+build`. Two groups, for building patterns. */
export const suffixPattern = String.raw`(?:-(${identifiers}))?(?:\+(${identifiers}))?`;

const versionPattern = new RegExp(String.raw`^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?${suffixPattern}$`);
const strictNumbers = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?![\d.])/;

/**
 * Reads a version; undefined where the text is none. Nothing is trimmed. `2024.01.15` is 2024.1.15, `v1` is 1.0.0 and
 * a bare number such as `20240115` is a version, while `1.2.3.4`, `V1.0.0` and `1.2.3-01` are not.
 */
export function parseVersion(text: string): Version | undefined {
  if (text.length > maxVersionLength) return undefined;
  const match = versionPattern.exec(text);
  if (match === null) return undefined;
  const [, majorText, minorText = '0', patchText = '0', prerelease = '', build = ''] = match;
  if (majorText === undefined || !isPrerelease(prerelease)) return undefined;
  const major = BigInt(majorText);
  const minor = BigInt(minorText);
  const patch = BigInt(patchText);
  if (major > maxNumber || minor > maxNumber || patch > maxNumber) return undefined;
  return { major, minor, patch, prerelease, build, strict: strictNumbers.test(text) };
}

/** Whether each dot-separated part is free of leading zeros where it is a number (SemVer 2.0.0, clause 9). */
export function isPrerelease(text: string): boolean {
  return !/(?:^|\.)0\d+(?:\.|$)/.test(text);
}

/** The normalised spelling: `major.minor.patch[-prerelease][+build]`. */
export function formatVersion(version: Version): string {
  const { major, minor, patch, prerelease, build } = version;
  return `${major}.${minor}.${patch}${prerelease && `-${prerelease}`}${build && `+${build}`}`;
}

/** Orders two versions by precedence (SemVer 2.0.0, clause 11): negative, zero or positive. Build metadata is ignored. */
export function compareVersions(a: Version, b: Version): number {
  return (
    compareNumbers(a.major, b.major) ||
    compareNumbers(a.minor, b.minor) ||
    compareNumbers(a.patch, b.patch) ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  const left = a.split('.');
  const right = b.split('.');
  for (const [i, part] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers come before text; what exceeds 64 bits counts as text. Text is ASCII here, so `<` compares bytes. */
function compareParts(a: string, b: string): number {
  if (a === b) return 0;
  const left = partNumber(a);
  const right = partNumber(b);
  if (left !== undefined && right !== undefined) return compareNumbers(left, right);
  if (left !== undefined) return -1;
  if (right !== undefined) return 1;
  return a < b ? -1 : 1;
}

function partNumber(text: string): bigint | undefined {
  if (!/^\d{1,20}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= maxNumber ? value : undefined;
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
