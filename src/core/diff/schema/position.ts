/** What applies to one value, whichever way it is put together: `allOf` and references are looked through. */

import { isObject, type Json, member } from '../../json.ts';
import { hidesSiblings } from '../containment/keywords.ts';
import { followed } from '../containment/read-schema.ts';
import { anyType, type SchemaNode, type Shape, typeBits } from '../containment/schema-node.ts';
import { isNullOnly, type Parts } from './part.ts';

/** One schema of several that a value must all meet. */
export interface Conjunct {
  readonly node: SchemaNode;
  /** Without what is looked through. */
  readonly shape: Shape;
  /** It holds for values other than null. */
  readonly orNull: boolean;
}

export interface Position {
  readonly key: string;
  /** What is compared. */
  readonly nodes: readonly SchemaNode[];
  /** What holds as well, so that it counts, and is compared elsewhere. */
  readonly given: readonly SchemaNode[];
  readonly conjuncts: readonly Conjunct[];
  /** With those that hold as well. */
  readonly surrounding: readonly Conjunct[];
  /** Some of it stayed unopened. */
  readonly unopened: boolean;
  /** All that a value must meet, as one schema. */
  readonly whole: SchemaNode;
}

export interface Positions {
  of(nodes: readonly SchemaNode[], given?: readonly SchemaNode[]): Position;
}

/** More schemas on one value than any that people write; beyond it, parts stay unopened. */
const maxConjuncts = 1000;

/** A class, so that there is one definition of each accessor for thousands of positions. */
class KnownPosition implements Position {
  readonly key: string;
  readonly nodes: readonly SchemaNode[];
  readonly given: readonly SchemaNode[];
  readonly #parts: Parts;
  #conjuncts: readonly Conjunct[] | undefined;
  #surrounding: readonly Conjunct[] | undefined;

  constructor(key: string, nodes: readonly SchemaNode[], given: readonly SchemaNode[], parts: Parts) {
    this.key = key;
    this.nodes = nodes;
    this.given = given;
    this.#parts = parts;
  }

  get conjuncts(): readonly Conjunct[] {
    this.#conjuncts ??= flatten(this.nodes);
    return this.#conjuncts;
  }

  get surrounding(): readonly Conjunct[] {
    this.#surrounding ??= this.given.length === 0 ? this.conjuncts : flatten([...this.nodes, ...this.given]);
    return this.#surrounding;
  }

  get unopened(): boolean {
    return this.conjuncts.length > maxConjuncts;
  }

  get whole(): SchemaNode {
    return this.#parts.all([...this.nodes, ...this.given]);
  }
}

export function createPositions(parts: Parts): Positions {
  const known = new Map<string, Position>();
  const { numberOf } = parts;
  const ids = (nodes: readonly SchemaNode[]) => nodes.map(numberOf).join();
  return {
    of(places, all = []) {
      const nodes = places.length === 1 ? places.map(wayThrough) : [...new Set(places.map(wayThrough))];
      // In one order and without repetition, so that there are finitely many.
      const given = [...new Set(all)].filter((node) => !nodes.includes(node)).sort((a, b) => numberOf(a) - numberOf(b));
      const key = `${ids(nodes)}/${ids(given)}`;
      const position = known.get(key) ?? new KnownPosition(key, nodes, given, parts);
      known.set(key, position);
      return position;
    },
  };
}

/** Where a reference leads that stands alone, so that all who refer to a schema have one position for it. */
function wayThrough(place: SchemaNode): SchemaNode {
  let next = behind(place);
  if (next === undefined) return place;
  const seen = new Set([place]);
  for (let node = next; ; node = next) {
    next = seen.has(node) ? undefined : behind(node);
    if (next === undefined) return node;
    seen.add(node);
  }
}

/** Where the one reference leads that a schema consists of. */
function behind(node: SchemaNode): SchemaNode | undefined {
  const [reference, more] = node.shape.references;
  return reference?.kind === 'node' && !more && standsAlone(node) ? reference.node : undefined;
}

