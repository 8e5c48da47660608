/** Finds a number that meets facts, exactly; says for certain where there is none. */

import { compareNumbers, ExactNumber, isInteger, isMultipleOf, parseNumber } from '../../../document/number.ts';
import type { ExactOrPlain } from '../schema-node.ts';
import { type Context, type Found, formatDoubt, TooHard } from './outcome.ts';
import type { Fact } from './term.ts';
import { keyOf } from './values.ts';

interface Range {
  low: ExactOrPlain | undefined;
  lowOpen: boolean;
  high: ExactOrPlain | undefined;
  highOpen: boolean;
}

/** More zeros than anybody compares; beyond, whole arithmetic would not be bounded. */
const maxScale = 2000;
const maxTries = 5000;

const bits32 = 2 ** 31;
const integerRanges: Readonly<Record<string, readonly [ExactOrPlain, ExactOrPlain]>> = {
  int8: [-128, 127],
  int16: [-32768, 32767],
  int32: [-bits32, bits32 - 1],
  int64: [parseNumber('-9223372036854775808'), parseNumber('9223372036854775807')],
  uint8: [0, 255],
  uint16: [0, 65535],
  uint32: [0, 2 ** 32 - 1],
  uint64: [0, parseNumber('18446744073709551615')],
};

/** Formats that are within others: OpenAPI's number formats are ranges. */
export function formatWithin(narrow: string, wide: string): boolean {
  if (narrow === wide) return true;
  if (wide === 'double') return narrow === 'float' || narrow === 'int32' || narrow === 'int16' || narrow === 'int8';
  const [a, b] = [integerRanges[narrow], integerRanges[wide]];
  return a !== undefined && b !== undefined && compareNumbers(a[0], b[0]) >= 0 && compareNumbers(a[1], b[1]) <= 0;
}

/** A number that meets all the facts, the plainest one first. */
export function findNumber(facts: readonly Fact[], context: Context): Found | undefined {
  const inRange = facts.flatMap((fact) => (fact.fact === 'format' ? rangeFacts(fact.format) : []));
  const asked = facts.flatMap((fact) => (fact.fact === 'format' ? fact.format : []));
  const denied = facts.flatMap((fact) => (fact.fact === 'no-format' ? fact.format : []));
  if (denied.some((format) => asked.some((it) => formatWithin(it, format)))) return undefined;
  const [first] = denied;
  const doubtful = first === undefined ? undefined : formatDoubt(first);
  if (first !== undefined && doubtful && denied.length === 1 && Object.hasOwn(integerRanges, first)) {
    const value = findOutside(facts, first, context);
    return value === undefined ? undefined : { value, doubt: doubtful };
  }
  const good = inRange.length > 0 ? solve([...facts, ...inRange], context) : undefined;
  const value = good ?? solve(facts, context);
  if (value === undefined) return undefined;
  if (doubtful) return { value, doubt: doubtful };
  return good === undefined && inRange.length > 0 ? { value, doubt: formatDoubt(asked[0] ?? '') } : { value };
}

function rangeFacts(format: string): Fact[] {
  const range = Object.hasOwn(integerRanges, format) ? integerRanges[format] : undefined;
  return range
    ? [
        { fact: 'least', than: range[0] },
        { fact: 'most', than: range[1] },
      ]
    : [];
}

/** A number that can't be of an integer format: too small, too large or with a fraction. */
function findOutside(facts: readonly Fact[], format: string, context: Context): ExactOrPlain | undefined {
  const [low, high] = integerRanges[format] ?? [0, 0];
  return (
    solve([...facts, { fact: 'above', than: high }], context) ??
    solve([...facts, { fact: 'below', than: low }], context) ??
    solve([...facts, { fact: 'no-multiple', of: 1 }], context)
  );
}

function solve(facts: readonly Fact[], context: Context): ExactOrPlain | undefined {
  context.spend(facts.length);
  const allowed = facts.flatMap((fact) => (fact.fact === 'number-in' ? [fact.numbers] : []))[0];
  if (allowed) return allowed.find((number) => facts.every((fact) => holds(fact, number)));
  const range = rangeOf(facts);
  const { low, high } = range;
  if (low !== undefined && high !== undefined) {
    const order = compareNumbers(low, high);
    if (order > 0 || (order === 0 && (range.lowOpen || range.highOpen))) return undefined;
  }
  const plain = [0, 1, -1, low, high, 0.5].find((it) => it !== undefined && facts.every((fact) => holds(fact, it)));
  if (plain !== undefined) return plain;
  return search(facts, range, context);
}

/** Whether a number meets a fact about numbers. */
export function holds(fact: Fact, value: ExactOrPlain): boolean {
  switch (fact.fact) {
    case 'least':
      return compareNumbers(value, fact.than) >= 0;
    case 'most':
      return compareNumbers(value, fact.than) <= 0;
    case 'above':
      return compareNumbers(value, fact.than) > 0;
    case 'below':
      return compareNumbers(value, fact.than) < 0;
    case 'multiple':
      return fact.of === 1 ? isInteger(value) : isMultipleOf(value, fact.of);
    case 'no-multiple':
      return fact.of === 1 ? !isInteger(value) : !isMultipleOf(value, fact.of);
    case 'number-in':
      return isAmong(value, fact.numbers);
    case 'number-not-in':
      return !isAmong(value, fact.numbers);
    default:
      return true;
  }
}

