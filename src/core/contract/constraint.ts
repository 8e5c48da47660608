/**
 * Version constraints in the language of Masterminds/semver v3.4, which is what existing contracts mean.
 *
 * A constraint is read once into a normal form: alternatives (`||`), each the intersection of intervals over the order
 * of versions. Deciding whether a version satisfies it, and comparing two constraints, need nothing else.
 */
import { type Comparison, type ConstraintProblem, type Operator, readConstraint } from './constraint-syntax.ts';
import { compareVersions, type Version } from './version.ts';

/** A position in the order of versions, immediately before or after one of them. */
export interface Cut {
  readonly version: Version;
  readonly after: boolean;
}

/** Everything between two positions; no `to` means without end. */
export interface Interval {
  readonly from: Cut;
  readonly to?: Cut;
}

/**
 * What `!=1.2` and `!=1.2-rc` take out: the versions of that series, whatever their patch number, with exactly this
 * prerelease part. In a group that is open to prereleases `!=1.2` therefore keeps 1.2.3-rc, as it always has.
 */
export interface SeriesHole {
  readonly major: bigint;
  readonly minor: bigint;
  readonly prerelease: string;
}

/** One side of `||`. */
export interface Alternative {
  /** Prereleases match only where some item of the group names one; then all of them that are in range do. */
  readonly prereleases: boolean;
  /** Ascending, disjoint and not touching. Empty: nothing matches. */
  readonly intervals: readonly Interval[];
  readonly holes: readonly SeriesHole[];
}

export interface Constraint {
  /** As its author wrote it. */
  readonly text: string;
  readonly alternatives: readonly Alternative[];
}

/** What {@link parseConstraint} gives: the constraint, or a sentence that says what is wrong and where. */
export type ParsedConstraint = { readonly ok: true; readonly constraint: Constraint } | ConstraintProblem;

/** What was read before: graphs have thousands of references under a handful of constraints. */
const known = new Map<string, ParsedConstraint>();
const maxKnown = 1000;

/** Reads a constraint. Never throws; takes time linear in the text, which is at most 1,024 characters. */
export function parseConstraint(text: string): ParsedConstraint {
  let parsed = known.get(text);
  if (parsed === undefined) {
    const read = readConstraint(text);
    parsed = read.ok ? { ok: true, constraint: { text, alternatives: read.groups.map(toAlternative) } } : read;
    if (known.size >= maxKnown) known.clear();
    known.set(text, parsed);
  }
  return parsed;
}

/** Whether the version satisfies the constraint. */
export function satisfies(constraint: Constraint, version: Version): boolean {
  return constraint.alternatives.some(
    ({ prereleases, intervals, holes }) =>
      (prereleases || version.prerelease === '') &&
      intervals.some((interval) => isWithin(interval, version)) &&
      !holes.some((hole) => isInHole(hole, version)),
  );
}

function isWithin({ from, to }: Interval, version: Version): boolean {
  return !isBefore(version, from) && (to === undefined || isBefore(version, to));
}

function isBefore(version: Version, cut: Cut): boolean {
  const order = compareVersions(version, cut.version);
  return order < 0 || (order === 0 && cut.after);
}

function isInHole(hole: SeriesHole, version: Version): boolean {
  return version.major === hole.major && version.minor === hole.minor && version.prerelease === hole.prerelease;
}

function toAlternative(comparisons: readonly Comparison[]): Alternative {
  let intervals: readonly Interval[] = [everything];
  const holes: SeriesHole[] = [];
  for (const comparison of comparisons) {
    const { operator, version, known } = comparison;
    if (operator === '!=' && known === 2) {
      holes.push({ major: version.major, minor: version.minor, prerelease: version.prerelease });
    } else {
      intervals = intersect(intervals, meaning[operator](comparison));
    }
  }
  return { prereleases: comparisons.some(({ version }) => version.prerelease !== ''), intervals, holes };
}

