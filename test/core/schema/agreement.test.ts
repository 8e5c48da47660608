/** Random schemas and values, judged by ajv and by our engine. */

import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { compileSchema } from '../../../src/core/schema/compile.ts';
import { isValid, validate } from '../../../src/core/schema/evaluate.ts';

const names = fc.constantFrom('a', 'b', 'c');
const scalar = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom('', 'a', 'ab', 'abc', 'b1'),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

const few = fc.integer({ min: 0, max: 3 });
const nameList = fc.uniqueArray(names, { minLength: 1, maxLength: 2 });

const { schema } = fc.letrec<{ schema: Json; keywords: Json; list: Json[]; map: Record<string, Json> }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.boolean(),
    fc.constant({ $ref: '#/$defs/shared' }),
    tie('keywords'),
  ),
  list: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
  map: fc.dictionary(names, tie('schema'), { maxKeys: 3, noNullPrototype: true }),
  keywords: fc.record(
    {
      type: fc.oneof(fc.constantFrom('string', 'integer', 'number', 'object', 'array', 'null', 'boolean')),
      enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }),
      const: value,
      minimum: few,
      exclusiveMaximum: few,
      multipleOf: fc.integer({ min: 1, max: 3 }),
      minLength: few,
      maxLength: few,
      pattern: fc.constantFrom('^a', 'b$', '[0-9]', '^(a|b)*$'),
      minItems: few,
      maxItems: few,
      uniqueItems: fc.boolean(),
      prefixItems: tie('list'),
      items: tie('schema'),
      contains: tie('schema'),
      minContains: few,
      maxContains: few,
      minProperties: few,
      maxProperties: few,
      required: nameList,
      dependentRequired: fc.dictionary(names, nameList, { maxKeys: 2, noNullPrototype: true }),
      dependentSchemas: tie('map'),
      properties: tie('map'),
      patternProperties: fc.dictionary(fc.constantFrom('^a', '[bc]'), tie('schema'), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      additionalProperties: tie('schema'),
      propertyNames: tie('schema'),
      allOf: tie('list'),
      anyOf: tie('list'),
      oneOf: tie('list'),
      not: tie('schema'),
      if: tie('schema'),
      // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
      then: tie('schema'),
      else: tie('schema'),
      unevaluatedProperties: tie('schema'),
      unevaluatedItems: tie('schema'),
    },
    { requiredKeys: [] },
  ),
}));

/** Most keywords of a random schema would contradict each other; a few of them leave something to accept. */
function thin(keywords: Json, keep: readonly number[]): Json {
  if (typeof keywords !== 'object' || keywords === null || Array.isArray(keywords)) return keywords;
  const entries = Object.entries(keywords);
  return Object.fromEntries(
    entries.filter((_, index) => keep.some((it) => it % Math.max(1, entries.length) === index)),
  );
}

it('agrees with ajv', () => {
  const picks = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 });
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(
      schema,
      schema,
      picks,
      fc.array(value, { minLength: 1, maxLength: 4 }),
      (root, shared, keep, values) => {
        const thinned = thin(root, keep);
        const document = typeof thinned === 'object' ? { ...thinned, $defs: { shared: thin(shared, keep) } } : thinned;
        // Left to themselves, references to the shared schema from inside it never end.
        fc.pre(!JSON.stringify(thin(shared, keep)).includes('$ref'));
        const theirs = new Ajv2020({ strict: false, validateFormats: false }).compile(
          JSON.parse(JSON.stringify(document)),
        );
        const ours = compileSchema(document);
        if (!ours.ok) throw new Error(ours.problems[0]?.message);
        for (const instance of values) {
          const expected = theirs(JSON.parse(JSON.stringify(instance)));
          if (expected) accepted += 1;
          else refused += 1;
          expect([instance, isValid(ours.schema, instance)]).toEqual([instance, expected]);
          expect(validate(ours.schema, instance).errors.length === 0).toBe(expected);
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(Math.min(accepted, refused)).toBeGreaterThan(100);
});
