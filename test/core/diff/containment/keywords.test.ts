// biome-ignore-all lint/suspicious/noThenProperty: a JSON Schema keyword, and nobody awaits these
/** One table for every keyword, read in both directions: is the first within the second, and the second in the first? */

import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../../src/core/diff/containment/decide/values.ts';
import type { Dialect } from '../../../../src/core/diff/containment/schema-node.ts';
import { parseNumber } from '../../../../src/core/document/number.ts';
import type { Json } from '../../../../src/core/json.ts';
import { contained } from './compare.ts';

type Row = readonly [a: Json, b: Json, aInB: boolean, bInA: boolean];

const big = parseNumber('9007199254740993');
const object = (properties: Json, more: object = {}): Json => ({ type: 'object', properties, ...more }) as Json;
const closed = (properties: Json): Json => object(properties, { additionalProperties: false });
const tree = (leaf: Json, name = 'T'): Json => ({
  $defs: { [name]: closed({ value: leaf, next: { $ref: `#/$defs/${name}` } }) },
  $ref: `#/$defs/${name}`,
});

const tables: Readonly<Record<string, readonly Row[]>> = {
  'true and false': [
    [true, {}, true, true],
    [false, true, true, false],
    [{ not: {} }, false, true, true],
    [{ type: [] }, false, true, true],
  ],
  type: [
    [{ type: 'integer' }, { type: 'number' }, true, false],
    [{ type: 'string' }, { type: ['string', 'null'] }, true, false],
    [{ type: ['integer', 'number'] }, { type: 'number' }, true, true],
    [{ type: ['null', 'boolean', 'number', 'string', 'array', 'object'] }, true, true, true],
    [{ type: 'boolean' }, { enum: [true, false] }, true, true],
  ],
  'enum and const': [
    [{ enum: ['a', 'b'] }, { enum: ['b', 'c', 'a'] }, true, false],
    [{ const: 1 }, { enum: [1] }, true, true],
    [{ enum: [1, 'a'] }, { type: 'integer' }, false, false],
    [{ const: { a: [1, { b: null }] } }, { const: { a: [1, { b: 0 }] } }, false, false],
    [{ const: { b: 1, a: 2 } }, { const: { a: 2, b: 1 } }, true, true],
    [{ const: { a: 1 } }, object({ a: { type: 'integer' } }, { required: ['a'] }), true, false],
    [{ enum: [[], [1]] }, { type: 'array', maxItems: 1 }, true, false],
    [{ type: 'integer', enum: [1, 'a', 2.5] }, { const: 1 }, true, true],
  ],
  'bounds of numbers': [
    [{ type: 'number', minimum: 1 }, { type: 'number', exclusiveMinimum: 0 }, true, false],
    [{ type: 'integer', minimum: 1 }, { type: 'integer', exclusiveMinimum: 0 }, true, true],
    [{ type: 'number', minimum: 1, maximum: 1 }, { const: 1 }, true, true],
    [{ maximum: 3 }, { maximum: 3, minLength: 0 }, true, true],
    [{ maximum: 3 }, { type: 'number', maximum: 3 }, false, true],
    [{ type: 'number', exclusiveMinimum: 1, maximum: 1 }, false, true, true],
    [{ type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 }, false, true, true],
    [{ type: 'integer', minimum: big }, { type: 'integer', exclusiveMinimum: 9007199254740992 }, true, true],
    [{ type: 'integer', maximum: big }, { type: 'integer', maximum: 9007199254740992 }, false, true],
    [{ type: 'number', minimum: parseNumber('1e400') }, { type: 'number', minimum: parseNumber('1e401') }, false, true],
  ],
  multipleOf: [
    [{ type: 'number', multipleOf: 6 }, { type: 'number', multipleOf: 3 }, true, false],
    [{ type: 'number', multipleOf: 0.1 }, { type: 'number', multipleOf: 0.01 }, true, false],
    [{ type: 'number', multipleOf: 1 }, { type: 'integer' }, true, true],
    [{ type: 'number', multipleOf: 2, allOf: [{ multipleOf: 3 }] }, { type: 'number', multipleOf: 6 }, true, true],
    [{ type: 'number', multipleOf: 0.5, not: { multipleOf: 1 } }, { not: { type: 'integer' } }, true, false],
    [{ type: 'integer', minimum: 1, maximum: 5, multipleOf: 4 }, { const: 4 }, true, true],
    [{ type: 'integer', multipleOf: 4, minimum: 5, maximum: 7 }, false, true, true],
  ],
  'length and pattern': [
    [{ type: 'string', minLength: 2 }, { type: 'string', minLength: 1 }, true, false],
    [{ type: 'string', maxLength: 0 }, { const: '' }, true, true],
    [{ type: 'string', pattern: '^[a-c]$' }, { enum: ['a', 'b', 'c'] }, true, true],
    [{ type: 'string', pattern: '^a' }, { type: 'string', pattern: 'a' }, true, false],
    [{ type: 'string', pattern: '^[a-z]{2,4}$' }, { type: 'string', minLength: 2, maxLength: 4 }, true, false],
    [{ type: 'string', pattern: '^(a|b)*$' }, { type: 'string', pattern: '^[ab]*$' }, true, true],
    [{ type: 'string', pattern: '^.$' }, { type: 'string', maxLength: 1 }, true, false],
    [{ type: 'string', maxLength: 1, pattern: '^💩' }, { const: '💩' }, true, true],
    [{ type: 'string', pattern: '^\\d+$' }, { type: 'string', pattern: '^\\w+$' }, true, false],
    [{ type: 'string', minLength: 3, pattern: '^a?b?$' }, false, true, true],
    [{ pattern: '^a' }, { pattern: '^a', maxProperties: 9 }, false, true],
    [{ pattern: '\\ba\\b' }, { pattern: 'a' }, true, false],
  ],
  items: [
    [{ type: 'array', items: { type: 'integer' } }, { type: 'array', items: { type: 'number' } }, true, false],
    [{ type: 'array', maxItems: 0 }, { type: 'array', items: false }, true, true],
    [{ type: 'array', prefixItems: [{ type: 'string' }] }, { type: 'array' }, true, false],
    [{ prefixItems: [{ type: 'string' }], items: false }, { items: { type: 'string' }, maxItems: 1 }, true, true],
    [{ type: 'array', prefixItems: [false] }, { type: 'array', maxItems: 0 }, true, true],
    [{ type: 'array', items: false, minItems: 1 }, false, true, true],
    [{ type: 'array', minItems: 2 }, { type: 'array', minItems: 1 }, true, false],
    [
      { type: 'array', items: { type: 'integer' }, minItems: 2 },
      { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'number' }] },
      true,
      false,
    ],
  ],
  contains: [
    [{ contains: { const: 1 } }, { contains: { type: 'integer' } }, true, false],
    [{ contains: true }, { minItems: 1 }, true, true],
    [{ type: 'array', contains: false }, false, true, true],
    [{ contains: false, minContains: 0 }, true, true, true],
    [{ contains: { type: 'string' }, maxContains: 1 }, { contains: { type: 'string' }, maxContains: 2 }, true, false],
    [{ contains: { type: 'string' }, minContains: 2 }, { contains: { type: 'string' } }, true, false],
    [{ contains: true, maxContains: 3 }, { minItems: 1, maxItems: 3 }, true, true],
    [{ items: { type: 'string' }, contains: true }, { contains: { type: 'string' } }, true, false],
    [
      { type: 'array', contains: { const: 1 }, allOf: [{ contains: { const: 2 } }] },
      { type: 'array', minItems: 2 },
      true,
      false,
    ],
  ],
  uniqueItems: [
    [
      { type: 'array', prefixItems: [{ enum: [1, 2] }, { enum: [3, 2] }], minItems: 2, items: false },
      { type: 'array', uniqueItems: true },
      false,
      false,
    ],
    [{ type: 'array', prefixItems: [{ const: 1 }, { const: 2 }], items: false }, { uniqueItems: true }, true, false],
    [{ type: 'array', items: { type: 'integer' }, not: { uniqueItems: true } }, { minItems: 2 }, true, false],
    [{ uniqueItems: true }, true, true, false],
    [{ type: 'array', items: { enum: [1, 2] }, uniqueItems: true }, { type: 'array', maxItems: 2 }, true, false],
    [{ type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 }, false, true, true],
    [{ type: 'array', maxItems: 1 }, { type: 'array', uniqueItems: true, maxItems: 1 }, true, true],
    [{ type: 'array', prefixItems: [{ const: 1 }, { const: 1 }], uniqueItems: true }, { maxItems: 1 }, true, false],
  ],
  'properties and required': [
    [object({ a: { type: 'integer' } }), object({ a: { type: 'number' } }), true, false],
    [object({ a: true }, { required: ['a'] }), object({}), true, false],
    [object({ a: false }), { type: 'object', not: { required: ['a'] } }, true, true],
    [object({ a: false }, { required: ['a'] }), false, true, true],
    [object({ b: { type: 'string' } }), { type: 'object' }, true, false],
    [{ required: ['a', 'b'] }, { required: ['b'] }, true, false],
    [object({ __proto__: true }, { required: ['constructor'] }), { required: ['constructor'] }, true, false],
    [{ minProperties: 1 }, { anyOf: [{ required: ['a'] }, { minProperties: 1 }] }, true, true],
  ],
  additionalProperties: [
    [closed({ a: true }), { type: 'object' }, true, false],
    [closed({ a: true }), closed({ a: true, b: true }), true, false],
    [closed({}), { type: 'object', maxProperties: 0 }, true, true],
    [{ additionalProperties: { type: 'integer' } }, { additionalProperties: { type: 'number' } }, true, false],
    [closed({ a: { type: 'string' } }), { additionalProperties: { type: 'string' } }, true, false],
    [{ type: 'object', allOf: [closed({ a: true }), closed({ b: true })] }, { maxProperties: 0 }, true, false],
  ],
  patternProperties: [
    [{ patternProperties: { '^a': { type: 'integer' } } }, { properties: { ab: { type: 'number' } } }, true, false],
    [{ patternProperties: { '': false } }, { not: { type: 'object', minProperties: 1 } }, true, true],
    [
      { patternProperties: { a: { type: 'string' } } },
      { patternProperties: { '^a': { type: 'string' } } },
      true,
      false,
    ],
    [
      { properties: { ab: { type: 'string' }, ac: { type: 'string' } } },
      { patternProperties: { '^a(b|c)$': { type: 'string' } } },
      true,
      true,
    ],
    [
      { patternProperties: { '^[a-m]': { type: 'string' }, '^[n-z]': { type: 'string' } } },
      { patternProperties: { '^[a-z]': { type: 'string' } } },
      true,
      true,
    ],
  ],
  propertyNames: [
    [{ propertyNames: { enum: ['a'] } }, { propertyNames: { enum: ['a', 'b'] } }, true, false],
    [{ propertyNames: { maxLength: 1 } }, { patternProperties: { '..': false } }, true, false],
    [{ propertyNames: { pattern: '^a$' } }, { additionalProperties: false, properties: { a: true } }, true, true],
    [{ type: 'object', propertyNames: { enum: ['a', 'b'] }, minProperties: 3 }, false, true, true],
    [{ type: 'object', propertyNames: { enum: ['a', 'b'] }, minProperties: 2 }, { required: ['a', 'b'] }, true, false],
  ],
  'numbers of members': [
    [{ minProperties: 2 }, { minProperties: 1 }, true, false],
    [{ maxProperties: 1 }, { maxProperties: 2 }, true, false],
    [{ type: 'object', required: ['a', 'b'], maxProperties: 1 }, false, true, true],
    [{ type: 'object', required: ['a'] }, { minProperties: 2 }, false, false],
    [{ required: ['a', 'b'] }, { minProperties: 2 }, true, false],
  ],
  dependencies: [
    [{ dependentRequired: { a: ['b', 'c'] } }, { dependentRequired: { a: ['b'] } }, true, false],
    [{ dependentRequired: { a: ['b'] } }, { dependentSchemas: { a: { required: ['b'] } } }, true, true],
    [
      { dependentRequired: { a: ['b'] } },
      { if: { type: 'object', required: ['a'] }, then: { required: ['b'] } },
      true,
      true,
    ],
    [{ dependentSchemas: { a: false } }, { not: { type: 'object', required: ['a'] } }, true, true],
  ],
  'allOf, anyOf and not': [
    [{ allOf: [{ type: 'string' }, { minLength: 1 }] }, { type: 'string', minLength: 1 }, true, true],
    [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, { type: ['string', 'integer'] }, true, true],
    [{ anyOf: [{ minimum: 5 }, { maximum: 6 }] }, true, true, true],
    [{ type: 'number' }, { anyOf: [{ minimum: 5 }, { maximum: 5 }] }, true, false],
    [{ type: 'number' }, { anyOf: [{ minimum: 5 }, { exclusiveMaximum: 5 }] }, true, false],
    [{ type: 'number' }, { anyOf: [{ exclusiveMinimum: 5 }, { exclusiveMaximum: 5 }] }, false, false],
    [{ not: { type: 'string' } }, { type: ['null', 'boolean', 'number', 'array', 'object'] }, true, true],
    [{ not: { not: { minimum: 3 } } }, { minimum: 3 }, true, true],
    [{ not: { allOf: [{ type: 'string' }, { minLength: 1 }] } }, { not: { type: 'string', minLength: 1 } }, true, true],
    [{ type: 'string', not: { enum: ['a'] } }, { type: 'string', not: { enum: ['a', 'b'] } }, false, true],
    [
      { type: 'array', items: { anyOf: [{ const: 1 }, { const: 2 }] } },
      {
        anyOf: [
          { type: 'array', items: { const: 1 } },
          { type: 'array', items: { const: 2 } },
        ],
      },
      false,
      true,
    ],
  ],
  oneOf: [
    [
      { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      true,
      true,
    ],
    [{ oneOf: [{ type: 'number' }, { type: 'integer' }] }, { type: 'number', not: { type: 'integer' } }, true, true],
    [{ oneOf: [true, true] }, false, true, true],
    [{ oneOf: [{ minimum: 0 }, { maximum: 10 }] }, true, true, false],
    [
      { oneOf: [{ type: 'string', minLength: 2 }] },
      {
        oneOf: [
          { type: 'string', minLength: 2 },
          { type: 'string', maxLength: 3 },
        ],
      },
      false,
      false,
    ],
    [
      {
        oneOf: [object({ k: { const: 'a' } }, { required: ['k'] }), object({ k: { const: 'b' } }, { required: ['k'] })],
      },
      object({ k: { enum: ['a', 'b'] } }, { required: ['k'] }),
      true,
      true,
    ],
  ],
  'if, then and else': [
    [
      { if: { type: 'string' }, then: { minLength: 1 }, else: { type: 'integer' } },
      { anyOf: [{ type: 'string', minLength: 1 }, { type: 'integer' }] },
      true,
      true,
    ],
    [{ if: { minimum: 5 } }, true, true, true],
    [{ if: false, then: false, else: { type: 'null' } }, { type: 'null' }, true, true],
  ],
  unevaluatedProperties: [
    [{ allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, closed({ a: true }), false, true],
    [
      { type: 'object', allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      closed({ a: true }),
      true,
      true,
    ],
    [
      {
        type: 'object',
        anyOf: [{ properties: { a: { const: 1 } }, required: ['a'] }, { properties: { b: true } }],
        unevaluatedProperties: false,
      },
      { maxProperties: 2 },
      true,
      false,
    ],
    [
      {
        type: 'object',
        if: { required: ['a'] },
        then: { properties: { a: true, b: true } },
        unevaluatedProperties: false,
      },
      { anyOf: [{ maxProperties: 0 }, { required: ['a'] }] },
      true,
      false,
    ],
    [
      { $ref: '#/$defs/x', unevaluatedProperties: false, $defs: { x: closed({ c: true }) } },
      closed({ c: true }),
      true,
      true,
    ],
  ],
  unevaluatedItems: [
    [
      { type: 'array', allOf: [{ prefixItems: [true, true] }], unevaluatedItems: false },
      { type: 'array', maxItems: 2 },
      true,
      true,
    ],
    [
      { type: 'array', contains: { type: 'string' }, minContains: 0, unevaluatedItems: false },
      { type: 'array', items: { type: 'string' } },
      true,
      true,
    ],
  ],
  references: [
    [tree({ type: 'integer' }), tree({ type: 'integer' }, 'Renamed'), true, true],
    [tree({ type: 'integer' }), tree({ type: 'number' }, 'U'), true, false],
    [tree({ type: 'integer' }), closed({ value: { type: 'integer' }, next: true }), true, false],
    [
      { $defs: { s: { type: 'string' } }, $ref: '#/$defs/s', minLength: 1 },
      { type: 'string', minLength: 1 },
      true,
      true,
    ],
    [
      {
        $defs: { L: { type: 'object', required: ['n'], properties: { n: { $ref: '#/$defs/L' } } } },
        $ref: '#/$defs/L',
      },
      false,
      true,
      true,
    ],
    [{ $defs: { s: { $anchor: 'here', type: 'string' } }, $ref: '#here' }, { type: 'string' }, true, true],
    [
      { $defs: { n: { $ref: '#/$defs/a~1b%25' }, 'a/b%': { type: 'null' } }, $ref: '#/$defs/n' },
      { type: 'null' },
      true,
      true,
    ],
  ],
};

describe.each(Object.entries(tables))('%s', (_, rows) => {
  it.each(rows.map((row) => [keyOf(row[0]), keyOf(row[1]), row] as const))(
    '%s and %s',
    (_a, _b, [a, b, aInB, bInA]) => {
      expect([contained(a, b).kind, contained(b, a).kind]).toEqual([verdict(aInB), verdict(bInA)]);
    },
  );
});

function verdict(holds: boolean): string {
  return holds ? 'contained' : 'witness';
}

describe('what only another validator could say', () => {
  it.each<[string, Json, Json, string | undefined]>([
    ['one format and another', { type: 'string', format: 'date' }, { type: 'string', format: 'time' }, 'time'],
    ['a format set newly', { type: 'string' }, { type: 'string', format: 'uuid' }, 'uuid'],
    ['int64 and int32', { type: 'integer', format: 'int64' }, { type: 'integer', format: 'int32' }, 'int32'],
    ['a reference that leads nowhere', { $ref: 'https://example.com/a' }, { $ref: 'https://example.com/b' }, undefined],
    [
      'a back-reference',
      { type: 'string', pattern: '^(a|b)\\1$' },
      { type: 'string', pattern: '^(aa|bb)$' },
      undefined,
    ],
  ])('%s', (_, a, b, format) => {
    const decision = contained(a, b);
    expect(decision.kind).toBe('undecided');
    expect(decision.kind === 'undecided' ? decision.format : '').toBe(format);
  });

  it.each<[string, Json, Json]>([
    ['the same format', { type: 'string', format: 'date', maxLength: 9 }, { type: 'string', format: 'date' }],
    ['int32 and int64', { type: 'integer', format: 'int32' }, { type: 'integer', format: 'int64' }],
    ['a small range and int32', { type: 'integer', minimum: 0, maximum: 9 }, { type: 'integer', format: 'int32' }],
    ['float and double', { type: 'number', format: 'float' }, { type: 'number', format: 'double' }],
    ['a reference to the same place', { $ref: 'https://example.com/a' }, { $ref: 'https://example.com/a' }],
    ['a lookahead', { type: 'string', pattern: '^(?!x)[a-z]+$' }, { type: 'string', pattern: '^[a-wyz]' }],
    ['the same back-reference', { pattern: '^(a|b)\\1$', maxLength: 3 }, { pattern: '^(a|b)\\1$' }],
  ])('but not %s', (_, a, b) => {
    expect(contained(a, b).kind).toBe('contained');
  });

  it('finds a witness beside a format', () => {
    const decision = contained({ type: 'string', format: 'date' }, { type: 'string', format: 'date', pattern: '^19' });
    expect(decision).toEqual({ kind: 'witness', value: '2000-01-01' });
  });
});

describe('dialects', () => {
  it.each<[Dialect, Json, Json, boolean, boolean]>([
    ['draft-04', { type: 'number', minimum: 1, exclusiveMinimum: true }, { type: 'number', minimum: 1 }, true, false],
    ['draft-04', { const: 1 }, true, true, true],
    ['draft-06', { const: 1 }, { enum: [1] }, true, true],
    ['draft-06', { if: true, then: false }, true, true, true],
    ['draft-07', { if: true, then: false }, false, true, true],
    [
      'draft-07',
      { $ref: '#/definitions/a', minLength: 3, definitions: { a: { type: 'string' } } },
      { type: 'string' },
      true,
      true,
    ],
    [
      'draft-07',
      { items: [{ type: 'string' }], additionalItems: false },
      { maxItems: 1, items: { type: 'string' } },
      true,
      true,
    ],
    ['draft-07', { additionalItems: false }, true, true, true],
    ['draft-07', { dependencies: { a: ['b'], b: { required: ['c'] } } }, { dependencies: { a: ['b'] } }, true, false],
    ['draft-07', { definitions: { a: { $id: '#x', type: 'null' } }, $ref: '#x' }, { type: 'null' }, true, true],
    ['draft-07', { unevaluatedProperties: false }, true, true, true],
    ['2019-09', { contains: { type: 'null' }, minContains: 2 }, { minItems: 2 }, true, false],
    ['2019-09', { prefixItems: [false] }, true, true, true],
  ])('%s: %j and %j', (dialect, a, b, aInB, bInA) => {
    expect([contained(a, b, dialect).kind, contained(b, a, dialect).kind]).toEqual([verdict(aInB), verdict(bInA)]);
  });
});

describe('keywords that mean nothing', () => {
  it.each<[Dialect, Json, Json]>([
    ['2020-12', { type: 'str' }, { type: 'string' }],
    ['2020-12', { type: 'array', items: [false] }, { type: 'array' }],
    ['2020-12', { minimum: 1, exclusiveMinimum: true }, { minimum: 1 }],
    ['openapi-3.0', { exclusiveMinimum: 1 }, true],
    ['draft-07', { minLength: '3' }, { minLength: 3 }],
    ['draft-07', { properties: { a: 42 } }, { properties: { a: { type: 'string' } } }],
    ['draft-07', { properties: { a: { type: 'str' } } }, { properties: { a: { type: 'string' } } }],
  ])('%s: nothing is known of %j, so that %j is not within it', (dialect, a, b) => {
    expect(contained(b, a, dialect).kind).toBe('undecided');
    expect(contained(a, a, dialect).kind).toBe('contained');
  });

  it.each<[Dialect, Json, Json]>([
    ['openapi-2.0', { type: 'file' }, { type: 'string' }],
    ['draft-04', { type: 'string', required: true }, { type: 'string' }],
    ['draft-07', { type: 'string', prefixItems: 1 }, { type: 'string' }],
    ['2020-12', { type: 'string', title: 1, $comment: false }, { type: 'string' }],
  ])('%s: %j is as good as %j', (dialect, a, b) => {
    expect([contained(a, b, dialect).kind, contained(b, a, dialect).kind]).toEqual(['contained', 'contained']);
  });
});

describe('schemas that come back to themselves with the same value', () => {
  const named = (name: Json): Json => ({ $ref: '#/$defs/Name', $defs: { Name: name } });
  const self: Json = { $ref: '#/$defs/Name' };
  const text: Json = { type: 'string' };

  it.each<[string, Json, Json, boolean, boolean]>([
    ['all of itself and more', named({ allOf: [self, text] }), text, true, true],
    ['any of itself and more', named({ anyOf: [self, text] }), true, true, true],
    ['beside itself', named({ ...(self as object), ...(text as object) }), text, true, true],
    ['less', named({ allOf: [self, { ...(text as object), maxLength: 5 }] }), text, true, false],
    [
      'by way of another',
      {
        $ref: '#/$defs/A',
        $defs: { A: { allOf: [{ $ref: '#/$defs/B' }, { maxLength: 5 }] }, B: { $ref: '#/$defs/A', type: 'string' } },
      },
      { type: 'string', maxLength: 5 },
      true,
      true,
    ],
    [
      'in a member',
      { properties: { a: self }, $defs: { Name: { allOf: [self, text] } } },
      { properties: { a: text } },
      true,
      true,
    ],
  ])('mean what the rest says: %s', (_, a, b, aInB, bInA) => {
    expect([contained(a, b).kind, contained(b, a).kind]).toEqual([verdict(aInB), verdict(bInA)]);
  });

  it.each<[string, Json]>([
    ['not', named({ not: self })],
    ['one of', named({ oneOf: [self, text] })],
    ['a condition', named({ if: self, then: text })],
    ['nothing else', named(self)],
    ['what is left', named({ allOf: [self, text], unevaluatedProperties: false })],
  ])('mean nothing: %s', (_, a) => {
    expect([contained(a, text).kind, contained(text, a).kind]).toEqual(['undecided', 'undecided']);
    expect(contained(a, a).kind).toBe('contained');
  });
});
