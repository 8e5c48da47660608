/**
 * Reads ECMA-262 patterns (section 22.2.1, flag `u`) that describe regular languages. Backslashes before punctuation
 * mean the character, as Annex B and every implementation without the flag have it.
 */

import { anyButLineEnd, type CharSet, charSet, classEscapes, complement, unicodeProperty } from './char-set.ts';
import type { Pattern } from './syntax.ts';

interface Reader {
  readonly source: readonly string[];
  index: number;
  depth: number;
}

/** Says why a pattern can't be an automaton. */
export class NotRegular extends Error {}

const maxNesting = 200;
const maxLength = 20_000;

/** The tree of a pattern. Throws {@link NotRegular} for lookbehind, back-references and what is no pattern at all. */
export function parsePattern(text: string): Pattern {
  if (text.length > maxLength) throw new NotRegular('it is too long');
  const reader: Reader = { source: [...text], index: 0, depth: 0 };
  const tree = either(reader);
  if (reader.index < reader.source.length) throw new NotRegular('it has an unmatched ")"');
  return tree;
}

function either(reader: Reader): Pattern {
  reader.depth += 1;
  if (reader.depth > maxNesting) throw new NotRegular('its groups are nested too deeply');
  const options = [sequence(reader)];
  while (take(reader, '|')) options.push(sequence(reader));
  reader.depth -= 1;
  const [only] = options;
  return options.length === 1 && only ? only : { kind: 'either', options };
}

function sequence(reader: Reader): Pattern {
  const parts: Pattern[] = [];
  for (let next = peek(reader); next !== undefined && next !== '|' && next !== ')'; next = peek(reader)) {
    parts.push(quantified(reader, atom(reader)));
  }
  const [only] = parts;
  if (!only) return { kind: 'empty' };
  return parts.length === 1 ? only : { kind: 'sequence', parts };
}

function quantified(reader: Reader, body: Pattern): Pattern {
  let result = body;
  const bounds = quantifier(reader);
  if (bounds) {
    // Lazy or not, the language is the same.
    take(reader, '?');
    const [min, max] = bounds;
    if (max < min) throw new NotRegular('a quantifier is out of order');
    result = { kind: 'repeat', body, min, max };
  }
  return result;
}

function quantifier(reader: Reader): readonly [number, number] | undefined {
  if (take(reader, '*')) return [0, Number.POSITIVE_INFINITY];
  if (take(reader, '+')) return [1, Number.POSITIVE_INFINITY];
  if (take(reader, '?')) return [0, 1];
  if (peek(reader) !== '{') return undefined;
  const text = reader.source.slice(reader.index, reader.index + 30).join('');
  const match = /^\{(\d+)(,(\d*))?\}/.exec(text);
  if (!match) return undefined;
  reader.index += match[0].length;
  const min = Number(match[1]);
  return [min, match[2] === undefined ? min : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])];
}

function atom(reader: Reader): Pattern {
  const char = next(reader);
  switch (char) {
    case '^':
      return { kind: 'start' };
    case '$':
      return { kind: 'end' };
    case '.':
      return { kind: 'chars', set: anyButLineEnd };
    case '[':
      return { kind: 'chars', set: bracket(reader) };
    case '(':
      return group(reader);
    case '\\':
      return escapeSequence(reader);
    case '*':
    case '+':
    case '?':
      throw new NotRegular('a quantifier has nothing to repeat');
    default:
      return literal(char.codePointAt(0) ?? 0);
  }
}

function group(reader: Reader): Pattern {
  let make = (body: Pattern): Pattern => body;
  if (take(reader, '?')) {
    if (take(reader, '=')) make = (body) => ({ kind: 'ahead', body, negated: false });
    else if (take(reader, '!')) make = (body) => ({ kind: 'ahead', body, negated: true });
    else if (take(reader, '<')) {
      if (peek(reader) === '=' || peek(reader) === '!') throw new NotRegular('it looks behind');
      while (next(reader) !== '>');
    } else if (!take(reader, ':')) throw new NotRegular('it has an unknown kind of group');
  }
  const body = either(reader);
  if (!take(reader, ')')) throw new NotRegular('a group is not closed');
  return make(body);
}

