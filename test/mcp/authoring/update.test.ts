import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { authoring } from '../../support/authoring.ts';

const contract = `pactoVersion: "1.0"
service:
  name: shop
  version: 1.0.0
interfaces:
  - name: api # for browsers
    type: http
    port: 8080 # as always
    visibility: internal
    contract: interfaces/api.yaml
  - name: rpc
    type: grpc
    port: 9090
    contract: interfaces/rpc.proto
dependencies:
  - ref: ghcr.io/acme/auth-pacto:2.1.0 # log in
    compatibility: ^2.0.0
  - name: books
    ref: ../ledger
    compatibility: ^1.0.0
policies:
  - name: house
    schema: policy/house.json
runtime:
  workload: service
  state:
    type: stateful
    persistence:
      scope: shared
      durability: ephemeral
    dataCriticality: high # GDPR
  health:
    interface: api
    path: /health
scaling:
  min: 1 # at night
  max: 4
`;

const openapi = 'openapi: 3.1.0\ninfo: { title: a, version: "1" }\npaths: { /health: {}, /ready: {} }\n';

let directory = '';
let tool: ReturnType<typeof authoring>;
const file = () => path.join(directory, 'shop', 'pacto.yaml');

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pacto-updates-'));
  const files = {
    'shop/pacto.yaml': contract,
    'shop/interfaces/api.yaml': openapi,
    'shop/interfaces/new.yaml': openapi,
    'shop/interfaces/rpc.proto': 'syntax = "proto3";\nservice Shop {}\n',
    'shop/policy/house.json': '{"type": "object"}',
    'shop/policy/more.json': '{"type": "object"}',
    'shop/app.json': '{"type": "object"}',
    'ledger/pacto.yaml': 'pactoVersion: "1.0"\nservice: { name: ledger-api, version: 1.4.0 }\n',
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  tool = authoring(directory);
});

