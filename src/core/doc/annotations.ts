/** What a schema says of a value beside its structure. */
import type { Dialect } from '../diff/containment/schema-node.ts';
import { isArray, type Json, type JsonObject, member } from '../json.ts';
import { conditionText } from './condition.ts';
import { constraintsOf, listedValues, maxValues } from './constraints.ts';
import type { SchemaNode } from './schema-model.ts';
import { exampleText, prose, valueText } from './text.ts';

/** A node that is being made. */
export type Draft = { -readonly [Key in keyof SchemaNode]: SchemaNode[Key] };

/** The node with what a schema says beside its structure. */
export function annotated(node: Draft, value: JsonObject, dialect: Dialect): Draft {
  for (const key of Object.keys(value)) {
    const it = value[key] ?? null;
    if (key === 'title' || key === 'description') {
      const text = prose(it);
      if (text !== undefined) node[key] = text;
    } else if (key === 'default') node.default = valueText(it);
    else if (key === 'enum' || key === 'const') {
      const values = listedValues(value);
      if (values !== undefined) node.values = values;
      if (isArray(it) && it.length > maxValues) node.cut = `${it.length - maxValues} more values`;
    } else if (key === 'example' || key === 'examples') {
      const example = exampleOf(value);
      if (example !== undefined) node.example = exampleText(example);
    } else if (key === 'deprecated' && it === true) node.deprecated = true;
  }
  const constraints = constraintsOf(value, dialect);
  if (constraints.length > 0) node.constraints = [...(node.constraints ?? []), ...constraints];
  return node;
}

/** Which items a list must have among others. */
export function containedText(value: JsonObject): string | undefined {
  const some = member(value, 'contains');
  if (some === undefined) return undefined;
  const [least = 1, most] = [member(value, 'minContains'), member(value, 'maxContains')];
  const count = `${valueText(least)}${most === undefined ? ' or more' : ` to ${valueText(most)}`} items`;
  return `with ${count} where ${conditionText(some)}`;
}

/** What is no rule, and so tells something even where the reference beside it hides it. */
export function annotationsOf(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => annotations.has(key)));
}

const annotations = new Set(['title', 'description', 'default', 'example', 'examples', 'deprecated']);

function exampleOf(value: JsonObject): Json | undefined {
  const examples = member(value, 'examples');
  return member(value, 'example') ?? (isArray(examples) ? examples[0] : undefined);
}
