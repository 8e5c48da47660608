/** Confirming witnesses: what is written means what its dialect says, in the view that is asked for. */

import { describe, expect, it } from 'vitest';
import { createConfirm } from '../../../src/core/diff/confirm.ts';
import type { View } from '../../../src/core/diff/containment/decide.ts';
import { schemaReader } from '../../../src/core/diff/containment/read-schema.ts';
import type { Dialect, SchemaNode } from '../../../src/core/diff/containment/schema-node.ts';
import type { Json } from '../../../src/core/json.ts';
import { child } from '../../../src/core/pointer.ts';

type Row = [schema: Json, value: Json, valid: boolean | 'unknown', view?: View];

function nodeIn(files: Readonly<Record<string, Json>>, dialect: Dialect, pointer: string): SchemaNode {
  const node = schemaReader({
    value: (file) => (Object.hasOwn(files, file) ? files[file] : undefined),
    dialect: () => dialect,
    file: (from, reference) => (reference === '' ? from : reference),
  }).node('api.json', pointer);
  if (!node) throw new Error(`nothing at ${pointer}`);
  return node;
}

/** The schema as a component of a document, as the dialect has them. */
function inDocument(schema: Json, dialect: Dialect): SchemaNode {
  const others = { Named: { type: 'string' }, Hidden: { type: 'string', readOnly: true } };
  const [content, holder] =
    dialect === 'openapi-2.0'
      ? [{ swagger: '2.0', definitions: { ...others, S: schema } }, '/definitions']
      : [{ openapi: '3.0.3', components: { schemas: { ...others, S: schema } } }, '/components/schemas'];
  return nodeIn({ 'api.json': content }, dialect, child(holder, 'S'));
}

const old: Row[] = [
  [{ type: 'string', nullable: true }, null, true],
  [{ type: 'string', nullable: false }, null, false],
  [{ nullable: true, allOf: [{ type: 'string' }] }, null, false],
  [{ type: 'string', nullable: true, enum: ['a'] }, null, false],
  [{ type: 'number', minimum: 1, exclusiveMinimum: true }, 1, false],
  [{ type: 'number', minimum: 1, exclusiveMinimum: false }, 1, true],
  [{ type: 'number', maximum: 1, exclusiveMaximum: true }, 1, false],
  [{ type: 'number', exclusiveMaximum: true }, 1, true],
  [{ $ref: '#/components/schemas/Named', maxLength: 1 }, 'long', true],
  [{ $ref: '#/components/schemas/Named' }, 1, false],
  [{ $ref: '#/components/schemas/Missing' }, 1, 'unknown'],
  // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword, and nobody awaits this object
  [{ const: 'a', if: true, then: false, patternProperties: { '': false }, prefixItems: [false] }, 'b', true],
  [{ properties: { a: { type: 'string' } }, required: ['a'] }, {}, false],
  [{ properties: { a: { type: 'string' } }, required: true }, {}, true],
  [{ properties: { nullable: { type: 'string' }, const: { type: 'string' } } }, { nullable: 1 }, false],
  [{ properties: { nullable: { type: 'string' }, const: { type: 'string' } } }, { const: 1 }, false],
  [{ type: 'string', example: { type: 5 }, default: { $ref: '#/nowhere' }, enum: [{ $ref: 1 }, 'a'] }, 'a', true],
  [{ oneOf: [{ type: 'string' }, { type: 'number' }] }, true, false],
  [{ properties: { a: { type: 'string', readOnly: true } }, required: ['a'] }, {}, false],
  [{ properties: { a: { type: 'string', readOnly: true } }, required: ['a'] }, {}, true, 'request'],
  [{ properties: { a: { type: 'string', readOnly: true } }, required: ['a'] }, {}, false, 'response'],
  [{ properties: { a: { type: 'string', writeOnly: true } }, required: ['a'] }, {}, true, 'response'],
  [{ properties: { a: { $ref: '#/components/schemas/Hidden' } }, required: ['a'] }, {}, true, 'request'],
  [{ properties: { a: { $ref: '#/components/schemas/Named', readOnly: true } }, required: ['a'] }, {}, true, 'request'],
  [{ additionalProperties: false, properties: { a: { type: 'string', readOnly: true } } }, { b: 1 }, false, 'request'],
];

const two: Row[] = [
  [{ type: 'file' }, 'text', true],
  [{ type: 'string', nullable: true }, null, false],
  [{ anyOf: [{ type: 'string' }], oneOf: [{ type: 'string' }], not: {} }, 1, true],
  [{ allOf: [{ $ref: '#/definitions/Named' }] }, 1, false],
  // A parameter is a schema with other words in it.
  [{ name: 'limit', in: 'query', required: true, type: 'integer', maximum: 10 }, 11, false],
  [{ name: 'limit', in: 'query', required: true, type: 'integer', maximum: 10 }, 10, true],
];

