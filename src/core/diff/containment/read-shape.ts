/** The keywords of one schema, as its dialect means them. */

import { compareNumbers, ExactNumber } from '../../document/number.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../json.ts';
import { hasBooleanExclusive, hasItemLists, hidesSiblings, knows } from './keywords.ts';
import { isAnnotation, noAnnotations, type OpenAnnotations, readAnnotation } from './read-annotations.ts';
import {
  anyType,
  type Dialect,
  type ExactOrPlain,
  type Reference,
  type SchemaNode,
  type Shape,
  typeBits,
} from './schema-node.ts';
import { isWellFormed } from './well-formed.ts';

/** What reading a shape needs to know about where it stands. */
export interface Place {
  /** The schema that a keyword has as its value, or under a name or an index in it. */
  below(schema: Json, keyword: string, key?: string | number): SchemaNode;
  reference(keyword: '$ref' | '$dynamicRef' | '$recursiveRef', text: string): Reference;
  /** The components that take in this one, by name. */
  heirs(): ReadonlyMap<string, SchemaNode>;
  /** Whether a `discriminator` means anything. */
  readonly discriminators: boolean;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

interface Reading {
  readonly shape: Writable<Shape>;
  readonly schema: JsonObject;
  readonly dialect: Dialect;
  readonly place: Place;
}

type Read = (reading: Reading, value: Json, keyword: string) => void;

/** Reads a schema. What is no schema at all accepts everything, as an unknown keyword would. */
export function readShape(value: Json, dialect: Dialect, place: Place): Shape {
  if (typeof value === 'boolean') return { always: value, references: [], annotations: noAnnotations };
  if (!isObject(value)) return { malformed: [['', value]], references: [], annotations: noAnnotations };
  const shape: Writable<Shape> = { references: [], annotations: noAnnotations };
  const reading: Reading = { shape, schema: value, dialect, place };
  shape.references = readReferences(reading);
  const alone = shape.references.length > 0 && hidesSiblings(dialect);
  // Many schemas have none.
  let annotations: OpenAnnotations | undefined;
  const malformed: [string, Json][] = [];
  for (const keyword of Object.keys(value)) {
    const found = value[keyword];
    if (found === undefined) continue;
    if (isAnnotation(keyword) && (place.discriminators || keyword !== 'discriminator')) {
      annotations ??= { ...noAnnotations };
      readAnnotation(annotations, keyword, found, place.below);
    }
    if (alone || !knows(dialect, keyword)) continue;
    readers.get(keyword)?.(reading, found, keyword);
    if (!isWellFormed(keyword, found, dialect)) malformed.push([keyword, found]);
  }
  if (malformed.length > 0) shape.malformed = malformed;
  if (annotations) {
    if (annotations.discriminator !== undefined && !shape.oneOf && !shape.anyOf) {
      const heirs = place.heirs();
      if (heirs.size > 0) annotations.heirs = heirs;
    }
    shape.annotations = annotations;
  }
  return shape;
}

function readReferences({ schema, dialect, place }: Reading): Reference[] {
  const found: Reference[] = [];
  for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef'] as const) {
    const text = Object.hasOwn(schema, keyword) && knows(dialect, keyword) ? schema[keyword] : undefined;
    if (typeof text === 'string') found.push(place.reference(keyword, text));
  }
  return found;
}

function sibling({ schema, dialect }: Reading, keyword: string): Json | undefined {
  return Object.hasOwn(schema, keyword) && knows(dialect, keyword) ? schema[keyword] : undefined;
}

function readType(reading: Reading, value: Json): void {
  const names = typeof value === 'string' ? [value] : isArray(value) ? value : undefined;
  if (!names || !isWellFormed('type', value, reading.dialect)) return;
  let types = names.reduce<number>((bits, name) => bits | bitsOf(name, reading.dialect), 0);
  // 3.0.3 section 4.7.24.1: `nullable` adds "null" to the `type` beside it and does nothing without one.
  if (sibling(reading, 'nullable') === true) types |= typeBits.null;
  if (types !== anyType) reading.shape.types = types;
}

function bitsOf(name: Json, dialect: Dialect): number {
  if (name === 'file' && dialect === 'openapi-2.0') return typeBits.string;
  return typeof name === 'string' && Object.hasOwn(typeBits, name) ? typeBits[name as keyof typeof typeBits] : 0;
}

function readBound(reading: Reading, value: Json, keyword: string): void {
  if (typeof value !== 'number' && !(value instanceof ExactNumber)) return;
  const [plain, exclusive] =
    keyword === 'minimum' || keyword === 'exclusiveMinimum'
      ? (['minimum', 'exclusiveMinimum'] as const)
      : (['maximum', 'exclusiveMaximum'] as const);
  if (!hasBooleanExclusive(reading.dialect)) reading.shape[keyword === plain ? plain : exclusive] = value;
  else if (keyword === plain) reading.shape[sibling(reading, exclusive) === true ? exclusive : plain] = value;
}

function readMultiple({ shape }: Reading, value: Json): void {
  const isNumber = typeof value === 'number' || value instanceof ExactNumber;
  if (isNumber && compareNumbers(value, 0) > 0) shape.multipleOf = value;
}

type CountName =
  | 'minLength'
  | 'maxLength'
  | 'minItems'
  | 'maxItems'
  | 'minContains'
  | 'maxContains'
  | 'minProperties'
  | 'maxProperties';

