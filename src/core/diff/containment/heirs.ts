/**
 * Schemas that take in another one with `allOf`: what its discriminator chooses between where no alternatives are
 * written (OpenAPI 2.0, "Schema Object"; 3.0.3 and 3.1.0, "Discriminator Object").
 */

import { isArray, isObject, type Json, member } from '../../json.ts';
import { child, valueAt } from '../../pointer.ts';

/** Pointers of the components that take in another component themselves, by its pointer. */
export type Heirs = ReadonlyMap<string, readonly string[]>;

/**
 * Those among the components of a document that stand in one mapping. References to other files are not followed.
 *
 * @param holder pointer of the mapping
 */
export function heirsIn(document: Json, holder: string): Heirs {
  const found = new Map<string, string[]>();
  const components = valueAt(document, holder);
  if (!isObject(components)) return found;
  for (const name of Object.keys(components)) {
    const parts = member(components[name] ?? null, 'allOf');
    for (const part of isArray(parts) ? parts : []) {
      const text = member(part, '$ref');
      if (typeof text !== 'string' || !text.startsWith('#/')) continue;
      const known = found.get(text.slice(1)) ?? [];
      known.push(child(holder, name));
      found.set(text.slice(1), known);
    }
  }
  return found;
}

/** Pointers of all heirs of a component, and of theirs; each once. */
export function allHeirs(heirs: Heirs, pointer: string): readonly string[] {
  const found = new Set<string>();
  const open = [pointer];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const heir of heirs.get(next) ?? []) {
      if (found.has(heir) || heir === pointer) continue;
      found.add(heir);
      open.push(heir);
    }
  }
  return [...found];
}