function escapeSequence(reader: Reader): Pattern {
  const char = peek(reader);
  if (char === 'b' || char === 'B') {
    reader.index += 1;
    return { kind: 'word-boundary', negated: char === 'B' };
  }
  if (char === 'k' || (char !== undefined && /[1-9]/.test(char))) throw new NotRegular('it refers back to a group');
  const found = escaped(reader);
  return typeof found === 'number' ? literal(found) : { kind: 'chars', set: found };
}

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };

/** What follows a backslash: one code point or a class. */
function escaped(reader: Reader): number | CharSet {
  const char = next(reader);
  const found = classEscapes.get(char);
  if (found) return found;
  if (Object.hasOwn(controls, char)) return controls[char] ?? 0;
  if (char === 'p' || char === 'P') return property(reader, char === 'P');
  if (char === 'x') return hexadecimal(reader, 2);
  if (char === 'u') return unicode(reader);
  if (char === 'c') {
    const letter = next(reader);
    if (!/^[A-Za-z]$/.test(letter)) throw new NotRegular('a control escape names no letter');
    return (letter.codePointAt(0) ?? 0) % 32;
  }
  if (/^[A-Za-z0-9]$/.test(char)) throw new NotRegular(`"\\${char}" means nothing`);
  return char.codePointAt(0) ?? 0;
}

function property(reader: Reader, negated: boolean): CharSet {
  if (!take(reader, '{')) throw new NotRegular('a property has no name');
  let name = '';
  for (let char = next(reader); char !== '}'; char = next(reader)) name += char;
  const set = unicodeProperty(name);
  if (!set) throw new NotRegular(`"${name}" is no Unicode property`);
  return negated ? complement(set) : set;
}

function unicode(reader: Reader): number {
  if (take(reader, '{')) {
    let digits = '';
    for (let char = next(reader); char !== '}'; char = next(reader)) digits += char;
    const code = /^[0-9a-fA-F]{1,8}$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    if (!(code <= 0x10ffff)) throw new NotRegular('an escape names no code point');
    return code;
  }
  const first = hexadecimal(reader, 4);
  const rest = reader.source.slice(reader.index, reader.index + 6).join('');
  const second = /^\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(rest)?.[1];
  if (first < 0xd800 || first > 0xdbff || second === undefined) return first;
  reader.index += 6;
  return 0x10000 + (first - 0xd800) * 0x400 + (Number.parseInt(second, 16) - 0xdc00);
}

function hexadecimal(reader: Reader, length: number): number {
  const digits = reader.source.slice(reader.index, reader.index + length).join('');
  if (digits.length !== length || !/^[0-9a-fA-F]+$/.test(digits)) throw new NotRegular('an escape has no digits');
  reader.index += length;
  return Number.parseInt(digits, 16);
}

function bracket(reader: Reader): CharSet {
  const negated = take(reader, '^');
  const ranges: number[] = [];
  while (!take(reader, ']')) {
    const from = classAtom(reader);
    if (typeof from === 'number' && peek(reader) === '-' && reader.source[reader.index + 1] !== ']') {
      reader.index += 1;
      const to = classAtom(reader);
      if (typeof to !== 'number') ranges.push(from, from, 0x2d, 0x2d, ...to);
      else if (to < from) throw new NotRegular('a range is out of order');
      else ranges.push(from, to);
    } else if (typeof from === 'number') ranges.push(from, from);
    else ranges.push(...from);
  }
  const set = charSet(ranges);
  return negated ? complement(set) : set;
}

function classAtom(reader: Reader): number | CharSet {
  const char = next(reader);
  if (char !== '\\') return char.codePointAt(0) ?? 0;
  if (take(reader, 'b')) return 8;
  return escaped(reader);
}

function literal(code: number): Pattern {
  return { kind: 'chars', set: [code, code] };
}

function peek(reader: Reader): string | undefined {
  return reader.source[reader.index];
}

function next(reader: Reader): string {
  const char = reader.source[reader.index];
  if (char === undefined) throw new NotRegular('it ends too early');
  reader.index += 1;
  return char;
}

function take(reader: Reader, char: string): boolean {
  if (reader.source[reader.index] !== char) return false;
  reader.index += 1;
  return true;
}
