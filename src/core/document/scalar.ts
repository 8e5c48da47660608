/** What plain scalars mean: the core schema of YAML 1.2.2 (10.3), numbers kept exactly. */

import { type ExactNumber, numberProblem, parseNumber } from './number.ts';

const number = /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0x[\da-fA-F]+|0o[0-7]+)$/;
const infinityOrNaN = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const keywords: ReadonlyMap<string, null | boolean> = new Map([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

/** Resolves a plain (unquoted) scalar. */
export function resolvePlain(text: string): null | boolean | string | number | ExactNumber | Unreadable {
  // Most scalars are words, and words are decided by length and first character.
  const first = text.charCodeAt(0);
  if (text.length > 5 && first > 57) return text;
  const keyword = text.length <= 5 ? keywords.get(text) : undefined;
  if (keyword !== undefined) return keyword;
  if (first > 57 || first < 43) return text;
  if (number.test(text)) {
    const problem = numberProblem(text);
    return problem === undefined ? parseNumber(text) : new Unreadable(problem);
  }
  return infinityOrNaN.test(text)
    ? new Unreadable(`${text} has no place in JSON, which knows finite numbers only`)
    : text;
}

/** A scalar that has no value here, and what to do about it. */
export class Unreadable {
  readonly reason: string;
  readonly help: string;

  constructor(reason: string, help = 'put it in quotes if it is meant as text') {
    this.reason = reason;
    this.help = help;
  }
}
