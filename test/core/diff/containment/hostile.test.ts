/** Schemas made to be hard: each gets an answer within the budget, and none breaks the engine. */

import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/json.ts';
import { contained } from './compare.ts';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const byName = (count: number, make: (index: number) => Json): JsonObject =>
  Object.fromEntries(times(count, (index) => [`p${index}`, make(index)]));

function nested(depth: number, inner: Json, wrap: (schema: Json) => Json): Json {
  let schema = inner;
  for (let level = 0; level < depth; level++) schema = wrap(schema);
  return schema;
}

/** Each definition uses the next one three times. */
function doubling(last: Json): Json {
  const next = (index: number): Json => ({ $ref: `#/$defs/p${index + 1}` });
  const defs = byName(60, (index) =>
    index === 59 ? last : { allOf: [next(index), { anyOf: [next(index), next(index)] }] },
  );
  return { $defs: defs, $ref: '#/$defs/p0' };
}

const tagged = (index: number, value: Json): Json => ({
  type: 'object',
  properties: { kind: { const: `k${index}` }, value },
  required: ['kind'],
});
const single = (index: number, value: Json): Json => ({
  type: 'object',
  properties: { [`p${index}`]: value },
  required: [`p${index}`],
});
const containing = (index: number) => `^.*${String.fromCharCode(97 + index)}.*$`;
const choice = (count: number): Json[] =>
  times(count, (i) => ({
    anyOf: [{ required: [`a${i}`] }, { required: [`b${i}`] }, { properties: { [`c${i}`]: false } }],
  }));

const integer: Json = { type: 'integer' };
const number: Json = { type: 'number' };

