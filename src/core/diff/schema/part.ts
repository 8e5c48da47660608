/** Schemas made of parts of others: a keyword alone, several schemas at once. They stand where their parts stand. */

import {
  type Reference,
  type SchemaNode,
  type SchemaSource,
  type Shape,
  typeBits,
} from '../containment/schema-node.ts';

const bare = { references: [] as readonly Reference[], annotations: noAnnotations() };

function noAnnotations(): Shape['annotations'] {
  return { deprecated: false, readOnly: false, writeOnly: false, default: [], examples: [] };
}

/** A schema that nobody wrote, made of schemas that somebody did. */
interface Part extends SchemaNode {
  /** A value that it accepts is accepted by all of these, and one that it rejects is rejected by one of them. */
  readonly written: readonly SchemaNode[];
}

/** The schemas whose text a schema stands for: itself, unless it is made of others. */
export function writtenIn(node: SchemaNode): readonly SchemaNode[] {
  return 'written' in node ? (node as Part).written.flatMap(writtenIn) : [node];
}

const nowhere: SchemaSource = { value: () => undefined, dialect: () => '2020-12', file: () => undefined };

export type Constraints = Partial<Omit<Shape, 'annotations'>>;

export interface Parts {
  /** A number that no other schema has, whichever reader it comes from. */
  numberOf(node: SchemaNode): number;
  /** The schema `true`. */
  readonly anything: SchemaNode;
  /**
   * A schema that says only this. The same key in the same place is the same schema.
   *
   * @param written the schemas that say it among other things; the place unless given
   */
  of(place: SchemaNode, key: string, constraints: Constraints, written?: readonly SchemaNode[]): SchemaNode;
  /** A schema that asks for all of these. */
  all(nodes: readonly SchemaNode[]): SchemaNode;
  /** The schema, or null. */
  orNull(node: SchemaNode): SchemaNode;
}

export function createParts(): Parts {
  const known = new Map<string, Part>();
  const numbers = new WeakMap<SchemaNode, number>();
  let count = 0;

  function numberOf(node: SchemaNode): number {
    let number = numbers.get(node);
    if (number === undefined) {
      count += 1;
      number = count;
      numbers.set(node, number);
    }
    return number;
  }

  function make(
    place: SchemaNode | undefined,
    key: string,
    constraints: () => Constraints,
    written: readonly SchemaNode[],
  ): SchemaNode {
    let node = known.get(key);
    if (!node) {
      node = {
        // Readers count up from 1, and these must not be taken for theirs.
        id: -1 - known.size,
        source: place?.source ?? nowhere,
        file: place?.file ?? '',
        pointer: place?.pointer ?? '',
        dialect: place?.dialect ?? '2020-12',
        value: place?.value ?? true,
        shape: { ...bare, ...constraints() },
        written,
      };
      known.set(key, node);
    }
    return node;
  }

  const anything = make(undefined, 'anything', () => ({ always: true }), []);
  const nothingElse = make(undefined, 'null', () => ({ types: typeBits.null }), []);
  return {
    numberOf,
    anything,
    of: (place, key, constraints, written = [place]) =>
      make(place, `${numberOf(place)} ${key}`, () => constraints, written),
    all(nodes) {
      const [first, ...more] = new Set(nodes);
      if (!first) return anything;
      if (more.length === 0) return first;
      const ids = [first, ...more].map(numberOf).sort((a, b) => a - b);
      return make(first, `all ${ids.join()}`, () => ({ allOf: [first, ...more] }), [first, ...more]);
    },
    orNull: (node) => make(node, `null ${numberOf(node)}`, () => ({ anyOf: [nothingElse, node] }), [node]),
  };
}

/** Whether the schema is written as `true`, or says nothing about any value. */
export function acceptsAnything({ shape }: SchemaNode): boolean {
  if (shape.always !== undefined) return shape.always;
  return (
    Object.keys(shape).every((key) => key === 'annotations' || key === 'references') && shape.references.length === 0
  );
}

/** Whether the schema accepts null and nothing else, by what is written. */
export function isNullOnly({ shape }: SchemaNode): boolean {
  return (
    shape.types === typeBits.null || (shape.enum?.length === 1 && shape.enum[0] === null) || shape.const?.[0] === null
  );
}
