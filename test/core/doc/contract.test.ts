import { describe, expect, it } from 'vitest';
import { memoryBundle } from '../../../src/core/contract/bundle.ts';
import type { ServiceDocument } from '../../../src/core/doc/model.ts';
import { doc } from '../../../src/operations/doc.ts';
import { renderDocumentMarkdown } from '../../../src/render/doc/markdown.ts';
import { casePorts } from '../../support/cases.ts';
import { root } from '../../support/run.ts';

const head = 'pactoVersion: "1.0"\nservice: { name: shop, version: 1.0.0 }\n';

async function documented(contract: string, files: Record<string, unknown> = {}): Promise<ServiceDocument> {
  const all = Object.entries({ 'pacto.yaml': head + contract, ...files }).map(([name, value]): [string, Uint8Array] => {
    return [name, new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))];
  });
  const bundle = memoryBundle(new Map(all), { kind: 'memory', label: 'shop', contractPath: 'shop/pacto.yaml' });
  const ports = casePorts(root);
  const open: typeof ports.open = (reference, from, options) =>
    reference === 'shop' ? Promise.resolve(bundle) : ports.open(reference, from, options);
  return (await doc({ ...ports, open }, { reference: 'shop' })).result;
}

/** Key, type, whether it is required, and what the contract sets. */
async function settings(schema: unknown, values = '{}'): Promise<string[]> {
  const contract = `configurations: [{ name: app, schema: s.json, values: ${values} }]\n`;
  const { configurations } = await documented(contract, { 's.json': schema });
  return (configurations[0]?.settings ?? []).map(({ key, type, required, given }) => {
    return `${key}: ${type}, ${required}${given === undefined ? '' : ` = ${given}`}`;
  });
}

it('tells every value that some alternative allows', async () => {
  const parts = [{ properties: { k: { enum: ['a', 'b'] } } }, { properties: { k: { const: 'c' } } }];
  const contract = 'configurations: [{ name: app, schema: s.json, values: {} }]\n';
  const { configurations } = await documented(contract, { 's.json': { anyOf: parts } });
  expect(configurations[0]?.settings).toMatchObject([{ key: 'k', values: ['a', 'b', 'c'] }]);
});

describe('settings', () => {
  it.each([
    ['nested keys', { properties: { a: { properties: { b: { type: 'integer' } } } } }, ['a.b: integer, no']],
    [
      'what is required, and where',
      {
        required: ['a', 'c'],
        properties: {
          a: { required: ['b'], properties: { b: {} } },
          c: {},
          d: { required: ['e'], properties: { e: {} } },
        },
      },
      ['a.b: anything, always', 'c: anything, always', 'd.e: anything, within'],
    ],
    [
      'lists and mappings of objects',
      {
        properties: {
          servers: { type: 'array', items: { properties: { host: { type: 'string' } } } },
          labels: { additionalProperties: { type: 'string' } },
        },
      },
      ['servers: list of object, no', 'servers[].host: string, no', 'labels.*: string, no'],
    ],
    [
      'alternatives, each in its way',
      {
        properties: {
          mode: {
            oneOf: [
              { properties: { kind: { const: 'tcp' }, port: { type: 'integer' } }, required: ['kind', 'port'] },
              { properties: { kind: { const: 1 } }, required: ['kind'] },
            ],
          },
        },
      },
      ['mode.kind: string or integer, sometimes', 'mode.port: integer, sometimes'],
    ],
    [
      'conditions',
      {
        properties: { log: { type: 'string' } },
        if: {},
        // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
        then: { required: ['log'], properties: { trace: { type: 'boolean' } } },
      },
      ['log: string, sometimes', 'trace: boolean, no'],
    ],
    [
      'what is there twice',
      {
        allOf: [{ $ref: '#/$defs/n' }, { required: ['a'] }],
        $defs: { n: { properties: { a: { type: 'string' }, b: { type: 'integer' } } } },
      },
      ['a: string, always', 'b: integer, no'],
    ],
    [
      'an object that is required and asks for nothing',
      { required: ['a'], properties: { a: { properties: { b: { type: 'string' } } } } },
      ['a: object, always', 'a.b: string, no'],
    ],
    [
      'lists that tell their items one by one',
      { properties: { a: { prefixItems: [{ type: 'string' }] } } },
      ['a: list, no', 'a[0]: string, no'],
    ],
    ['keys with dots', { properties: { 'a.b': { type: 'string' } } }, ['"a.b": string, no']],
    [
      'references, also in a circle',
      {
        properties: { a: { $ref: '#/$defs/n' } },
        $defs: { n: { type: 'object', properties: { name: { type: 'string' }, next: { $ref: '#/$defs/n' } } } },
      },
      ['a.name: string, no', 'a.next: object, no'],
    ],
    [
      'parts of a whole',
      { allOf: [{ required: ['a'], properties: { a: {} } }, { properties: { b: {} } }] },
      ['a: anything, always', 'b: anything, no'],
    ],
    [
      'alternatives, none of which is required',
      { oneOf: [{ required: ['a'], properties: { a: {} } }, { properties: { b: {} } }] },
      ['a: anything, sometimes', 'b: anything, no'],
    ],
  ])('%s', async (_, schema, expected) => {
    const rows = await settings(schema);
    expect(rows).toEqual(expected);
  });

  it('have what the contract sets, also beside the schema', async () => {
    const schema = { properties: { a: { properties: { b: { type: 'integer' } } }, list: { type: 'array' } } };
    expect(await settings(schema, '{ a: { b: 3, more: yes }, list: [1, two], x.y: 1 }')).toEqual([
      'a.b: integer, no = 3',
      'list: list, no = [1, "two"]',
      'a.more: string, no = "yes"',
      '"x.y": number, no = 1',
    ]);
  });

  it('end where references multiply them', async () => {
    const level = (i: number) => ({
      properties: Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`p${at}`, { $ref: `#/$defs/l${i + 1}` }])),
    });
    const $defs = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`l${i}`, level(i)]));
    const { configurations } = await documented('configurations: [{ name: app, schema: s.json }]\n', {
      's.json': { $ref: '#/$defs/l0', $defs: { ...$defs, l15: { type: 'string' } } },
    });
    expect(configurations[0]?.settings.length).toBeLessThanOrEqual(2000);
    expect(configurations[0]?.cut).toContain('left out');
  });
});

