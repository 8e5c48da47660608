/** Whether requests and responses can differ at all in what they leave out. */

import { isArray, isObject, type Json } from '../json.ts';

const known = new WeakMap<Json & object, boolean>();

/**
 * Whether something in the content of a file is marked `readOnly` or `writeOnly`. What other files say is not looked at:
 * where it refers to one, there may be marks.
 */
export function hasMarks(content: Json | undefined): boolean {
  if (typeof content !== 'object' || content === null) return false;
  let found = known.get(content);
  if (found === undefined) {
    found = mentions(content);
    known.set(content, found);
  }
  return found;
}

function mentions(content: Json): boolean {
  const open: Json[] = [content];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isArray(next)) open.push(...next);
    else if (isObject(next)) {
      for (const name of Object.keys(next)) {
        const value = next[name] ?? null;
        if (name === 'readOnly' || name === 'writeOnly') return true;
        if (name === '$ref' && typeof value === 'string' && !value.startsWith('#')) return true;
        if (typeof value === 'object' && value !== null) open.push(value);
      }
    }
  }
  return false;
}
