/** The keywords of one schema, as its dialect means them. */

import { compareNumbers, ExactNumber } from '../../document/number.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../json.ts';
import { hasBooleanExclusive, hasItemLists, hidesSiblings, knows } from './keywords.ts';
import { countOf, type Place } from './read-schema.ts';
import {
  type Annotations,
  anyType,
  type Dialect,
  type ExactOrPlain,
  type Reference,
  type SchemaNode,
  type Shape,
  typeBits,
} from './schema-node.ts';

const noAnnotations: Annotations = { deprecated: false, readOnly: false, writeOnly: false, default: [], examples: [] };

/** Reads a schema. What is no schema at all accepts everything, as an unknown keyword would. */
export function readShape(value: Json, dialect: Dialect, place: Place): Shape {
  if (typeof value === 'boolean') return { always: value, references: [], annotations: noAnnotations };
  if (!isObject(value)) return { references: [], annotations: noAnnotations };
  const get = (keyword: string): Json | undefined => (knows(dialect, keyword) ? member(value, keyword) : undefined);
  const references = readReferences(get, place);
  const annotations = readAnnotations(value, place);
  if (references.length > 0 && hidesSiblings(dialect)) return { references, annotations };
  const shape: Shape = {
    references,
    annotations,
    ...readValues(get, dialect),
    ...readNumbers(get, dialect),
    ...readStrings(get),
    ...readArrays(get, dialect, place),
    ...readObjects(get, place),
    ...readCombinations(get, place),
  };
  return shape;
}

type Get = (keyword: string) => Json | undefined;

function readReferences(get: Get, place: Place): Reference[] {
  const found: Reference[] = [];
  for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef'] as const) {
    const text = get(keyword);
    if (typeof text === 'string') found.push(place.reference(keyword, text));
  }
  return found;
}

function readAnnotations(value: JsonObject, place: Place): Annotations {
  const text = (name: string) => {
    const found = member(value, name);
    return typeof found === 'string' ? { [name]: found } : {};
  };
  const plain = (name: string) => {
    const found = member(value, name);
    return found === undefined ? {} : { [name]: found };
  };
  const byDefault = member(value, 'default');
  const example = member(value, 'example');
  const examples = member(value, 'examples');
  const contentSchema = place.below('contentSchema');
  return {
    ...text('title'),
    ...text('description'),
    ...text('contentEncoding'),
    ...text('contentMediaType'),
    ...plain('discriminator'),
    ...plain('xml'),
    ...(contentSchema && { contentSchema }),
    deprecated: member(value, 'deprecated') === true,
    readOnly: member(value, 'readOnly') === true,
    writeOnly: member(value, 'writeOnly') === true,
    default: byDefault === undefined ? [] : [byDefault],
    examples: [...(isArray(examples) ? examples : []), ...(example === undefined ? [] : [example])],
  };
}

function readValues(get: Get, dialect: Dialect): Partial<Shape> {
  const type = get('type');
  const names = typeof type === 'string' ? [type] : isArray(type) ? type : undefined;
  let types = names?.reduce<number>((bits, name) => bits | bitsOf(name, dialect), 0);
  // 3.0.3 section 4.7.24.1: `nullable` adds "null" to the `type` beside it and does nothing without one.
  if (types !== undefined && get('nullable') === true) types |= typeBits.null;
  const list = get('enum');
  const constant = get('const');
  return {
    ...(types !== undefined && types !== anyType && { types }),
    ...(isArray(list) && { enum: list }),
    ...(constant !== undefined && { const: [constant] as const }),
  };
}

function bitsOf(name: Json, dialect: Dialect): number {
  if (name === 'file' && dialect === 'openapi-2.0') return typeBits.string;
  return typeof name === 'string' && Object.hasOwn(typeBits, name) ? typeBits[name as keyof typeof typeBits] : 0;
}

function readNumbers(get: Get, dialect: Dialect): Partial<Shape> {
  let [minimum, maximum] = [numberOf(get('minimum')), numberOf(get('maximum'))];
  let [above, below] = [numberOf(get('exclusiveMinimum')), numberOf(get('exclusiveMaximum'))];
  if (hasBooleanExclusive(dialect)) {
    [above, below] = [undefined, undefined];
    if (get('exclusiveMinimum') === true) [above, minimum] = [minimum, undefined];
    if (get('exclusiveMaximum') === true) [below, maximum] = [maximum, undefined];
  }
  const multipleOf = numberOf(get('multipleOf'));
  return {
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(above !== undefined && { exclusiveMinimum: above }),
    ...(below !== undefined && { exclusiveMaximum: below }),
    ...(multipleOf !== undefined && compareNumbers(multipleOf, 0) > 0 && { multipleOf }),
  };
}

function numberOf(value: Json | undefined): ExactOrPlain | undefined {
  return typeof value === 'number' || value instanceof ExactNumber ? value : undefined;
}

