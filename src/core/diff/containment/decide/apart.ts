/** Schemas that can't both accept a value, as far as that can be seen without searching. */

import { followed, readsOnly, writesOnly } from '../read-schema.ts';
import { anyType, type SchemaNode } from '../schema-node.ts';
import { keyOf } from './values.ts';

/** What a schema says that makes it easy to tell apart. */
interface Marks {
  readonly types: number;
  readonly listed: ReadonlySet<string> | undefined;
  /** The values of required members that are listed; a discriminator looks like this. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

const maxDepth = 4;

/** For each of the schemas, those of the others that may accept a value that it accepts. */
export function overlaps(nodes: readonly SchemaNode[]): number[][] {
  const marks = nodes.map((node) => marksOf(node, 0));
  return marks.map((one, at) => marks.flatMap((other, index) => (index === at || apart(one, other) ? [] : index)));
}

function marksOf(place: SchemaNode, depth: number): Marks {
  const { shape } = followed(place);
  const values = shape.const ?? shape.enum;
  const members = new Map<string, ReadonlySet<string>>();
  let types = shape.types ?? anyType;
  for (const name of shape.required ?? []) {
    const property = shape.properties?.get(name);
    const listed = property && listedIn(property);
    // In the view of a request or a response such a member need not be there.
    if (listed && !readsOnly(property) && !writesOnly(property)) members.set(name, listed);
  }
  for (const part of depth < maxDepth ? (shape.allOf ?? []) : []) {
    const inner = marksOf(part, depth + 1);
    types &= inner.types;
    for (const [name, listed] of inner.members) members.set(name, listed);
  }
  return { types, listed: values && new Set(values.map(keyOf)), members };
}

function listedIn(property: SchemaNode): ReadonlySet<string> | undefined {
  const { shape } = followed(property);
  const values = shape.const ?? shape.enum;
  return values && new Set(values.map(keyOf));
}

function apart(a: Marks, b: Marks): boolean {
  if ((a.types & b.types) === 0) return true;
  if (a.listed && b.listed && disjoint(a.listed, b.listed)) return true;
  // Members tell only objects apart.
  if ((a.types & b.types) !== objectBit) return false;
  for (const [name, listed] of a.members) {
    const others = b.members.get(name);
    if (others && disjoint(listed, others)) return true;
  }
  return false;
}

const objectBit = 64;

function disjoint(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const key of a) if (b.has(key)) return false;
  return true;
}
