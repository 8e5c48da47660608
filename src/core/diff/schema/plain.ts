/** Schemas so simple that a value of a member or item is never lost on the way up. */

import { typeBits } from '../containment/schema-node.ts';
import { type Position, typesOf } from './position.ts';

const simple = new Set([
  'references',
  'annotations',
  'types',
  'properties',
  'patternProperties',
  'additionalProperties',
  'required',
  'items',
  'prefixItems',
  'uniqueItems',
  'minItems',
]);

/** Whether any member that is described, or any item, can stand in some valid value: nothing else has a say in it. */
export function isPlain(position: Position, kind: 'object' | 'array' = 'object'): boolean {
  if (position.given.length > 0 || (typesOf(position.conjuncts) & typeBits[kind]) === 0) return false;
  let speaking = 0;
  for (const { shape, orNull } of position.conjuncts) {
    if (orNull || shape.references.length > 0) return false;
    const keywords = Object.keys(shape);
    if (keywords.some((name) => !simple.has(name))) return false;
    if (keywords.some((name) => name !== 'references' && name !== 'annotations' && name !== 'types')) speaking += 1;
  }
  return speaking <= 1;
}
