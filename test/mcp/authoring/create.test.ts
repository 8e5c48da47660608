import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authoring } from '../../support/authoring.ts';

let directory = '';
let tool: ReturnType<typeof authoring>;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pacto-authoring-'));
  tool = authoring(directory);
});
afterEach(() => rmSync(directory, { recursive: true }));

const everything = (folder = directory) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

/** All that a contract can be asked to have. */
const full = {
  name: 'orders-api',
  description: 'Takes orders. It says "# no" to nobody.',
  owner: { team: 'team/orders', contacts: [{ type: 'chat', value: '#orders', purpose: 'support' }] },
  interfaces: [
    { type: 'http', visibility: 'public' },
    { type: 'http', name: 'admin' },
    { type: 'grpc' },
    { type: 'event' },
    { type: 'event', name: 'more events' },
  ],
  stores_data: true,
  data_survives_restart: true,
  data_shared_across_instances: true,
  data_loss_impact: 'high',
  config_properties: [
    { name: 'DATABASE_URL', required: true, description: 'Where the database is.' },
    { name: 'PAGE_SIZE', type: 'integer', default: 20 },
    { name: 'LEVEL', enum: ['info', 'debug'] },
  ],
  min_replicas: 2,
  max_replicas: 5,
  metadata: { tier: 'critical', nested: { list: [1, 'two', null] } },
};

