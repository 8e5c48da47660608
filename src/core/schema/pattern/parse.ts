/**
 * ECMA-262 patterns (section 22.2.1) with the flag `u`, and with what Annex B tolerates as long as it can only mean one
 * thing: `\-`, `\@`, a lone `]` or `{`. Letters after a backslash that mean nothing stay errors: `\A` and `\Z` are not
 * what their author thinks.
 */

import { anyButLineEnd, charSet } from './charset.ts';
import { classEscape, parseClass, singleEscape } from './escape.ts';
import { lazyTest } from './lazy.ts';
import { failure, type PatternReader } from './reader.ts';
import { PatternError, type PatternTree } from './syntax.ts';

const maxNesting = 200;

/** The tree of a pattern. Throws {@link PatternError}; what is merely unsupported only if the rest is valid. */
export function parsePattern(source: string): PatternTree {
  const reader: PatternReader = {
    source,
    index: 0,
    depth: 0,
    groups: 0,
    names: new Set(),
    references: [],
    unsupported: undefined,
  };
  const tree = parseEither(reader);
  if (reader.index < source.length) throw failure(reader, 'this ")" closes nothing', reader.index);
  for (const { to, index } of reader.references) {
    const exists = typeof to === 'number' ? to <= reader.groups : reader.names.has(to);
    if (!exists) throw failure(reader, `there is no group ${typeof to === 'number' ? to : `"${to}"`}`, index);
  }
  if (reader.unsupported) throw reader.unsupported;
  return tree;
}

function parseEither(reader: PatternReader): PatternTree {
  reader.depth += 1;
  if (reader.depth > maxNesting) {
    throw new PatternError('unsupported', `groups are nested more than ${maxNesting} deep`, reader.index);
  }
  const options = [parseSequence(reader)];
  while (reader.source[reader.index] === '|') {
    reader.index += 1;
    options.push(parseSequence(reader));
  }
  reader.depth -= 1;
  return options.length === 1 && options[0] ? options[0] : { kind: 'either', options };
}

function parseSequence(reader: PatternReader): PatternTree {
  const parts: PatternTree[] = [];
  while (reader.index < reader.source.length && !'|)'.includes(reader.source[reader.index] ?? '')) {
    parts.push(parseTerm(reader));
  }
  if (parts.length === 0) return { kind: 'empty' };
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'sequence', parts };
}

function parseTerm(reader: PatternReader): PatternTree {
  const start = reader.index;
  const atom = parseAtom(reader);
  const count = parseQuantifier(reader);
  if (!count) return atom;
  if (atom.kind === 'assert' && reader.source[start] !== '(')
    throw failure(reader, `"${reader.source.slice(start, start + 1)}" can't be repeated`, start);
  return { kind: 'repeat', body: atom, min: count.min, max: count.max };
}

/** Lazy or greedy makes no difference to whether a text matches. */
function parseQuantifier(reader: PatternReader): { readonly min: number; readonly max: number } | undefined {
  const { source, index } = reader;
  let range: { min: number; max: number } | undefined;
  const char = source[index];
  if (char === '*') range = { min: 0, max: Number.POSITIVE_INFINITY };
  else if (char === '+') range = { min: 1, max: Number.POSITIVE_INFINITY };
  else if (char === '?') range = { min: 0, max: 1 };
  if (range) reader.index += 1;
  else {
    range = countedQuantifier(reader);
    if (!range) return undefined;
    if (range.min > range.max) throw failure(reader, 'the counts of this repetition are in the wrong order', index);
  }
  if (source[reader.index] === '?') reader.index += 1;
  return range;
}

function countedQuantifier(reader: PatternReader): { min: number; max: number } | undefined {
  const counts = /\{(\d+)(,(\d*))?\}/y;
  counts.lastIndex = reader.index;
  const found = counts.exec(reader.source);
  if (!found) return undefined;
  reader.index += found[0].length;
  const min = Number(found[1]);
  if (found[2] === undefined) return { min, max: min };
  return { min, max: found[3] ? Number(found[3]) : Number.POSITIVE_INFINITY };
}