const drafts: [...Row, Dialect][] = [
  [{ minimum: 1, exclusiveMinimum: true }, 1, false, undefined, 'draft-04'],
  [{ $ref: '#/definitions/a', maxLength: 1, definitions: { a: {} } }, 'long', true, undefined, 'draft-07'],
  [{ $ref: '#/$defs/a', maxLength: 1, $defs: { a: {} } }, 'long', false, undefined, '2020-12'],
  [{ items: [{ type: 'string' }] }, [1], false, undefined, 'draft-07'],
  [{ items: [{ type: 'string' }] }, [1], 'unknown', undefined, '2020-12'],
  [{ const: 9007199254740993n.toString() }, '9007199254740993', true, undefined, 'draft-06'],
  [{ pattern: '^(?=a)' }, 1, true, undefined, '2020-12'],
  [{ pattern: '^(?=a)' }, 'a', 'unknown', undefined, '2020-12'],
  [{ pattern: '^(?=a)', maxLength: 1 }, 'long', false, undefined, '2020-12'],
  [{ $ref: 'https://example.com/never-fetched' }, 1, 'unknown', undefined, '2020-12'],
];

describe('confirming witnesses', () => {
  const confirm = createConfirm();

  it.each(old)('reads OpenAPI 3.0: %j with %j is %j (%s)', (schema, value, valid, view) => {
    expect(confirm(value, inDocument(schema, 'openapi-3.0'), view)).toBe(valid);
  });

  it.each(two)('reads OpenAPI 2.0: %j with %j is %j', (schema, value, valid, view) => {
    expect(confirm(value, inDocument(schema, 'openapi-2.0'), view)).toBe(valid);
  });

  it.each(drafts)('reads JSON Schema: %j with %j is %j', (schema, value, valid, view, dialect) => {
    expect(confirm(value, nodeIn({ 'api.json': schema }, dialect, ''), view)).toBe(valid);
  });

  it('follows references between files, and leaves out there what is left out', () => {
    const files = {
      'api.json': { openapi: '3.1.0', components: { schemas: { S: { $ref: 'types/pet.json#/Pet' } } } },
      'types/pet.json': { Pet: { properties: { id: { readOnly: true }, kind: { type: 'string' } }, required: ['id'] } },
    };
    const node = nodeIn(files, 'openapi-3.1', '/components/schemas/S');
    expect(confirm({}, node, 'request')).toBe(true);
    expect(confirm({}, node, 'response')).toBe(false);
    expect(confirm({ id: 1, kind: 2 }, node, 'response')).toBe(false);
  });

  it('reads the rest of a file in which something is wrong', () => {
    const files = {
      'api.json': { $defs: { bad: { minLength: 'x' }, good: { type: 'string' }, also: { type: 'null' } } },
    };
    expect(confirm(1, nodeIn(files, '2020-12', '/$defs/bad'), undefined)).toBe('unknown');
    expect(confirm(1, nodeIn(files, '2020-12', '/$defs/good'), undefined)).toBe(false);
    expect(confirm(null, nodeIn(files, '2020-12', '/$defs/also'), undefined)).toBe(true);
  });

  it.each<[string, Json, Json, boolean | 'unknown']>([
    ['elsewhere in a value', { required: ['b'], properties: { a: { type: 'str' } } }, {}, false],
    ['where the value has nothing', { properties: { a: { type: 'str' }, b: { type: 'null' } } }, { b: null }, true],
    ['where the value has something', { properties: { a: { type: 'str' } } }, { a: 1 }, 'unknown'],
    ['where the value is refused anyway', { properties: { a: { type: 'str' } }, maxProperties: 0 }, { a: 1 }, false],
    ['in place of a schema', { properties: { a: 42, b: { type: 'null' } } }, { b: 1 }, false],
    ['in one of several types', { properties: { a: { type: ['str', 'null'] } }, required: ['a'] }, {}, false],
    ['behind a reference', { properties: { a: { $ref: '#/$defs/Gone' } }, required: ['b'] }, {}, false],
    ['in several places', { allOf: [{ type: 'str' }], properties: { a: { pattern: 1 } }, required: ['a'] }, {}, false],
  ])('answers around what is wrong: %s', (_, schema, value, valid) => {
    expect(confirm(value, nodeIn({ 'api.json': schema }, '2020-12', ''), undefined)).toBe(valid);
  });
});
