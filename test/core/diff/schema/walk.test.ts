/** Places, causes and paths of what is found between two schemas. */

import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/json.ts';
import { lines, newWalker, nodeOf, walk } from './walk-pair.ts';

const pets = (id: Json): Json => ({
  $defs: {
    Pet: { type: 'object', properties: { id, friend: { $ref: '#/$defs/Pet' } } },
    Pets: { type: 'array', items: { $ref: '#/$defs/Pet' } },
  },
});

describe('walking two schemas', () => {
  it('gives a change of a component one cause, whatever leads to it', () => {
    const walker = newWalker();
    const [old, fresh] = [pets({ type: 'number' }), pets({ type: 'integer' })];
    const at = (pointer: string) =>
      walker.compare(nodeOf(old, '2020-12', pointer), nodeOf(fresh, '2020-12', pointer), 'reads', 'http');
    const [one, many] = [at('/$defs/Pet'), at('/$defs/Pets')];
    expect(lines(one)).toEqual(['B .properties[id].type request-type-changed']);
    expect(lines(many)).toEqual(['B .items.properties[id].type request-type-changed']);
    expect(many[0]?.cause).toBe(one[0]?.cause);
    expect(one[0]?.old).toEqual({ file: 'schema.json', pointer: '/$defs/Pet/properties/id/type' });
  });

  it('finds the same again', () => {
    const walker = newWalker();
    const [old, fresh] = [nodeOf(pets({}), '2020-12', '/$defs/Pet'), nodeOf(pets(true), '2020-12', '/$defs/Pet')];
    const [again, narrower] = [nodeOf(pets({ type: 'null' }), '2020-12', '/$defs/Pet'), ['reads', 'http'] as const];
    expect(walker.compare(old, fresh, ...narrower)).toEqual([]);
    expect(walker.compare(old, again, ...narrower)).toEqual(walker.compare(old, again, ...narrower));
  });

  it('takes a schema that is not there for one that accepts everything', () => {
    const node = nodeOf({ type: 'string' });
    const walker = newWalker();
    expect(lines(walker.compare(undefined, undefined, 'reads', 'http'))).toEqual([]);
    expect(lines(walker.compare(undefined, node, 'reads', 'http'))).toEqual(['B (here) request-schema-added']);
    expect(lines(walker.compare(node, undefined, 'reads', 'http'))).toEqual(['N (here) request-schema-removed']);
    expect(lines(walker.compare(undefined, node, 'writes', 'http'))).toEqual(['N (here) response-schema-added']);
    expect(lines(walker.compare(node, undefined, 'writes', 'http'))).toEqual(['P (here) response-schema-removed']);
    expect(lines(walker.compare(undefined, nodeOf({}), 'reads', 'http'))).toEqual(['N (here) request-schema-added']);
  });

  it('says where alternatives together are to blame', () => {
    // Each alternative is as wide as before or wider, and what meets two of them is lost.
    const old = {
      oneOf: [
        { type: 'number', maximum: 1 },
        { type: 'number', minimum: 5 },
      ],
    };
    const fresh = {
      oneOf: [
        { type: 'number', maximum: 6 },
        { type: 'number', minimum: 5 },
      ],
    };
    const changes = walk(old, fresh);
    expect(changes.map(({ classification, rule }) => [classification, rule])).toContainEqual([
      'BREAKING',
      'request-values-changed',
    ]);
    expect(changes.at(-1)?.witness?.value).toBe(5);
  });

  it('shows a witness for the place that it reports', () => {
    const [change] = walk(
      { properties: { size: { type: 'integer', maximum: 10 } } },
      { properties: { size: { type: 'integer', maximum: 9 } } },
    );
    expect(change?.witness).toEqual({ value: 10, acceptedBy: 'old' });
    expect(change?.reason).toBe('values that were accepted are refused now');
  });

  it('shows the whole object where a member is the matter', () => {
    const [change] = walk({ type: 'object' }, { type: 'object', required: ['id'] });
    expect(change?.below).toBe('.required[id]');
    expect(change?.witness).toEqual({ value: {}, acceptedBy: 'old' });
  });

  it('quotes names that do not stand for themselves', () => {
    const changes = walk({ properties: {} }, { properties: { 'a.b': {}, '': {}, 'x y': {}, plain: {} } });
    expect(changes.map(({ below }) => below)).toEqual([
      '.properties["a.b"]',
      '.properties[""]',
      '.properties["x y"]',
      '.properties[plain]',
    ]);
  });
});
