/** Whether two schemas say the same, annotations that matter to somebody included, whatever their parts are called. */

import { isObject, type Json, member } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import type { SchemaNode, Shape } from '../containment/schema-node.ts';
import type { Parts } from './part.ts';

export type Same = (a: SchemaNode, b: SchemaNode) => boolean;

/** Pairs that one question may look at; beyond it schemas count as different, and are compared further. */
const maxPairs = 20_000;

/** Compares by what is written; each pair of schemas once, so that cycles end. */
export function createSame({ numberOf }: Parts): Same {
  const known = new Map<string, boolean>();

  function look(a: SchemaNode, b: SchemaNode): boolean {
    const assumed = new Set<string>();
    const open: [SchemaNode, SchemaNode][] = [[a, b]];
    for (let next = open.pop(); next; next = open.pop()) {
      const key = `${numberOf(next[0])} ${numberOf(next[1])}`;
      if (assumed.has(key) || known.get(key) === true) continue;
      if (known.get(key) === false || assumed.size >= maxPairs) return false;
      assumed.add(key);
      const below = inPairs(...next);
      if (!below) {
        known.set(key, false);
        return false;
      }
      for (const [, left, right] of below) open.push([left, right]);
    }
    for (const key of assumed) known.set(key, true);
    return true;
  }

  return (a, b) => {
    if (a === b) return true;
    const key = `${numberOf(a)} ${numberOf(b)}`;
    let answer = known.get(key);
    if (answer === undefined) {
      answer = look(a, b);
      known.set(key, answer);
    }
    return answer;
  };
}

/**
 * The schemas in which two differ, where what is written in these two is the same and only what they refer to is not;
 * none where more differs, or where it takes too long to tell.
 */
export function differentTargets(a: SchemaNode, b: SchemaNode): readonly (readonly [SchemaNode, SchemaNode])[] {
  const found: (readonly [SchemaNode, SchemaNode])[] = [];
  const seen = new Map<SchemaNode, Set<SchemaNode>>();
  const open: { a: SchemaNode; b: SchemaNode; referred: boolean }[] = [{ a, b, referred: false }];
  for (let steps = 0, next = open.shift(); next; next = open.shift()) {
    const partners = seen.get(next.a) ?? new Set<SchemaNode>();
    seen.set(next.a, partners);
    if (partners.has(next.b)) continue;
    partners.add(next.b);
    steps += 1;
    if (steps > maxTargets) return [];
    const below = inPairs(next.a, next.b);
    if (below) {
      // What is written here comes first, so that what is also referred to counts as written.
      const inner = below.map(([name, left, right]) => ({
        a: left,
        b: right,
        referred: next.referred || name === '$ref',
      }));
      open.unshift(...inner.filter(({ referred }) => !referred));
      open.push(...inner.filter(({ referred }) => referred));
    } else if (next.referred) found.push([next.a, next.b]);
    else return [];
  }
  return found;
}

/** Pairs of schemas that are followed to tell where a difference comes from. */
const maxTargets = 500;

/** The schemas below two that say the same themselves, in pairs; undefined where they do not. */
function inPairs(a: SchemaNode, b: SchemaNode): [name: string, left: SchemaNode, right: SchemaNode][] | undefined {
  if (flatKey(a.shape) !== flatKey(b.shape)) return undefined;
  const [below, other] = [schemasIn(a.shape), schemasIn(b.shape)];
  if (below.length !== other.length) return undefined;
  const pairs: [string, SchemaNode, SchemaNode][] = [];
  for (const [at, [name, left]] of below.entries()) {
    const [otherName, right] = other[at] ?? [];
    if (name !== otherName || !right) return undefined;
    pairs.push([name, left, right]);
  }
  return pairs;
}

/** What people read, and what is compared for itself. */
const aside = new Set(['title', 'description', 'examples', 'discriminator', 'heirs']);

