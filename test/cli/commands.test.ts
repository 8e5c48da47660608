import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { initTypes } from '../../src/operations/init/scaffolds.ts';
import { resultNames } from '../../src/operations/schema.ts';
import { assertPublishedShape } from '../support/result-schema.ts';
import { pacto, temporaryDirectory } from './world.ts';

/** A documented example. */
const paymentsApi = `pactoVersion: "1.0"
service: {name: payments-api, version: 2.1.0, owner: team/payments}
interfaces:
  - {name: rest-api, type: http, port: 8080, visibility: public}
  - {name: grpc-api, type: grpc, port: 9090, contract: api.proto}
dependencies:
  - {ref: "oci://ghcr.io/acme/auth-pacto@sha256:abc123", required: true, compatibility: ^2.0.0}
runtime:
  workload: service
  state:
    type: stateful
    persistence: {scope: local, durability: persistent}
    dataCriticality: high
scaling: {min: 2, max: 10}
`;

function workspace(files: Record<string, string> = {}): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  return directory;
}

describe('pacto explain', () => {
  const cwd = () => workspace({ 'pacto.yaml': paymentsApi });

  it('prints the lines that scripts rely on', async () => {
    expect(await pacto(['explain'], { cwd: cwd() })).toEqual({
      code: 0,
      stderr: '',
      stdout: `Service: payments-api@2.1.0
Owner: team/payments
Pacto Version: 1.0

Runtime:
  Workload: service (long-lived)
  State: stateful
  Persistence: local/persistent
  Data Criticality: high

Interfaces (2):
  - rest-api (http, port 8080, public)
  - grpc-api (grpc, port 9090, internal)

Dependencies (1):
  - ghcr.io/acme/auth-pacto@sha256:abc123 (^2.0.0, required)

Scaling: 2-10
`,
    });
  });

  it('prints JSON and Markdown, with overrides applied', async () => {
    const json = await pacto(['explain', '--output-format', 'json', '--set', 'scaling.max=12'], { cwd: cwd() });
    assertPublishedShape(['explain'], json.stdout);
    expect(JSON.parse(json.stdout).scaling).toEqual({ min: 2, max: 12 });
    const markdown = await pacto(['explain', '--output-format', 'markdown'], { cwd: cwd() });
    expect(markdown.stdout).toMatch(/^## payments-api@2\.1\.0\n/);
    expect(markdown.stdout).toContain('| `rest-api` | http, port 8080, public |');
  });

  it('refuses what is no contract, with the findings', async () => {
    const directory = workspace({ 'pacto.yaml': 'pactoVersion: "1.0"\nservices: {}\n' });
    const text = await pacto(['explain'], { cwd: directory });
    expect(text).toMatchObject({ code: 1, stdout: '' });
    expect(text.stderr).toMatch(/^pacto\.yaml:\d+:\d+ error SCHEMA_VIOLATION /);
    expect(text.stderr).toMatch(/\nerror INVALID_CONTRACT \. is invalid \(2 errors\)\nhint /);
    const json = await pacto(['explain', '--output-format', 'json'], { cwd: directory });
    assertPublishedShape(['explain'], json.stdout);
    expect(JSON.parse(json.stdout).findings).toHaveLength(2);
  });

  it('never lets a contract write to the terminal', async () => {
    const evil = paymentsApi.replace('team/payments', '"\\e]0;title\\a\\nService: fake"');
    const { stdout } = await pacto(['explain'], { cwd: workspace({ 'pacto.yaml': evil }) });
    expect(stdout).toContain('Owner: \\x1b]0;title\\x07\\nService: fake\n');
  });
});

describe('pacto fmt', () => {
  const untidy = '# kept\npactoVersion:   "1.0"\nservice:\n      name: orders\n      version: 1.0.0\n';

  const tidy = '# kept\npactoVersion: "1.0"\n\nservice:\n  name: orders\n  version: 1.0.0\n';

  it('writes the canonical layout, and says whether it did', async () => {
    const cwd = workspace({ 'pacto.yaml': untidy });
    expect(await pacto(['fmt', '--check'], { cwd })).toMatchObject({ code: 1, stdout: '. is not formatted\n' });
    expect(readFileSync(path.join(cwd, 'pacto.yaml'), 'utf8')).toBe(untidy);
    expect(await pacto(['fmt'], { cwd })).toMatchObject({ code: 0, stdout: '. was formatted\n' });
    const text = readFileSync(path.join(cwd, 'pacto.yaml'), 'utf8');
    expect(text).toBe(tidy);
    expect(await pacto(['fmt', '--check'], { cwd })).toMatchObject({ code: 0, stdout: '. is formatted\n' });
    expect(readdirSync(cwd)).toEqual(['pacto.yaml']);
    const json = await pacto(['fmt', '--output-format', 'json'], { cwd });
    assertPublishedShape(['fmt'], json.stdout);
  });

  it('is a filter with -', async () => {
    const cwd = workspace();
    const { code, stdout } = await pacto(['fmt', '-'], { cwd, stdin: untidy });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: tidy,
    });
    expect(await pacto(['fmt', '-', '--check'], { cwd, stdin: untidy })).toMatchObject({ code: 1 });
  });

  it('rewrites older spellings with --upgrade, and names them', async () => {
    const older = 'pactoVersion: "1.0"\nservice:\n  name: orders\n  version: 1.0.0\nconfiguration:\n  schema: s.json\n';
    const cwd = workspace({ 'pacto.yaml': older });
    const { stdout } = await pacto(['fmt', '--upgrade'], { cwd });
    expect(stdout).toMatch(/^\. was formatted\n {2}.*configuration/);
    expect(readFileSync(path.join(cwd, 'pacto.yaml'), 'utf8')).toContain('configurations:\n  - name: default\n');
  });

  it('refuses what is not YAML, and changes nothing', async () => {
    const cwd = workspace({ 'pacto.yaml': 'a: [\n' });
    const { code, stderr } = await pacto(['fmt'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('YAML_PARSE_ERROR');
    expect(readFileSync(path.join(cwd, 'pacto.yaml'), 'utf8')).toBe('a: [\n');
  });
});

describe('pacto init', () => {
  it.each(initTypes)('starts a contract of type %s that is formatted and validates without a finding', async (type) => {
    const cwd = workspace();
    const { code, stdout } = await pacto(['init', 'my-service', '--type', type], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Created my-service/ \\(${type}\\)\n {2}pacto\\.yaml\n`));
    const text = readFileSync(path.join(cwd, 'my-service/pacto.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+\n/);
    const { findings } = JSON.parse(
      (await pacto(['validate', 'my-service', '--output-format', 'json'], { cwd })).stdout,
    );
    expect(findings).toEqual([]);
    expect((await pacto(['fmt', '--check', 'my-service'], { cwd })).code).toBe(0);
    expect(await pacto(['pack', 'my-service'], { cwd })).toMatchObject({
      code: 0,
      stdout: 'Packed my-service@0.1.0 -> my-service-0.1.0.tar.gz\n',
    });
  });

  it('starts an HTTP service where nothing else was said', async () => {
    const cwd = workspace();
    const { stdout } = await pacto(['init', 'my-service', '--output-format', 'json'], { cwd });
    assertPublishedShape(['init'], stdout);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      name: 'my-service',
      type: 'http',
      directory: 'my-service',
      files: ['pacto.yaml', 'configuration/schema.json', 'interfaces/openapi.yaml'],
    });
  });

  it.each([
    ['team/x', 'team-x'],
    ['My Service', 'my-service'],
    ['-Zürich_API-', 'zurich-api'],
  ])('refuses the name %j and says a legal one', async (name, legal) => {
    const { code, stderr } = await pacto(['init', '--', name], { cwd: workspace() });
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean ${legal}?`);
  });

  it('never overwrites', async () => {
    const cwd = workspace({ 'orders/notes.txt': 'mine', plain: '' });
    expect(await pacto(['init', 'orders'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('ALREADY_EXISTS'),
    });
    expect(await pacto(['init', 'plain'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('ALREADY_EXISTS'),
    });
    expect(readdirSync(path.join(cwd, 'orders'))).toEqual(['notes.txt']);
    expect(readdirSync(cwd).sort()).toEqual(['orders', 'plain']);
    expect(await pacto(['init', 'x', '--dir', 'plain/deep/x'], { cwd })).toMatchObject({ code: 3, stdout: '' });
    mkdirSync(path.join(cwd, 'empty'));
    expect(await pacto(['init', 'x', '--dir', 'empty'], { cwd })).toMatchObject({ code: 0 });
    expect(await pacto(['init', 'x', '--dir', 'deep/er/x'], { cwd })).toMatchObject({ code: 0 });
  });

  it('takes the interface from a description, with what that refers to', async () => {
    const openapi = `openapi: 3.0.3
info: {title: t, version: "1"}
servers: [{url: "http://localhost:9000/v1"}]
paths:
  /healthz: {get: {responses: {"200": {description: ok}}}}
  /pets: {get: {responses: {"200": {$ref: "common/ok.yaml#/ok"}}}}
`;
    const cwd = workspace({
      'api/spec.yaml': openapi,
      'api/common/ok.yaml': 'ok: {description: fine}\n',
      'api/other.yaml': 'x: 1\n',
    });
    const { code, stderr } = await pacto(['init', 'pets', '--from', 'api/spec.yaml'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Next:') });
    expect(readFileSync(path.join(cwd, 'pets/interfaces/spec.yaml'), 'utf8')).toBe(openapi);
    expect(readdirSync(path.join(cwd, 'pets/interfaces')).sort()).toEqual(['common', 'spec.yaml']);
    const text = readFileSync(path.join(cwd, 'pets/pacto.yaml'), 'utf8');
    expect(text).toContain('    port: 9000\n    visibility: internal\n    contract: interfaces/spec.yaml\n');
    expect(text).toContain('  health:\n    interface: rest-api\n    path: /healthz\n');
    const { findings } = JSON.parse((await pacto(['validate', 'pets', '--output-format', 'json'], { cwd })).stdout);
    expect(findings).toEqual([]);
  });

  it.each([
    ['openapi: 3.1.0\ninfo: {title: t, version: 2.4.0-rc.1}\npaths: {}\n', '2.4.0-rc.1'],
    ['asyncapi: 3.0.0\ninfo: {title: t, version: 3.2.1}\n', '3.2.1'],
    ['openapi: 3.1.0\ninfo: {title: t, version: v2}\npaths: {}\n', '0.1.0'],
    ['openapi: 3.1.0\ninfo: {title: t, version: "1.0"}\npaths: {}\n', '0.1.0'],
  ])('takes the version of a description where it is one: %j', async (description, version) => {
    const cwd = workspace({ 'spec.yaml': description });
    expect((await pacto(['init', 'a', '--from', 'spec.yaml'], { cwd })).code).toBe(0);
    expect(readFileSync(path.join(cwd, 'a/pacto.yaml'), 'utf8')).toContain(`\n  version: ${version}\n`);
  });

  it('takes protobuf for gRPC, and a health check only where one is described', async () => {
    const proto =
      'syntax = "proto3";\npackage a.v1;\nservice S { rpc Get(M) returns (M); }\nmessage M { string id = 1; }\n';
    const openapi = 'openapi: 3.1.0\ninfo: {title: t, version: "1"}\npaths: {}\n';
    const cwd = workspace({ 'a.proto': proto, 'plain.yaml': openapi });
    expect((await pacto(['init', 'a', '--from', 'a.proto'], { cwd })).stdout).toContain('Created a/ (grpc)');
    expect((await pacto(['init', 'b', '--from', 'plain.yaml', '--type', 'stateful'], { cwd })).code).toBe(0);
    expect(readFileSync(path.join(cwd, 'b/pacto.yaml'), 'utf8')).not.toContain('health');
    for (const name of ['a', 'b']) {
      const { findings } = JSON.parse((await pacto(['validate', name, '--output-format', 'json'], { cwd })).stdout);
      expect(findings).toEqual([]);
    }
  });

  it.each([
    [['--from', 'gone.yaml'], 3, 'gone.yaml does not exist or is no file'],
    [['--from', 'broken.yaml'], 1, 'broken.yaml is broken:\nbroken.yaml:'],
    [['--from', 'schema.graphql'], 2, 'from which no interface can be made'],
    [
      ['--from', 'a.proto', '--type', 'http'],
      2,
      'a.proto describes an interface of type grpc, and --type http has an interface of type http',
    ],
    [['--from', 'a.proto', '--type', 'job'], 2, '--type job has no interface'],
  ])('refuses %j and leaves nothing behind', async (args, exit, message) => {
    const cwd = workspace({
      'broken.yaml': 'openapi: 3.1.0\ninfo: {}\npaths: 7\n',
      'schema.graphql': 'type Query { a: Int }\n',
      'a.proto': 'syntax = "proto3";\npackage a;\nmessage M {}\n',
    });
    const { code, stderr } = await pacto(['init', 'x', ...args], { cwd });
    expect(stderr).toContain(message);
    expect(code).toBe(exit);
    expect(existsSync(path.join(cwd, 'x'))).toBe(false);
  });
});

describe('pacto pack', () => {
  it('lists what travels and writes nothing with --list', async () => {
    const cwd = workspace({
      'pacto.yaml': 'pactoVersion: "1.0"\nservice: {name: a, version: 1.0.0}\n',
      'docs/a.md': 'hi',
      'main.ts': '',
    });
    const { code, stdout } = await pacto(['pack', '--list'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a@1\.0\.0: 2 files, \d+ bytes packed\n +2 {2}docs\/a\.md\n +\d+ {2}pacto\.yaml\n/);
    expect(readdirSync(cwd).filter((name) => name.endsWith('.gz'))).toEqual([]);
    const json = await pacto(['pack', '--output-format', 'json', '-o', 'b.tar.gz'], { cwd });
    assertPublishedShape(['pack'], json.stdout);
    expect(existsSync(path.join(cwd, 'b.tar.gz'))).toBe(true);
  });

  it.each([11, 65])('lists and marks what keeps it from being packed: %i MiB', async (size) => {
    const cwd = workspace({
      'pacto.yaml': 'pactoVersion: "1.0"\nservice: {name: a, version: 1.0.0}\n',
      'docs/big.bin': 'x'.repeat(size * 1024 * 1024),
    });
    const reason = `has ${size} MiB; a file in a bundle has at most 10 MiB`;
    const { code, stdout, stderr } = await pacto(['pack', '--list'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('a@1.0.0: 2 files, which cannot be packed\n');
    expect(stdout).toContain(`  docs/big.bin (${reason})\n`);
    expect(stdout).toContain(`\nProblems (1):\n  "docs/big.bin" ${reason}\n`);
    const json = await pacto(['pack', '--list', '--output-format', 'json'], { cwd });
    assertPublishedShape(['pack'], json.stdout);
    const packed = await pacto(['pack'], { cwd });
    expect(packed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`INVALID_BUNDLE "docs/big.bin" ${reason}`),
    });
  });

  it('says so where the output cannot be written', async () => {
    const cwd = workspace({ 'pacto.yaml': 'pactoVersion: "1.0"\nservice: {name: a, version: 1.0.0}\n' });
    const { code, stderr } = await pacto(['pack', '-o', 'pacto.yaml/a.tar.gz'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error OUTPUT_UNWRITABLE .*pacto\.yaml.*\nhint .*-o/);
  });
});

describe('pacto policy test', () => {
  const policy = JSON.stringify({ required: ['runtime'] });
  const files = {
    'pacto.yaml':
      'pactoVersion: "1.0"\nservice: {name: rules, version: 1.0.0}\npolicies: [{name: p, schema: p.json}]\n',
    'p.json': policy,
    'tests/fail/none.yaml': '# expect: /\nservice: {}\n',
    'tests/pass/all.yaml': 'runtime: {}\n',
  };

  it('prints the cases and the counts', async () => {
    const cwd = workspace(files);
    expect(await pacto(['policy', 'test'], { cwd })).toEqual({
      code: 0,
      stdout: 'ok tests/fail/none.yaml\nok tests/pass/all.yaml\n2 passed, 0 failed\n',
      stderr: '',
    });
    writeFileSync(path.join(cwd, 'tests/pass/all.yaml'), 'a: 1\n');
    const failed = await pacto(['policy', 'test', '.'], { cwd });
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/\nFAILED tests\/pass\/all\.yaml: .+\n1 passed, 1 failed\n$/);
    assertPublishedShape(
      ['policy', 'test'],
      (await pacto(['policy', 'test', '--output-format', 'json'], { cwd })).stdout,
    );
    expect((await pacto(['policy', 'test', '--output-format', 'junit'], { cwd })).stdout).toContain('failures="1"');
  });
});

describe('pacto schema', () => {
  it('prints the published schemas', async () => {
    const contract = await pacto(['schema']);
    const published = readFileSync(new URL('../../schema/pacto-v1.0.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(contract.stdout)).toEqual(JSON.parse(published));
    for (const name of resultNames) {
      expect(JSON.parse((await pacto(['schema', '--result', name])).stdout).$id).toContain(name);
    }
  });

  it('has every published result', () => {
    const files = readdirSync(new URL('../../schema/output/', import.meta.url));
    expect(files.map((file) => file.replace('.schema.json', '')).sort()).toEqual([...resultNames].sort());
  });
});

describe('a bug', () => {
  it('looks like one: exit 70, with the stack only for --verbose', async () => {
    const failing = { cwd: workspace(), terminal: false } as const;
    const { main } = await import('../../src/cli/main.ts');
    const run = async (args: string[]) => {
      let [stdout, stderr] = ['', ''];
      const code = await main(args, {
        cwd: failing.cwd,
        env: { HOME: '/nonexistent' },
        stdin: {
          isTerminal: false,
          // biome-ignore lint/correctness/useYield: it fails before
          async *[Symbol.asyncIterator]() {
            throw new RangeError('unheard of');
          },
        },
        stdout: {
          isTerminal: false,
          write: (text) => {
            stdout += text;
          },
        },
        stderr: {
          isTerminal: false,
          write: (text) => {
            stderr += text;
          },
        },
        signal: new AbortController().signal,
      });
      return { code, stdout, stderr };
    };
    const plain = await run(['validate', '-']);
    expect(plain).toMatchObject({ code: 70, stdout: '' });
    expect(plain.stderr).toBe(
      'error BUG this is a bug in pacto, please report it: unheard of\nhint Run it again with --verbose and add the stack to the report.\n',
    );
    const verbose = await run(['validate', '-', '-v', '--output-format', 'json']);
    expect(verbose.code).toBe(70);
    assertPublishedShape(['validate'], verbose.stdout);
    expect(verbose.stderr).toMatch(/RangeError: unheard of\n +at /);
  });
});
