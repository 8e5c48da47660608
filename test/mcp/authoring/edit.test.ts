import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authoring } from '../../support/authoring.ts';
import { root } from '../../support/run.ts';

const examples = path.join(root, 'examples');
const names = readdirSync(examples).filter((name) => existsSync(path.join(examples, name, 'pacto.yaml')));

let directory = '';
let tool: ReturnType<typeof authoring>;
const file = () => path.join(directory, 'orders-api', 'pacto.yaml');
const text = () => readFileSync(file(), 'utf8');

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pacto-authoring-'));
  cpSync(examples, directory, { recursive: true });
  tool = authoring(directory);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** As the policies of the platform want it. */
const owner = {
  team: 'team/new',
  contacts: [
    { type: 'oncall', value: 'https://oncall.harbour.example/new', purpose: 'oncall' },
    { type: 'chat', value: '#new', purpose: 'support' },
  ],
};

describe('pacto_edit of every example', () => {
  it.each(names)('%s', async (name) => {
    const before = await tool.result('pacto_validate', { ref: name });
    const written = readFileSync(path.join(examples, name, 'pacto.yaml'), 'utf8');
    // The platform wants health checks of services that can be asked; workers stay workers.
    const isWorker = /workload: service/.test(written) && !/^ {2}health:/m.test(written);
    const added = isWorker ? [] : ['grpc', 'http'].map((type) => ({ type, name: `added-${type}` }));
    const edited = await tool.result('pacto_edit', {
      path: name,
      version: '99.1.0',
      owner,
      add_interfaces: added,
      set_metadata: { added: { by: ['a', 'b'] } },
    });
    expect(edited).toMatchObject({ valid: before.valid, written: true, version: '99.1.0' });
    const inspected = await tool.result('pacto_inspect', { ref: name });
    const interfaces = { interfaces: expect.arrayContaining([expect.objectContaining({ name: 'added-http' })]) };
    expect(inspected.contract).toMatchObject({
      service: { version: '99.1.0', owner },
      ...(isWorker ? {} : interfaces),
      metadata: { added: { by: ['a', 'b'] } },
    });
    const again = await tool.result('pacto_edit', {
      path: name,
      remove_interfaces: added.map((one) => one.name),
      remove_metadata: ['added'],
    });
    expect(again.valid).toBe(before.valid);
    const comments = (at: string) => readFileSync(at, 'utf8').match(/#.*/g) ?? [];
    // Comments about an owner that is another now went with it; all others are there.
    const gone = new Set([...(edited.removedComments as string[]), ...(again.removedComments as string[])]);
    const kept = comments(path.join(examples, name, 'pacto.yaml')).filter(
      (comment) => !gone.has(comment) && !/"/.test(comment),
    );
    expect(comments(path.join(directory, name, 'pacto.yaml'))).toEqual(expect.arrayContaining(kept));
  });
});

describe('pacto_edit', () => {
  it('gives a diff that is all that changed', async () => {
    const before = text();
    const edited = await tool.result('pacto_edit', { path: 'orders-api', remove_dependencies: ['redis'], replicas: 4 });
    expect(edited.files).toEqual([
      {
        path: 'pacto.yaml',
        status: 'changed',
        diff: expect.stringContaining('-  - name: redis\n-    ref: ../redis\n-    compatibility: ^7.2.0\n'),
      },
    ]);
    expect(text()).toBe(
      before
        .replace('  - name: redis\n    ref: ../redis\n    compatibility: ^7.2.0\n', '')
        .replace('  min: 2\n  max: 16\n', '  replicas: 4\n'),
    );
  });

  it('writes nothing in a dry run, and tells the same', async () => {
    const before = text();
    const dry = await tool.result('pacto_edit', { path: 'orders-api', version: '3.0.0', dry_run: true });
    expect(text()).toBe(before);
    const wet = await tool.result('pacto_edit', { path: 'orders-api', version: '3.0.0' });
    expect({ ...wet, written: false }).toEqual(dry);
  });

  it('turns words on data into state', async () => {
    const edited = await tool.result('pacto_edit', { path: 'orders-api', stores_data: false });
    expect(edited.changes).toContainEqual({
      path: 'runtime.state.type',
      action: 'set',
      from: 'stateful',
      to: 'stateless',
    });
    expect(text()).toContain(
      '    type: stateless\n    persistence:\n      scope: shared\n      durability: ephemeral\n    dataCriticality: high\n',
    );
    expect(edited.decisions).toContainEqual({
      path: 'runtime.state.persistence.durability',
      value: 'ephemeral',
      because: 'it stores no data, and a stateless service has nothing persistent',
    });
    await tool.result('pacto_edit', { path: 'orders-api', data_survives_restart: true });
    expect(text()).toContain(
      '    type: stateful\n    persistence:\n      scope: shared\n      durability: persistent\n    dataCriticality: high\n',
    );
  });

  it('describes new values in the schema that is there', async () => {
    const schema = path.join(directory, 'orders-api', 'configuration', 'schema.json');
    const before = readFileSync(schema, 'utf8');
    const add = { path: 'orders-api', add_config_properties: [{ name: 'pageSize', type: 'integer', default: 20 }] };
    const edited = await tool.result('pacto_edit', add);
    expect(edited.files).toMatchObject([{ path: 'configuration/schema.json', status: 'changed' }]);
    const after = readFileSync(schema, 'utf8');
    expect(JSON.parse(after).properties).toEqual({
      ...JSON.parse(before).properties,
      pageSize: { type: 'integer', default: 20 },
    });
    expect(after.split('\n').filter((line) => !before.split('\n').includes(line)).length).toBeLessThan(6);
    expect(await tool.error('pacto_edit', add)).toMatchObject({ code: 'USAGE' });
  });

  it('holds the values of a configuration to what its schema is to say, however the contract writes its path', async () => {
    const bundle = path.join(directory, 'odd');
    await tool.result('pacto_create', { name: 'odd', config_properties: [{ name: 'A' }] });
    const contract = path.join(bundle, 'pacto.yaml');
    const written = readFileSync(contract, 'utf8').replace(
      'schema: configuration/schema.json',
      'schema: ./configuration/schema.json\n    values:\n      A: a',
    );
    writeFileSync(contract, written);
    const add = { path: 'odd', add_config_properties: [{ name: 'B', required: true }] };
    const { code, findings } = await tool.error('pacto_edit', add);
    expect([code, findings.map((finding) => finding.code)]).toEqual(['INVALID_CONTRACT', ['CONFIG_VALUES_INVALID']]);
    expect(readFileSync(path.join(bundle, 'configuration/schema.json'), 'utf8')).not.toContain('"B"');
  });

  it.each([
    ['removing what is not there', { remove_dependencies: ['rediss'] }, 'USAGE', 'Did you mean redis?'],
    ['removing an unknown interface', { remove_interfaces: ['x'] }, 'USAGE', 'interfaces has rest-api.'],
    ['removing unknown metadata', { remove_metadata: ['teir'] }, 'USAGE', 'Did you mean tier?'],
    [
      'adding what is there',
      { add_dependencies: [{ name: 'redis', ref: '../redis' }] },
      'USAGE',
      'Choose another name',
    ],
    [
      'setting and removing at once',
      { set_metadata: { tier: 1 }, remove_metadata: ['tier'] },
      'USAGE',
      'Do one of the two.',
    ],
    ['nothing', {}, 'USAGE', 'Name at least one change'],
    [
      'an interface whose description is missing',
      { add_interfaces: [{ type: 'grpc', contract: 'interfaces/no.proto' }] },
      'INVALID_CONTRACT',
      'Nothing was written',
    ],
    [
      'removing the interface that health asks',
      { remove_interfaces: ['rest-api'] },
      'INVALID_CONTRACT',
      'Nothing was written',
    ],
    ['a version that is none', { version: 'two' }, 'INVALID_CONTRACT', 'Nothing was written'],
    ['a name that is none', { name: 'Orders API' }, 'INVALID_CONTRACT', 'Nothing was written'],
    ['a job that scales', { workload: 'job' }, 'INVALID_CONTRACT', 'Nothing was written'],
    ['a contract of a registry', { path: 'oci://registry.invalid/acme/shop' }, 'USAGE', 'Give a directory'],
    ['a contract of a revision', { path: 'git:HEAD' }, 'USAGE', 'Give a directory'],
    ['a contract outside', { path: '../orders-api', version: '3.0.0' }, 'OUTSIDE_ROOTS', ''],
    [
      'a dependency outside',
      { add_dependencies: [{ ref: '../../identity', compatibility: '^1.0.0' }] },
      'OUTSIDE_ROOTS',
      'Open the folder',
    ],
    [
      'to let a dependency lead outside',
      { update_dependencies: [{ name: 'payments-api', ref: '../../identity' }] },
      'OUTSIDE_ROOTS',
      'Open the folder',
    ],
  ])('refuses %s, and writes nothing', async (_, args, code, hint) => {
    const before = text();
    const refused = await tool.error('pacto_edit', { path: 'orders-api', ...args });
    expect(refused).toMatchObject({ code });
    expect(refused.hint).toContain(hint);
    if (code === 'INVALID_CONTRACT') expect(refused.findings).not.toEqual([]);
    expect(text()).toBe(before);
  });

  it('says of a dependency outside no more than that, whether something is there or not', async () => {
    const refused = await Promise.all(
      ['/etc', '/etc/nothing'].map((ref) =>
        tool.error('pacto_edit', { path: 'orders-api', add_dependencies: [{ name: 'x', ref }] }),
      ),
    );
    const said = refused.map((error) => JSON.stringify(error).replaceAll('/etc/nothing', '/etc'));
    expect(said[0]).toContain('OUTSIDE_ROOTS');
    expect(said[0]).toBe(said[1]);
  });

  it('takes away a dependency that leads outside', async () => {
    const added = `dependencies:\n  - name: outside\n    ref: ../../outside\n    compatibility: ^1.0.0\n`;
    expect(text()).toMatch(/^dependencies:\n/m);
    writeFileSync(file(), text().replace(/^dependencies:\n/m, added));
    const { findings } = await tool.result('pacto_validate', { ref: 'orders-api' });
    expect(findings).toMatchObject([
      {
        code: 'LOCAL_REF_NOT_FOUND',
        message: expect.stringContaining('is outside the directories that this server may use'),
        help: expect.stringContaining('pacto mcp --root DIR'),
      },
    ]);
    const edited = await tool.result('pacto_edit', { path: 'orders-api', remove_dependencies: ['../../outside'] });
    expect(edited).toMatchObject({ valid: true, written: true });
    expect(text()).not.toContain('outside');
  });

  it('mends a contract that is wrong step by step', async () => {
    writeFileSync(file(), text().replace('version: 2.1.0', 'version: two').replace('min: 2', 'min: 20'));
    const edited = await tool.result('pacto_edit', { path: 'orders-api', version: '2.1.1' });
    expect(edited).toMatchObject({ valid: false, written: true });
    expect(await tool.result('pacto_edit', { path: 'orders-api', min_replicas: 2 })).toMatchObject({ valid: true });
  });

  it('tells what is so already', async () => {
    const before = text();
    const edited = await tool.result('pacto_edit', { path: 'orders-api', version: '2.1.0' });
    expect(edited).toMatchObject({ changed: false, written: false, unchanged: ['service.version'], files: [] });
    expect(text()).toBe(before);
  });

  it('keeps the mode, the byte order mark and CRLF', async () => {
    writeFileSync(file(), `\uFEFF${text().replaceAll('\n', '\r\n')}`);
    chmodSync(file(), 0o640);
    const before = text();
    await tool.result('pacto_edit', { path: 'orders-api/pacto.yaml', version: '2.2.0' });
    expect(text()).toBe(before.replace('version: 2.1.0', 'version: 2.2.0'));
    expect(statSync(file()).mode & 0o777).toBe(0o640);
  });

  it('does not touch what an anchor shares', async () => {
    writeFileSync(file(), text().replace('version: 2.1.0', 'version: &v 2.1.0').replace('tier: critical', 'tier: *v'));
    expect(await tool.error('pacto_edit', { path: 'orders-api', version: '3.0.0' })).toMatchObject({
      code: 'CANNOT_EDIT',
    });
  });

  it('makes all edits that come at once, one after the other', async () => {
    const paths = ['orders-api', './orders-api/', 'orders-api/pacto.yaml'];
    const edits = Array.from({ length: 6 }, (_, i) =>
      tool.result('pacto_edit', { path: paths[i % 3], set_metadata: { [`key${i}`]: i } }),
    );
    const refused = tool.error('pacto_edit', { path: 'orders-api', version: 'two' });
    for (const edited of await Promise.all(edits)) expect(edited).toMatchObject({ written: true });
    expect((await refused).code).toBe('INVALID_CONTRACT');
    for (let i = 0; i < 6; i++) expect(text()).toContain(`key${i}: ${i}`);
  });
});
