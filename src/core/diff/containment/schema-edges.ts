/** A schema taken apart: what it says itself, as a text, and the schemas it consists of. */

import { keyOf } from './decide/values.ts';
import { containsEvaluates } from './keywords.ts';
import { followed, readsOnly, writesOnly } from './read-schema.ts';
import type { SchemaNode, Shape } from './schema-node.ts';

export interface Edges {
  readonly text: string;
  readonly parts: readonly Part[];
}

interface Part {
  readonly label: string;
  /** Behind references that are all that is said. */
  readonly nodes: readonly SchemaNode[];
  /** Whether it matters in which order they stand. */
  readonly ordered: boolean;
}

/** Equal texts with equal parts mean equal sets of values; annotations are left out. */
export function edgesOf(node: SchemaNode): Edges {
  const { shape } = node;
  if (shape.always !== undefined) return { text: String(shape.always), parts: [] };
  const said: string[] = [];
  const parts: Part[] = [];
  const part = (label: string, nodes: readonly SchemaNode[], ordered: boolean) =>
    void parts.push({ label, nodes: nodes.map(followed), ordered });
  // Few of the keywords are there.
  for (const name of Object.keys(shape) as (keyof Shape)[]) {
    switch (name) {
      case 'references': {
        const lost = shape.references.flatMap((it) => (it.kind === 'unresolved' ? it.url : []));
        if (lost.length > 0) said.push(`beyond ${JSON.stringify(lost)}`);
        const targets = shape.references.flatMap((it) => (it.kind === 'node' ? it.node : []));
        const all = shape.allOf ? [...targets, ...shape.allOf] : targets;
        if (all.length > 0) part('all', all, false);
        break;
      }
      case 'enum':
      case 'const':
        said.push(`in ${JSON.stringify([...new Set(shape[name]?.map(keyOf))].sort())}`);
        break;
      case 'malformed':
        said.push(`malformed ${JSON.stringify(shape.malformed?.map(([keyword, value]) => [keyword, keyOf(value)]))}`);
        break;
      case 'minimum':
      case 'exclusiveMinimum':
      case 'maximum':
      case 'exclusiveMaximum':
      case 'multipleOf':
        said.push(`${name} ${keyOf(shape[name] ?? null)}`);
        break;
      case 'required':
        said.push(`required ${JSON.stringify(setOf(shape.required))}`);
        break;
      case 'dependentRequired':
        for (const key of sortedNames(shape.dependentRequired)) {
          said.push(`needs ${JSON.stringify([key, setOf(shape.dependentRequired?.get(key))])}`);
        }
        break;
      case 'anyOf':
      case 'oneOf':
        part(name, shape[name] ?? [], false);
        break;
      case 'prefixItems':
        part('prefix', shape.prefixItems ?? [], true);
        break;
      case 'properties':
        if (shape.properties) properties(shape.properties, part);
        break;
      case 'patternProperties': {
        const names = sortedNames(shape.patternProperties);
        if (names.length > 0) part(`patterns${JSON.stringify(names)}`, allOf(shape.patternProperties, names), true);
        break;
      }
      case 'dependentSchemas':
        for (const key of sortedNames(shape.dependentSchemas)) {
          part(`if${JSON.stringify(key)}`, shape.dependentSchemas?.get(key) ?? [], false);
        }
        break;
      case 'contains':
        if (containsEvaluates(node.dialect)) said.push('contains evaluates');
        single(name, shape.contains);
        break;
      case 'items':
      case 'unevaluatedItems':
      case 'additionalProperties':
      case 'propertyNames':
      case 'unevaluatedProperties':
      case 'not':
      case 'if':
      case 'then':
      case 'else':
        single(name, shape[name]);
        break;
      case 'annotations':
      case 'always':
      case 'allOf':
        break;
      default:
        said.push(`${name} ${JSON.stringify(shape[name])}`);
    }
  }
  // The order in which keywords stand means nothing.
  if (said.length > 1) said.sort();
  if (parts.length > 1) parts.sort((a, b) => (a.label < b.label ? -1 : 1));
  return { text: said.join(' '), parts };

  function single(label: string, inner: SchemaNode | undefined): void {
    if (inner) part(label, [inner], true);
  }
}

/** Properties by name. In requests, or in responses, those count for nothing that are marked. */
function properties(
  map: ReadonlyMap<string, SchemaNode>,
  part: (label: string, nodes: readonly SchemaNode[], ordered: boolean) => void,
): void {
  const names = sortedNames(map);
  if (names.length === 0) return;
  const nodes = allOf(map, names);
  const labels = names.map((name, at) => {
    const node = nodes[at];
    return `${JSON.stringify(name)}${node && readsOnly(node) ? 'r' : ''}${node && writesOnly(node) ? 'w' : ''}`;
  });
  part(labels.join(), nodes, true);
}

function setOf(names: readonly string[] | undefined): string[] {
  return [...new Set(names)].sort();
}

function sortedNames(map: ReadonlyMap<string, unknown> | undefined): string[] {
  return [...(map?.keys() ?? [])].sort();
}

function allOf(map: ReadonlyMap<string, SchemaNode> | undefined, names: readonly string[]): SchemaNode[] {
  return names.flatMap((name) => map?.get(name) ?? []);
}
