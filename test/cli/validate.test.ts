import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertPublishedShape } from '../support/result-schema.ts';
import { pacto, temporaryDirectory } from './world.ts';

const minimal = 'pactoVersion: "1.0"\nservice:\n  name: orders\n  version: 1.0.0\n';
const withWarning = `${minimal}runtime:
  workload: service
  state:
    type: stateless
    persistence: {scope: local, durability: ephemeral}
    dataCriticality: high
`;
const broken = `${minimal}interfaces:
  - name: rest-api
    type: http
    port: 8080
runtime:
  workload: service
  state:
    type: stateless
    persistence: {scope: local, durability: ephemeral}
    dataCriticality: low
  health:
    interface: rest-ap
    path: /health
`;

/** A directory with contracts by directory name; \`.\` is the directory itself. */
function workspace(contracts: Record<string, string>): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(contracts)) {
    mkdirSync(path.join(directory, name), { recursive: true });
    writeFileSync(path.join(directory, name, 'pacto.yaml'), text);
  }
  return directory;
}

describe('pacto validate', () => {
  it('says in one line that a contract is valid', async () => {
    const cwd = workspace({ '.': minimal, orders: minimal });
    expect(await pacto(['validate'], { cwd })).toEqual({ code: 0, stdout: 'orders is valid (4 layers)\n', stderr: '' });
    expect((await pacto(['validate', 'orders/pacto.yaml'], { cwd })).code).toBe(0);
    expect((await pacto(['validate', '-'], { cwd, stdin: minimal })).stdout).toBe('orders is valid (4 layers)\n');
  });

  it('prints a finding a line, and exits with 1', async () => {
    const cwd = workspace({ orders: broken });
    const { code, stdout } = await pacto(['validate', 'orders'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toBe(
      'orders/pacto.yaml:16:16 error HEALTH_INTERFACE_NOT_FOUND health interface "rest-ap" is not declared (did you mean "rest-api"?)\n' +
        'orders is invalid (2 of 4 layers, 1 error)\n',
    );
  });

  it('shows code frames on a terminal, also for standard input', async () => {
    const cwd = workspace({ '.': broken });
    const env = { NO_COLOR: '1' };
    const frame =
      '  15 |   health:\n  16 |     interface: rest-ap\n     |                ^^^^^^^\n  17 |     path: /health\n';
    expect((await pacto(['validate'], { cwd, env, terminal: true })).stdout).toContain(frame);
    expect((await pacto(['validate', '-'], { cwd, env, terminal: true, stdin: broken })).stdout).toContain(frame);
    expect((await pacto(['validate'], { cwd, terminal: true })).stdout).toContain('\u001b[31merror\u001b[39m');
    expect((await pacto(['validate'], { cwd })).stdout).not.toContain('^^^');
  });

  it('lets warnings fail with --strict only, and silences what it is told to', async () => {
    const cwd = workspace({ '.': withWarning });
    expect(await pacto(['validate'], { cwd })).toMatchObject({ code: 0 });
    expect(await pacto(['validate', '--strict'], { cwd })).toMatchObject({ code: 1 });
    expect(await pacto(['validate'], { cwd, env: { PACTO_STRICT: 'true' } })).toMatchObject({ code: 1 });
    const ignored = await pacto(['validate', '--strict', '--ignore', 'CRITICAL_DATA_EPHEMERAL'], { cwd });
    expect(ignored).toEqual({ code: 0, stdout: 'orders is valid (4 layers, 1 silenced)\n', stderr: '' });
    const env = { PACTO_IGNORE: 'PORT_CONFLICT, CRITICAL_DATA_EPHEMERAL' };
    expect(await pacto(['validate', '--strict'], { cwd, env })).toMatchObject({ code: 0 });
    const unknown = await pacto(['validate', '--ignore', 'CRITICAL_DATA_EPHEMERALS'], { cwd });
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean CRITICAL_DATA_EPHEMERAL?'),
    });
  });

  it('applies overrides in the order in which they were typed, flags after files', async () => {
    const cwd = workspace({ '.': minimal });
    writeFileSync(path.join(cwd, 'values.yaml'), 'service: {version: 9.9.9}\n');
    const args = [
      'validate',
      '--set',
      'service.version=2.0.0',
      '-f',
      'values.yaml',
      '--set-string',
      'service.version=3.0.0',
    ];
    const { stdout } = await pacto([...args, '--output-format', 'json'], { cwd });
    expect(JSON.parse(stdout).version).toBe('3.0.0');
    const file = await pacto(['validate', '-f', 'values.yaml', '--output-format', 'json'], { cwd });
    expect(JSON.parse(file.stdout).version).toBe('9.9.9');
    expect(await pacto(['validate', '-f', 'gone.yaml'], { cwd })).toMatchObject({ code: 3 });
  });

  it('answers in every format', async () => {
    const cwd = workspace({ '.': broken });
    const run = async (format: string) => (await pacto(['validate', '--output-format', format], { cwd })).stdout;
    const json = await run('json');
    assertPublishedShape(['validate'], json);
    expect(json.startsWith('{\n  "schemaVersion": 1,\n  "ref": ".",\n')).toBe(true);
    expect(await run('markdown')).toMatch(/^### orders is invalid\n/);
    expect(JSON.parse(await run('sarif')).version).toBe('2.1.0');
    expect(await run('github')).toMatch(/^::error file=pacto\.yaml,line=16,/);
    expect(await run('junit')).toMatch(/^<\?xml /);
  });

  it('exits with 3 where it could not find out, in JSON with the error beside the rest', async () => {
    const cwd = workspace({ '.': `${minimal}policies:\n  - name: far\n    ref: oci://ghcr.io/acme/policy:1.0.0\n` });
    const { code, stdout, stderr } = await pacto(['validate', '--offline'], { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain('POLICY_REF_UNRESOLVED');
    expect(stderr).toMatch(/^error REGISTRY_OFFLINE .*\nhint /);
    const json = await pacto(['validate', '--offline', '--output-format', 'json'], { cwd });
    expect(json).toMatchObject({ code: 3, stderr: '' });
    assertPublishedShape(['validate'], json.stdout);
    expect(JSON.parse(json.stdout).error.code).toBe('REGISTRY_OFFLINE');
  });

  it.each([
    [['nowhere'], 3, 'CONTRACT_NOT_FOUND'],
    [['empty'], 3, 'CONTRACT_NOT_FOUND'],
    [['notes.txt'], 3, 'FILE_UNREADABLE'],
    [['oci://ghcr.io/acme/x:1', '--offline'], 3, 'REGISTRY_OFFLINE'],
    [['git:HEAD'], 3, 'GIT_FAILED'],
  ])('%j is an error that says what to do', async (args, exit, error) => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, 'empty'));
    writeFileSync(path.join(cwd, 'notes.txt'), 'hello');
    const text = await pacto(['validate', ...args], { cwd });
    expect(text).toMatchObject({ code: exit, stdout: '' });
    expect(text.stderr).toMatch(new RegExp(`^error ${error} .+\nhint .+\n$`));
    const json = await pacto(['validate', ...args, '--output-format', 'json'], { cwd });
    assertPublishedShape(['validate'], json.stdout);
    expect(JSON.parse(json.stdout).error.code).toBe(error);
  });

  it('logs what it opens with --verbose, on standard error', async () => {
    const cwd = workspace({ '.': minimal });
    expect((await pacto(['validate', '-v'], { cwd })).stderr).toBe('open .\n');
  });
});