describe('hard schemas', () => {
  it.each<[string, Json, Json, string]>([
    [
      'unions of 64 with a tag',
      { anyOf: times(64, (i) => tagged(i, integer)) },
      { anyOf: times(64, (i) => tagged(63 - i, number)) },
      'contained',
    ],
    [
      'unions of 64 without',
      { anyOf: times(64, (i) => single(i, integer)) },
      { anyOf: times(64, (i) => single(i, number)) },
      'contained',
    ],
    [
      'one of 64 narrower',
      { anyOf: times(64, (i) => single(i, number)) },
      { anyOf: times(64, (i) => single(i, i === 40 ? integer : number)) },
      'witness',
    ],
    [
      'oneOf of 64 with a tag',
      { oneOf: times(64, (i) => tagged(i, integer)) },
      { oneOf: times(64, (i) => tagged(i, number)) },
      'contained',
    ],
    [
      '64 ranges',
      { anyOf: times(64, (i) => ({ type: 'number', minimum: 2 * i, maximum: 2 * i + 1 })) },
      { anyOf: times(64, (i) => ({ minimum: 2 * i - 0.5, maximum: 2 * i + 1.5 })) },
      'contained',
    ],
    [
      'a range made of 100',
      { type: 'number', minimum: 0, maximum: 100 },
      { anyOf: times(100, (i) => ({ minimum: i, maximum: i + 1 })) },
      'contained',
    ],
    [
      'exponential allOf',
      doubling({ type: 'string', maxLength: 3 }),
      doubling({ type: 'string', maxLength: 4 }),
      'contained',
    ],
    ['3 to the 30th choices', { allOf: choice(30) }, { allOf: choice(31) }, 'witness'],
    [
      '20 overlapping patterns',
      { patternProperties: Object.fromEntries(times(20, (i) => [containing(i), integer])) },
      { patternProperties: Object.fromEntries(times(20, (i) => [containing(i), number])) },
      'contained',
    ],
    [
      '10,000 members',
      { type: 'object', properties: byName(10_000, (i) => ({ type: 'integer', minimum: i })) },
      { type: 'object', properties: byName(10_000, (i) => ({ type: 'number', minimum: i - 1 })) },
      'contained',
    ],
    [
      '10,000 required members',
      { type: 'object', properties: byName(10_000, () => integer), required: times(10_000, (i) => `p${i}`) },
      { type: 'object', properties: byName(10_000, () => number) },
      'contained',
    ],
    ['20,000 numbers', { enum: times(20_000, (i) => i) }, { enum: times(20_000, (i) => i + 1) }, 'witness'],
    [
      'a range as 20,000 numbers',
      { type: 'integer', minimum: 0, maximum: 19_999 },
      { enum: times(20_000, (i) => i) },
      'contained',
    ],
    ['10,000 values', { enum: times(10_000, (i) => `v${i}`) }, { enum: times(10_000, (i) => `v${i + 1}`) }, 'witness'],
    [
      'members 3,000 deep',
      nested(3000, integer, (a) => ({ properties: { a } })),
      nested(3000, number, (a) => ({ properties: { a } })),
      'contained',
    ],
    [
      'allOf 3,000 deep',
      nested(3000, integer, (it) => ({ allOf: [it] })),
      nested(3000, number, (it) => ({ allOf: [it] })),
      'contained',
    ],
    [
      'not 3,000 deep',
      nested(3000, integer, (not) => ({ not })),
      nested(3000, number, (not) => ({ not })),
      'contained',
    ],
    [
      '100 different items',
      { type: 'array', items: { enum: times(100, (i) => i) }, minItems: 101, uniqueItems: true },
      false,
      'contained',
    ],
    ['1,000 members at least', { type: 'object', minProperties: 1000 }, { minProperties: 1001 }, 'witness'],
    [
      'catastrophic patterns',
      { type: 'string', pattern: '^(a+)+$' },
      { type: 'string', pattern: '^(a|aa)+$' },
      'contained',
    ],
  ])('%s', (_, a, b, verdict) => {
    expect(contained(a, b).kind).toBe(verdict);
  });

  it.each<[string, Json, Json]>([
    [
      'oneOf of 64 that overlap',
      { oneOf: times(64, (i) => single(i, integer)) },
      { oneOf: times(64, (i) => single(i, number)) },
    ],
    [
      'patterns with 2 to the 20th states',
      { type: 'string', pattern: '(a|b)*a(a|b){20}' },
      { type: 'string', pattern: '(a|b)*b(a|b){20}' },
    ],
    [
      'patterns with huge counts',
      { type: 'string', pattern: '^(([a-z]{1,1000}){1,1000}){1,1000}$' },
      { type: 'string', pattern: '^[a-z]{1,900000}$' },
    ],
    [
      'witnesses 3,000 deep',
      nested(3000, number, (a) => ({ type: 'object', properties: { a }, required: ['a'] })),
      nested(3000, integer, (a) => ({ type: 'object', properties: { a }, required: ['a'] })),
    ],
    ['arrays of 100,000', { type: 'array', minItems: 100_000 }, { minItems: 100_001 }],
    [
      'chains of 2,000 dependencies',
      { dependentRequired: byName(2000, (i) => [`p${i + 1}`]) },
      { dependentRequired: byName(2000, (i) => [`p${i + 2}`]) },
    ],
    ['numbers of very different size', { type: 'number', minimum: 1e-300, multipleOf: 1e300 }, { type: 'string' }],
    ['a reference to itself', { $ref: '#' }, { type: 'string' }],
    ['a circle of negations', { $defs: { a: { not: { $ref: '#/$defs/a' } } }, $ref: '#/$defs/a' }, { type: 'string' }],
  ])('%s end in an answer', (_, a, b) => {
    expect(['undecided', 'witness', 'contained']).toContain(contained(a, b).kind);
  });

  it('that are malformed are read as far as they can be', () => {
    const malformed: Json = {
      type: 5,
      enum: 'a',
      minimum: '3',
      multipleOf: 0,
      minLength: -1,
      pattern: 7,
      required: 'a',
      properties: [],
      items: 3,
      allOf: {},
      not: null,
      $ref: 4,
    };
    expect(contained(malformed, true).kind).toBe('contained');
    expect(contained({ pattern: '(' }, { pattern: '(' }).kind).toBe('contained');
    expect(contained({ pattern: '(' }, { pattern: ')' }).kind).toBe('undecided');
  });
});
