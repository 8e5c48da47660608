/** Schemas that are made to take forever, or to break something: every answer is bounded, and none is silence. */

import { describe, expect, it } from 'vitest';
import { worst } from '../../../../src/core/diff/change.ts';
import type { Role } from '../../../../src/core/diff/schema/walk.ts';
import type { Json } from '../../../../src/core/json.ts';
import { walk } from './walk-pair.ts';

const string: Json = { type: 'string' };
const number: Json = { type: 'number' };
const integer: Json = { type: 'integer' };

function count<T>(amount: number, make: (index: number) => T): T[] {
  return Array.from({ length: amount }, (_, index) => make(index));
}

function object(amount: number, name: string, schema: (index: number) => Json, required = true): Json {
  return {
    type: 'object',
    properties: Object.fromEntries(count(amount, (index) => [`${name}${index}`, schema(index)])),
    ...(required && { required: count(amount, (index) => `${name}${index}`) }),
  };
}

function nested(depth: number, wrap: (inner: Json) => Json, leaf: Json): Json {
  let schema = leaf;
  for (let level = 0; level < depth; level++) schema = wrap(schema);
  return schema;
}

/** Components that each refer to the next one. */
function chain(amount: number, schema: (next: Json) => Json, leaf: Json): Json {
  const named = count(amount, (index): [string, Json] => [`d${index}`, schema({ $ref: `#/$defs/d${index + 1}` })]);
  return { $ref: '#/$defs/d0', $defs: { ...Object.fromEntries(named), [`d${amount}`]: leaf } };
}

const overlapping = (leaf: Json) =>
  count(64, (index): Json => ({ properties: { [`a${index}`]: leaf }, required: [`a${index}`] }));
const apart = (leaf: Json) =>
  count(64, (index): Json => ({ type: 'object', properties: { k: { const: index }, v: leaf }, required: ['k'] }));

/** Narrowed from one leaf to another, so that reading breaks; `undecided` where nobody can know in time. */
const narrowed: [name: string, old: Json, fresh: Json, undecided?: true][] = [
  [
    'properties nested 800 deep',
    nested(800, (a) => ({ properties: { a } }), number),
    nested(800, (a) => ({ properties: { a } }), integer),
  ],
  ['5,000 references in a row', chain(5000, (next) => next, number), chain(5000, (next) => next, integer)],
  [
    'a component that two properties refer to, 100 times over',
    chain(100, (next) => ({ properties: { a: next, b: next } }), number),
    chain(100, (next) => ({ properties: { a: next, b: next } }), integer),
  ],
  [
    'allOf of the same thing twice, 40 times over',
    chain(40, (next) => ({ allOf: [next, next] }), number),
    chain(40, (next) => ({ allOf: [next, next] }), integer),
  ],
  [
    'anyOf that goes on in place and below, 20 times over',
    chain(20, (next) => ({ anyOf: [next, { type: 'object', properties: { x: next } }] }), number),
    chain(20, (next) => ({ anyOf: [next, { type: 'object', properties: { x: next } }] }), integer),
  ],
  ['3,000 properties', object(3000, 'p', () => number), object(3000, 'p', () => integer)],
  [
    '64 alternatives in 8 alternatives',
    { anyOf: apart({ anyOf: apart(number).slice(0, 8) }) },
    { anyOf: apart({ anyOf: apart(integer).slice(0, 8) }) },
  ],
  ['64 overlapping alternatives', { anyOf: overlapping(number) }, { anyOf: overlapping(integer) }],
  [
    '64 overlapping alternatives of which one must hold',
    { oneOf: overlapping(number) },
    { oneOf: overlapping(integer) },
  ],
  [
    '200 nested alternatives to null',
    nested(200, (inner) => ({ oneOf: [{ type: 'null' }, inner] }), number),
    nested(200, (inner) => ({ oneOf: [{ type: 'null' }, inner] }), integer),
  ],
  [
    '100 patterns of names',
    { patternProperties: Object.fromEntries(count(100, (index) => [`^x.*${index}`, number])) },
    { patternProperties: Object.fromEntries(count(100, (index) => [`^x.*${index}`, integer])) },
  ],
  [
    '600 members that each need another one',
    { dependentRequired: Object.fromEntries(count(600, (index) => [`a${index}`, ['x']])) },
    { dependentRequired: Object.fromEntries(count(600, (index) => [`b${index}`, ['x']])) },
    true,
  ],
  ['an enum of 5,000 values', { enum: count(5000, (index) => index) }, { enum: count(4999, (index) => index) }],
  ['an alternative that is the whole again', { anyOf: [{ $ref: '#' }, string] }, { anyOf: [{ $ref: '#' }, integer] }],
  ['repetitions of repetitions', { pattern: '^(a{1,500}){1,500}$' }, { pattern: '^(a{1,499}){1,500}b?$' }, true],
];

