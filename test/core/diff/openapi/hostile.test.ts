/** Descriptions that are made to take forever: what is matched with what else is there takes no time for every pair. */
import { describe, expect, it } from 'vitest';
import { effort } from '../../../support/effort.ts';
import { compareTexts, linesOf } from './compare.ts';

function count<T>(amount: number, make: (index: number) => T): T[] {
  return Array.from({ length: amount }, (_, index) => make(index));
}

function posting(operation: object, rest: object = {}): string {
  const post = { responses: { '200': { description: 'x' } }, ...operation };
  const info = { title: 'x', version: '1' };
  return JSON.stringify({ openapi: '3.1.0', info, paths: { '/a': { post } }, ...rest });
}

/** Callbacks, each of which calls an address of its own. */
function calling(addresses: readonly number[], name: string): string {
  const item = { post: { responses: { '204': { description: 'x' } } } };
  const callbacks = addresses.map((address, at) => [`${name}${at}`, { [`{$request.body#/${address}}`]: item }]);
  return posting({ callbacks: Object.fromEntries(callbacks) });
}

/** Alternatives that nothing but the name of a member tells apart. */
function choosing(amount: number, name: string): string {
  const names = count(amount, (index) => `${name}${index}`);
  const discriminator = { propertyName: 'kind', mapping: Object.fromEntries(names.map((it) => [it, refer(it)])) };
  const schema = { oneOf: names.map((it) => ({ $ref: refer(it) })), discriminator };
  const of = (it: string) => ({
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' }, [it]: {} },
  });
  return posting(
    { requestBody: { content: { 'application/json': { schema } } } },
    { components: { schemas: Object.fromEntries(names.map((it) => [it, of(it)])) } },
  );
}

/** Compares them, within an effort that trying every pair would exceed. */
function compared(old: string, fresh: string): ReturnType<typeof compareTexts> {
  const comparing = effort(() => compareTexts(old, fresh));
  expect(comparing.effort).toBeLessThan(800);
  return comparing.result;
}

function refer(name: string): string {
  return `#/components/schemas/${name}`;
}

describe('hostile descriptions are compared in time', () => {
  it('8,000 callbacks under other names, in another order', () => {
    const numbers = count(8000, (index) => index);
    expect(compared(calling(numbers, 'a'), calling(numbers.reverse(), 'b'))).toEqual([]);
  });

  it('1,000 values of a discriminator that all became others', () => {
    const lines = linesOf(compared(choosing(1000, 'a'), choosing(1000, 'b')));
    expect(lines.filter((line) => line.startsWith('B request-discriminator-value-removed'))).toHaveLength(1000);
    expect(lines.filter((line) => line.startsWith('N request-discriminator-value-added'))).toHaveLength(1000);
  });

  it('300,000 values of a variable in a URL, in another order', () => {
    const values = count(300_000, (index) => `v${index}`);
    const served = (list: readonly string[]) => {
      const variables = { v: { default: 'v0', enum: list } };
      return posting({}, { servers: [{ url: 'https://{v}.example.com', variables }] });
    };
    expect(compared(served(values), served([...values].reverse()))).toEqual([]);
  });

  it('300 changes below a path of a hundred thousand characters', () => {
    const path = `/${'x'.repeat(100_000)}`;
    const paths = (name: string) => {
      const parameters = count(300, (index) => ({ in: 'query', name: `${name}${index}`, schema: {} }));
      return posting({}, { paths: { [path]: { get: { parameters, responses: {} } } } });
    };
    const changes = compared(paths('a'), paths('b'));
    expect(changes).toHaveLength(600);
    expect(JSON.stringify(changes.map((change) => change.path)).length).toBeLessThan(1_000_000);
    expect(changes[0]?.path).toMatch(/^openapi\.paths\[\/x{999}…\]\.methods\[GET\]\.parameters\[/);
  });
});
