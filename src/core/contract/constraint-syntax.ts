/** The grammar of version constraints. What the comparisons mean is in `constraint.ts`. */
import { maxVersionLength, parseVersion, suffixPattern, type Version } from './version.ts';

const operators = ['', '=', '!=', '>', '<', '>=', '=>', '<=', '=<', '^', '~', '~>'] as const;
export type Operator = (typeof operators)[number];

/** One comparison as written. `known` counts the numbers before a wildcard or the end: `1.x` and `1` have one. */
export interface Comparison {
  readonly operator: Operator;
  /** The missing numbers are 0. */
  readonly version: Version;
  readonly known: 0 | 1 | 2 | 3;
}

/** Why a constraint can't be read. The column counts from 1, in UTF-16 units. */
export interface ConstraintProblem {
  readonly ok: false;
  readonly message: string;
  readonly help?: string;
  readonly column: number;
}

/** A version that may be partial, and where its text ends. */
interface Partial {
  readonly version: Version;
  readonly known: Comparison['known'];
  /** How many dot-separated parts are written. */
  readonly parts: number;
  readonly hasSuffix: boolean;
  readonly end: number;
}

interface Item {
  readonly comparisons: readonly Comparison[];
  /** The last version of the item. */
  readonly last: Partial;
}

/**
 * How an item is joined to what stands before it. `glued` is `||` without a space after it; a range's end separates
 * as a comma does.
 */
type Joint = 'start' | 'space' | 'comma' | 'or' | 'glued';

// Only ASCII white space counts; JavaScript's `\s` is wider.
const space = '[\\t\\n\\f\\r ]';
const spaces = new RegExp(`${space}*`, 'y');
const dash = new RegExp(`${space}+-${space}+`, 'y');
const operatorPattern = /=>|>=|=<|<=|!=|~>|[=<>~^]|/y;
const part = '[0-9xX*]+';
const partial = new RegExp(`v?(${part})(?:\\.(${part}))?(?:\\.(${part}))?${suffixPattern}`, 'y');
const wildcard = /^[xX*]$/;

/** Reads a constraint into its alternatives (`||`), each a list of comparisons that must all hold. */
export function readConstraint(
  text: string,
): { readonly ok: true; readonly groups: readonly (readonly Comparison[])[] } | ConstraintProblem {
  if (text.length > maxVersionLength) {
    return problem(0, `the constraint has ${text.length} characters, and ${maxVersionLength} are allowed`);
  }
  let at = skipSpaces(text, 0);
  if (at === text.length) return problem(0, 'the constraint is empty', 'write "*" for any release');
  const groups: Comparison[][] = [];
  let joint: Joint = 'start';
  /** Parts that a range's end has swallowed so far, see {@link swallow}; 0 where it is closed. */
  let swallowed = 0;
  for (;;) {
    const item = readItem(text, at, joint);
    if ('ok' in item) return item;
    const isRange = item.comparisons.length > 1;
    const parts = isRange ? item.last.parts : swallow(swallowed, text, at, item.last);
    if (parts > 3) return problem(at - 2, 'a "||" after a range "A - B" needs a space on each side');
    if (joint === 'space' || joint === 'comma') groups.at(-1)?.push(...item.comparisons);
    else groups.push([...item.comparisons]);

    const { end } = item.last;
    const next = skipSpaces(text, end);
    if (next === text.length) return { ok: true, groups };
    const width = text.startsWith('||', next) ? 2 : text[next] === ',' ? 1 : 0;
    if (width === 0 && next === end) return explainGlued(text, at, end);
    at = skipSpaces(text, next + width);
    if (width === 2) joint = at === next + 2 ? 'glued' : 'or';
    else joint = width === 1 || isRange ? 'comma' : 'space';
    swallowed = joint === 'glued' && next === end && !item.last.hasSuffix ? parts : 0;
  }
}

/**
 * The original rewrites `A - B` as text with a pattern that takes `2||3` for one number, so that `1 - 2||3` is fine
 * and `1.0.0 - 2.0.0||3.0.0`, which has more than three parts that way, is not.
 */
function swallow(swallowed: number, text: string, at: number, { parts }: Partial): number {
  return swallowed > 0 && startsNumber(text, at) ? swallowed + parts - 1 : 0;
}

function startsNumber(text: string, at: number): boolean {
  return /[0-9xX*]/.test(text.charAt(at));
}

