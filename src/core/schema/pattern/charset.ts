/** Sets of code points: ranges, and Unicode properties that are asked one code point at a time. */

/** Inclusive at both ends. */
export type CodeRange = readonly [first: number, last: number];

/** `\p{…}` or `\P{…}`. */
export interface UnicodeProperty {
  readonly name: string;
  readonly negated: boolean;
  readonly has: (codePoint: number) => boolean;
}

export interface CharSet {
  /** Sorted, without overlaps. */
  readonly ranges: readonly CodeRange[];
  readonly properties: readonly UnicodeProperty[];
  readonly negated: boolean;
}

const lastCodePoint = 0x10ffff;

/** Anything that one of the parts has, or everything else. */
export function charSet(
  ranges: readonly CodeRange[],
  properties: readonly UnicodeProperty[] = [],
  negated = false,
): CharSet {
  return { ranges: normalise(ranges), properties, negated };
}

export function contains(set: CharSet, codePoint: number): boolean {
  return (
    (inRanges(set.ranges, codePoint) || set.properties.some((it) => it.has(codePoint) !== it.negated)) !== set.negated
  );
}

/** Every code point outside the ranges, which must be sorted and without overlaps. */
export function complement(ranges: readonly CodeRange[]): CodeRange[] {
  const rest: CodeRange[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) rest.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= lastCodePoint) rest.push([next, lastCodePoint]);
  return rest;
}

function inRanges(ranges: readonly CodeRange[], codePoint: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] ?? [0, 0];
    if (codePoint < first) high = middle - 1;
    else if (codePoint > last) low = middle + 1;
    else return true;
  }
  return false;
}

function normalise(ranges: readonly CodeRange[]): CodeRange[] {
  const merged: CodeRange[] = [];
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) merged[merged.length - 1] = [before[0], Math.max(before[1], last)];
    else merged.push([first, last]);
  }
  return merged;
}

const digits: readonly CodeRange[] = [[0x30, 0x39]];

/** ASCII only: ECMA-262 `\w` without the flag `i`. */
export const wordRanges: readonly CodeRange[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];

/** ECMA-262 WhiteSpace and LineTerminator. */
const spaces: readonly CodeRange[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

const lineEnds: readonly CodeRange[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

/** What `.` takes. */
export const anyButLineEnd = charSet(complement(lineEnds));

/** `\d`, `\w`, `\s` and their opposites. */
export const classEscapes: ReadonlyMap<string, readonly CodeRange[]> = new Map([
  ['d', digits],
  ['D', complement(digits)],
  ['w', wordRanges],
  ['W', complement(wordRanges)],
  ['s', spaces],
  ['S', complement(spaces)],
]);

export function isWord(codePoint: number): boolean {
  return inRanges(wordRanges, codePoint);
}

/**
 * The property of that name, or undefined where ECMA-262 has none. Only the engine's own tables know what belongs to a
 * property; the expression made here is one checked name, and it is asked about single code points.
 */
export function unicodeProperty(name: string, negated: boolean): UnicodeProperty | undefined {
  if (!/^[A-Za-z_]{1,60}(=[A-Za-z_]{1,60})?$/.test(name)) return undefined;
  try {
    const expression = new RegExp(`^\\p{${name}}$`, 'u');
    return { name, negated, has: (codePoint) => expression.test(String.fromCodePoint(codePoint)) };
  } catch {
    // The constructor is the only way to ask whether a property exists.
    return undefined;
  }
}
