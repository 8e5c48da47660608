/** OpenAPI's dialects, references between files, and the views of requests and responses. */

import { describe, expect, it } from 'vitest';
import { createDecider, type View } from '../../../../src/core/diff/containment/decide.ts';
import { schemaReader } from '../../../../src/core/diff/containment/read-schema.ts';
import type { Dialect, SchemaNode } from '../../../../src/core/diff/containment/schema-node.ts';
import { type Json, member } from '../../../../src/core/json.ts';

interface File {
  readonly content: Json;
  readonly dialect: Dialect;
}

function open(files: Readonly<Record<string, File>>) {
  const reader = schemaReader({
    value: (file) => files[file]?.content,
    dialect: (file) => files[file]?.dialect ?? '2020-12',
    file: (from, reference) => {
      const folder = from.slice(0, from.lastIndexOf('/') + 1);
      return files[folder + reference] ? folder + reference : undefined;
    },
  });
  // What is found here is looked at by eye, so every value is believed.
  const decider = createDecider({ confirm: (_, { file }) => file.startsWith('a') });
  const node = (file: string, pointer = ''): SchemaNode => {
    const found = reader.node(file, pointer);
    if (!found) throw new Error(`nothing at ${file}#${pointer}`);
    return found;
  };
  return { node, decider };
}

function compare(a: Json, aDialect: Dialect, b: Json, bDialect: Dialect, view?: View) {
  const { node, decider } = open({ a: { content: a, dialect: aDialect }, b: { content: b, dialect: bDialect } });
  return decider.contained(node('a'), node('b'), view);
}

describe('OpenAPI 3.0', () => {
  it.each<[string, Json, Json, boolean, boolean]>([
    ['nullable is a type', { type: 'string', nullable: true }, { type: ['string', 'null'] }, true, true],
    ['nullable without a type does nothing', { nullable: true, minLength: 1 }, { minLength: 1 }, true, true],
    [
      'nullable beside a reference does nothing',
      { allOf: [{ type: 'string' }], nullable: true },
      { type: 'string' },
      true,
      true,
    ],
    ['an enum must itself list null', { type: 'string', nullable: true, enum: ['a'] }, { const: 'a' }, true, true],
    ['and may', { type: 'string', nullable: true, enum: ['a', null] }, { enum: ['a', null] }, true, true],
    [
      'null is told from other spellings of it',
      { type: 'string', nullable: true },
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      true,
      true,
    ],
    [
      'exclusive bounds are flags',
      { type: 'integer', minimum: 1, exclusiveMinimum: true },
      { type: 'integer', minimum: 2 },
      true,
      true,
    ],
    [
      'a flag without a bound does nothing',
      { type: 'integer', exclusiveMinimum: true },
      { type: 'integer' },
      true,
      true,
    ],
    ['keywords of later drafts are not looked at', { const: 1, patternProperties: { a: false } }, true, true, true],
    [
      'wrapping what is nullable already rejects null',
      { type: 'string', nullable: true },
      { oneOf: [{ type: ['string', 'null'] }, { type: 'null' }] },
      false,
      true,
    ],
  ])('%s', (_, a, b, aInB, bInA) => {
    expect(compare(a, 'openapi-3.0', b, 'openapi-3.1').kind).toBe(aInB ? 'contained' : 'witness');
    expect(compare(b, 'openapi-3.1', a, 'openapi-3.0').kind).toBe(bInA ? 'contained' : 'witness');
  });

  it('lets a reference hide what is beside it, and 3.1 does not', () => {
    const schema: Json = { $ref: '#/x', maxLength: 1, x: { type: 'string' } };
    expect(compare(schema, 'openapi-3.0', { type: 'string' }, 'openapi-3.1').kind).toBe('contained');
    expect(compare({ type: 'string' }, 'openapi-3.1', schema, 'openapi-3.0').kind).toBe('contained');
    expect(compare({ type: 'string' }, 'openapi-3.1', schema, 'openapi-3.1').kind).toBe('witness');
  });

  it('is the same as what says the same in 3.1', () => {
    const { node, decider } = open({
      a: { content: { type: 'object', properties: { a: { type: 'string', nullable: true } } }, dialect: 'openapi-3.0' },
      b: { content: { properties: { a: { type: ['null', 'string'] } }, type: 'object' }, dialect: 'openapi-3.1' },
    });
    expect(decider.same(node('a'), node('b'))).toBe(true);
  });
});

