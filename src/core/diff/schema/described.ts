/** Which properties are described, and which of them are sent. */

import { readsOnly, writesOnly } from '../containment/read-schema.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { Pair } from './difference.ts';
import type { Position } from './position.ts';

const maps = new WeakMap<Position, ReadonlyMap<string, SchemaNode[]>>();

/** The schemas of each property, of all that are compared. */
export function described(position: Position): ReadonlyMap<string, SchemaNode[]> {
  const known = maps.get(position);
  if (known) return known;
  const all = new Map<string, SchemaNode[]>();
  for (const { shape } of position.conjuncts) {
    for (const [name, node] of shape.properties ?? []) {
      const list = all.get(name);
      if (list) list.push(node);
      else all.set(name, [node]);
    }
  }
  maps.set(position, all);
  return all;
}

/** Whether requests, or responses, leave the property out. */
export function isHidden({ setting: { view } }: Pair, nodes: readonly SchemaNode[] | undefined): boolean {
  if (!view || !nodes) return false;
  return nodes.some(view === 'request' ? readsOnly : writesOnly);
}
