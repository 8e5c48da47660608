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

function mentions(content: Json & object): boolean {
  if (isArray(content)) return content.some((item) => typeof item === 'object' && item !== null && mentions(item));
  if (!isObject(content)) return false;
  for (const name of Object.keys(content)) {
    const value = content[name];
    if (name === 'readOnly' || name === 'writeOnly') return true;
    if (typeof value === 'object' && value !== null) {
      if (mentions(value)) return true;
    } else if (name === '$ref' && typeof value === 'string' && !value.startsWith('#')) return true;
  }
  return false;
}
