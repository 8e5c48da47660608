/** Reads TOML 1.0 (https://toml.io/en/v1.0.0) as JSON values: dates and times become texts. */

import { maxNumberDigits, numberProblem, parseNumber } from '../../core/document/number.ts';
import type { Json } from '../../core/json.ts';
import { isDate, isDateTime, isTime } from '../../core/schema/format/time.ts';
import { newTable, openTable, setValue, tableValue } from './toml-table.ts';

/** What could not be read, and the offset where. */
export interface TomlProblem {
  readonly offset: number;
  readonly message: string;
}

/** Arrays and inline tables inside each other, and parts of a key. */
const maxDepth = 100;

/** Thrown inside this file and caught there. */
class Stop extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** The value of a TOML text. */
export function readToml(text: string): { readonly value: Json } | { readonly problem: TomlProblem } {
  try {
    return { value: document({ text, at: 0 }) };
  } catch (error) {
    if (error instanceof Stop) return { problem: { offset: error.offset, message: error.message } };
    throw error;
  }
}

const [space, newline] = [/[ \t]*/y, /\r?\n/y];
const comment = /#[^\u0000-\u0008\u000a-\u001f\u007f]*/y;
const bareKey = /[A-Za-z0-9_-]+/y;
const literal = /'([^\u0000-\u0008\u000a-\u001f\u007f']*)'/y;
const plainText = /[^\u0000-\u0008\u000a-\u001f\u007f"\\]+/y;
const plainLines = /[^\u0000-\u0008\u000b-\u001f\u007f"'\\]+/y;
const dateTime = /(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d:\d\d(?:\.\d+)?)([Zz]|[+-]\d\d:\d\d)?)?/y;
const localTime = /\d\d:\d\d:\d\d(?:\.\d+)?/y;
const scalar = /[A-Za-z0-9_+.-]+/y;
const decimal = /^[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?$/;
const based = /^0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|o[0-7](?:_?[0-7])*|b[01](?:_?[01])*)$/;
const escapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', '\\': '\\' };

/** A text, and how far it was read. */
interface Cursor {
  readonly text: string;
  at: number;
}

function document(cursor: Cursor): Json {
  const root = newTable('header');
  let table = root;
  for (skipLines(cursor); cursor.at < cursor.text.length; skipLines(cursor)) {
    const start = cursor.at;
    const isArray = take(cursor, '[[');
    if (isArray || take(cursor, '[')) {
      const path = dottedKey(cursor);
      expect(cursor, isArray ? ']]' : ']');
      const opened = openTable(root, path, isArray);
      if (opened === undefined) throw new Stop(start, `${path.join('.')} is something else already`);
      table = opened;
    } else {
      const path = dottedKey(cursor);
      expect(cursor, '=');
      match(cursor, space);
      const value = anyValue(cursor, 1);
      if (!setValue(table, path, value)) throw new Stop(start, `${path.join('.')} has a value already`);
    }
    endOfLine(cursor);
  }
  return tableValue(root);
}

/** A dotted key, with the space around it. */
function dottedKey(cursor: Cursor): string[] {
  const path: string[] = [];
  do {
    match(cursor, space);
    const quote = cursor.text[cursor.at];
    const part = quote === '"' ? basicText(cursor) : quote === "'" ? literalText(cursor) : match(cursor, bareKey)?.[0];
    if (part === undefined) throw stop(cursor, 'a key is expected here');
    if (path.push(part) > maxDepth) throw stop(cursor, `a key has more than ${maxDepth} parts`);
    match(cursor, space);
  } while (take(cursor, '.'));
  return path;
}

function anyValue(cursor: Cursor, depth: number): Json {
  if (depth > maxDepth) throw stop(cursor, `values are nested more than ${maxDepth} deep`);
  switch (cursor.text[cursor.at]) {
    case '"':
      return cursor.text.startsWith('"""', cursor.at) ? textOfLines(cursor, '"""') : basicText(cursor);
    case "'":
      return cursor.text.startsWith("'''", cursor.at) ? textOfLines(cursor, "'''") : literalText(cursor);
    case '[':
      return arrayOf(cursor, depth);
    case '{':
      return inlineTable(cursor, depth);
    default:
      return scalarOf(cursor);
  }
}

function arrayOf(cursor: Cursor, depth: number): Json {
  const items: Json[] = [];
  cursor.at += 1;
  for (skipLines(cursor); !take(cursor, ']'); skipLines(cursor)) {
    items.push(anyValue(cursor, depth + 1));
    skipLines(cursor);
    if (take(cursor, ',')) continue;
    expect(cursor, ']', 'a comma or ]');
    break;
  }
  return items;
}

function inlineTable(cursor: Cursor, depth: number): Json {
  const table = newTable('header');
  cursor.at += 1;
  match(cursor, space);
  if (take(cursor, '}')) return {};
  do {
    match(cursor, space);
    const start = cursor.at;
    const path = dottedKey(cursor);
    expect(cursor, '=');
    match(cursor, space);
    const value = anyValue(cursor, depth + path.length);
    if (!setValue(table, path, value)) throw new Stop(start, `${path.join('.')} has a value already`);
    match(cursor, space);
  } while (take(cursor, ','));
  expect(cursor, '}', 'a comma or }');
  return tableValue(table);
}

function basicText(cursor: Cursor): string {
  cursor.at += 1;
  let text = '';
  while (!take(cursor, '"')) text += match(cursor, plainText)?.[0] ?? escaped(cursor);
  return text;
}

function literalText(cursor: Cursor): string {
  const text = match(cursor, literal)?.[1];
  if (text === undefined) throw stop(cursor, 'this quote is not closed on its line');
  return text;
}

/** A text of several lines. Up to two quotes may stand before those that end it. */
function textOfLines(cursor: Cursor, quotes: '"""' | "'''"): string {
  const quote = quotes.charAt(0);
  cursor.at += 3;
  match(cursor, newline);
  let text = '';
  for (;;) {
    const plain = match(cursor, plainLines)?.[0] ?? (match(cursor, newline) === undefined ? undefined : '\n');
    const next = cursor.text[cursor.at];
    if (plain !== undefined) text += plain;
    else if (next === '\\') text += quote === '"' ? escapeOrBreak(cursor) : takeOne(cursor);
    else if (next !== quote && (next === '"' || next === "'")) text += takeOne(cursor);
    else if (next !== quote) throw stop(cursor, 'these quotes are not closed');
    else if (!cursor.text.startsWith(quotes, cursor.at)) text += takeOne(cursor);
    else {
      let end = cursor.at + 3;
      while (cursor.text[end] === quote && end < cursor.at + 5) end += 1;
      text += quote.repeat(end - cursor.at - 3);
      cursor.at = end;
      return text;
    }
  }
}

/** A backslash at the end of a line takes the space away up to the next text. */
function escapeOrBreak(cursor: Cursor): string {
  return match(cursor, /\\[ \t]*\r?\n[ \t\r\n]*/y) === undefined ? escaped(cursor) : '';
}

function escaped(cursor: Cursor): string {
  const start = cursor.at;
  if (cursor.text[start] !== '\\') throw stop(cursor, 'this quote is not closed on its line');
  const [, short, four, eight] = match(cursor, /\\(?:([btnfr"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))/y) ?? [];
  if (short !== undefined) return escapes[short] ?? '';
  const code = Number.parseInt(four ?? eight ?? '', 16);
  if (code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)) return String.fromCodePoint(code);
  throw new Stop(start, 'this is no escape of TOML');
}

function scalarOf(cursor: Cursor): Json {
  const start = cursor.at;
  const [whole, date = '', time, zone] = match(cursor, dateTime) ?? [];
  if (whole !== undefined) {
    const isRight =
      isDate(date) &&
      (time === undefined || (zone === undefined ? isTime(`${time}Z`) : isDateTime(`${date}T${time}${zone}`)));
    if (!isRight) throw new Stop(start, `there is no such time: ${whole}`);
    return time === undefined ? date : `${date}T${time}${zone?.toUpperCase() ?? ''}`;
  }
  const clock = match(cursor, localTime)?.[0];
  if (clock !== undefined) {
    if (!isTime(`${clock}Z`)) throw new Stop(start, `there is no such time: ${clock}`);
    return clock;
  }
  const text = match(cursor, scalar)?.[0];
  if (text === undefined) throw stop(cursor, 'a value is expected here');
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^[+-]?(?:inf|nan)$/.test(text)) throw new Stop(start, `${text} is no number in JSON`);
  return numberOf(text, start);
}

function numberOf(text: string, start: number): Json {
  const digits = text.replaceAll('_', '').replace(/^\+/, '');
  if (text.length > maxNumberDigits) throw new Stop(start, 'this number is too long');
  if (based.test(text)) return text[1] === 'b' ? parseNumber(String(BigInt(digits))) : parseNumber(digits);
  const problem = decimal.test(text) ? numberProblem(digits) : 'this is no value; a text stands in quotes';
  if (problem !== undefined) throw new Stop(start, problem);
  return parseNumber(digits);
}

/** Comments, empty lines and space. */
function skipLines(cursor: Cursor): void {
  do {
    match(cursor, space);
    match(cursor, comment);
  } while (match(cursor, newline) !== undefined);
}

function endOfLine(cursor: Cursor): void {
  match(cursor, space);
  match(cursor, comment);
  if (cursor.at < cursor.text.length && match(cursor, newline) === undefined)
    throw stop(cursor, 'the line should end here');
}

function match(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text) ?? undefined;
  if (found !== undefined) cursor.at += found[0].length;
  return found;
}

function take(cursor: Cursor, token: string): boolean {
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

function takeOne(cursor: Cursor): string {
  cursor.at += 1;
  return cursor.text.charAt(cursor.at - 1);
}

function expect(cursor: Cursor, token: string, told = token): void {
  if (!take(cursor, token)) throw stop(cursor, `${told} is expected here`);
}

function stop(cursor: Cursor, message: string): Stop {
  return new Stop(cursor.at, message);
}
