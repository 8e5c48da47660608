/**
 * The value of a JSON text by the engine's own parser, which is several times as fast as anything written in JavaScript.
 * It takes the last of equal names and rounds numbers without a word, so it is asked only where neither can be the case.
 */

import { isArray, type Json } from '../json.ts';
import {
  afterString,
  closeList,
  closeObject,
  colon,
  comma,
  minus,
  nine,
  openList,
  openObject,
  quote,
  zero,
} from './json-text.ts';
import { jsonNumber, numberProblem, parseNumber } from './number.ts';

/** What the characters of a text say, if it is JSON; nothing is certain about any other. */
export interface JsonSurvey {
  /** At least as many values as there are. */
  readonly values: number;
  /** Names of members. */
  readonly names: number;
  /** Containers inside each other. */
  readonly depth: number;
  /** Whether doubles say what all numbers say. */
  readonly hasPlainNumbers: boolean;
  /** Where containers end that are too large to be passed over again, by where they begin. */
  readonly ends: ReadonlyMap<number, number>;
}

/** In characters. */
const large = 256;
/** What is nested deeper is not read anyway. */
const deepest = 1000;

const inNumbers = new Uint8Array(128);
for (const c of '0123456789+-.eE') inNumbers[c.charCodeAt(0)] = 1;

/** Looks at each character once, and at none any more where there are more values than that. */
export function surveyJson(text: string, maxValues: number): JsonSurvey {
  let [values, names, open, depth] = [1, 0, 0, 0];
  let hasPlainNumbers = true;
  const starts: number[] = [];
  const ends = new Map<number, number>();
  for (let at = 0; at < text.length && values <= maxValues; at++) {
    const c = text.charCodeAt(at);
    if (c <= 32) continue;
    if (c === quote) at = afterString(text, at) - 1;
    else if (c === comma) values += 1;
    else if (c === colon) names += 1;
    else if (c === openObject || c === openList) {
      values += 1;
      open += 1;
      if (open > depth) depth = open;
      if (open <= deepest) starts[open] = at;
    } else if (c === closeObject || c === closeList) {
      const start = starts[open] ?? at;
      if (at - start >= large) ends.set(start, at + 1);
      open -= 1;
    } else if (c === minus || (c >= zero && c <= nine)) {
      const end = afterNumber(text, at);
      if (hasPlainNumbers) hasPlainNumbers = isPlain(text.slice(at, end));
      at = end - 1;
    }
  }
  return { values, names, depth, hasPlainNumbers, ends };
}

/** The value of a text that was surveyed; undefined where it is no JSON, or where its value is not certain. */
export function engineValue(text: string, survey: JsonSurvey): { readonly value: Json } | undefined {
  if (!survey.hasPlainNumbers) return undefined;
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  // Of equal names only one is left.
  return countNames(value) === survey.names ? { value } : undefined;
}

function afterNumber(text: string, start: number): number {
  let at = start;
  while (inNumbers[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

/** Whether the engine reads the number as {@link parseNumber} does, which knows no negative zero. */
function isPlain(written: string): boolean {
  // Fifteen digits always survive a double (IEEE 754 DBL_DIG).
  if (written.length <= 15 && !/^-0|[eE]/.test(written)) return true;
  if (!jsonNumber.test(written) || numberProblem(written) !== undefined) return false;
  return Object.is(parseNumber(written), Number(written));
}

function countNames(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner: readonly Json[] = isArray(value) ? value : Object.values(value);
  let count = isArray(value) ? 0 : inner.length;
  for (const item of inner) if (typeof item === 'object') count += countNames(item);
  return count;
}