function standsAlone({ value, dialect, shape: { annotations } }: SchemaNode): boolean {
  if (annotations.readOnly || annotations.writeOnly || annotations.deprecated || annotations.default.length > 0) {
    return false;
  }
  return hidesSiblings(dialect) || Object.keys(isObject(value) ? value : {}).every((name) => beside.has(name));
}

const beside = new Set(
  '$ref $dynamicRef $recursiveRef $defs definitions $schema title description summary $comment example examples externalDocs'.split(
    ' ',
  ),
);

function flatten(nodes: readonly SchemaNode[]): Conjunct[] {
  const found: Conjunct[] = [];
  const seen = [new Set<SchemaNode>(), new Set<SchemaNode>()] as const;
  const open = nodes.map((node) => ({ node, orNull: false })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, orNull } = next;
    const same = seen[orNull ? 1 : 0];
    if (same.has(node)) continue;
    same.add(node);
    if (found.length > maxConjuncts) break;
    const { references, allOf = [], anyOf, oneOf, ...rest } = node.shape;
    const inner = references.flatMap((it) => (it.kind === 'node' ? [{ node: it.node, orNull }] : []));
    inner.push(...allOf.map((branch) => ({ node: branch, orNull })));
    const kept: { anyOf?: readonly SchemaNode[]; oneOf?: readonly SchemaNode[] } = {};
    for (const [name, branches] of [['anyOf', anyOf] as const, ['oneOf', oneOf] as const]) {
      const only = branches && besideNull(branches, name);
      const [sole, ...others] = branches ?? [];
      // One alternative is no choice, unless a discriminator speaks of it.
      if (sole && others.length === 0 && rest.annotations.discriminator === undefined)
        inner.push({ node: sole, orNull });
      else if (only) inner.push({ node: only, orNull: true });
      else if (branches) kept[name] = branches;
    }
    const unresolved = references.filter(({ kind }) => kind === 'unresolved');
    found.push({ node, shape: { ...rest, ...kept, references: unresolved }, orNull });
    open.push(...inner.reverse());
  }
  return found;
}

/** The other one of two alternatives of which one is null: the spelling of a nullable schema that 3.1 made popular. */
function besideNull(branches: readonly SchemaNode[], keyword: 'anyOf' | 'oneOf'): SchemaNode | undefined {
  const [first, second, ...more] = branches;
  if (!first || !second || more.length > 0) return undefined;
  const [node, other] = isNullOnly(first) ? [second, first] : [first, second];
  if (!isNullOnly(other) || isNullOnly(node)) return undefined;
  // Where null meets both branches of a oneOf, it meets none.
  return keyword === 'oneOf' && (writtenTypes(node) & typeBits.null) !== 0 ? undefined : node;
}

/** The types that a schema, or the one it refers to, names. */
function writtenTypes(node: SchemaNode): number {
  const { shape } = followed(node);
  return shape.types ?? anyType;
}

/** Bits of the types that are left. */
export function typesOf(conjuncts: readonly Conjunct[]): number {
  let types = anyType as number;
  for (const { shape, orNull } of conjuncts) {
    const own = shape.always === false ? 0 : (shape.types ?? anyType);
    types &= orNull ? own | typeBits.null : own;
  }
  return types;
}

/** Whether one of the schemas is marked with the annotation. */
export function isMarked({ conjuncts }: Position, annotation: 'readOnly' | 'writeOnly' | 'deprecated'): boolean {
  return conjuncts.some(({ shape }) => shape.annotations[annotation]);
}

/** The first value that is written for a keyword, and where. */
export function written(
  { conjuncts }: Position,
  keyword: string,
): { readonly value: Json; readonly node: SchemaNode } | undefined {
  for (const { node } of conjuncts) {
    const value = isObject(node.value) ? member(node.value, keyword) : undefined;
    if (value !== undefined && node.id > 0) return { value, node };
  }
  return undefined;
}
