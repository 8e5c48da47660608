import { describe, expect, it } from 'vitest';
import { type Clue, type KnownService, suggestDependencies } from '../../../src/core/authoring/suggest.ts';

const service = (name: string, sends: readonly string[] = []): KnownService => ({
  name,
  version: '1.2.3',
  ref: `../${name}`,
  sends,
});
const services = ['orders-api', 'redis', 'postgresql', 'harbour-money', 'stock-service', 'stock-api', '__proto__'].map(
  (name) => service(name),
);
const all = [...services, service('order-events', ['orders.created'])];

/** A clue, and what it leads to. */
const rows: readonly (readonly [
  kind: Clue['kind'],
  name: string,
  value: string | undefined,
  expected: readonly string[],
])[] = [
  ['key', 'ORDERS_API_URL', undefined, ['orders-api medium']],
  ['key', 'ordersApiBaseUrl', undefined, ['orders-api medium']],
  ['key', 'ordersUrl', undefined, ['orders-api medium']],
  ['key', 'ORDERS_LIMIT', undefined, []],
  ['key', 'URL', undefined, []],
  ['key', 'STOCK_HOST', undefined, ['stock-api low', 'stock-service low']],
  ['key', 'REDIS_HOST', undefined, ['redis medium']],
  ['key', 'DATABASE_URL', undefined, ['postgresql low']],
  ['key', 'BILLING_URL', undefined, []],
  ['value', 'upstream', 'http://orders-api:8080/x', ['orders-api high']],
  ['value', 'target', 'dns:///orders-api.shop.svc:9090', ['orders-api high']],
  ['value', 'cache', 'redis://user:p%40ss@redis:6379/0', ['redis high']],
  ['value', 'brokers', 'redis:9092, postgresql.db.svc:5432', ['postgresql high', 'redis high']],
  ['value', 'image', 'redis:7', []],
  ['value', 'docs', 'https://example.com/orders-api', []],
  ['value', 'secret', 'secret://orders/database-url', []],
  ['value', 'name', 'orders-api', []],
  ['channel', 'orders.created', undefined, ['order-events high']],
  ['channel', 'orders.other', undefined, []],
  ['package', '@harbour/harbour-money', undefined, ['harbour-money high']],
  ['package', 'ioredis', undefined, ['redis medium']],
  ['package', 'github.com/jackc/pgx', undefined, ['postgresql medium']],
  ['package', 'left-pad', undefined, []],
];

describe('suggestions', () => {
  it.each(rows)('from the %s %s %s', (kind, name, value, expected) => {
    const clue: Clue = { kind, name, file: 'pacto.yaml', ...(value === undefined ? {} : { value }) };
    const { suggestions } = suggestDependencies([clue], all, new Set());
    expect(suggestions.map((one) => `${one.name} ${one.confidence}`)).toEqual(expected);
    for (const one of suggestions) expect(one).toMatchObject({ ref: `../${one.name}`, compatibility: '^1.2.3' });
  });

  it('leave out what is declared, by name or by reference', () => {
    const clues: Clue[] = ['REDIS_URL', 'ORDERS_URL'].map((name) => ({ kind: 'key', name, file: 'x' }));
    expect(suggestDependencies(clues, all, new Set(['redis', '../orders-api'])).suggestions).toEqual([]);
  });

  it('tell what asks for a service that nobody knows', () => {
    const clue: Clue = { kind: 'key', name: 'KAFKA_BROKERS', file: 'configuration/schema.json' };
    expect(suggestDependencies([clue], all, new Set()).open).toEqual([
      'configuration/schema.json: KAFKA_BROKERS points to Kafka, and there is no contract of one here',
    ]);
  });

  it('take long names for what they are, in linear time', () => {
    const clues: Clue[] = ['key', 'value', 'package'].map((kind) => ({
      kind: kind as Clue['kind'],
      name: 'A_'.repeat(200_000),
      value: `http://${'a.'.repeat(200_000)}`,
      file: 'x',
    }));
    expect(suggestDependencies(clues, all, new Set()).suggestions).toEqual([]);
  });
});
