/** Which schemas certainly accept the same values. */

import { followed } from './read-schema.ts';
import type { SchemaNode } from './schema-node.ts';

export interface SchemaGroups {
  /** A number that is equal for schemas that say the same. */
  groupOf(node: SchemaNode): number;
  same(a: SchemaNode, b: SchemaNode): boolean;
}

export function schemaGroups(): SchemaGroups {
  const groupOf = (node: SchemaNode) => followed(node).id;
  return { groupOf, same: (a, b) => groupOf(a) === groupOf(b) };
}
