/** What a `not` forbids, in words. */

import { isArray, type Json, member } from '../json.ts';
import { articles } from './keywords/values.ts';
import { describe, orList, shorten, show } from './value.ts';

/** The message for a value that matches a schema it must not match. */
export function negated(schema: Json, instance: Json): string {
  const keywords =
    schema !== null && typeof schema === 'object' ? Object.keys(schema).filter((name) => !silent.has(name)) : [];
  const value = keywords.length === 1 ? member(schema, keywords[0] ?? '') : undefined;
  switch (value === undefined ? undefined : keywords[0]) {
    case 'const':
    case 'enum':
      return `must not be ${show(instance)}`;
    case 'type': {
      const types = (isArray(value) ? value : [value ?? null]).map((type) => articles[String(type)] ?? String(type));
      return `must not be ${orList(types)} (found ${describe(instance)})`;
    }
    case 'required':
      return `must not have ${(isArray(value) ? value : []).map(show).join(' and ')}${isArray(value) && value.length > 1 ? ' together' : ''}`;
    case 'pattern':
      return `must not match the pattern ${shorten(String(value))} (found ${show(instance)})`;
    default:
      return keywords.length === 0 ? 'is not allowed here' : `must not be like this (found ${describe(instance)})`;
  }
}

/** Keywords that do not assert anything. */
const silent: ReadonlySet<string> = new Set([
  'title',
  'description',
  '$comment',
  'errorMessage',
  'examples',
  'default',
]);
