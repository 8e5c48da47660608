/** Schemas of interfaces, which refer to components that many share. */
import { isObject } from '../../json.ts';
import { hidesSiblings } from '../containment/keywords.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { Role, SchemaChange, Use } from './schema-change.ts';
import type { SchemaWalker } from './walk.ts';

export interface SchemaComparison {
  /** The same answer, as the same list, for the same pair. */
  compare(
    old: SchemaNode | undefined,
    fresh: SchemaNode | undefined,
    role: Role,
    /** The values are written as XML. */
    xml?: boolean,
  ): readonly SchemaChange[];
}

/** Compares each pair of schemas once, however much refers to them. */
export function rememberSchemas(walker: SchemaWalker, use: Use): SchemaComparison {
  const known = new Map<string, readonly SchemaChange[]>();
  return {
    compare(old, fresh, role, xml = false) {
      const [before, after] = [old && meant(old), fresh && meant(fresh)];
      const key = `${before?.id} ${after?.id} ${role} ${xml}`;
      const found = known.get(key) ?? walker.compare(before, after, role, use, { xml });
      known.set(key, found);
      return found;
    },
  };
}

const maxHops = 64;

/** The schema that a mere reference leads to, so that all who refer to it have the same pair. */
function meant(start: SchemaNode): SchemaNode {
  let node = start;
  for (let hop = 0; hop < maxHops; hop++) {
    const [reference, ...more] = node.shape.references;
    const alone = hidesSiblings(node.dialect) || (isObject(node.value) && Object.keys(node.value).length === 1);
    if (reference?.kind !== 'node' || more.length > 0 || !alone) return node;
    node = reference.node;
  }
  return node;
}