describe('pacto validate --recursive', () => {
  it('checks every contract below a directory and sums up once', async () => {
    const cwd = workspace({
      a: minimal,
      'a/nested/b': broken,
      'node_modules/x': broken,
      '.git/x': broken,
      c: withWarning,
    });
    const { code, stdout } = await pacto(['validate', '--recursive'], { cwd });
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^a\/nested\/b\/pacto\.yaml:16:16 error /),
      'a/nested/b is invalid (2 of 4 layers, 1 error)',
      expect.stringMatching(/^c\/pacto\.yaml:\d+:\d+ warning CRITICAL_DATA_EPHEMERAL /),
      '3 contracts: 2 valid, 1 invalid (1 error, 1 warning)',
      '',
    ]);
    const json = await pacto(['validate', '--recursive', '--output-format', 'json'], { cwd });
    assertPublishedShape(['validate-recursive'], json.stdout);
    for (const format of ['markdown', 'sarif', 'github', 'junit']) {
      expect((await pacto(['validate', '--recursive', '--output-format', format], { cwd })).code).toBe(1);
    }
    expect((await pacto(['validate', '--recursive', 'a/nested'], { cwd })).stdout).toContain(
      'a/nested/b/pacto.yaml:16',
    );
    const env = { NO_COLOR: '1' };
    expect((await pacto(['validate', '--recursive'], { cwd, env, terminal: true })).stdout).toContain('^^^^^^^');
  });

  it('says so where there is none', async () => {
    const cwd = workspace({});
    expect(await pacto(['validate', '--recursive'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no pacto.yaml in . or below'),
    });
    expect(await pacto(['validate', '--recursive', 'x'], { cwd })).toMatchObject({ code: 3 });
  });

  it('goes on past what cannot be looked at', async () => {
    const cwd = workspace({ a: minimal, b: minimal, locked: minimal });
    mkdirSync(path.join(cwd, 'b2/pacto.yaml'), { recursive: true });
    writeFileSync(path.join(cwd, 'b', 'pacto.yaml'), new Uint8Array(65 * 1024 * 1024));
    chmodSync(path.join(cwd, 'locked'), 0o000);
    const { code, stdout } = await pacto(['validate', '--recursive'], { cwd });
    const isReadable = canRead(path.join(cwd, 'locked'));
    chmodSync(path.join(cwd, 'locked'), 0o755);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^b error FILE_UNREADABLE /m);
    if (!isReadable)
      expect(stdout).toMatch(/^locked error FILE_UNREADABLE locked cannot be listed: permission denied$/m);
  });

  it('stops when it is interrupted', async () => {
    const cwd = workspace(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, minimal])));
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const { code, stdout } = await pacto(['validate', '--recursive'], { cwd, signal: controller.signal });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });
});

