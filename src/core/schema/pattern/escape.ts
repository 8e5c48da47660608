/** Backslash escapes and character classes of ECMA-262 patterns. */

import {
  type CharSet,
  type CodeRange,
  charSet,
  classEscapes,
  type UnicodeProperty,
  unicodeProperty,
} from './charset.ts';
import { failure, type PatternReader } from './reader.ts';

interface ClassPart {
  readonly ranges: readonly CodeRange[];
  readonly properties: readonly UnicodeProperty[];
}

/** `[…]`, from its bracket on. */
export function parseClass(reader: PatternReader): CharSet {
  const { source } = reader;
  const start = reader.index;
  reader.index += 1;
  const negated = source[reader.index] === '^';
  if (negated) reader.index += 1;
  const ranges: CodeRange[] = [];
  const properties: UnicodeProperty[] = [];
  const add = (part: ClassPart | number): void => {
    if (typeof part === 'number') ranges.push([part, part]);
    else {
      ranges.push(...part.ranges);
      properties.push(...part.properties);
    }
  };
  while (source[reader.index] !== ']') {
    const at = reader.index;
    const from = classAtom(reader, start);
    if (source[reader.index] !== '-' || source[reader.index + 1] === ']') {
      add(from);
      continue;
    }
    reader.index += 1;
    const to = classAtom(reader, start);
    if (typeof from === 'number' && typeof to === 'number') {
      if (from > to) throw failure(reader, 'this range is out of order', at);
      ranges.push([from, to]);
    } else {
      // Annex B: next to a class the hyphen stands for itself, `[\w-.]`.
      add(from);
      add(0x2d);
      add(to);
    }
  }
  reader.index += 1;
  return charSet(ranges, properties, negated);
}

function classAtom(reader: PatternReader, start: number): ClassPart | number {
  const code = reader.source.codePointAt(reader.index);
  if (code === undefined) throw failure(reader, 'this "[" is never closed', start);
  if (code === 0x5c) return classEscape(reader) ?? singleEscape(reader, true);
  reader.index += code > 0xffff ? 2 : 1;
  return code;
}

/** `\d` and the like, `\p{…}`; undefined if the escape at hand is none of them. */
export function classEscape(reader: PatternReader): ClassPart | undefined {
  const start = reader.index;
  const letter = reader.source[start + 1] ?? '';
  const ranges = classEscapes.get(letter);
  if (ranges) {
    reader.index += 2;
    return { ranges, properties: [] };
  }
  if (letter !== 'p' && letter !== 'P') return undefined;
  const name = /\{([^}]*)\}/y;
  name.lastIndex = start + 2;
  const found = name.exec(reader.source);
  const property = found?.[1] === undefined ? undefined : unicodeProperty(found[1], letter === 'P');
  if (!found || !property) {
    throw failure(reader, `"${reader.source.slice(start, start + 30)}" names no Unicode property`, start);
  }
  reader.index = name.lastIndex;
  return { ranges: [], properties: [property] };
}

const controls: ReadonlyMap<string, number> = new Map([
  ['t', 0x09],
  ['n', 0x0a],
  ['v', 0x0b],
  ['f', 0x0c],
  ['r', 0x0d],
]);

const coded = /\\(?:c([A-Za-z])|x([0-9A-Fa-f]{2})|u\{0*([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|(0)(?!\d))/y;
const lowSurrogate = /\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})/y;

/** The one code point that the escape at hand stands for. In a class `\b` is the backspace and `\-` a hyphen. */
export function singleEscape(reader: PatternReader, inClass: boolean): number {
  const start = reader.index;
  const next = reader.source.codePointAt(start + 1);
  if (next === undefined) throw failure(reader, 'the pattern ends with a backslash', start);
  const char = String.fromCodePoint(next);
  const control = inClass && char === 'b' ? 0x08 : controls.get(char);
  if (control !== undefined) {
    reader.index += 2;
    return control;
  }
  coded.lastIndex = start;
  const found = coded.exec(reader.source);
  if (found) {
    reader.index = coded.lastIndex;
    return codeOf(reader, found, start);
  }
  if (/[A-Za-z0-9]/.test(char)) {
    throw failure(reader, `"\\${char}" means nothing in an ECMA-262 pattern`, start);
  }
  reader.index += 1 + char.length;
  return next;
}

function codeOf(reader: PatternReader, found: RegExpExecArray, start: number): number {
  const [, control, hex, braced, unit] = found;
  if (control !== undefined) return control.charCodeAt(0) % 32;
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (braced !== undefined) {
    const code = Number.parseInt(braced, 16);
    if (code > 0x10ffff) throw failure(reader, `"${found[0]}" is beyond the last code point`, start);
    return code;
  }
  if (unit === undefined) return 0;
  const high = Number.parseInt(unit, 16);
  if (high < 0xd800 || high > 0xdbff) return high;
  lowSurrogate.lastIndex = reader.index;
  const low = lowSurrogate.exec(reader.source);
  if (!low?.[1]) return high;
  reader.index = lowSurrogate.lastIndex;
  return ((high - 0xd800) << 10) + (Number.parseInt(low[1], 16) - 0xdc00) + 0x10000;
}
