/** Schemas and values made to crawl, to overflow or to fill the memory: an answer within a second each. */

import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { compileSchema } from '../../../src/core/schema/compile.ts';
import { validate } from '../../../src/core/schema/evaluate.ts';
import { effort } from '../../support/effort.ts';

/** Text of two letters without any order, the same each time. */
function noise(length: number): string {
  let seed = 1;
  return Array.from({ length }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % 3 === 0 ? 'b' : 'a';
  }).join('');
}

function doubling(combine: 'allOf' | 'anyOf' | 'oneOf', extra: Json = {}): Json {
  const $defs: Record<string, Json> = { x0: { type: 'string' } };
  for (let i = 1; i <= 60; i++) {
    const before = { $ref: `#/$defs/x${i - 1}` };
    $defs[`x${i}`] = { ...(extra as object), [combine]: [before, before] };
  }
  return { $defs, $ref: '#/$defs/x60' };
}

function nested(levels: number, wrap: (inner: Json) => Json, leaf: Json): Json {
  let value = leaf;
  for (let i = 0; i < levels; i++) value = wrap(value);
  return value;
}

const tree = (levels: number): Json => nested(levels, (a) => ({ a }), 1);
const recursive: Json = {
  anyOf: [{ type: 'integer' }, { type: 'object', properties: { a: { $ref: '#' } }, unevaluatedProperties: false }],
};

interface Case {
  readonly name: string;
  readonly schema: () => Json;
  readonly instance: () => Json;
  readonly valid: boolean;
  readonly exhausted?: boolean;
}

const cases: readonly Case[] = [
  { name: 'doubling allOf, valid', schema: () => doubling('allOf'), instance: () => 'x', valid: true },
  { name: 'doubling allOf', schema: () => doubling('allOf'), instance: () => 1, valid: false },
  { name: 'doubling anyOf', schema: () => doubling('anyOf'), instance: () => 1, valid: false },
  { name: 'doubling oneOf', schema: () => doubling('oneOf'), instance: () => ({}), valid: false },
  {
    name: 'doubling with unevaluated',
    schema: () => doubling('anyOf', { unevaluatedProperties: false }),
    instance: () => ({ a: 1 }),
    valid: false,
  },
  { name: 'a value 500 deep', schema: () => recursive, instance: () => tree(500), valid: true },
  {
    name: 'a wrong value 500 deep',
    schema: () => recursive,
    instance: () => nested(500, (a) => ({ a }), 'x'),
    valid: false,
  },
  {
    name: 'a value far too deep',
    schema: () => recursive,
    instance: () => tree(20_000),
    valid: false,
    exhausted: true,
  },
  {
    name: 'a schema 490 deep',
    schema: () => nested(490, (not) => ({ not }), { type: 'string' }),
    instance: () => 'x',
    valid: true,
  },
  {
    name: '10,000 unique items',
    schema: () => ({ uniqueItems: true }),
    instance: () => Array.from({ length: 10_000 }, (_, i) => ({ i, j: [i] })),
    valid: true,
  },
  {
    name: 'a large enum over many items',
    schema: () => ({ items: { enum: Array.from({ length: 10_000 }, (_, i) => ({ i })) } }),
    instance: () => Array.from({ length: 10_000 }, (_, i) => ({ i })),
    valid: true,
  },
  {
    name: 'errors without end',
    schema: () => ({ items: { anyOf: [{ type: 'string' }, { required: ['a', 'b'] }] } }),
    instance: () => new Array(100_000).fill({}),
    valid: false,
  },
  {
    name: 'a catastrophic pattern',
    schema: () => ({ pattern: '^(a+)+$' }),
    instance: () => `${'a'.repeat(1_000_000)}!`,
    valid: false,
  },
  {
    name: 'a pattern with states beyond number',
    schema: () => ({ pattern: '([ab]*a[ab]{3000})+c' }),
    instance: () => noise(200_000),
    valid: false,
    exhausted: true,
  },
  {
    name: 'many patterns over many names',
    schema: () => ({
      patternProperties: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`^(x|y${i})*z`, true])),
    }),
    instance: () => Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`${'x'.repeat(24)}${i}`, i])),
    valid: false,
    exhausted: true,
  },
  { name: 'a chain of 20,000 references', schema: chain, instance: () => 1, valid: false, exhausted: true },
  ...[
    'uri',
    'iri',
    'email',
    'idn-email',
    'idn-hostname',
    'json-pointer',
    'uri-template',
    'date-time',
    'duration',
    'ipv6',
    'uuid',
    'regex',
  ].map(
    (format): Case => ({
      name: `a long ${format}`,
      schema: () => ({ format }),
      instance: () => `(a@[:${'P1%{é'.repeat(200_000)}`,
      valid: false,
    }),
  ),
];

function chain(): Json {
  const $defs: Record<string, Json> = { x0: { type: 'string' } };
  for (let i = 1; i <= 20_000; i++) $defs[`x${i}`] = { $ref: `#/$defs/x${i - 1}` };
  return { $defs, $ref: '#/$defs/x20000' };
}

describe('an answer in time', () => {
  it.each(cases)('$name', ({ schema, instance, valid, exhausted = false }) => {
    const content = schema();
    const value = instance();
    const answer = effort(() => {
      const compiled = compileSchema(content);
      if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
      return validate(compiled.schema, value);
    });
    const { result } = answer;
    expect(result).toMatchObject({ valid, exhausted });
    expect(result.errors.length === 0).toBe(valid);
    expect(answer.effort).toBeLessThan(400);
  });

  it('about a schema whose parts are one object many times over', () => {
    const shared = nested(60, (inner) => ({ anyOf: [inner, inner] }), { type: 'string' });
    expect(compileSchema(shared)).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining('more than 100000 schemas') }],
    });
  });
});
