/** Sets of Unicode code points as sorted, disjoint, non-adjacent closed ranges: `[97, 122, 65296, 65305]`. */

export type CharSet = readonly number[];

export const lastCodePoint = 0x10ffff;

/** The set of all ranges given in any order, `[from, to]` pairs flattened. */
export function charSet(ranges: readonly number[]): CharSet {
  const pairs: [number, number][] = [];
  for (let index = 0; index + 1 < ranges.length; index += 2) pairs.push([ranges[index] ?? 0, ranges[index + 1] ?? 0]);
  pairs.sort((a, b) => a[0] - b[0]);
  const set: number[] = [];
  for (const [from, to] of pairs) {
    const last = set.at(-1);
    if (last !== undefined && from <= last + 1) set[set.length - 1] = Math.max(last, to);
    else set.push(from, to);
  }
  return set;
}

export function complement(set: CharSet): CharSet {
  const rest: number[] = [];
  let next = 0;
  for (let index = 0; index < set.length; index += 2) {
    const from = set[index] ?? 0;
    if (from > next) rest.push(next, from - 1);
    next = (set[index + 1] ?? 0) + 1;
  }
  if (next <= lastCodePoint) rest.push(next, lastCodePoint);
  return rest;
}

/** Whether the set has that code point, by binary search. */
export function hasChar(set: CharSet, code: number): boolean {
  let low = 0;
  let high = set.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < (set[2 * middle] ?? 0)) high = middle - 1;
    else if (code > (set[2 * middle + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

const digit: CharSet = [0x30, 0x39];
export const wordChar: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** ECMA-262 WhiteSpace and LineTerminator. */
const space: CharSet = [
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f,
  0x3000, 0x3000, 0xfeff, 0xfeff,
];
export const anyButLineEnd: CharSet = complement([0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029]);

/** `\d`, `\w`, `\s` and their opposites. */
export const classEscapes: ReadonlyMap<string, CharSet> = new Map([
  ['d', digit],
  ['D', complement(digit)],
  ['w', wordChar],
  ['W', complement(wordChar)],
  ['s', space],
  ['S', complement(space)],
]);

const properties = new Map<string, CharSet | undefined>();
/** The names that ECMA-262 knows are many; these forms can't be anything but a property's name. */
const propertyName = /^(?:[A-Za-z_]{1,40}=)?[A-Za-z0-9_]{1,40}$/;

/** `\p{name}`, found out once by asking the runtime about every code point; undefined where there is no such property. */
export function unicodeProperty(name: string): CharSet | undefined {
  if (!propertyName.test(name)) return undefined;
  if (!properties.has(name)) properties.set(name, measureProperty(name));
  return properties.get(name);
}

function measureProperty(name: string): CharSet | undefined {
  let runs: RegExp;
  try {
    runs = new RegExp(`^\\p{${name}}`, 'u');
  } catch {
    return undefined;
  }
  const set: number[] = [];
  for (let code = 0; code <= lastCodePoint; code++) {
    if (!runs.test(String.fromCodePoint(code))) continue;
    if (set.at(-1) === code - 1) set[set.length - 1] = code;
    else set.push(code, code);
  }
  return set;
}
