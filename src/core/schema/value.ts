/** Values: when two are equal, and how messages show them. */

import { ExactNumber, numberText } from '../document/number.ts';
import { isArray, isObject, type Json, member } from '../json.ts';

/**
 * A text that two values share exactly if JSON Schema calls them equal: numbers by value, objects without order.
 * `visit` is called for every value inside, to count the work.
 */
export function equalityKey(value: Json, visit?: () => void): string {
  visit?.();
  if (isArray(value)) return `[${value.map((item) => equalityKey(item, visit)).join(',')}]`;
  if (isObject(value)) {
    const names = Object.keys(value).sort();
    const members = names.map((name) => `${JSON.stringify(name)}:${equalityKey(member(value, name) ?? null, visit)}`);
    return `{${members.join(',')}}`;
  }
  return isNumber(value) ? numberText(value) : JSON.stringify(value);
}

export function isNumber(value: Json | undefined): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** The JSON Schema type of a value; integers are numbers here. */
export function typeOf(value: Json): 'null' | 'boolean' | 'string' | 'number' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}

const longest = 60;

/** The value as JSON on one line, at most 60 characters of it. */
export function show(value: Json): string {
  const parts: string[] = [];
  let room = longest + 1;
  const add = (text: string): boolean => {
    parts.push(text);
    room -= text.length;
    return room > 0;
  };
  print(value, add, 0);
  return shorten(parts.join(''));
}

/** The value as a message names what it found: scalars as they are, anything larger by its kind. */
export function describe(value: Json): string {
  if (isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${count(value.length, 'item')}`;
  if (isObject(value)) return Object.keys(value).length === 0 ? 'an empty object' : 'an object';
  return show(value);
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export function orList(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;
}

/** `1 item`, `20 items`, for any number. */
export function countText(amount: number | ExactNumber, noun: string): string {
  return typeof amount === 'number' ? count(amount, noun) : `${shorten(numberText(amount))} ${noun}s`;
}

/** A text from outside as it is, at most 60 characters of it. */
export function shorten(text: string): string {
  return text.length <= longest ? text : `${cut(text, longest - 1)}…`;
}

function print(value: Json, add: (text: string) => boolean, depth: number): boolean {
  if (isNumber(value)) return add(cut(numberText(value), longest + 1));
  if (typeof value === 'string')
    return add(JSON.stringify(value.length > longest + 1 ? cut(value, longest + 1) : value));
  if (!isArray(value) && !isObject(value)) return add(JSON.stringify(value));
  if (depth > 3) return add('…');
  if (isArray(value)) {
    if (!add('[')) return false;
    for (const [index, item] of value.entries()) {
      if (index > 0 && !add(', ')) return false;
      if (!print(item, add, depth + 1)) return false;
    }
    return add(']');
  }
  if (!add('{')) return false;
  for (const [index, [name, item]] of Object.entries(value).entries()) {
    if (!add(`${index > 0 ? ', ' : ''}${JSON.stringify(cut(name, longest))}: `)) return false;
    if (!print(item, add, depth + 1)) return false;
  }
  return add('}');
}

/** Never cuts a surrogate pair in two. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const code = text.charCodeAt(length - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? length - 1 : length);
}
