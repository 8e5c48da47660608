/** Names of members that alternatives and conditions speak of: whoever describes one of them somewhere knows of it. */

import type { SchemaNode, Shape } from '../containment/schema-node.ts';
import type { Position } from './position.ts';

const known = new WeakMap<Position, ReadonlySet<string>>();

/** More schemas on one value than any that people write. */
const maxSchemas = 2000;

/** Those that are not described for all values of the position, but for some. */
export function mentioned(position: Position): ReadonlySet<string> {
  const before = known.get(position);
  if (before) return before;
  const names = new Set<string>();
  const seen = new Set<SchemaNode>();
  const open = position.surrounding.flatMap(({ shape }) => alternatives(shape));
  for (let node = open.pop(); node && seen.size < maxSchemas; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const { properties, references, allOf = [] } = node.shape;
    for (const name of properties?.keys() ?? []) names.add(name);
    for (const reference of references) if (reference.kind === 'node') open.push(reference.node);
    open.push(...allOf, ...alternatives(node.shape));
  }
  known.set(position, names);
  return names;
}

function alternatives({ anyOf = [], oneOf = [], dependentSchemas, ...shape }: Shape): SchemaNode[] {
  const conditional = [shape.if, shape.then, shape.else].filter((node) => node !== undefined);
  return [...anyOf, ...oneOf, ...conditional, ...[...(dependentSchemas?.values() ?? [])].flat()];
}