describe('pacto_edit changes what is there, where it stands', () => {
  const rows: readonly (readonly [args: object, from: string, to: string])[] = [
    [{ update_interfaces: [{ name: 'api', port: 8081 }] }, 'port: 8080 #', 'port: 8081 #'],
    [
      { update_interfaces: [{ name: 'api', visibility: 'public', contract: 'interfaces/new.yaml' }] },
      'visibility: internal\n    contract: interfaces/api.yaml',
      'visibility: public\n    contract: interfaces/new.yaml',
    ],
    [
      { update_interfaces: [{ name: 'rpc', visibility: 'public' }] },
      'port: 9090\n',
      'port: 9090\n    visibility: public\n',
    ],
    [{ update_dependencies: [{ name: 'auth-pacto', compatibility: '^2.1.0' }] }, '^2.0.0', '^2.1.0'],
    [
      { update_dependencies: [{ name: 'ghcr.io/acme/auth-pacto', ref: 'ghcr.io/acme/auth-pacto:2.2.0' }] },
      'pacto:2.1.0 #',
      'pacto:2.2.0 #',
    ],
    [
      { update_dependencies: [{ name: 'ledger-api', required: true }] },
      'ref: ../ledger\n',
      'ref: ../ledger\n    required: true\n',
    ],
    [{ remove_dependencies: ['../ledger'] }, '  - name: books\n    ref: ../ledger\n    compatibility: ^1.0.0\n', ''],
    [
      { add_policies: [{ name: 'more', schema: 'policy/more.json' }] },
      'policy/house.json\n',
      'policy/house.json\n  - name: more\n    schema: policy/more.json\n',
    ],
    [{ remove_policies: ['house'] }, 'policies:\n  - name: house\n    schema: policy/house.json\n', ''],
    [
      { health: { path: '/ready', initial_delay_seconds: 5 } },
      'path: /health\n',
      'path: /ready\n    initialDelaySeconds: 5\n',
    ],
    [{ health: { interface: 'rpc' } }, 'interface: api\n    path: /health\n', 'interface: rpc\n'],
    [{ remove_health: true }, '  health:\n    interface: api\n    path: /health\n', ''],
    [
      { metrics: { interface: 'api', path: '/metrics' } },
      'scaling:\n',
      '  metrics:\n    interface: api\n    path: /metrics\nscaling:\n',
    ],
    [
      { upgrade_strategy: 'recreate', graceful_shutdown_seconds: 30 },
      '  health:\n',
      '  lifecycle:\n    upgradeStrategy: recreate\n    gracefulShutdownSeconds: 30\n  health:\n',
    ],
    [{ remove_scaling: true }, 'scaling:\n  min: 1 # at night\n  max: 4\n', ''],
    [{ data_survives_restart: true }, 'durability: ephemeral', 'durability: persistent'],
    [{ stores_data: false }, 'type: stateful', 'type: stateless'],
    [{ remove_dependencies: ['.././ledger/'] }, '  - name: books\n    ref: ../ledger\n    compatibility: ^1.0.0\n', ''],
    [
      { set_values: { 'service.image.ref': 'ghcr.io/acme/shop:1.0.0' } },
      'version: 1.0.0\ninterfaces',
      'version: 1.0.0\n  image:\n    ref: ghcr.io/acme/shop:1.0.0\ninterfaces',
    ],
    [{ set_values: { 'interfaces[name=api].port': 81 } }, 'port: 8080 #', 'port: 81 #'],
    [{ set_values: { 'interfaces[1].port': 82 } }, 'port: 9090', 'port: 82'],
    [{ set_values: { 'interfaces[0].visibility': null } }, '    visibility: internal\n', ''],
    [{ set_values: { 'runtime.state.type': 'hybrid' } }, 'type: stateful', 'type: hybrid'],
    [{ set_values: { 'runtime.health': null } }, '  health:\n    interface: api\n    path: /health\n', ''],
    [
      { set_values: { 'policies[1]': { name: 'more', schema: 'policy/more.json' } } },
      'policy/house.json\n',
      'policy/house.json\n  - name: more\n    schema: policy/more.json\n',
    ],
    [
      { set_values: { configurations: [{ name: 'app', schema: 'app.json', values: { LOG: 'info' } }] } },
      'dependencies:\n',
      'configurations:\n  - name: app\n    schema: app.json\n    values:\n      LOG: info\ndependencies:\n',
    ],
    [
      { set_values: { 'interfaces[0].port': 81 }, remove_interfaces: ['rpc'] },
      '8080 # as always\n    visibility: internal\n    contract: interfaces/api.yaml\n  - name: rpc\n    type: grpc\n    port: 9090\n    contract: interfaces/rpc.proto\n',
      '81 # as always\n    visibility: internal\n    contract: interfaces/api.yaml\n',
    ],
  ];
  it.each(rows)('%j', async (args, from, to) => {
    expect(await tool.result('pacto_edit', { path: 'shop', ...args })).toMatchObject({ written: true, valid: true });
    const after = readFileSync(file(), 'utf8');
    expect(contract).toContain(from);
    expect(after).toBe(contract.replace(from, to));
  });

  it('removes items of lists by their paths, wherever they stand', async () => {
    const configurations = ['a', 'b', 'c'].map((name) => ({ name, schema: 'app.json' }));
    await tool.result('pacto_edit', { path: 'shop', set_values: { configurations } });
    const set_values = { 'configurations[0]': null, 'configurations[name=c]': null, 'configurations[1].name': 'd' };
    expect(await tool.result('pacto_edit', { path: 'shop', set_values })).toMatchObject({ valid: true });
    expect(await tool.result('pacto_inspect', { ref: 'shop' })).toMatchObject({
      contract: { configurations: [{ name: 'd', schema: 'app.json' }] },
    });
  });

  it('makes a job of a service that scaled', async () => {
    const refused = await tool.error('pacto_edit', { path: 'shop', workload: 'job' });
    expect(refused).toMatchObject({
      code: 'INVALID_CONTRACT',
      hint: expect.stringContaining('"remove_scaling": true'),
    });
    const edited = await tool.result('pacto_edit', { path: 'shop', workload: 'job', remove_scaling: true });
    expect(edited).toMatchObject({ valid: true, written: true });
  });

  it('makes a runtime for what belongs into one', async () => {
    write('shop/pacto.yaml', contract.slice(0, contract.indexOf('runtime:')));
    const args = { path: 'shop', health: { interface: 'api', path: '/health' }, upgrade_strategy: 'rolling' };
    expect(await tool.result('pacto_edit', args)).toMatchObject({ valid: true, written: true });
    expect(await tool.result('pacto_inspect', { ref: 'shop' })).toMatchObject({
      contract: {
        runtime: {
          workload: 'service',
          health: { interface: 'api', path: '/health' },
          lifecycle: { upgradeStrategy: 'rolling' },
        },
      },
    });
  });

  it.each([
    ['an interface that is not there', { update_interfaces: [{ name: 'apis', port: 1 }] }, 'Did you mean api?'],
    ['a change of nothing', { update_interfaces: [{ name: 'api' }] }, 'beside its name'],
    [
      'one interface twice',
      {
        update_interfaces: [
          { name: 'api', port: 1 },
          { name: 'api', port: 2 },
        ],
      },
      'once',
    ],
    [
      'changing and removing',
      { update_dependencies: [{ name: 'books', required: true }], remove_dependencies: ['../ledger'] },
      'Do one of the two.',
    ],
    ['a part of a name', { remove_dependencies: ['auth'] }, 'Did you mean auth-pacto?'],
    ['metrics that nobody answers', { metrics: { path: '/metrics' } }, 'api, rpc'],
    ['removing metrics that are not there', { remove_metrics: true }, 'Leave the argument out.'],
    ['scaling and none', { remove_scaling: true, replicas: 2 }, 'Do one of the two.'],
    ['a policy that is nowhere', { add_policies: [{ name: 'x' }] }, 'Give the ref'],
    ['a dependency that is there', { add_dependencies: [{ name: 'x', ref: '../ledger' }] }, 'update_dependencies'],
    [
      'a dependency that is there in another spelling',
      { add_dependencies: [{ name: 'x', ref: '.././ledger/' }] },
      'update_dependencies',
    ],
    [
      'a reference that another dependency has',
      { update_dependencies: [{ name: 'auth-pacto', ref: '../ledger', compatibility: '*' }] },
      'Declare each once',
    ],
    [
      'a range that the contract there does not meet',
      { update_dependencies: [{ name: 'books', compatibility: '^2.0.0' }] },
      'Did you mean ^1.4.0?',
    ],
    [
      'a range that the named version does not meet',
      { add_dependencies: [{ ref: 'ghcr.io/acme/mail:3.1.0', compatibility: '^2.0.0' }] },
      'Did you mean ^3.1.0?',
    ],
    [
      'a range that nothing meets',
      { add_dependencies: [{ ref: 'ghcr.io/acme/mail', compatibility: '>2 <1' }] },
      'as in ^2.0.0',
    ],
    ['what is no path', { set_values: { 'a..b': 1 } }, 'Write places as in'],
    ['a list that is not there', { set_values: { 'readiness.checks[0].id': 'x' } }, 'as a whole'],
    ['an item that is not there', { set_values: { 'interfaces[name=apis].port': 1 } }, 'It has api, rpc.'],
    ['an item far behind the last one', { set_values: { 'interfaces[7]': {} } }, 'It has 2 items.'],
    ['removing what is not there by its path', { set_values: { 'scaling.mix': null } }, 'Did you mean min?'],
    ['removing an interface by its path', { set_values: { 'interfaces[0]': null } }, 'remove_interfaces'],
    ['a place and its part', { set_values: { 'service.owner': 'a', 'service.owner.team': 'b' } }, 'its parts'],
    ['removing what was never there', { set_values: { 'metadata.tier': null } }, 'null removes what is there'],
    ['one place twice', { set_values: { 'service.version': '2.0.0' }, version: '3.0.0' }, 'one value'],
    ['a default of another type', { add_config_properties: [{ name: 'a', type: 'integer', default: 'x' }] }, 'type'],
  ])('refuses %s', async (_, args, hint) => {
    const refused = await tool.error('pacto_edit', { path: 'shop', ...args });
    expect(refused).toMatchObject({ code: 'USAGE', hint: expect.stringContaining(hint) });
    expect(readFileSync(file(), 'utf8')).toBe(contract);
  });
});

function write(name: string, text: string): void {
  const at = path.join(directory, name);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, text);
}