/** A count may be written `2.0`; larger than any value where no double says it. */
function count(name: CountName): Read {
  return ({ shape }, value) => {
    if (value instanceof ExactNumber) {
      if (value.digits > 0n) shape[name] = value.exponent >= 0 ? Number.MAX_SAFE_INTEGER : roundUp(value);
    } else if (typeof value === 'number' && value >= 0) {
      shape[name] = Math.min(Math.ceil(value), Number.MAX_SAFE_INTEGER);
    }
  };
}

function roundUp(value: ExactOrPlain & ExactNumber): number {
  return Math.min(Math.ceil(Number(`${value.digits}e${value.exponent}`)), Number.MAX_SAFE_INTEGER);
}

type SchemaName =
  | 'contains'
  | 'unevaluatedItems'
  | 'additionalProperties'
  | 'propertyNames'
  | 'unevaluatedProperties'
  | 'not'
  | 'if'
  | 'then'
  | 'else';

function schema(name: SchemaName): Read {
  return ({ shape, place }, value) => {
    shape[name] = place.below(value, name);
  };
}

function schemas(name: 'allOf' | 'anyOf' | 'oneOf'): Read {
  return ({ shape, place }, value) => {
    if (isArray(value)) shape[name] = schemasAt(place, name, value);
  };
}

function schemasAt(place: Place, keyword: string, list: readonly Json[]): SchemaNode[] {
  return list.map((item, index) => place.below(item, keyword, index));
}

function byName(name: 'properties' | 'patternProperties'): Read {
  return ({ shape, place }, value) => {
    if (isObject(value)) shape[name] = schemasByName(place, value, name);
  };
}

function schemasByName(place: Place, map: JsonObject, keyword: string): ReadonlyMap<string, SchemaNode> {
  const found = new Map<string, SchemaNode>();
  for (const name of Object.keys(map)) found.set(name, place.below(map[name] ?? null, keyword, name));
  return found;
}

/** `prefixItems`, and the list that `items` may be in older dialects, beside which `additionalItems` is the rest. */
function readItems(reading: Reading, value: Json, keyword: string): void {
  const { shape, place, dialect } = reading;
  const hasLists = hasItemLists(dialect);
  if (isArray(value)) {
    if (keyword === (hasLists ? 'items' : 'prefixItems')) shape.prefixItems = schemasAt(place, keyword, value);
    return;
  }
  const rest = keyword === 'items' || (keyword === 'additionalItems' && isArray(sibling(reading, 'items')));
  if (rest) shape.items = place.below(value, keyword);
}

function readDependentRequired({ shape }: Reading, value: Json): void {
  const names = new Map(shape.dependentRequired);
  for (const name of isObject(value) ? Object.keys(value) : []) {
    const needed = isObject(value) ? value[name] : undefined;
    if (isArray(needed)) names.set(name, [...(names.get(name) ?? []), ...namesIn(needed)]);
  }
  if (names.size > 0) shape.dependentRequired = names;
}

function readDependentSchemas({ shape, place }: Reading, value: Json, keyword: string): void {
  if (!isObject(value)) return;
  const found = new Map(shape.dependentSchemas);
  for (const [name, node] of schemasByName(place, value, keyword)) {
    if (!isArray(node.value)) found.set(name, [...(found.get(name) ?? []), node]);
  }
  if (found.size > 0) shape.dependentSchemas = found;
}

function namesIn(list: readonly Json[]): string[] {
  return list.filter((name) => typeof name === 'string');
}

const readers: ReadonlyMap<string, Read> = new Map(
  Object.entries({
    type: readType,
    enum: ({ shape }, value) => {
      if (isArray(value)) shape.enum = value;
    },
    const: ({ shape }, value) => {
      shape.const = [value];
    },
    minimum: readBound,
    maximum: readBound,
    exclusiveMinimum: readBound,
    exclusiveMaximum: readBound,
    multipleOf: readMultiple,
    minLength: count('minLength'),
    maxLength: count('maxLength'),
    pattern: ({ shape }, value) => {
      if (typeof value === 'string') shape.pattern = value;
    },
    format: ({ shape }, value) => {
      if (typeof value === 'string') shape.format = value;
    },
    minItems: count('minItems'),
    maxItems: count('maxItems'),
    uniqueItems: ({ shape }, value) => {
      if (value === true) shape.uniqueItems = true;
    },
    prefixItems: readItems,
    items: readItems,
    additionalItems: readItems,
    contains: schema('contains'),
    minContains: count('minContains'),
    maxContains: count('maxContains'),
    unevaluatedItems: schema('unevaluatedItems'),
    properties: byName('properties'),
    patternProperties: byName('patternProperties'),
    additionalProperties: schema('additionalProperties'),
    propertyNames: schema('propertyNames'),
    required: ({ shape }, value) => {
      if (isArray(value)) shape.required = namesIn(value);
    },
    minProperties: count('minProperties'),
    maxProperties: count('maxProperties'),
    dependentRequired: readDependentRequired,
    dependentSchemas: readDependentSchemas,
    dependencies(reading, value, keyword) {
      readDependentRequired(reading, value);
      readDependentSchemas(reading, value, keyword);
    },
    unevaluatedProperties: schema('unevaluatedProperties'),
    allOf: schemas('allOf'),
    anyOf: schemas('anyOf'),
    oneOf: schemas('oneOf'),
    not: schema('not'),
    if: schema('if'),
    // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword, and nobody awaits this table
    then: schema('then'),
    else: schema('else'),
  } satisfies Readonly<Record<string, Read>>),
);
