/** Laws of comparing that hold for all schemas. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Classification, worst } from '../../../../src/core/diff/change.ts';
import type { SchemaChange } from '../../../../src/core/diff/schema/walk.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../../src/core/json.ts';
import { compileSchema } from '../../../../src/core/schema/compile.ts';
import { isValid } from '../../../../src/core/schema/evaluate.ts';
import '../../../support/properties.ts';
import { document, value } from '../containment/arbitrary.ts';
import { walk } from './walk-pair.ts';

const runs = Number(process.env.PACTO_TEST_RUNS ?? 2000);
const role = fc.constantFrom('reads', 'writes');

/** Named so that every schema in the tests can say them, and no member of a value is called like that. */
const holders = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);
const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const plain = new Set(['enum', 'const', 'required', 'dependentRequired', 'type']);

/** Every schema inside, outermost last. */
function rewrite(schema: Json, change: (schema: JsonObject) => Json): Json {
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([name, inner]): [string, Json] => {
    if (plain.has(name)) return [name, inner];
    if (holders.has(name) && isObject(inner)) {
      return [name, Object.fromEntries(Object.entries(inner).map(([key, it]) => [key, rewrite(it, change)]))];
    }
    if (lists.has(name) && isArray(inner)) return [name, inner.map((it) => rewrite(it, change))];
    return [name, rewrite(inner, change)];
  });
  return change(Object.fromEntries(entries));
}

const described = (schema: JsonObject): Json => ({ ...schema, description: 'other words', examples: ['an example'] });

const reversed = (schema: JsonObject): Json =>
  Object.fromEntries(
    Object.entries(schema)
      .reverse()
      .map(([name, inner]): [string, Json] => {
        const isSet = name === 'required' || name === 'enum' || (name === 'type' && isArray(inner));
        return [name, isSet && isArray(inner) ? [...inner].reverse() : inner];
      }),
  );

const shuffled = (schema: JsonObject): Json =>
  Object.fromEntries(
    Object.entries(schema).map(([name, inner]): [string, Json] =>
      ['allOf', 'anyOf', 'oneOf'].includes(name) && isArray(inner) ? [name, [...inner].reverse()] : [name, inner],
    ),
  );

const renamed = (schema: JsonObject): Json => ({
  ...schema,
  ...(typeof schema.$ref === 'string' && { $ref: schema.$ref.replace('one', 'first').replace('two', 'second') }),
});

function renameComponents(schema: JsonObject): Json {
  const { one = true, two = true } = (schema.$defs ?? {}) as JsonObject;
  return rewrite({ ...schema, $defs: { first: one, second: two } }, renamed);
}

/** References replaced by what they lead to, once. */
function inlined(schema: JsonObject): Json {
  const { one = true, two = true } = (schema.$defs ?? {}) as JsonObject;
  return rewrite(schema, (it) => {
    if (typeof it.$ref !== 'string') return it;
    const { $ref, ...rest } = it;
    return { ...rest, allOf: [...((rest.allOf ?? []) as Json[]), $ref === '#/$defs/one' ? one : two] };
  });
}

function classOf(changes: readonly SchemaChange[]): Classification {
  return worst(changes.map(({ classification }) => classification));
}

describe('comparing schemas', () => {
  it('finds nothing where nothing changed, or only words did', () => {
    fc.assert(
      fc.property(document, role, (schema, direction) => {
        expect(walk(schema, schema, { role: direction })).toEqual([]);
        expect(walk(schema, rewrite(schema, described), { role: direction })).toEqual([]);
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });

  it.each([
    ['keywords and sets stand in another order', (schema: JsonObject) => rewrite(schema, reversed)],
    ['alternatives stand in another order', (schema: JsonObject) => rewrite(schema, shuffled)],
    ['components have other names', renameComponents],
    ['what is referred to stands in place', inlined],
  ])('finds nothing harmful where %s', (_, rewritten) => {
    fc.assert(
      fc.property(document, role, (schema, direction) => {
        const changes = walk(schema, rewritten(schema), { role: direction });
        expect(changes.filter(({ classification }) => classification !== 'NON_BREAKING')).toEqual([]);
      }),
      { numRuns: Math.ceil(runs / 8) },
    );
  });

  it('says added where the other way round it says removed', () => {
    const told = (changes: readonly SchemaChange[], type: 'added' | 'removed') =>
      changes
        // A property that comes and is required is one change; one that goes and was is two.
        .filter((change) => change.type === type && !change.below.includes('.required['))
        .map(({ below }) => below.replace(/\[\d+\]/g, '[]'))
        .sort();
    fc.assert(
      fc.property(document, document, role, (old, fresh, direction) => {
        const [there, back] = [walk(old, fresh, { role: direction }), walk(fresh, old, { role: direction })];
        expect(told(there, 'added')).toEqual(told(back, 'removed'));
        expect(told(there, 'removed')).toEqual(told(back, 'added'));
      }),
      { numRuns: Math.ceil(runs / 8) },
    );
  });

  it('answers alike for reading the one way and writing the other way, conventions aside', () => {
    fc.assert(
      fc.property(document, document, (old, fresh) => {
        const there = walk(old, fresh, { role: 'reads', use: 'event', pure: true });
        const back = walk(fresh, old, { role: 'writes', use: 'event', pure: true });
        expect(classOf(there)).toBe(classOf(back));
      }),
      { numRuns: Math.ceil(runs / 8) },
    );
  });

  it('never calls a break harmless, conventions aside, and shows a witness for every one that it calls so', () => {
    const values = fc.array(value, { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(document, document, role, values, (old, fresh, direction, some) => {
        const changes = walk(old, fresh, { role: direction, pure: true });
        const [source, target] = direction === 'reads' ? [old, fresh] : [fresh, old];
        const [from, to] = [source, target].map((schema) => compileSchema(schema));
        if (!from?.ok || !to?.ok) throw new Error('the schemas of the tests are valid');
        const lost = some.some((it) => isValid(from.schema, it) && !isValid(to.schema, it));
        if (lost) expect(classOf(changes)).not.toBe('NON_BREAKING');
        for (const { classification, witness } of changes) {
          if (classification === 'BREAKING') expect(witness).toBeDefined();
        }
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  });
});
