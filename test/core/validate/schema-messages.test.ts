import { describe, expect, it } from 'vitest';
import { memoryBundle } from '../../../src/core/contract/bundle.ts';
import { readContract } from '../../../src/core/contract/read.ts';
import type { Json } from '../../../src/core/json.ts';
import { validateContract } from '../../../src/core/validate/validate.ts';

const bytes = (value: string | Json) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** The messages about a contract whose `app` configuration has these values, or whose policy is this schema. */
async function messages({ schema, values, policy }: { schema?: Json; values?: Json; policy?: Json }) {
  const contract = {
    pactoVersion: '1.0',
    service: { name: 'shop', version: '1.0.0' },
    ...(schema === undefined ? {} : { configurations: [{ name: 'app', schema: 'app.json', values: values ?? {} }] }),
    ...(policy === undefined ? {} : { policies: [{ name: 'platform', schema: 'policy.json' }] }),
  };
  const files = new Map([
    ['pacto.yaml', bytes(contract)],
    ['app.json', bytes(schema ?? {})],
    ['policy.json', bytes(policy ?? {})],
  ]);
  const bundle = memoryBundle(files, { kind: 'memory', label: 'shop', contractPath: 'pacto.yaml' });
  const { findings } = await validateContract(readContract(bytes(contract), 'pacto.yaml'), { bundle });
  return findings.map(({ message }) => message);
}

describe('values that a configuration refuses', () => {
  it.each<[says: string, schema: Json, values: Json]>([
    ['POOL must be an integer (found "x")', { properties: { POOL: { type: 'integer' } } }, { POOL: 'x' }],
    ['"DB_URL" is missing', { required: ['DB_URL'] }, {}],
    ['db: "url" is missing', { properties: { db: { required: ['url'] } } }, { db: {} }],
    ['db: "prot" is not allowed here', { properties: { db: { additionalProperties: false } } }, { db: { prot: 1 } }],
    [
      'hosts[1] must be a string (found 7)',
      { properties: { hosts: { items: { type: 'string' } } } },
      { hosts: ['a', 7] },
    ],
    ['values must have at most 1 member (found 2)', { maxProperties: 1 }, { a: 1, b: 2 }],
    [
      'the name of log-level must match the pattern ^[A-Z]+$ (found "log-level")',
      { propertyNames: { pattern: '^[A-Z]+$' } },
      { 'log-level': 'info' },
    ],
  ])('%s', async (says, schema, values) => {
    expect(await messages({ schema, values })).toEqual([`configuration "app": ${says}`]);
  });
});

describe('contracts that a policy without words of its own refuses', () => {
  it.each<[says: string, policy: Json]>([
    [
      'service.version must match the pattern ^2 (found "1.0.0")',
      inService({ properties: { version: { pattern: '^2' } } }),
    ],
    ['service: "owner" is missing', inService({ required: ['owner'] })],
    ['the contract must have at most 1 member (found 3)', { maxProperties: 1 }],
  ])('%s', async (says, policy) => {
    expect(await messages({ policy })).toEqual([`policy "platform": ${says}`]);
  });
});

function inService(schema: Json): Json {
  return { properties: { service: schema } };
}