describe('views', () => {
  const object = (properties: Json, ...required: string[]): Json => ({ type: 'object', properties, required });
  const id = { type: 'string', readOnly: true } satisfies Json;
  const secret = { type: 'string', writeOnly: true } satisfies Json;

  it.each<[string, Json, Json, View, string]>([
    ['a readOnly member is never required of a request', object({}), object({ id }, 'id'), 'request', 'contained'],
    ['but promised in a response', object({ id: { type: 'string' } }), object({ id }, 'id'), 'response', 'witness'],
    [
      'a writeOnly member is never promised in a response',
      object({}),
      object({ secret }, 'secret'),
      'response',
      'contained',
    ],
    ['but required of a request', object({}), object({ secret }, 'secret'), 'request', 'witness'],
    [
      'what changes about a readOnly member is not seen in a request',
      object({ id }),
      object({ id: { ...id, maxLength: 3 } }),
      'request',
      'contained',
    ],
    ['but is in a response', object({ id }), object({ id: { ...id, maxLength: 3 } }), 'response', 'witness'],
    ['without a view all counts', object({}), object({ id }, 'id'), undefined, 'witness'],
    [
      'the mark may stand where a reference leads',
      object({}),
      { ...(object({ id: { $ref: '#/x' } }, 'id') as object), x: id } as Json,
      'request',
      'contained',
    ],
  ])('%s', (_, a, b, view, kind) => {
    expect(compare(a, 'openapi-3.0', b, 'openapi-3.0', view).kind).toBe(kind);
  });

  it('see no difference where only the marks differ, and are right about it', () => {
    const [a, b] = [object({ id }, 'id'), object({ id: { type: 'string' } }, 'id')];
    expect(compare(a, 'openapi-3.0', b, 'openapi-3.0').kind).toBe('contained');
    expect(compare(a, 'openapi-3.0', b, 'openapi-3.0', 'request').kind).toBe('witness');
  });
});

describe('references', () => {
  const files: Readonly<Record<string, File>> = {
    'a/api.json': {
      content: {
        components: { schemas: { Pet: { $ref: 'models/pet.json#/Pet' }, Twice: { $ref: '#/components/schemas/Pet' } } },
      },
      dialect: 'openapi-3.0',
    },
    'a/models/pet.json': {
      content: { Pet: { type: 'object', properties: { owner: { $ref: 'owner.json' }, mate: { $ref: '#/Pet' } } } },
      dialect: 'openapi-3.0',
    },
    'a/models/owner.json': { content: { type: 'string', maxLength: 9 }, dialect: 'openapi-3.0' },
    b: {
      content: {
        P: { type: 'object', properties: { mate: { $ref: '#/P' }, owner: { maxLength: 9, type: 'string' } } },
        lost: { $ref: 'nowhere.json#/x' },
        missing: { $ref: '#/nothing' },
        remote: { $ref: 'https://example.com/s.json' },
        'a/b~c%': { type: 'null' },
        odd: { $ref: '#/a~1b~0c%25' },
      },
      dialect: 'openapi-3.0',
    },
  };

  it('lead through files, each seen from its own folder', () => {
    const { node, decider } = open(files);
    const pet = node('a/api.json', '/components/schemas/Twice');
    expect(decider.same(pet, node('b', '/P'))).toBe(true);
    expect(decider.contained(pet, node('b', '/P')).kind).toBe('contained');
  });

  it('to one place are one node', () => {
    const { node } = open(files);
    const [reference] = node('a/api.json', '/components/schemas/Pet').shape.references;
    expect(reference).toMatchObject({ kind: 'node', node: node('a/models/pet.json', '/Pet') });
  });

  it.each([
    ['lost', 'bundle://bundle/nowhere.json#/x'],
    ['missing', '#/nothing'],
    ['remote', 'https://example.com/s.json#'],
  ])('that lead nowhere are kept: %s', (name, url) => {
    const { node } = open(files);
    expect(node('b', `/${name}`).shape.references).toMatchObject([{ kind: 'unresolved', url }]);
  });

  it('are unescaped, first from the URI and then from the pointer', () => {
    const { node } = open(files);
    const [reference] = node('b', '/odd').shape.references;
    expect(reference?.kind === 'node' && member(reference.node.value, 'type')).toBe('null');
  });
});
