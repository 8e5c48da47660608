/** Laws that hold for every schema, and questions asked one after the other that must not change each other's answers. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecider } from '../../../../src/core/diff/containment/decide.ts';
import { schemaReader } from '../../../../src/core/diff/containment/read-schema.ts';
import type { Json, JsonObject } from '../../../../src/core/json.ts';
import '../../../support/properties.ts';
import { document, subschema } from './arbitrary.ts';
import { contained, prepare } from './compare.ts';

const runs = { numRuns: 300 };

function at(schema: JsonObject, change: (own: Json) => Json): JsonObject {
  const [own] = schema.allOf as Json[];
  return { ...schema, allOf: [change(own ?? true)] };
}

/** Proved, or where reasoning ends at least not refuted. */
function holds(a: Json, b: Json): void {
  expect(contained(a, b).kind).toBe('contained');
}

describe('containment', () => {
  it('holds between a schema and itself', () => {
    fc.assert(
      fc.property(document, (a) => holds(a, structuredClone(a))),
      runs,
    );
  });

  it('holds between a schema and a wider one', () => {
    fc.assert(
      fc.property(document, subschema, (a, b) =>
        holds(
          a,
          at(a, (own) => ({ anyOf: [b, own] })),
        ),
      ),
      runs,
    );
  });

  it('holds between a narrower schema and the schema', () => {
    fc.assert(
      fc.property(document, subschema, (a, b) =>
        holds(
          at(a, (own) => ({ allOf: [own, b] })),
          a,
        ),
      ),
      runs,
    );
  });

  it('does not see two negations', () => {
    fc.assert(
      fc.property(document, (a) => {
        const twice = at(a, (own) => ({ not: { not: own } }));
        holds(a, twice);
        holds(twice, a);
      }),
      runs,
    );
  });

  it('does not see what components are called, nor whether they are inlined once', () => {
    const renamed = (value: Json): Json =>
      JSON.parse(JSON.stringify(value).replaceAll('#/$defs/one', '#/$defs/1').replaceAll('#/$defs/two', '#/$defs/2'));
    const inlined = (schema: JsonObject): JsonObject => {
      const { one, two } = schema.$defs as JsonObject;
      const swap = (value: Json): Json => {
        const text = JSON.stringify(value);
        const target = text.includes('"$ref":"#/$defs/one"') ? one : two;
        const from = target === one ? '"$ref":"#/$defs/one"' : '"$ref":"#/$defs/two"';
        return JSON.parse(text.replaceAll(from, `"allOf":[${JSON.stringify(target)}]`));
      };
      // Where a schema has both keywords the text would have the name twice.
      return at(schema, (own) => (JSON.stringify(own).includes('allOf') ? own : swap(own)));
    };
    fc.assert(
      fc.property(document, (a) => {
        const { one, two } = a.$defs as JsonObject;
        const other = renamed({ ...a, $defs: { 2: two ?? true, 1: one ?? true } });
        for (const b of [other, inlined(a)]) {
          holds(a, b);
          holds(b, a);
        }
      }),
      runs,
    );
  });

  it('says that schemas are the same only where each is within the other', () => {
    fc.assert(
      fc.property(subschema, subschema, (a, b) => {
        const schema: JsonObject = { $defs: { one: { properties: { a } }, two: { items: b } }, allOf: [a] };
        const side = (value: Json) => ({ schema: value, dialect: '2020-12' as const });
        const pair = prepare(side(schema), side(at(schema, () => b)));
        if (!pair.decider.same(pair.a, pair.b)) return;
        expect(pair.decider.contained(pair.a, pair.b).kind).toBe('contained');
      }),
      runs,
    );
  });
});

describe('questions', () => {
  it('are proved exactly where they are answered with yes, in whichever order they are asked', () => {
    fc.assert(
      fc.property(document, subschema, (a, other) => {
        const side = (schema: Json) => ({ schema, dialect: '2020-12' as const });
        const open = () => prepare(side(a), side(at(a, () => other)), { steps: 300_000 });
        const [first, second] = [open(), open()];
        const answer = first.decider.contained(first.a, first.b).kind === 'contained';
        expect(second.decider.proved(second.a, second.b)).toBe(answer);
        expect(first.decider.proved(first.a, first.b)).toBe(answer);
        expect(second.decider.contained(second.a, second.b).kind === 'contained').toBe(answer);
      }),
      runs,
    );
  });

  it('have one answer, whatever was asked before', () => {
    const components = fc.array(fc.tuple(document, fc.nat(5)), { minLength: 6, maxLength: 6 });
    const many = components.map((list): Json => {
      // All refer to each other, so that questions share what they find out.
      const text = (value: Json, shift: number) =>
        JSON.parse(
          JSON.stringify(value)
            .replaceAll('#/$defs/one', `#/schemas/${(shift * 2) % 6}/$defs/one`)
            .replaceAll('#/$defs/two', `#/schemas/${(shift + 1) % 6}/$defs/two`),
        ) as Json;
      return { schemas: Object.fromEntries(list.map(([schema, shift], index) => [index, text(schema, shift)])) };
    });
    fc.assert(
      fc.property(many, many, fc.infiniteStream(fc.nat(5)), (a, b, choice) => {
        const open = () =>
          schemaReader({ value: (file) => (file === 'a' ? a : b), dialect: () => '2020-12', file: () => undefined });
        const believing = { confirm: (_: Json, node: { readonly file: string }) => node.file === 'a', steps: 300_000 };
        const shared = { reader: open(), decider: createDecider(believing) };
        for (let count = 0; count < 8; count++) {
          const [x, y] = [`/schemas/${choice.next().value}`, `/schemas/${choice.next().value}`];
          const answer = ({ reader, decider }: typeof shared) => {
            const [from, to] = [reader.node('a', x), reader.node('b', y)];
            return from && to ? decider.contained(from, to).kind : 'none';
          };
          expect(answer(shared)).toBe(answer({ reader: open(), decider: createDecider(believing) }));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('can go on after the budget ran out', () => {
    const wide = (type: string): Json => ({
      anyOf: Array.from({ length: 30 }, (_, index) => ({
        required: [`p${index}`],
        properties: { [`p${index}`]: { type } },
      })),
    });
    const sides = [wide('integer'), wide('number')] as const;
    const { decider, a, b } = prepare(
      { schema: sides[0], dialect: '2020-12' },
      { schema: sides[1], dialect: '2020-12' },
      { steps: 200 },
    );
    expect(decider.contained(a, b)).toEqual({ kind: 'undecided', reason: 'the schemas are too complex to compare' });
    expect(contained(sides[0], sides[1]).kind).toBe('contained');
  });
});
