/** A schema taken apart: what it says itself, as a text, and the schemas it consists of. */

import { keyOf } from './decide/values.ts';
import { containsEvaluates } from './keywords.ts';
import { readsOnly, writesOnly } from './read-schema.ts';
import type { ExactOrPlain, SchemaNode, Shape } from './schema-node.ts';

export interface Edges {
  readonly text: string;
  readonly parts: readonly {
    readonly label: string;
    readonly nodes: readonly SchemaNode[];
    /** Whether it matters in which order they stand. */
    readonly ordered: boolean;
  }[];
}

const plain = [
  'types',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
] as const;
const numbers = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf'] as const;
const single = [
  'items',
  'contains',
  'unevaluatedItems',
  'additionalProperties',
  'propertyNames',
  'unevaluatedProperties',
  'not',
  'if',
  'then',
  'else',
] as const;

/** Equal texts with equal parts mean equal sets of values; annotations are left out. */
export function edgesOf(node: SchemaNode): Edges {
  const { shape } = node;
  if (shape.always !== undefined) return { text: String(shape.always), parts: [] };
  const said: [string, unknown][] = [];
  for (const name of plain) if (shape[name] !== undefined) said.push([name, shape[name]]);
  for (const name of numbers) {
    const number: ExactOrPlain | undefined = shape[name];
    if (number !== undefined) said.push([name, keyOf(number)]);
  }
  for (const values of [shape.enum, shape.const]) if (values) said.push(['in', [...new Set(values.map(keyOf))].sort()]);
  if (shape.required) said.push(['required', [...new Set(shape.required)].sort()]);
  for (const [name, needed] of sorted(shape.dependentRequired))
    said.push(['needs', [name, [...new Set(needed)].sort()]]);
  if (shape.contains && containsEvaluates(node.dialect)) said.push(['contains', 'evaluates']);
  const opaque = shape.references.flatMap((reference) => (reference.kind === 'unresolved' ? reference.url : []));
  if (opaque.length > 0) said.push(['beyond', opaque]);
  if (shape.malformed) said.push(['malformed', shape.malformed.map(([keyword, value]) => [keyword, keyOf(value)])]);
  return { text: said.length === 0 ? '' : JSON.stringify(said), parts: partsOf(shape) };
}

function partsOf(shape: Shape): Edges['parts'] {
  const parts: { label: string; nodes: readonly SchemaNode[]; ordered: boolean }[] = [];
  const targets = shape.references.flatMap((reference) => (reference.kind === 'node' ? reference.node : []));
  const all = [...targets, ...(shape.allOf ?? [])];
  if (all.length > 0) parts.push({ label: 'all', nodes: all, ordered: false });
  for (const label of ['anyOf', 'oneOf'] as const) {
    const nodes = shape[label];
    if (nodes) parts.push({ label, nodes, ordered: false });
  }
  for (const label of single) {
    const node = shape[label];
    if (node) parts.push({ label, nodes: [node], ordered: true });
  }
  if (shape.prefixItems) parts.push({ label: 'prefix', nodes: shape.prefixItems, ordered: true });
  const properties = sorted(shape.properties);
  if (properties.length > 0) {
    const names = properties.map(([name, node]) => [name, readsOnly(node) ? 'r' : '', writesOnly(node) ? 'w' : '']);
    parts.push({ label: JSON.stringify(names), nodes: properties.map(([, node]) => node), ordered: true });
  }
  const patterns = sorted(shape.patternProperties);
  if (patterns.length > 0) {
    const label = `patterns${JSON.stringify(patterns.map(([pattern]) => pattern))}`;
    parts.push({ label, nodes: patterns.map(([, node]) => node), ordered: true });
  }
  for (const [name, nodes] of sorted(shape.dependentSchemas)) {
    parts.push({ label: `if${JSON.stringify(name)}`, nodes, ordered: false });
  }
  return parts;
}

function sorted<Value>(map: ReadonlyMap<string, Value> | undefined): [string, Value][] {
  return [...(map ?? [])].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
