/** Which of two versions is the higher one, whatever ecosystem they are of. */
import { compareVersions, maxVersionLength, parseVersion } from '../contract/version.ts';

/** Words that come before a release when they follow its numbers; single letters do so with a number: `1.0b2`. */
const early = /^(?:alpha|beta|rc|cr|pre|preview|dev|snapshot|milestone|canary|next|nightly|ea)$/i;
const earlyLetter = /^[abcm]$/i;
/** Ecosystems in which what follows a dash is a later revision, and no version before a release. */
const withRevisions = new Set(['alpm', 'apk', 'deb', 'rpm']);
const token = /\d+|[A-Za-z]+|~/g;

/** Negative, zero or positive as the first is lower, equal or higher; undefined where that cannot be told. */
export function compareAnyVersions(a: string, b: string, ecosystem?: string): number | undefined {
  if (a === b) return 0;
  if (!isOrdered(a) || !isOrdered(b)) return undefined;
  if (ecosystem === undefined || !withRevisions.has(ecosystem)) {
    const [left, right] = [parseVersion(a), parseVersion(b)];
    if (left !== undefined && right !== undefined) return compareVersions(left, right) || undefined;
  }
  return compareTokens(tokensOf(a), tokensOf(b)) || undefined;
}

/** A version taken apart, to sort many of them. */
export interface VersionKey {
  readonly text: string;
  /** Undefined for what has no order but that of its text. */
  readonly tokens: readonly string[] | undefined;
}

/** What {@link compareKeys} and {@link keyDistance} want to know of a version. */
export function versionKey(text: string): VersionKey {
  return { text, tokens: isOrdered(text) ? tokensOf(text) : undefined };
}

/** A total order: lower versions first, then what is no version. */
export function compareKeys(a: VersionKey, b: VersionKey): number {
  if (a.tokens === undefined || b.tokens === undefined) {
    return Number(a.tokens === undefined) - Number(b.tokens === undefined) || compareText(a.text, b.text);
  }
  return compareTokens(a.tokens, b.tokens) || compareText(a.text, b.text);
}

/** How far apart two versions are: 4 where the first number differs, 2 for the second, 1 for anything else. */
export function keyDistance({ tokens: left = [] }: VersionKey, { tokens: right = [] }: VersionKey): number {
  if (left[1] !== right[1]) return 4;
  return left[2] === right[2] ? 1 : 2;
}

/** What begins with a number and is no digest. */
function isOrdered(version: string): boolean {
  if (version.length > maxVersionLength) return false;
  return /^(?:\d+:)?v?\d/i.test(version) && !/^[\da-f]{12,}$/i.test(version);
}

/** With the epoch in front, which is 0 where none is written (deb-version(7)). */
function tokensOf(version: string): readonly string[] {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?v?(.*)$/is.exec(version) ?? [];
  return [epoch, ...(rest.match(token) ?? [])];
}

/** Part by part, as dpkg and rpm do it; beside that, `1.0-rc1` comes before `1.0`. */
function compareTokens(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    const [mine, other] = [rank(left, a[i + 1]), rank(right, b[i + 1])];
    if (mine !== other) return mine - other;
    const order = mine === 3 ? compareDigits(left ?? '', right ?? '') : compareText(left ?? '', right ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** A tilde, an early word, the end, another word, a number. */
function rank(part: string | undefined, next: string | undefined): number {
  if (part === undefined) return 1;
  if (part === '~') return -1;
  if (early.test(part) || (earlyLetter.test(part) && next !== undefined && isNumber(next))) return 0;
  return isNumber(part) ? 3 : 2;
}

function isNumber(part: string): boolean {
  return /^\d/.test(part);
}

function compareDigits(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || compareText(left, right);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
