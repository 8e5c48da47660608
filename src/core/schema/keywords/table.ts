/** Every keyword that the engine looks at: what its value must be, and where it means something. */

import { type Dialect, type Draft, since, type Vocabulary } from '../draft.ts';

/** What the value of a keyword is, and where subschemas are in it. */
export type Shape =
  | 'schema'
  | 'schemas'
  | 'schemas-by-name'
  | 'schemas-by-pattern'
  | 'schema-or-schemas'
  | 'schema-or-boolean'
  | 'dependencies'
  | 'types'
  | 'list'
  | 'names'
  | 'names-by-name'
  | 'count'
  | 'number'
  | 'positive-number'
  | 'boolean'
  | 'string'
  | 'pattern'
  | 'reference'
  | 'recursive-reference'
  | 'identifier'
  | 'anchor'
  | 'anything';

export interface Keyword {
  readonly shape: Shape;
  readonly vocabulary: Vocabulary;
  readonly from?: Draft;
  /** The last draft that has it. */
  readonly until?: Draft;
}

const row = (shape: Shape, vocabulary: Vocabulary, from?: Draft, until?: Draft): Keyword => ({
  shape,
  vocabulary,
  ...(from && { from }),
  ...(until && { until }),
});

const table: Readonly<Record<string, Keyword>> = {
  $ref: row('reference', 'core'),
  $dynamicRef: row('reference', 'core', '2020-12'),
  $recursiveRef: row('recursive-reference', 'core', '2019-09', '2019-09'),
  $recursiveAnchor: row('boolean', 'core', '2019-09', '2019-09'),
  $anchor: row('anchor', 'core', '2019-09'),
  $dynamicAnchor: row('anchor', 'core', '2020-12'),
  id: row('identifier', 'core', 'draft-04', 'draft-04'),
  $id: row('identifier', 'core', 'draft-06'),
  $defs: row('schemas-by-name', 'core', '2019-09'),
  // Gone in 2019-09, but still in its metaschema "to allow the use of the previous name".
  definitions: row('schemas-by-name', 'core'),

  type: row('types', 'validation'),
  enum: row('list', 'validation'),
  const: row('anything', 'validation', 'draft-06'),
  multipleOf: row('positive-number', 'validation'),
  minimum: row('number', 'validation'),
  maximum: row('number', 'validation'),
  exclusiveMinimum: row('number', 'validation'),
  exclusiveMaximum: row('number', 'validation'),
  minLength: row('count', 'validation'),
  maxLength: row('count', 'validation'),
  pattern: row('pattern', 'validation'),
  minItems: row('count', 'validation'),
  maxItems: row('count', 'validation'),
  uniqueItems: row('boolean', 'validation'),
  minContains: row('count', 'validation', '2019-09'),
  maxContains: row('count', 'validation', '2019-09'),
  minProperties: row('count', 'validation'),
  maxProperties: row('count', 'validation'),
  required: row('names', 'validation'),
  dependentRequired: row('names-by-name', 'validation', '2019-09'),
  format: row('string', 'format'),

  allOf: row('schemas', 'applicator'),
  anyOf: row('schemas', 'applicator'),
  oneOf: row('schemas', 'applicator'),
  not: row('schema', 'applicator'),
  if: row('schema', 'applicator', 'draft-07'),
  // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword, and nobody awaits this table
  then: row('schema', 'applicator', 'draft-07'),
  else: row('schema', 'applicator', 'draft-07'),
  properties: row('schemas-by-name', 'applicator'),
  patternProperties: row('schemas-by-pattern', 'applicator'),
  additionalProperties: row('schema-or-boolean', 'applicator'),
  propertyNames: row('schema', 'applicator', 'draft-06'),
  // Split into dependentRequired and dependentSchemas in 2019-09, and still in its metaschema.
  dependencies: row('dependencies', 'applicator'),
  dependentSchemas: row('schemas-by-name', 'applicator', '2019-09'),
  prefixItems: row('schemas', 'applicator', '2020-12'),
  items: row('schema-or-schemas', 'applicator'),
  additionalItems: row('schema-or-boolean', 'applicator', 'draft-04', '2019-09'),
  contains: row('schema', 'applicator', 'draft-06'),
  unevaluatedItems: row('schema', 'unevaluated', '2019-09'),
  unevaluatedProperties: row('schema', 'unevaluated', '2019-09'),
};

const keywords: ReadonlyMap<string, Keyword> = new Map(Object.entries(table));

/** What the keyword means in that dialect; undefined where it is just some member. */
export function keywordIn(dialect: Dialect, name: string): Keyword | undefined {
  const keyword = keywords.get(name);
  if (!keyword) return undefined;
  if (keyword.from && !since(dialect.draft, keyword.from)) return undefined;
  if (keyword.until && keyword.until !== dialect.draft && since(dialect.draft, keyword.until)) return undefined;
  return !dialect.vocabularies || dialect.vocabularies.has(keyword.vocabulary) ? keyword : undefined;
}

/** Up to draft-07, `$ref` hides everything beside it. */
export function hidesSiblings(dialect: Dialect): boolean {
  return !since(dialect.draft, '2019-09');
}
