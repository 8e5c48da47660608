import { describe, expect, it } from 'vitest';
import { compareConfigurationSchema, compareEventSchema } from '../../../../src/core/diff/schema/alone.ts';
import type { Json } from '../../../../src/core/json.ts';
import { newWalker, nodeOf } from './walk-pair.ts';

const configuration = (old: Json, fresh: Json) => compareConfigurationSchema(nodeOf(old), nodeOf(fresh), newWalker());
const event = (old: Json, fresh: Json) => compareEventSchema(nodeOf(old), nodeOf(fresh), newWalker());

describe('comparing schemas of configurations', () => {
  it('prints published paths, nested ones in full', () => {
    const schema = (properties: Json): Json => ({ type: 'object', properties: { db: { type: 'object', properties } } });
    const changes = configuration(schema({ host: {}, port: { type: 'integer' } }), schema({ host: {}, name: {} }));
    expect(changes.map(({ path, classification, type }) => `${classification} ${type} ${path}`)).toEqual([
      'BREAKING removed configuration.properties[db].properties[port]',
      'NON_BREAKING added configuration.properties[db].properties[name]',
    ]);
  });
});

describe('a definition that is used in several places', () => {
  const host = (maxLength: number): Json => ({ type: 'object', properties: { host: { type: 'string', maxLength } } });
  const used = (maxLength: number): Json => ({
    properties: {
      primary: { $ref: '#/$defs/Database' },
      replicas: { type: 'array', items: { $ref: '#/$defs/Database' } },
    },
    $defs: { Database: host(maxLength) },
  });

  it('is one change of a configuration, which says where it is used', () => {
    const [change, ...more] = configuration(used(20), used(10));
    expect(more).toEqual([]);
    expect(change?.path).toBe('configuration.properties[primary].properties[host].maxLength');
    expect(change?.affects).toEqual([
      'configuration.properties[primary].properties[host]',
      'configuration.properties[replicas].items.properties[host]',
    ]);
    expect(change?.moreAffected).toBeUndefined();
  });

  it('is one change of an event', () => {
    const [change, ...more] = event(used(10), used(20));
    expect(more).toEqual([]);
    expect(change?.affects).toEqual([
      'schema.properties[primary].properties[host]',
      'schema.properties[replicas].items.properties[host]',
    ]);
  });

  it('lists a hundred places, and counts the others', () => {
    const names = Array.from({ length: 250 }, (_, at) => `db${at}`);
    const schema = (maxLength: number): Json => ({
      properties: Object.fromEntries(names.map((name) => [name, { $ref: '#/$defs/Database' }])),
      $defs: { Database: host(maxLength) },
    });
    const [change] = configuration(schema(20), schema(10));
    expect(change?.affects).toHaveLength(100);
    expect(change?.moreAffected).toBe(150);
  });

  it('counts the ways of definitions that use each other twice, however many there are', () => {
    const levels = 60;
    const schema = (maxLength: number): Json => ({
      $ref: '#/$defs/d0',
      $defs: {
        ...Object.fromEntries(
          Array.from({ length: levels }, (_, at) => [
            `d${at}`,
            { properties: { a: { $ref: `#/$defs/d${at + 1}` }, b: { $ref: `#/$defs/d${at + 1}` } } },
          ]),
        ),
        [`d${levels}`]: host(maxLength),
      },
    });
    const [change] = configuration(schema(20), schema(10));
    expect(change?.affects).toHaveLength(100);
    expect(change?.moreAffected).toBe(2 ** levels - 100);
  });

  it('says nothing of uses where there is one', () => {
    const schema = (maxLength: number): Json => ({ properties: { db: host(maxLength) } });
    expect(configuration(schema(20), schema(10))[0]?.affects).toBeUndefined();
  });

  it('is used once by a schema that contains itself', () => {
    const tree = (type: string): Json => ({ properties: { name: { type }, next: { $ref: '#' } } });
    expect(configuration(tree('string'), tree('integer'))[0]?.affects).toBeUndefined();
  });
});

describe('what refers to a schema that changed', () => {
  const keywords: readonly (readonly [string, Json])[] = [
    ['contains', { type: ['object', 'array'], contains: { $ref: '#' } }],
    ['not', { not: { required: ['parent'], properties: { parent: { $ref: '#/$defs/Name' } } } }],
    // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
    ['if', { if: { required: ['kind'] }, then: { properties: { parent: { $ref: '#' } } } }],
    ['dependentSchemas', { dependentSchemas: { kind: { properties: { parent: { $ref: '#' } } } } }],
    ['unevaluatedProperties', { unevaluatedProperties: { $ref: '#' } }],
    ['propertyNames', { propertyNames: { $ref: '#/$defs/Name' } }],
  ];
  const schema = (keyword: Json, maxLength: number): Json => ({
    ...(keyword as Record<string, Json>),
    properties: { name: { $ref: '#/$defs/Name' } },
    $defs: { Name: { type: 'string', maxLength } },
  });

  it.each(keywords)('is not one more change: %s', (_, keyword) => {
    const changes = configuration(schema(keyword, 20), schema(keyword, 10));
    expect(changes.map(({ rule }) => rule)).toEqual(['configuration-max-length-changed']);
  });

  it('is one where it loses values that the other does not', () => {
    const not: Json = { not: { required: ['parent'], properties: { parent: { $ref: '#/$defs/Name' } } } };
    const changes = configuration(schema(not, 10), schema(not, 20));
    expect(changes.map(({ rule, classification }) => `${classification} ${rule}`)).toEqual([
      'BREAKING configuration-not-changed',
      'NON_BREAKING configuration-max-length-changed',
    ]);
  });

  it('is one where what is written differs as well', () => {
    const changes = configuration(
      schema({ propertyNames: { $ref: '#/$defs/Name' } }, 20),
      schema({ propertyNames: { $ref: '#/$defs/Name', minLength: 2 } }, 10),
    );
    expect(changes.map(({ rule }) => rule).sort()).toEqual([
      'configuration-max-length-changed',
      'configuration-property-names-changed',
    ]);
  });
});