const keys = new WeakMap<readonly ExactOrPlain[], ReadonlySet<string>>();

/** Whether the list has the number. Lists may be long and are asked again and again. */
function isAmong(value: ExactOrPlain, numbers: readonly ExactOrPlain[]): boolean {
  let known = keys.get(numbers);
  if (!known) {
    known = new Set(numbers.map(keyOf));
    keys.set(numbers, known);
  }
  return known.has(keyOf(value));
}

function rangeOf(facts: readonly Fact[]): Range {
  const range: Range = { low: undefined, lowOpen: false, high: undefined, highOpen: false };
  for (const fact of facts) {
    if (fact.fact === 'least' || fact.fact === 'above') {
      const order = range.low === undefined ? 1 : compareNumbers(fact.than, range.low);
      if (order > 0) [range.low, range.lowOpen] = [fact.than, fact.fact === 'above'];
      else if (order === 0) range.lowOpen ||= fact.fact === 'above';
    } else if (fact.fact === 'most' || fact.fact === 'below') {
      const order = range.high === undefined ? -1 : compareNumbers(fact.than, range.high);
      if (order < 0) [range.high, range.highOpen] = [fact.than, fact.fact === 'below'];
      else if (order === 0) range.highOpen ||= fact.fact === 'below';
    }
  }
  return range;
}

/** All numbers as whole multiples of one power of ten. */
function search(facts: readonly Fact[], range: Range, context: Context): ExactOrPlain | undefined {
  const steps = facts.flatMap((fact) => (fact.fact === 'multiple' ? fact.of : []));
  const avoid = facts.flatMap((fact) => (fact.fact === 'no-multiple' ? fact.of : []));
  const taken = facts.flatMap((fact) => (fact.fact === 'number-not-in' ? fact.numbers : []));
  const bounds = [range.low, range.high].filter((it) => it !== undefined);
  let [finest, coarsest] = [0, 0];
  for (const { exponent } of [...steps, ...avoid, ...taken, ...bounds].map(parts)) {
    finest = Math.min(finest, exponent);
    coarsest = Math.max(coarsest, exponent);
  }
  // Two places finer than anything named: there, no named number and no multiple of one is in the way.
  const scale = finest - 2;
  if (scale < -maxScale || coarsest > maxScale) throw new TooHard('the numbers differ too much in size');
  const whole = (value: ExactOrPlain): bigint => {
    const { digits, exponent } = parts(value);
    return digits * 10n ** BigInt(exponent - scale);
  };
  const low = range.low === undefined ? undefined : whole(range.low) + (range.lowOpen ? 1n : 0n);
  const high = range.high === undefined ? undefined : whole(range.high) - (range.highOpen ? 1n : 0n);
  const step = steps.map(whole).reduce(leastCommonMultiple, 1n);
  const others = avoid.map(whole);
  if (steps.length > 0 && others.some((other) => step % other === 0n)) return undefined;
  const first = low === undefined ? undefined : divideUp(low, step);
  const last = high === undefined ? undefined : divideDown(high, step);
  if (first !== undefined && last !== undefined && first > last) return undefined;
  const start = first !== undefined && first > 0n ? first : last !== undefined && last < 0n ? last : 0n;
  const good = (count: bigint) => {
    const value = fromWhole(count * step, scale);
    return facts.every((fact) => holds(fact, value)) ? value : undefined;
  };
  const within = (count: bigint) => (first === undefined || count >= first) && (last === undefined || count <= last);
  for (const count of candidates(start, step, others, taken.length)) {
    context.spend(1);
    if (!within(count)) continue;
    const value = good(count);
    if (value !== undefined) return value;
  }
  // So many on either side of the start were tried without a gap.
  const tried = Math.max(maxTries / 2, others.length === 0 ? taken.length : 0);
  if (first !== undefined && last !== undefined && last - first < BigInt(tried)) return undefined;
  throw new TooHard('no number was found in a wide range');
}

/** Counts near the start, and counts that no multiple to be avoided can hit. */
function* candidates(start: bigint, step: bigint, others: readonly bigint[], taken: number): Generator<bigint> {
  for (let offset = 0n; offset < BigInt(maxTries) / 2n; offset++) {
    yield start + offset;
    yield start - offset;
  }
  const period = others.map((other) => other / greatestCommonDivisor(other, step)).reduce(leastCommonMultiple, 1n);
  const near = start - (start % period) + 1n;
  for (let offset = 0n; offset <= BigInt(taken) + 1n; offset++) {
    yield near + offset * period;
    yield near - offset * period;
  }
}

function parts(value: ExactOrPlain): { readonly digits: bigint; readonly exponent: number } {
  if (value instanceof ExactNumber) return value;
  const [mantissa = '0', power = '0'] = String(value).split('e');
  const [integer = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(integer + fraction), exponent: Number(power) - fraction.length };
}

function fromWhole(value: bigint, scale: number): ExactOrPlain {
  return parseNumber(`${value}e${scale}`);
}

function divideUp(value: bigint, step: bigint): bigint {
  const count = value / step;
  return count * step < value ? count + 1n : count;
}

function divideDown(value: bigint, step: bigint): bigint {
  const count = value / step;
  return count * step > value ? count - 1n : count;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b;
}