/** What each operator takes. Where the text names no number at all (`*`), the version is 0.0.0. */
const meaning: Record<Operator, (comparison: Comparison) => readonly Interval[]> = {
  '': (c) => (c.known === 3 ? [point(c.version)] : tilde(c)),
  '=': (c) => meaning[''](c),
  '!=': (c) => except(c.known === 1 ? { from: lowest(c.version, 1), to: endOfSeries(c) } : point(c.version)),
  '>': (c) => [{ from: isSeries(c) ? endOfSeries(c) : after(c.version) }],
  '<': (c) => [{ from: start, to: before(c.version) }],
  '>=': (c) => [{ from: before(c.version) }],
  '=>': (c) => meaning['>='](c),
  '<=': (c) => [{ from: start, to: upTo(c) }],
  '=<': (c) => meaning['<='](c),
  '^': (c) => [{ from: before(c.version), to: lowest(c.version, caretPosition(c), 1n) }],
  '~': (c) => tilde(c),
  '~>': (c) => tilde(c),
};

function isSeries({ known }: Comparison): boolean {
  return known === 1 || known === 2;
}

function endOfSeries({ version, known }: Comparison): Cut {
  return lowest(version, known === 1 ? 1 : 2, 1n);
}

/** `<=1.2` includes its series, and `<=*` is `<=0.0.x`. */
function upTo(comparison: Comparison): Cut {
  return comparison.known === 3 ? after(comparison.version) : endOfSeries(comparison);
}

function tilde(comparison: Comparison): readonly Interval[] {
  const { version, known } = comparison;
  const isZero = version.major === 0n && version.minor === 0n && version.patch === 0n;
  // `~0.0.0` and `~*` have no upper end; a quirk of the language, kept because contracts rely on it.
  if (isZero && !isSeries(comparison)) return [{ from: before(version) }];
  return [{ from: before(version), to: lowest(version, known === 1 ? 1 : 2, 1n) }];
}

/** Which number a caret holds fixed: the first that is not zero, or the last one named. */
function caretPosition({ version, known }: Comparison): 1 | 2 | 3 {
  if (version.major > 0n || known === 1) return 1;
  return version.minor > 0n || known === 2 ? 2 : 3;
}

function before(version: Version): Cut {
  return { version, after: false };
}

function after(version: Version): Cut {
  return { version, after: true };
}

/** The position before the first version that shares the leading numbers, the last of them raised by `step`. */
function lowest({ major, minor, patch }: Version, position: 1 | 2 | 3, step = 0n): Cut {
  const numbers = [major, position > 1 ? minor : 0n, position > 2 ? patch : 0n] as const;
  const raised = numbers.map((number, i) => (i === position - 1 ? number + step : number));
  const [a = 0n, b = 0n, c = 0n] = raised;
  // No prerelease is lower than `0`.
  return before({ major: a, minor: b, patch: c, prerelease: '0', build: '', strict: true });
}

function point(version: Version): Interval {
  return { from: before(version), to: after(version) };
}

const start = lowest({ major: 0n, minor: 0n, patch: 0n, prerelease: '', build: '', strict: true }, 3);
const everything: Interval = { from: start };

function except({ from, to }: Interval): readonly Interval[] {
  const below = compareCuts(start, from) < 0 ? [{ from: start, to: from }] : [];
  return to === undefined ? below : [...below, { from: to }];
}

/** The intersection of two ascending lists of disjoint intervals. */
function intersect(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const result: Interval[] = [];
  let i = 0;
  let j = 0;
  for (let left = a[0], right = b[0]; left !== undefined && right !== undefined; left = a[i], right = b[j]) {
    const from = compareCuts(left.from, right.from) >= 0 ? left.from : right.from;
    const leftEndsFirst = compareEnds(left.to, right.to) <= 0;
    const to = leftEndsFirst ? left.to : right.to;
    if (to === undefined) result.push({ from });
    else if (compareCuts(from, to) < 0) result.push({ from, to });
    if (leftEndsFirst) i++;
    else j++;
  }
  return result;
}

function compareEnds(a: Cut | undefined, b: Cut | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareCuts(a, b);
}

/** Orders two positions. */
export function compareCuts(a: Cut, b: Cut): number {
  return compareVersions(a.version, b.version) || Number(a.after) - Number(b.after);
}