describe('pacto_create', () => {
  it('takes what pacto_generate_contract takes, and makes the same of it', async () => {
    const args = { name: 'shop', exposes_http: true, exposes_events: true, needs_database: true, language: 'go' };
    const drafted = await tool.result('pacto_generate_contract', args);
    const created = await tool.result('pacto_create', { ...args, dry_run: true });
    const { directory: _, written: __, ...draft } = created;
    expect(draft).toEqual(drafted);
    expect(created.contract).toContain('language: go');
    expect(created.questions).toContainEqual(expect.stringContaining('Which contract is that of the database?'));
  });

  it('takes the type of a value from its default', async () => {
    const presets = { text: 'a', count: 8080, share: 0.5, isOn: true, hosts: ['a'], limits: { cpu: 1 }, nothing: null };
    const config_properties = [
      ...Object.entries(presets).map(([name, preset]) => ({ name, default: preset })),
      { name: 'unsaid' },
      { name: 'chosen', enum: [1, 'a'], default: 'a' },
    ];
    const { files } = await tool.result('pacto_generate_contract', { name: 'x', config_properties });
    const [{ content }] = files as [{ content: string }];
    const described = Object.entries<{ type?: string }>(JSON.parse(content).properties);
    expect(Object.fromEntries(described.map(([name, { type }]) => [name, type]))).toEqual({
      text: 'string',
      count: 'integer',
      share: 'number',
      isOn: 'boolean',
      hosts: 'array',
      limits: 'object',
      nothing: undefined,
      unsaid: 'string',
      chosen: undefined,
    });
  });

  it('takes the path of the file for that of its directory', async () => {
    expect(await tool.result('pacto_create', { name: 'tiny', path: 'a/pacto.yaml' })).toMatchObject({ directory: 'a' });
    expect(everything()).toContain('a/pacto.yaml');
  });

  it('says that a file is in the way', async () => {
    writeFileSync(path.join(directory, 'taken'), '');
    for (const place of ['taken', 'taken/below']) {
      const refused = await tool.error('pacto_create', { name: 'tiny', path: place });
      expect(refused).toMatchObject({ code: 'OUTPUT_UNWRITABLE', message: expect.stringContaining('not a directory') });
    }
  });

  it('says which version was meant', async () => {
    const { hint } = await tool.error('pacto_create', { name: 'x', version: 'v1.2' });
    expect(hint).toContain('Did you mean 1.2.0?');
  });

  it('adds to an empty directory that is there, and leaves the directory itself in its place', async () => {
    const before = statSync(directory).ino;
    expect(await tool.result('pacto_create', { name: 'tiny', path: '.' })).toMatchObject({ written: true });
    expect(statSync(directory).ino).toBe(before);
    expect(everything()).toEqual(['pacto.yaml']);
  });

  it.each([['../orders'], ['absolute']])('takes the range of a dependency from its contract: %s', async (ref) => {
    await tool.result('pacto_create', { name: 'orders', version: '2.3.4' });
    const dependencies = [{ ref: ref === 'absolute' ? path.join(directory, 'orders') : ref }];
    const { contract } = await tool.result('pacto_create', { name: 'shop', dependencies, dry_run: true });
    expect(contract).toContain('compatibility: ^2.3.4');
  });

  it.each([
    ['only a name', { name: 'tiny' }],
    ['everything', full],
    ['a job', { name: 'clean-up', workload: 'job', config_properties: [{ name: 'DAYS', type: 'integer' }] }],
    ['a scheduled one', { name: 'nightly', workload: 'scheduled', data_loss_impact: 'low' }],
    ['digits', { name: '3d-viewer', interfaces: [{ type: 'grpc' }], replicas: 0 }],
    ['lists as text', { name: 'texts', interfaces: '[{"type":"http"}]', metadata: '{"a":1}' }],
  ])('writes what validates: %s', async (_, args) => {
    const created = await tool.result('pacto_create', args);
    expect(created).toMatchObject({ valid: true, written: true, directory: args.name });
    const validated = await tool.result('pacto_validate', { ref: args.name });
    expect(validated).toMatchObject({ valid: true, findings: created.findings });
    const findings = validated.findings as { severity: string }[];
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(readFileSync(path.join(directory, args.name, 'pacto.yaml'), 'utf8')).toBe(created.contract);
  });

  it('writes every file that the contract names, and no other', async () => {
    await tool.result('pacto_create', full);
    expect(everything()).toEqual([
      'orders-api/configuration/schema.json',
      'orders-api/interfaces/admin.yaml',
      'orders-api/interfaces/asyncapi.yaml',
      'orders-api/interfaces/more-events.yaml',
      'orders-api/interfaces/openapi.yaml',
      'orders-api/interfaces/service.proto',
      'orders-api/pacto.yaml',
    ]);
  });

  it('says why what nobody asked for is as it is, and asks what it cannot know', async () => {
    const { decisions, questions } = await tool.result('pacto_create', { name: 'tiny', dry_run: true });
    expect(decisions).toContainEqual({
      path: 'runtime.state.type',
      value: 'stateless',
      because: 'nothing was said of data that it stores',
    });
    expect(questions).toHaveLength(4);
  });

  it('asks about what is guessed of data, and what is only an example', async () => {
    const draft = async (given: object) => {
      const { questions } = await tool.result('pacto_generate_contract', {
        name: 'tiny',
        owner: 'team/a',
        replicas: 1,
        interfaces: [],
        ...given,
      });
      return questions;
    };
    expect(await draft({ stores_data: false, data_loss_impact: 'low' })).toEqual([]);
    expect(await draft({ data_loss_impact: 'high' })).toEqual([expect.stringContaining('(stores_data, ')]);
    expect(await draft({ stores_data: true, data_loss_impact: 'low' })).toEqual([
      expect.stringContaining('(data_survives_restart)'),
      expect.stringContaining('(data_shared_across_instances)'),
    ]);
    expect(await draft({ stores_data: false, interfaces: [{ type: 'event' }] })).toEqual([
      'Which channels does it have? interfaces/asyncapi.yaml is an example; put the real ones there.',
    ]);
    expect(everything()).toEqual([]);
  });

  it('takes the range of a dependency from the contract beside it', async () => {
    await tool.result('pacto_create', { name: 'base', version: '2.3.4' });
    const { contract } = await tool.result('pacto_create', { name: 'user', dependencies: [{ ref: '../base' }] });
    expect(contract).toContain('dependencies:\n  - ref: ../base\n    compatibility: ^2.3.4\n');
    const refused = await tool.error('pacto_create', { name: 'other', dependencies: [{ ref: 'oci://example.com/x' }] });
    expect(refused).toMatchObject({ code: 'USAGE', hint: 'Say with which versions the service works, as in ^2.0.0.' });
  });

  it('adds to a directory that has code, and takes a description that is there', async () => {
    mkdirSync(path.join(directory, 'api'));
    writeFileSync(path.join(directory, 'main.go'), 'package main\n');
    writeFileSync(path.join(directory, 'api', 'x.proto'), 'syntax = "proto3";\npackage x;\nmessage M {}\n');
    const interfaces = [{ type: 'grpc', contract: 'api/x.proto' }];
    await tool.result('pacto_create', { name: 'coded', path: '.', interfaces });
    expect(everything()).toEqual(['api/x.proto', 'main.go', 'pacto.yaml']);
  });

  it('never overwrites, and writes nothing then', async () => {
    mkdirSync(path.join(directory, 'there', 'interfaces'), { recursive: true });
    writeFileSync(path.join(directory, 'there', 'interfaces', 'openapi.yaml'), 'mine');
    const refused = await tool.error('pacto_create', { name: 'there', interfaces: [{ type: 'http' }] });
    expect(refused).toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(refused.message).toContain('openapi.yaml exists already; nothing was changed');
    expect(everything()).toEqual(['there/interfaces/openapi.yaml']);
  });

  it.each([
    ['a path outside', { name: 'x', path: '../x' }, 'OUTSIDE_ROOTS'],
    ['an absolute path outside', { name: 'x', path: '/etc/x' }, 'OUTSIDE_ROOTS'],
    ['a dependency outside', { name: 'x', dependencies: [{ ref: '../../identity' }] }, 'OUTSIDE_ROOTS'],
    ['a name that is a path', { name: '../x' }, 'USAGE'],
    ['a name in capitals', { name: 'Orders_API' }, 'USAGE'],
    ['a contradiction', { name: 'x', stores_data: false, data_survives_restart: true }, 'USAGE'],
    ['half a range', { name: 'x', min_replicas: 1 }, 'USAGE'],
    ['replicas and a range', { name: 'x', replicas: 1, max_replicas: 2 }, 'USAGE'],
    ['a range upside down', { name: 'x', min_replicas: 3, max_replicas: 2 }, 'INVALID_CONTRACT'],
    ['a job with replicas', { name: 'x', workload: 'job', replicas: 2 }, 'INVALID_CONTRACT'],
    [
      'a description that is not there',
      { name: 'x', interfaces: [{ type: 'grpc', contract: 'no.proto' }] },
      'INVALID_CONTRACT',
    ],
    ['a description outside', { name: 'x', interfaces: [{ type: 'http', contract: '../a.yaml' }] }, 'INVALID_CONTRACT'],
    ['a version that is none', { name: 'x', version: 'one' }, 'USAGE'],
    ['a part of a version', { name: 'x', version: '1' }, 'USAGE'],
    [
      'a default of another type',
      { name: 'x', config_properties: [{ name: 'y', type: 'string', default: 1 }] },
      'USAGE',
    ],
    ['a default out of the enum', { name: 'x', config_properties: [{ name: 'y', enum: [1], default: 2 }] }, 'USAGE'],
    [
      'a choice of another type',
      { name: 'x', config_properties: [{ name: 'y', type: 'integer', enum: [1.5] }] },
      'USAGE',
    ],
    [
      'one dependency twice',
      {
        name: 'x',
        dependencies: [
          { name: 'a', ref: 'ghcr.io/acme/y:1.0.0' },
          { name: 'b', ref: 'oci://ghcr.io/acme/y:1.0.0' },
        ],
      },
      'USAGE',
    ],
    [
      'a dependency that is not there',
      { name: 'x', dependencies: [{ ref: '../y', compatibility: '*' }] },
      'INVALID_CONTRACT',
    ],
    ['an unknown argument', { name: 'x', replica: 2 }, 'USAGE'],
    ['a wrong type', { name: 'x', replicas: 'many' }, 'USAGE'],
    [
      'a nesting that never ends',
      { name: 'x', metadata: JSON.parse(`{"a":${'['.repeat(60)}${']'.repeat(60)}}`) },
      'USAGE',
    ],
  ])('refuses %s and writes nothing', async (_, args, code) => {
    expect(await tool.error('pacto_create', args)).toMatchObject({ code });
    expect(everything()).toEqual([]);
  });

  it('follows no link out of the roots', async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'pacto-outside-'));
    mkdirSync(path.join(directory, 'linked'));
    writeFileSync(path.join(directory, 'linked', 'readme'), '');
    symlinkSync(outside, path.join(directory, 'linked', 'interfaces'));
    const refused = await tool.error('pacto_create', { name: 'linked', interfaces: [{ type: 'http' }] });
    expect(refused.code).toMatch(/^(OUTSIDE_ROOTS|INVALID_CONTRACT)$/);
    expect(everything(outside)).toEqual([]);
  });

  it('keeps names of members and texts that look like YAML what they are', async () => {
    const metadata = { constructor: 'a: b', '# x': '- y', 'two\nlines': 'a\nservice: evil\n', yes: 'no' };
    await tool.result('pacto_create', { name: 'odd', description: 'one\nservice: evil \u2028 x', metadata });
    const { contract } = await tool.result('pacto_inspect', { ref: 'odd' });
    expect(contract).toMatchObject({ service: { name: 'odd' }, metadata });
  });
});

