// biome-ignore-all lint/suspicious/noThenProperty: a JSON Schema keyword, and nobody awaits these
/** Random schemas that use every keyword on a small vocabulary, so that they meet, and values that they speak about. */

import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../src/core/json.ts';

const names = ['a', 'b', 'ab', 'x1'];
const name = fc.constantFrom(...names);
const patterns = ['^a', 'b$', '^[a-z]+$', '^.$', '^(a|x1)$', '[^a]', '1', '^$', '^a{1,2}$'];
const pattern = fc.constantFrom(...patterns);
const small = fc.integer({ min: 0, max: 3 });
const number = fc.constantFrom(-1, 0, 0.5, 1, 1.5, 2, 3, 4, 10);
const string = fc.constantFrom('', 'a', 'b', 'ab', 'x1', 'aa', 'abc', '1', '💩');
const scalar = fc.oneof(fc.constantFrom(null, true, false), number, string);
const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

/** Values about as deep as the schemas are. */
export const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** One keyword, or a few that belong together. */
function keywords(schema: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  const one = (keyword: string, of: fc.Arbitrary<Json>) => of.map((it): JsonObject => ({ [keyword]: it }));
  const several = fc.array(schema, { minLength: 1, maxLength: 3 });
  const byName = fc.dictionary(name, schema, { minKeys: 1, maxKeys: 2 });
  return fc.oneof(
    { arbitrary: one('type', fc.constantFrom(...types)), weight: 6 },
    one('type', fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 })),
    one('enum', fc.array(value, { minLength: 1, maxLength: 3 })),
    one('const', value),
    one('minimum', number),
    one('maximum', number),
    one('exclusiveMinimum', number),
    one('exclusiveMaximum', number),
    one('multipleOf', fc.constantFrom(0.5, 1, 1.5, 2, 3)),
    one('minLength', small),
    one('maxLength', small),
    one('pattern', pattern),
    one('minItems', small),
    one('maxItems', small),
    one('uniqueItems', fc.constant(true)),
    one('prefixItems', several),
    one('items', schema),
    one('contains', schema),
    fc.record({ contains: schema, minContains: small }),
    fc.record({ contains: schema, maxContains: small }),
    one('unevaluatedItems', schema),
    one('minProperties', small),
    one('maxProperties', small),
    one('required', fc.uniqueArray(name, { minLength: 1, maxLength: 2 })),
    { arbitrary: one('properties', byName), weight: 3 },
    one('patternProperties', fc.dictionary(pattern, schema, { minKeys: 1, maxKeys: 2 })),
    one('additionalProperties', fc.oneof(schema, fc.constant(false))),
    one('propertyNames', schema),
    one('dependentRequired', fc.dictionary(name, fc.array(name, { maxLength: 2 }), { minKeys: 1, maxKeys: 2 })),
    one('dependentSchemas', byName),
    one('unevaluatedProperties', fc.oneof(schema, fc.constant(false))),
    one('allOf', several),
    one('anyOf', several),
    one('oneOf', several),
    one('not', schema),
    fc.record({ if: schema, then: schema, else: schema }),
    fc.record({ if: schema, then: schema }),
    one('$ref', fc.constantFrom('#/$defs/one', '#/$defs/two')),
  );
}

/** Draft 2020-12; references lead to `#/$defs/one` and `#/$defs/two`, which {@link document} has. */
export const subschema: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.boolean(),
    fc.constantFrom<Json[]>({ type: 'string' }, { type: 'integer' }, { type: 'object' }, { type: 'array' }),
    fc
      .array(keywords(tie('schema')), { minLength: 1, maxLength: 3 })
      .map((parts): Json => Object.assign({}, ...parts) as JsonObject),
  ),
})).schema;

/** A schema with what its references lead to; those may lead back, but only through a member or an item. */
export const document: fc.Arbitrary<JsonObject> = fc
  .record({ schema: subschema, one: subschema, two: subschema })
  .map(({ schema, one, two }) => ({
    $defs: { one: { properties: { a: one } }, two: { items: two } },
    allOf: [schema],
  }));
