/** Which schemas are written alike and lead nowhere else, so that nothing in them needs to be compared. */

import { ExactNumber } from '../../document/number.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../json.ts';
import type { SchemaNode } from '../containment/schema-node.ts';

export interface Alike {
  /** Whether both say the same word for word, prose aside, and refer to nothing. Only a yes is certain. */
  inert(old: readonly SchemaNode[], fresh: readonly SchemaNode[]): boolean;
}

/** How the members of a mapping are read: as keywords, as names that users chose, or as plain values. */
type Reading = 'keywords' | 'names' | 'data';

const prose = new Set(['title', 'description', 'summary', '$comment', 'example', 'examples', 'externalDocs']);
const names = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies']);
const data = new Set(['enum', 'const', 'default', 'required', 'dependentRequired']);
/** They lead elsewhere, or change what references mean. */
const referring = [
  '$ref',
  '$id',
  'id',
  '$anchor',
  '$dynamicRef',
  '$dynamicAnchor',
  '$recursiveRef',
  '$recursiveAnchor',
];

/** What is nested deeper is compared level by level. */
const maxDepth = 200;

export function createAlike(): Alike {
  const partners = new WeakMap<Json & object, Json>();

  function equal(old: Json, fresh: Json, reading: Reading, depth: number): boolean {
    if (old === null || typeof old !== 'object') return old === fresh;
    if (old instanceof ExactNumber) {
      return fresh instanceof ExactNumber && old.digits === fresh.digits && old.exponent === fresh.exponent;
    }
    if (partners.get(old) === fresh) return true;
    if (depth > maxDepth) return false;
    const same = isArray(old)
      ? isArray(fresh) &&
        old.length === fresh.length &&
        old.every((item, at) => equal(item, fresh[at] ?? null, reading === 'data' ? 'data' : 'keywords', depth + 1))
      : isObject(old) && isObject(fresh) && equalMembers(old, fresh, reading, depth + 1);
    if (same) partners.set(old, fresh);
    return same;
  }

  function equalMembers(old: JsonObject, fresh: JsonObject, reading: Reading, depth: number): boolean {
    const keywords = reading === 'keywords';
    if (keywords && referring.some((name) => typeof member(old, name) === 'string')) return false;
    // What it chooses between may stand elsewhere.
    if (keywords && member(old, 'discriminator') !== undefined) return false;
    let count = 0;
    for (const name of Object.keys(old)) {
      if (keywords && prose.has(name)) continue;
      count += 1;
      const other = member(fresh, name);
      if (other === undefined || !equal(old[name] ?? null, other, readingOf(name, reading), depth)) return false;
    }
    for (const name of Object.keys(fresh)) if (!keywords || !prose.has(name)) count -= 1;
    return count === 0;
  }

  return {
    inert([old, ...others], [fresh, ...more]) {
      if (!old || !fresh || others.length + more.length > 0 || old.dialect !== fresh.dialect) return false;
      return old.id > 0 && fresh.id > 0 && equal(old.value, fresh.value, 'keywords', 0);
    },
  };
}

function readingOf(name: string, reading: Reading): Reading {
  if (reading === 'names') return 'keywords';
  return reading === 'data' || data.has(name) || name.startsWith('x-')
    ? 'data'
    : names.has(name)
      ? 'names'
      : 'keywords';
}
