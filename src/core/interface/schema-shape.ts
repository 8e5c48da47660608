import type { TypeTable } from './shape/notation.ts';

/** The keywords of JSON Schema 2020-12 (and 2019-09) beyond those that every dialect here shares. */
const modern = {
  $id: 'string',
  $schema: 'string',
  $anchor: 'string',
  $dynamicAnchor: 'string',
  $dynamicRef: 'string',
  $vocabulary: 'any',
  $comment: 'string',
  $defs: '{&Schema}',
  const: 'any',
  if: '&Schema',
  // biome-ignore lint/suspicious/noThenProperty: the keyword's name
  then: '&Schema',
  else: '&Schema',
  prefixItems: '[&Schema]',
  contains: '&Schema',
  minContains: 'integer',
  maxContains: 'integer',
  patternProperties: '{&Schema}',
  propertyNames: '&Schema',
  dependentSchemas: '{&Schema}',
  dependentRequired: '{[string]}',
  unevaluatedItems: '&Schema',
  unevaluatedProperties: '&Schema',
  contentEncoding: 'string',
  contentMediaType: 'string',
  contentSchema: '&Schema',
  examples: '[any]',
} as const;

/** The keywords whose values have the same shape in every draft and in OpenAPI. */
const shared = {
  title: 'string',
  description: 'string',
  multipleOf: 'number',
  maximum: 'number',
  minimum: 'number',
  maxLength: 'integer',
  minLength: 'integer',
  pattern: 'string',
  maxItems: 'integer',
  minItems: 'integer',
  uniqueItems: 'boolean',
  maxProperties: 'integer',
  minProperties: 'integer',
  required: '[string]',
  enum: '[any]',
  default: 'any',
  format: 'string',
  properties: '{&Schema}',
  allOf: '[&Schema]',
  readOnly: 'boolean',
  externalDocs: 'ExternalDocumentation',
  example: 'any',
} as const;

const names = 'array,boolean,integer,number,object,string';

/** Schema objects of Swagger 2.0: JSON Schema draft-04 with cuts. */
export const swaggerSchema: TypeTable[string] = {
  open: true,
  fields: {
    ...shared,
    type: `one(${names},file,null)|[one(${names},null)]`,
    exclusiveMaximum: 'boolean',
    exclusiveMinimum: 'boolean',
    items: '&Schema|[&Schema]',
    additionalProperties: 'boolean|&Schema',
    discriminator: 'string',
    xml: 'Xml',
  },
};

/** Schema objects of OpenAPI 3.x: a draft-05 subset up to 3.0, JSON Schema 2020-12 with additions since 3.1. */
export const openapiSchema: TypeTable[string] = {
  open: true,
  booleanSince: '3.1',
  fields: {
    ...shared,
    ...Object.fromEntries(Object.entries(modern).map(([name, shape]) => [name, `${shape} since 3.1`])),
    type: `one(${names}) until 3.0 / one(${names},null)|[one(${names},null)] since 3.1`,
    exclusiveMaximum: 'boolean until 3.0 / number since 3.1',
    exclusiveMinimum: 'boolean until 3.0 / number since 3.1',
    items: '&Schema',
    additionalProperties: 'boolean|&Schema',
    anyOf: '[&Schema]',
    oneOf: '[&Schema]',
    not: '&Schema',
    nullable: 'boolean',
    writeOnly: 'boolean',
    deprecated: 'boolean',
    discriminator: 'Discriminator',
    xml: 'Xml',
    definitions: '{&Schema} since 3.1',
  },
};

/** Schema objects of AsyncAPI: JSON Schema draft-07 with additions. */
export const asyncapiSchema: TypeTable[string] = {
  open: true,
  booleanSince: '2.0',
  fields: {
    ...shared,
    ...modern,
    type: `one(${names},null)|[one(${names},null)]`,
    exclusiveMaximum: 'number',
    exclusiveMinimum: 'number',
    items: '&Schema|[&Schema]',
    additionalItems: '&Schema',
    additionalProperties: '&Schema',
    definitions: '{&Schema}',
    dependencies: '{[string]|&Schema}',
    anyOf: '[&Schema]',
    oneOf: '[&Schema]',
    not: '&Schema',
    writeOnly: 'boolean',
    deprecated: 'boolean',
    discriminator: 'string',
  },
};