describe('policies', () => {
  it.each([
    [{ required: ['scaling'] }, ['scaling must be there']],
    [{ properties: { service: { required: ['owner'] } } }, ['service.owner must be there']],
    [
      { properties: { scaling: { properties: { min: { minimum: 2, maximum: 9 } } } } },
      ['scaling.min must be at least 2, at most 9'],
    ],
    [
      { properties: { metadata: { properties: { tier: { enum: ['a', 'b'] } } } } },
      ['metadata.tier must be one of a, b'],
    ],
    [{ 'x-pacto-severity': 'warning', required: ['runtime'] }, ['runtime should be there']],
    [{ properties: { chart: false } }, ['chart must not be there']],
    [
      {
        if: { required: ['runtime'], properties: { runtime: { properties: { workload: { const: 'service' } } } } },
        // biome-ignore lint/suspicious/noThenProperty: the keyword's name
        then: { required: ['scaling'] },
        else: { required: ['metadata'] },
      },
      [
        'scaling must be there when runtime.workload is service',
        'metadata must be there when not: runtime.workload is service',
      ],
    ],
    [
      { properties: { interfaces: { items: { properties: { type: { const: 'http' } } } } } },
      ['interfaces[].type must be http'],
    ],
    [
      { properties: { interfaces: { contains: { properties: { name: { pattern: '^a' } } } } } },
      ['interfaces must have an item where name matches ^a'],
    ],
    [{ not: { required: ['policies'] } }, [' must not be such that policies is there']],
    [{ $ref: '#/$defs/a', $defs: { a: { required: ['metadata'] } } }, ['metadata must be there']],
  ])('%j', async (schema, expected) => {
    const { policies } = await documented('policies: [{ name: rules, schema: p.json }]\n', { 'p.json': schema });
    const [policy] = policies;
    expect(
      policy?.requires.map(({ path, text, when }) => `${path} ${text}${when === undefined ? '' : ` when ${when}`}`),
    ).toEqual(expected);
  });

  it('say why', async () => {
    const schema = {
      title: 'All',
      properties: {
        service: {
          description: 'Somebody answers.',
          required: ['owner'],
          properties: { owner: { type: 'object', errorMessage: 'add a team' } },
        },
      },
    };
    const { policies } = await documented('policies: [{ name: rules, schema: p.json }]\n', { 'p.json': schema });
    expect(policies[0]?.requires.map(({ reason }) => reason)).toEqual(['Somebody answers.', 'add a team']);
  });

  it('end where references multiply them', async () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 25 }, (_, i) => [
        `l${i}`,
        { allOf: [{ $ref: `#/$defs/l${i + 1}` }, { $ref: `#/$defs/l${i + 1}` }] },
      ]),
    );
    const { policies } = await documented('policies: [{ name: rules, schema: p.json }]\n', {
      'p.json': {
        allOf: [{ required: ['metadata'] }],
        $ref: '#/$defs/l0',
        $defs: { ...$defs, l25: { required: ['scaling'] } },
      },
    });
    expect(policies[0]?.cut).toBeDefined();
  });
});

describe('the summary', () => {
  it.each([
    ['', 'shop is a service with no interfaces and no dependencies.'],
    ['scaling: { replicas: 1 }\n', 'shop is a service with no interfaces, no dependencies and 1 instance.'],
    [
      'runtime: { workload: job, state: { type: stateless, persistence: { scope: local, durability: ephemeral }, dataCriticality: low } }\n',
      'shop is a stateless job with no interfaces and no dependencies.',
    ],
  ])('of %j', async (contract, expected) => {
    expect((await documented(contract)).summary).toBe(expected);
  });
});

describe("the bundle's own documents", () => {
  const paths = ({ pages }: ServiceDocument) => pages.map(({ path }) => path);

  it('are told by their headings', async () => {
    const { pages } = await documented('', { 'docs/a.md': '```\n# no\n```\n# *A* `b` #\n', 'docs/b.txt': 'b' });
    expect(pages.map(({ path, title }) => [path, title])).toEqual([
      ['docs/a.md', 'A b'],
      ['docs/b.txt', 'b.txt'],
    ]);
  });

  it('have none among them that was made of the contract', async () => {
    const guide = '# Guide\n\n*Made by pacto from the contract of somebody, in a book.*\n';
    const before = await documented('', { 'docs/guide.md': guide });
    const made = renderDocumentMarkdown(before);
    const again = await documented('', { 'docs/guide.md': guide, 'docs/of-another-name.md': made });
    expect(paths(again)).toEqual(['docs/guide.md']);
    expect(renderDocumentMarkdown(again)).toBe(made);
  });
});