function readItem(text: string, start: number, joint: Joint): Item | ConstraintProblem {
  const operator = operators.find((known) => known === matchAt(operatorPattern, text, start)?.[0]) ?? '';
  const low = readPartial(text, operator === '' ? start : skipSpaces(text, start + operator.length));
  if (low === undefined) return explainItem(text, start);
  const range = operator === '' ? matchAt(dash, text, low.end) : undefined;
  if (range === undefined) return { comparisons: [comparison(operator, low)], last: low };

  const highStart = low.end + range[0].length;
  const high = readPartial(text, highStart);
  if (high === undefined) return explainItem(text, highStart);
  if (joint === 'space') return problem(start, 'a range "A - B" after something else needs a comma before it');
  if (joint === 'glued' && startsNumber(text, start))
    return problem(start, 'a range "A - B" after "||" needs a space before it');
  return { comparisons: [comparison('>=', low), comparison('<=', high)], last: high };
}

function comparison(operator: Operator, { version, known }: Partial): Comparison {
  return { operator, version, known };
}

/** Parts after a wildcard may be anything; build metadata is allowed and means nothing. */
function readPartial(text: string, start: number): Partial | undefined {
  const match = matchAt(partial, text, start);
  if (match === undefined) return undefined;
  const written = match.slice(1, 4).filter((number) => number !== undefined);
  const firstWildcard = written.findIndex((number) => wildcard.test(number));
  const numbers = firstWildcard < 0 ? written : written.slice(0, firstWildcard);
  const [major = '0', minor = '0', patch = '0'] = numbers;
  const prerelease = match[4];
  const version = parseVersion(`${major}.${minor}.${patch}${prerelease === undefined ? '' : `-${prerelease}`}`);
  if (version === undefined) return undefined;
  return {
    version,
    known: numbers.length === 0 ? 0 : numbers.length === 1 ? 1 : numbers.length === 2 ? 2 : 3,
    parts: written.length,
    hasSuffix: prerelease !== undefined || match[5] !== undefined,
    end: start + match[0].length,
  };
}

function skipSpaces(text: string, start: number): number {
  return start + (matchAt(spaces, text, start)?.[0].length ?? 0);
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

function problem(offset: number, message: string, help?: string): ConstraintProblem {
  return { ok: false, message: `${message} (column ${offset + 1})`, column: offset + 1, ...(help && { help }) };
}

const allowedOperators = 'the operators are = != > < >= <= ^ ~ ~>';

/** Says why nothing can be read at `start`, from the text up to the next separator. */
function explainItem(text: string, start: number): ConstraintProblem {
  const found = matchAt(/[^\t\n\f\r ,|]*/y, text, start)?.[0] ?? '';
  if (found === '') {
    if (start >= text.length) return problem(start, 'something is missing at the end of the constraint');
    if (text.startsWith('||', start)) return problem(start, 'nothing stands before "||"');
    if (text[start] === '|') return problem(start, '"|" is not an operator', 'alternatives are separated by "||"');
    return problem(start, 'nothing stands before the comma');
  }
  const sign = /^[=<>!~^&]*/.exec(found)?.[0] ?? '';
  const rest = found.slice(sign.length);
  if (sign !== '' && !operators.some((known) => known === sign)) {
    return problem(start, `"${sign}" is not an operator`, allowedOperators);
  }
  if (sign !== '' && rest === '') {
    return problem(start, `"${sign}" is not followed by a version`, 'a version starts with a number, as in ">= 1.2.0"');
  }
  if (rest.startsWith('-')) {
    return problem(start, `"${found}" is not a version`, 'a range is written "A - B", with spaces around the dash');
  }
  if (/^V\d/.test(rest)) return problem(start, `"${rest}" starts with a capital V`, `write "${rest.slice(1)}"`);
  return problem(start + sign.length, `"${rest}" is not a version`, versionHelp);
}

const versionHelp = 'a version is up to three numbers with an optional prerelease, such as 1.2.3 or 2.0.0-rc.1';

/** Says what is wrong with text that goes on without a separator after a version that ends at `end`. */
function explainGlued(text: string, start: number, end: number): ConstraintProblem {
  if (text[end] === '|') return problem(end, '"|" is not an operator', 'alternatives are separated by "||"');
  if (/[=<>!~^]/.test(text.charAt(end))) {
    return problem(end, 'two comparisons stand side by side', 'put a comma or a space between them');
  }
  const from = start + (matchAt(/[=<>!~^]*[\t\n\f\r ]*/y, text, start)?.[0].length ?? 0);
  const found = matchAt(/[^\t\n\f\r ,|]*/y, text, from)?.[0] ?? '';
  const numbers = /^v?\d+(?:\.\d+){3}/.test(found);
  return problem(from, `"${found}" is not a version`, numbers ? 'a version has at most three numbers' : versionHelp);
}
