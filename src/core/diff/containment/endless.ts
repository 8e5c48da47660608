/** Schemas that refer to themselves without going any further into the value, which means nothing. */

import type { SchemaNode, Shape } from './schema-node.ts';

/** Tells whether a schema is where such a circle closes; of every circle, some schema is. */
export function endlessness(): (node: SchemaNode) => boolean {
  const done = new Map<SchemaNode, boolean>();
  const endless = new Set<SchemaNode>();

  function visit(root: SchemaNode): void {
    const path: { readonly node: SchemaNode; readonly next: readonly SchemaNode[]; at: number }[] = [];
    const enter = (node: SchemaNode) => {
      done.set(node, false);
      path.push({ node, next: inPlace(node.shape), at: 0 });
    };
    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.next[top.at];
      top.at += 1;
      if (!next) {
        done.set(top.node, true);
        path.pop();
      } else if (!done.has(next)) enter(next);
      else if (done.get(next) === false) endless.add(next);
    }
  }

  return (node) => {
    if (!done.has(node)) visit(node);
    return endless.has(node);
  };
}

function inPlace(shape: Shape): SchemaNode[] {
  const { references, allOf = [], anyOf = [], oneOf = [], dependentSchemas } = shape;
  const targets = references.flatMap((reference) => (reference.kind === 'node' ? reference.node : []));
  const conditional = [shape.not, shape.if, shape.then, shape.else].filter((node) => node !== undefined);
  return [...targets, ...allOf, ...anyOf, ...oneOf, ...conditional, ...[...(dependentSchemas?.values() ?? [])].flat()];
}