describe('hostile schemas', () => {
  it.each(narrowed)(
    'are compared in time: %s',
    (_, old, fresh, undecided) => {
      const answer = (role: Role) => worst(walk(old, fresh, { role }).map(({ classification }) => classification));
      expect(answer('reads')).toBe(undecided ? 'POTENTIAL_BREAKING' : 'BREAKING');
      expect(answer('writes')).not.toBe(undecided ? 'NON_BREAKING' : undefined);
    },
    20_000,
  );

  it('are compared in time where every property has another name', () => {
    const [old, fresh] = [object(3000, 'p', () => string), object(3000, 'q', () => string)];
    const changes = walk(old, fresh, { role: 'reads' });
    expect(changes.filter(({ rule }) => rule === 'request-property-removed')).toHaveLength(3000);
    expect(changes.filter(({ rule }) => rule === 'request-required-property-added')).toHaveLength(3000);
    expect(worst(changes.map(({ classification }) => classification))).toBe('BREAKING');
  });

  it('may refer to nothing but themselves', () => {
    const changes = walk({ $ref: '#' }, { $ref: '#', maxLength: 3 });
    expect(changes.map(({ classification }) => classification)).not.toContain('NON_BREAKING');
    expect(walk({ allOf: [{ $ref: '#' }] }, { allOf: [{ $ref: '#' }] })).toEqual([]);
  });

  it('may call properties like parts of JavaScript', () => {
    const old = JSON.parse('{"properties":{"__proto__":{"type":"number"},"constructor":{"type":"number"}}}') as Json;
    const fresh = JSON.parse(
      '{"properties":{"__proto__":{"type":"integer"},"constructor":{"type":"integer"}}}',
    ) as Json;
    expect(walk(old, fresh).map(({ below, classification }) => [below, classification])).toEqual([
      ['.properties[__proto__].type', 'BREAKING'],
      ['.properties[constructor].type', 'BREAKING'],
    ]);
  });

  it('may be no schemas at all', () => {
    const broken: Json[] = [
      { type: 5, properties: [], required: 'x', items: 3, anyOf: {}, enum: 4, allOf: 'x', minimum: 'a' },
      { type: null, properties: { a: 3 }, required: [1], items: [], anyOf: [1], enum: {}, not: [], minimum: {} },
      { discriminator: 5, oneOf: [{ $ref: 5 }], xml: [], 'x-env': {}, contentEncoding: 7, $schema: 8, $id: 9 },
      { discriminator: { mapping: { a: 1 } }, dependentRequired: { a: 'b' }, patternProperties: { '(': 1, '[': {} } },
    ];
    for (const old of broken) {
      for (const fresh of broken) {
        for (const dialect of ['openapi-2.0', 'openapi-3.0', 'openapi-3.1', 'draft-04'] as const) {
          const changes = walk(old, fresh, { dialect, use: 'configuration' });
          if (old === fresh) expect(changes).toEqual([]);
        }
      }
    }
  });
});