describe('pacto validate --watch', () => {
  it('validates again after every change, until it is interrupted', async () => {
    const cwd = workspace({ orders: minimal });
    const controller = new AbortController();
    let text = '';
    const write = (chunk: string) => {
      text += chunk;
    };
    const { main } = await import('../../src/cli/main.ts');
    const output = { isTerminal: false, write };
    const ended = main(['validate', '--watch', 'orders'], {
      cwd,
      env: { HOME: '/nonexistent' },
      stdin: { isTerminal: false, async *[Symbol.asyncIterator]() {} },
      stdout: output,
      stderr: output,
      signal: controller.signal,
    });
    await until(() => text.includes('Watching orders'));
    expect(text).toBe('orders is valid (4 layers)\nWatching orders; Ctrl-C ends.\n');
    text = '';
    writeFileSync(path.join(cwd, 'orders', 'pacto.yaml'), broken);
    await until(() => text.includes('Watching orders'));
    expect(text).toContain('orders is invalid');
    text = '';
    mkdirSync(path.join(cwd, 'orders', 'interfaces'));
    await until(() => text.includes('Watching orders'));
    controller.abort();
    expect(await ended).toBe(130);
  });

  it('is for contracts on disk', async () => {
    const cwd = workspace({});
    const { code, stderr } = await pacto(['validate', '--watch', '-'], { cwd, stdin: minimal });
    expect(code).toBe(2);
    expect(stderr).toContain('--watch needs a directory or a pacto.yaml; - is neither');
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Root may read everything. */
function canRead(directory: string): boolean {
  try {
    readdirSync(directory);
    return true;
  } catch {
    return false;
  }
}