function counts<Name extends string>(get: Get, ...names: readonly Name[]): { [K in Name]?: number } {
  const found: { [K in Name]?: number } = {};
  for (const name of names) {
    const count = countOf(get(name));
    if (count !== undefined) found[name] = count;
  }
  return found;
}

function readStrings(get: Get): Partial<Shape> {
  const pattern = get('pattern');
  const format = get('format');
  return {
    ...counts(get, 'minLength', 'maxLength'),
    ...(typeof pattern === 'string' && { pattern }),
    ...(typeof format === 'string' && { format }),
  };
}

function readArrays(get: Get, dialect: Dialect, place: Place): Partial<Shape> {
  const prefix = hasItemLists(dialect) ? 'items' : 'prefixItems';
  const list = get(prefix);
  const prefixItems = isArray(list) ? schemasAt(place, prefix, list) : undefined;
  const rest = hasItemLists(dialect) && prefixItems ? below(get, place, 'additionalItems') : below(get, place, 'items');
  return {
    ...counts(get, 'minItems', 'maxItems', 'minContains', 'maxContains'),
    ...(get('uniqueItems') === true && { uniqueItems: true }),
    ...(prefixItems && { prefixItems }),
    ...named('items', rest),
    ...named('contains', below(get, place, 'contains')),
    ...named('unevaluatedItems', below(get, place, 'unevaluatedItems')),
  };
}

function readObjects(get: Get, place: Place): Partial<Shape> {
  const required = get('required');
  const dependencies = readDependencies(get, place);
  return {
    ...counts(get, 'minProperties', 'maxProperties'),
    ...named('properties', schemasByName(get, place, 'properties')),
    ...named('patternProperties', schemasByName(get, place, 'patternProperties')),
    ...named('additionalProperties', below(get, place, 'additionalProperties')),
    ...named('propertyNames', below(get, place, 'propertyNames')),
    ...named('unevaluatedProperties', below(get, place, 'unevaluatedProperties')),
    ...(isArray(required) && { required: namesIn(required) }),
    ...(dependencies.names.size > 0 && { dependentRequired: dependencies.names }),
    ...(dependencies.schemas.size > 0 && { dependentSchemas: dependencies.schemas }),
  };
}

/** Up to draft-07 `dependencies` holds both kinds. */
function readDependencies(get: Get, place: Place) {
  const names = new Map<string, readonly string[]>();
  const schemas = new Map<string, readonly SchemaNode[]>();
  for (const [name, node] of schemasByName(get, place, 'dependentSchemas') ?? []) schemas.set(name, [node]);
  const required = get('dependentRequired');
  if (isObject(required)) {
    for (const name of Object.keys(required)) {
      const needed = required[name];
      if (isArray(needed)) names.set(name, namesIn(needed));
    }
  }
  const both = get('dependencies');
  for (const name of isObject(both) ? Object.keys(both) : []) {
    const needed = member(both, name);
    if (isArray(needed)) names.set(name, [...(names.get(name) ?? []), ...namesIn(needed)]);
    const schema = place.below('dependencies', name);
    if (schema) schemas.set(name, [...(schemas.get(name) ?? []), schema]);
  }
  return { names, schemas };
}

function readCombinations(get: Get, place: Place): Partial<Shape> {
  const list = (keyword: string) => {
    const found = get(keyword);
    return isArray(found) ? schemasAt(place, keyword, found) : undefined;
  };
  return {
    ...named('allOf', list('allOf')),
    ...named('anyOf', list('anyOf')),
    ...named('oneOf', list('oneOf')),
    ...named('not', below(get, place, 'not')),
    ...named('if', below(get, place, 'if')),
    ...named('then', below(get, place, 'then')),
    ...named('else', below(get, place, 'else')),
  };
}

function named<Name extends string, Value>(name: Name, value: Value | undefined): { [K in Name]?: Value } {
  const found: { [K in Name]?: Value } = {};
  if (value !== undefined) found[name] = value;
  return found;
}

function below(get: Get, place: Place, keyword: string): SchemaNode | undefined {
  return get(keyword) === undefined ? undefined : place.below(keyword);
}

function schemasAt(place: Place, keyword: string, list: readonly Json[]): SchemaNode[] {
  return list.flatMap((_, index) => place.below(keyword, index) ?? []);
}

function schemasByName(get: Get, place: Place, keyword: string): ReadonlyMap<string, SchemaNode> | undefined {
  const map = get(keyword);
  if (!isObject(map)) return undefined;
  const found = new Map<string, SchemaNode>();
  for (const name of Object.keys(map)) {
    const node = place.below(keyword, name);
    if (node) found.set(name, node);
  }
  return found;
}

function namesIn(list: readonly Json[]): string[] {
  return list.filter((name) => typeof name === 'string');
}
