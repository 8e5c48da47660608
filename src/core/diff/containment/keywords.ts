/** Which keywords mean something in which dialect. */

import type { Dialect } from './schema-node.ts';

const order: Readonly<Record<Dialect, number>> = {
  'openapi-2.0': 4,
  'openapi-3.0': 4,
  'draft-04': 4,
  'draft-06': 6,
  'draft-07': 7,
  '2019-09': 19,
  '2020-12': 20,
  'openapi-3.1': 20,
};

/** The first and last draft (4, 6, 7, 19, 20) that have a keyword. */
const spans: Readonly<Record<string, readonly [first: number, last: number]>> = {
  const: [6, 20],
  minContains: [19, 20],
  maxContains: [19, 20],
  dependentRequired: [19, 20],
  dependentSchemas: [19, 20],
  // Split in two in 2019-09 and still in its metaschema and its successor's.
  dependencies: [4, 20],
  if: [7, 20],
  // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword, and nobody awaits this table
  then: [7, 20],
  else: [7, 20],
  propertyNames: [6, 20],
  prefixItems: [20, 20],
  additionalItems: [4, 19],
  contains: [6, 20],
  unevaluatedItems: [19, 20],
  unevaluatedProperties: [19, 20],
  $dynamicRef: [20, 20],
  $dynamicAnchor: [20, 20],
  $recursiveRef: [19, 19],
  $recursiveAnchor: [19, 19],
  $anchor: [19, 20],
  $id: [6, 20],
  id: [4, 4],
};

/** The Schema Object of OpenAPI 2.0 and 3.0 is a selection (3.0.3 section 4.7.24); what is not named is not looked at. */
const openapi = new Set(
  (
    '$ref type enum format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern ' +
    'minItems maxItems uniqueItems items minProperties maxProperties required properties additionalProperties allOf'
  ).split(' '),
);
const openapi3 = new Set([...openapi, 'anyOf', 'oneOf', 'not', 'nullable']);

/** Whether the keyword means something in the dialect; keywords of no table do everywhere, but `nullable` only in 3.0. */
export function knows(dialect: Dialect, keyword: string): boolean {
  if (dialect === 'openapi-2.0') return openapi.has(keyword);
  if (dialect === 'openapi-3.0') return openapi3.has(keyword);
  if (keyword === 'nullable') return false;
  const span = Object.hasOwn(spans, keyword) ? spans[keyword] : undefined;
  return span === undefined || (order[dialect] >= span[0] && order[dialect] <= span[1]);
}

/** Up to draft-07 and in OpenAPI 3.0, `$ref` hides everything beside it. */
export function hidesSiblings(dialect: Dialect): boolean {
  return order[dialect] < 19;
}

/** Whether `exclusiveMinimum` is a flag beside `minimum`. */
export function hasBooleanExclusive(dialect: Dialect): boolean {
  return order[dialect] === 4;
}

/** Whether `items` may be a list. */
export function hasItemLists(dialect: Dialect): boolean {
  return order[dialect] < 20;
}

/** Whether an item that matches `contains` counts as evaluated (2020-12 core, section 10.3.1.3). */
export function containsEvaluates(dialect: Dialect): boolean {
  return order[dialect] >= 20;
}

/** The keyword of a schema's own identifier. */
export function identifierOf(dialect: Dialect): 'id' | '$id' | undefined {
  if (dialect === 'openapi-2.0' || dialect === 'openapi-3.0') return undefined;
  return order[dialect] === 4 ? 'id' : '$id';
}

const drafts: readonly (readonly [RegExp, Dialect])[] = [
  [/^https?:\/\/json-schema\.org\/draft-04\/schema#?$/, 'draft-04'],
  [/^https?:\/\/json-schema\.org\/draft-06\/schema#?$/, 'draft-06'],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, 'draft-07'],
  [/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, '2019-09'],
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, '2020-12'],
  [/^https:\/\/spec\.openapis\.org\/oas\/3\.1\/dialect\/base$/, 'openapi-3.1'],
];

/** The dialect that a `$schema` names. */
export function dialectNamed(uri: unknown): Dialect | undefined {
  return typeof uri === 'string' && uri.length < 100 ? drafts.find(([pattern]) => pattern.test(uri))?.[1] : undefined;
}