/** All that is written in a schema itself. */
function flatKey(shape: Shape): string {
  const said: string[] = [];
  const entries: [string, unknown][] = Object.entries(shape).filter(([name]) => name !== 'annotations');
  entries.push(...Object.entries(shape.annotations).filter(([name]) => !aside.has(name)));
  said.push(discriminatorKey(shape));
  for (const [name, value] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name === 'references') {
      const lost = shape.references.flatMap((it) => (it.kind === 'unresolved' ? [it.url] : []));
      if (lost.length > 0) said.push(`$ref:${JSON.stringify(lost)}`);
    } else if (name === 'dependentRequired') {
      said.push(
        `${name}:${JSON.stringify([...(shape.dependentRequired ?? [])].map(([key, list]) => [key, [...list].sort()]).sort())}`,
      );
    } else if (name === 'required' || name === 'enum') {
      said.push(
        `${name}:${(value as readonly Json[])
          .map((item) => equalityKey(item))
          .sort()
          .join()}`,
      );
    } else if (!holders.has(name)) said.push(`${name}:${equalityKey(value as Json)}`);
  }
  return said.join(';');
}

/**
 * What a discriminator calls which alternative: what components are called counts only where no mapping says more, and
 * where they stand does not.
 */
function discriminatorKey({ annotations: { discriminator }, oneOf, anyOf }: Shape): string {
  if (discriminator === undefined) return '';
  const branches = (oneOf ?? anyOf ?? []).map(({ shape }) => shape.references[0]?.text);
  const mapping = member(discriminator, 'mapping');
  const values = Object.entries(isObject(mapping) ? mapping : {}).map(([value, target]): [string, Json] => {
    const at = branches.findIndex((text) => text !== undefined && (text === target || lastName(text) === target));
    return [value, at < 0 ? nameOf(target) : at];
  });
  const mapped = new Set(values.map(([, at]) => at));
  branches.forEach((text, at) => {
    if (text !== undefined && !mapped.has(at)) values.push([lastName(text), at]);
  });
  const rest = isObject(discriminator) ? { ...discriminator, mapping: null } : discriminator;
  return `discriminator:${equalityKey([rest, Object.fromEntries(values)])}`;
}

/** What a mapping leads to, wherever that stands. */
function nameOf(target: Json): Json {
  return typeof target === 'string' ? lastName(target) : target;
}

function lastName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1).replace(/\.(json|ya?ml)$/i, '');
}

function schemasIn(shape: Shape): [name: string, node: SchemaNode][] {
  const found: [string, SchemaNode][] = [];
  const add = (name: string, node: SchemaNode | undefined) => {
    if (node) found.push([name, node]);
  };
  const addAll = (name: string, nodes: readonly SchemaNode[] | undefined) => {
    for (const node of nodes ?? []) found.push([name, node]);
  };
  for (const reference of shape.references) if (reference.kind === 'node') found.push(['$ref', reference.node]);
  addAll('allOf', shape.allOf);
  addAll('anyOf', shape.anyOf);
  addAll('oneOf', shape.oneOf);
  addAll('prefixItems', shape.prefixItems);
  for (const name of single) add(name, shape[name]);
  add('contentSchema', shape.annotations.contentSchema);
  for (const name of ['properties', 'patternProperties'] as const) {
    for (const [key, node] of sorted(shape[name])) found.push([`${name} ${key}`, node]);
  }
  for (const [key, nodes] of sorted(shape.dependentSchemas)) addAll(`dependentSchemas ${key}`, nodes);
  return found;
}

const single = [
  'not',
  'if',
  'then',
  'else',
  'items',
  'contains',
  'unevaluatedItems',
  'additionalProperties',
  'propertyNames',
  'unevaluatedProperties',
] as const;

/** What holds schemas, which are compared one by one. */
const holders = new Set<string>([
  ...single,
  'allOf',
  'anyOf',
  'oneOf',
  'prefixItems',
  'properties',
  'patternProperties',
  'dependentSchemas',
  'contentSchema',
]);

function sorted<Value>(map: ReadonlyMap<string, Value> | undefined): [string, Value][] {
  return [...(map ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
}
