/** Whether keywords have values that mean something; what has another one says nothing that can be relied on. */

import { compareNumbers, ExactNumber } from '../../document/number.ts';
import { isArray, isObject, type Json } from '../../json.ts';
import { hasBooleanExclusive, hasItemLists } from './keywords.ts';
import { type Dialect, typeBits } from './schema-node.ts';

type Test = (value: Json, dialect: Dialect) => boolean;

/** Whether a value of a keyword means something in the dialect. What no dialect gives a meaning always does. */
export function isWellFormed(keyword: string, value: Json, dialect: Dialect): boolean {
  return tests.get(keyword)?.(value, dialect) ?? true;
}

/** Whether it is a schema, well formed or not. */
export function isSchema(value: Json): boolean {
  return typeof value === 'boolean' || isObject(value);
}

const isText: Test = (value) => typeof value === 'string';
const isTruth: Test = (value) => typeof value === 'boolean';
const isNumber: Test = (value) => typeof value === 'number' || value instanceof ExactNumber;
const isCount: Test = (value) =>
  typeof value === 'number' ? value >= 0 : value instanceof ExactNumber && value.digits >= 0n;
const isMap: Test = (value) => isObject(value);
const isList: Test = (value) => isArray(value);

function isType(name: Json, dialect: Dialect): boolean {
  if (name === 'file' && dialect === 'openapi-2.0') return true;
  return typeof name === 'string' && Object.hasOwn(typeBits, name);
}

const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['type', (value, dialect) => (isArray(value) ? value.every((it) => isType(it, dialect)) : isType(value, dialect))],
  ['enum', isList],
  ['minimum', isNumber],
  ['maximum', isNumber],
  ['exclusiveMinimum', (value, dialect) => (hasBooleanExclusive(dialect) ? isTruth : isNumber)(value, dialect)],
  ['exclusiveMaximum', (value, dialect) => (hasBooleanExclusive(dialect) ? isTruth : isNumber)(value, dialect)],
  ['multipleOf', (value, dialect) => isNumber(value, dialect) && compareNumbers(value as number | ExactNumber, 0) > 0],
  ['pattern', isText],
  ['format', isText],
  ['uniqueItems', isTruth],
  ...'minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties'
    .split(' ')
    .map((name): [string, Test] => [name, isCount]),
  ...'properties patternProperties dependentRequired dependentSchemas dependencies'
    .split(' ')
    .map((name): [string, Test] => [name, isMap]),
  ...'allOf anyOf oneOf prefixItems'.split(' ').map((name): [string, Test] => [name, isList]),
  // As a flag of the property itself, as before draft-04, it is a common mistake that nobody reads as anything.
  ['required', (value) => isArray(value) || typeof value === 'boolean'],
  ['items', (value, dialect) => isSchema(value) || (isArray(value) && hasItemLists(dialect))],
  ...'additionalItems contains unevaluatedItems additionalProperties propertyNames unevaluatedProperties not if then else'
    .split(' ')
    .map((name): [string, Test] => [name, isSchema]),
  ['$ref', isText],
]);
