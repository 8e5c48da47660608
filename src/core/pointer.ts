/** JSON Pointers (RFC 6901) and the readable paths made of them. */

import { isArray, type Json, member } from './json.ts';

/** The pointer to a member or item below `parent`. */
export function child(parent: string, token: string | number): string {
  return typeof token === 'number' || !special.test(token)
    ? `${parent}/${token}`
    : `${parent}/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

const special = /[~/]/;

/** The tokens of a pointer, unescaped: `/a~1b/0` is `['a/b', '0']`. */
export function tokens(pointer: string): string[] {
  if (pointer === '') return [];
  const found = pointer.slice(1).split('/');
  return pointer.includes('~') ? found.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')) : found;
}

/** The pointer one level up; the root is its own parent. */
export function parent(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
}

/** A pointer as people write places: `/interfaces/0/port` is `interfaces[0].port`; odd keys are `["a.b"]`. */
export function readable(pointer: string): string {
  let path = '';
  for (const token of tokens(pointer)) {
    if (/^(0|[1-9]\d*)$/.test(token)) path += `[${token}]`;
    else if (/^[^\s.[\]"\\=]+$/.test(token)) path += path === '' ? token : `.${token}`;
    else path += `[${JSON.stringify(token)}]`;
  }
  return path;
}

/** The value at a pointer; undefined where there is none. */
export function valueAt(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const token of tokens(pointer)) {
    value = isArray(value) ? (/^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined) : member(value, token);
  }
  return value;
}