function parseAtom(reader: PatternReader): PatternTree {
  const start = reader.index;
  const char = reader.source[start];
  switch (char) {
    case '^':
    case '$':
      reader.index += 1;
      return { kind: 'assert', what: char === '^' ? 'start' : 'end' };
    case '.':
      reader.index += 1;
      return { kind: 'set', set: anyButLineEnd };
    case '[':
      return { kind: 'set', set: parseClass(reader) };
    case '(':
      return parseGroup(reader);
    case '\\':
      return parseEscape(reader);
    case '*':
    case '+':
    case '?':
      throw failure(reader, `there is nothing before "${char}" to repeat`, start);
    case '{':
      if (countedQuantifier(reader)) throw failure(reader, 'there is nothing before this repetition', start);
  }
  const code = reader.source.codePointAt(start) ?? 0;
  reader.index += code > 0xffff ? 2 : 1;
  return { kind: 'set', set: charSet([[code, code]]) };
}

function parseEscape(reader: PatternReader): PatternTree {
  const start = reader.index;
  const next = reader.source[start + 1];
  if (next === 'b' || next === 'B') {
    reader.index += 2;
    return { kind: 'assert', what: next === 'b' ? 'boundary' : 'no-boundary' };
  }
  const reference = /\\(?:([1-9]\d*)|k<([^>]*)>)/y;
  reference.lastIndex = start;
  const found = reference.exec(reader.source);
  if (found) {
    reader.index += found[0].length;
    reader.references.push({ to: found[1] === undefined ? (found[2] ?? '') : Number(found[1]), index: start });
    return unsupported(reader, `the backreference ${found[0].slice(0, 30)}`, start);
  }
  const set = classEscape(reader);
  if (set) return { kind: 'set', set: charSet(set.ranges, set.properties) };
  const code = singleEscape(reader, false);
  return { kind: 'set', set: charSet([[code, code]]) };
}

const groupStart = /\((?:\?(?:(:)|(<?[=!])|<([^>]*)>|([ims]*(?:-[ims]+)?):))?/y;

function parseGroup(reader: PatternReader): PatternTree {
  const start = reader.index;
  groupStart.lastIndex = start;
  const found = groupStart.exec(reader.source);
  const [text = '(', plain, lookaround, name, flags] = found ?? [];
  reader.index += text.length;
  if (reader.source[reader.index] === '?' && text === '(') {
    throw failure(reader, `"${reader.source.slice(start, start + 3)}" begins no group that ECMA-262 knows`, start);
  }
  if (name !== undefined) addName(reader, name, start);
  if (plain === undefined && lookaround === undefined && flags === undefined) reader.groups += 1;
  const body = parseEither(reader);
  if (reader.source[reader.index] !== ')') throw failure(reader, 'this "(" is never closed', start);
  reader.index += 1;
  if (lookaround !== undefined) {
    return unsupported(
      reader,
      `the ${lookaround.startsWith('<') ? 'lookbehind' : 'lookahead'} (?${lookaround}…)`,
      start,
    );
  }
  return flags === undefined ? body : unsupported(reader, `the flags (?${flags}:…)`, start);
}

const isGroupName = lazyTest(String.raw`^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$`);

function addName(reader: PatternReader, name: string, index: number): void {
  if (!isGroupName(name)) {
    throw failure(reader, `"${name.slice(0, 30)}" is no name for a group`, index);
  }
  if (reader.names.has(name)) throw failure(reader, `two groups are named "${name}"`, index);
  reader.names.add(name);
}

/** Remembers the first such thing, and stands in for it while the rest is parsed. */
function unsupported(reader: PatternReader, what: string, index: number): PatternTree {
  reader.unsupported ??= new PatternError('unsupported', `${what} can't be matched in linear time`, index);
  return { kind: 'empty' };
}