describe('pacto_generate_contract', () => {
  it('drops no name that JavaScript knows', async () => {
    const metadata = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
    const { contract } = await tool.result('pacto_generate_contract', { name: 'x', metadata });
    expect(contract).toContain('metadata:\n  __proto__:\n    polluted: true\n  constructor: 1\n');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('understands what older clients send', async () => {
    const { contract, files, questions } = await tool.result('pacto_generate_contract', {
      service_name: 'orders',
      language: 'go',
      exposes_http: true,
      exposes_grpc: true,
      needs_database: true,
      needs_cache: false,
    });
    expect(contract).toContain('metadata:\n  language: go\n');
    expect((files as { path: string }[]).map((file) => file.path)).toEqual([
      'interfaces/openapi.yaml',
      'interfaces/service.proto',
    ]);
    expect(questions).toContainEqual(expect.stringContaining('Which contract is that of the database?'));
    expect(contract).not.toContain('dependencies');
    expect(everything()).toEqual([]);
  });

  it('says what validation thinks of a draft that is not right yet', async () => {
    const draft = await tool.result('pacto_generate_contract', { name: 'x', workload: 'job', replicas: 2 });
    expect(draft).toMatchObject({ valid: false, findings: [{ code: 'JOB_SCALING_NOT_ALLOWED' }] });
  });
});
