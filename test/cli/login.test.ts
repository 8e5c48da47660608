import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { program, skipped } from '../support/external.ts';
import {
  type FakeRegistry,
  type FakeRegistryOptions,
  startFakeRegistry,
} from '../support/fake-registry/fake-registry.ts';
import { startDockerRegistry } from '../support/registries/docker-registry.ts';
import { assertPublishedShape } from '../support/result-schema.ts';
import { type Outcome, pacto, type RunOptions, temporaryDirectory } from './world.ts';

const users = { alice: { password: 's3cret' } };
const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function registry(options: FakeRegistryOptions): Promise<FakeRegistry> {
  const started = await startFakeRegistry(options);
  running.push(started);
  return started;
}

/** Runs `login` or `logout` at home, and holds that no secret is in what it says. */
async function at(home: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const outcome = await pacto(args, { ...options, env: { HOME: home, ...options.env } });
  expect(outcome.stdout + outcome.stderr).not.toMatch(/s3cret|wr0ng|czNjcmV0|d3IwbmcK/);
  return outcome;
}

const stored = (home: string) => path.join(home, '.config/pacto/config.json');
const authOf = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
const byStdin = ['-u', 'alice', '--password-stdin'];

describe('login', () => {
  it.each([
    ['basic', { kind: 'basic', users }],
    ['token', { kind: 'token', users }],
    ['token of another host', { kind: 'token', users, realm: 'elsewhere' }],
  ] as const)('stores what a registry with %s authentication accepts', async (_, auth) => {
    const home = temporaryDirectory();
    const { host } = await registry({ auth });
    const { code, stdout, stderr } = await at(home, ['login', host, ...byStdin], { stdin: 's3cret\n' });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `Logged in to ${host} as alice (~/.config/pacto/config.json)\n`,
      stderr: '',
    });
    expect(JSON.parse(readFileSync(stored(home), 'utf8'))).toEqual({ auths: { [host]: authOf('alice:s3cret') } });
  });

  it.each([
    ['basic', { kind: 'basic', users }],
    ['token', { kind: 'token', users }],
    // Harbor: https://github.com/goharbor/harbor/issues/11632
    [
      'token, and a token that allows nothing for a wrong password',
      { kind: 'token', users, wrongPassword: 'empty-scope' },
    ],
  ] as const)('stores nothing that a registry with %s authentication refuses', async (_, auth) => {
    const home = temporaryDirectory();
    const { host } = await registry({ auth });
    const { code, stdout, stderr } = await at(home, ['login', host, ...byStdin], { stdin: 'wr0ng\n' });
    expect(stderr).toMatch(/^error REGISTRY_AUTH /);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(existsSync(stored(home))).toBe(false);
  });

  it('says where a registry answers everybody, and stores all the same', async () => {
    const home = temporaryDirectory();
    const { host } = await registry({});
    const { code, stdout } = await at(home, ['login', host, ...byStdin], { stdin: 's3cret' });
    expect(stdout).toBe(
      `Logged in to ${host} as alice (~/.config/pacto/config.json)\n` +
        'The password could not be verified: the registry answers without one.\n',
    );
    expect(code).toBe(0);
    const json = await at(home, ['login', host, ...byStdin, '--output-format', 'json'], { stdin: 's3cret' });
    assertPublishedShape(['login'], json.stdout);
    expect(JSON.parse(json.stdout)).toEqual({
      schemaVersion: 1,
      registry: host,
      username: 'alice',
      verified: false,
      replaced: true,
      file: '~/.config/pacto/config.json',
    });
  });

  it('understands whatever a registry is called, and warns of --password', async () => {
    const home = temporaryDirectory();
    const { host } = await registry({ auth: { kind: 'basic', users } });
    for (const spelled of [host, `http://${host}/`, `oci://${host}/acme/payments:1.0.0`, `${host}/acme`]) {
      const { code, stdout, stderr } = await at(home, ['login', spelled, '-u', 'alice', '-p', 's3cret']);
      expect(stdout).toMatch(`Logged in to ${host} as alice`);
      expect(stderr).toMatch(/^Warning: PASSWORD_VISIBLE everybody on this machine can see --password/);
      expect(code).toBe(0);
    }
    expect(Object.keys(JSON.parse(readFileSync(stored(home), 'utf8')).auths)).toEqual([host]);
  });

  it('says nothing of the secret when it logs', async () => {
    const { host } = await registry({ auth: { kind: 'token', users } });
    const { stderr } = await at(temporaryDirectory(), ['login', host, ...byStdin, '-v'], { stdin: 's3cret' });
    expect(stderr).toContain('/v2/');
    expect(stderr).not.toMatch(/Basic |Bearer [A-Za-z0-9]/);
  });

  it.each([
    [['login', 'acme/payments', ...byStdin], '"acme/payments" names no registry'],
    [['login', 'alice:s3cret@a.example', ...byStdin], 'a registry has no @ in it'],
    [['login', 'https://', ...byStdin], '"https://" names no registry'],
    [['login', 'a.example'], '--username is missing'],
    [['login', 'a.example', '-u', 'alice'], 'the password is missing'],
    [['login', 'a.example', '-p', 's3cret'], '--username is missing'],
    [['login', 'a.example', '--password-stdin'], '--username is missing'],
    [['login', 'a.example', ...byStdin, '-p', 's3cret'], '--password and --password-stdin do not go together'],
    [['login', 'a.example', '-u', '', '--password-stdin'], '--username is empty'],
    [['login', 'a.example', '-u', 'alice', '-p='], '--password is empty'],
    [['login', 'a.example', '-u', 'alice:x', '--password-stdin'], 'the user name "alice:x" has a colon in it'],
  ])('refuses %j', async (args, message) => {
    const fixed = args.map((arg) => (arg === '-p=' ? '--password=' : arg));
    const { code, stderr } = await at(temporaryDirectory(), fixed, { stdin: 's3cret' });
    expect(stderr).toContain(`error USAGE ${message}`);
    expect(code).toBe(2);
  });

  it('fails where it cannot be stored', async () => {
    const home = temporaryDirectory();
    const { host } = await registry({ auth: { kind: 'basic', users } });
    writeFileSync(path.join(home, '.config'), '');
    const { code, stderr } = await at(home, ['login', host, ...byStdin], { stdin: 's3cret' });
    expect(stderr).toMatch(/^error OUTPUT_UNWRITABLE .*\nhint .*XDG_CONFIG_HOME/);
    expect(code).toBe(3);
  });

  it.each([
    [404, 'REGISTRY_PROTOCOL'],
    [302, 'REGISTRY_PROTOCOL'],
  ])('tells what is no registry: status %i', async (status, errorCode) => {
    const home = temporaryDirectory();
    const { host } = await registry({ faults: [{ kind: 'answer', path: /^\/v2\/$/, status, body: '<h1>Hello</h1>' }] });
    const { code, stderr } = await at(home, ['login', host, ...byStdin], { stdin: 's3cret' });
    expect(stderr).toMatch(new RegExp(`^error ${errorCode} `));
    expect(code).toBe(3);
    expect(existsSync(stored(home))).toBe(false);
  });
});

describe('logout', () => {
  it('forgets, and says where there is nothing to forget', async () => {
    const home = temporaryDirectory();
    const { host } = await registry({ auth: { kind: 'basic', users } });
    const nothing = `There is no login for ${host} in ~/.config/pacto/config.json\n`;
    expect(await at(home, ['logout', host])).toEqual({ code: 0, stdout: nothing, stderr: '' });
    await at(home, ['login', host, ...byStdin], { stdin: 's3cret' });
    const json = await at(home, ['logout', `https://${host}/acme`, '--output-format', 'json']);
    assertPublishedShape(['logout'], json.stdout);
    expect(JSON.parse(json.stdout)).toMatchObject({ registry: host, removed: true });
    expect(JSON.parse(readFileSync(stored(home), 'utf8'))).toEqual({ auths: {} });
    await at(home, ['login', host, ...byStdin], { stdin: 's3cret' });
    expect((await at(home, ['logout', host])).stdout).toBe(`Logged out of ${host} (~/.config/pacto/config.json)\n`);
    expect((await at(home, ['logout', host])).stdout).toBe(nothing);
  });
});

const [dockerRegistry, htpasswd, script] = [program('docker-registry'), program('htpasswd'), program('script')];

describe.skipIf(dockerRegistry === undefined || htpasswd === undefined)('a real registry', () => {
  it('accepts the right password and refuses a wrong one', async () => {
    if (dockerRegistry === undefined) return skipped('docker-registry is not installed');
    const home = temporaryDirectory();
    const { host, close } = await startDockerRegistry(dockerRegistry, { users: { alice: 's3cret' } });
    running.push({ close });
    expect(await at(home, ['login', host, ...byStdin], { stdin: 'wr0ng' })).toMatchObject({ code: 3 });
    expect(await at(home, ['login', host, ...byStdin], { stdin: 's3cret' })).toMatchObject({
      code: 0,
      stdout: `Logged in to ${host} as alice (~/.config/pacto/config.json)\n`,
    });
  });
});

describe.skipIf(script === undefined)('a real terminal', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const binary = path.join(root, 'src/cli/bin.ts');

  /** Runs `pacto` on a terminal, types each answer when its question stands there, and gives what was on the screen. */
  function onTerminal(home: string, args: readonly string[], answers: readonly (readonly [RegExp, string])[]) {
    const command = [process.execPath, '--import', 'tsx', binary, ...args].join(' ');
    const child = spawn(script ?? '', ['-qefc', command, '/dev/null'], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: home, TERM: 'dumb' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let screen = '';
    const left = [...answers];
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString();
      const [next] = left;
      if (next === undefined || !next[0].test(screen)) return;
      left.shift();
      child.stdin.write(next[1]);
    });
    return new Promise<{ code: number | null; screen: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, screen: screen.replaceAll('\r\n', '\n') }));
    });
  }

  it('shows the questions and the name, and never the password', async () => {
    const home = temporaryDirectory();
    const { host } = await registry({ auth: { kind: 'basic', users } });
    const { code, screen } = await onTerminal(
      home,
      ['login', host],
      [
        [/User name .*: /, 'alice\n'],
        [/Password or token of alice: /, 's3cre\u007fet\r'],
      ],
    );
    expect(screen).toBe(
      `User name for ${host}: alice\nPassword or token of alice: \nLogged in to ${host} as alice (~/.config/pacto/config.json)\n`,
    );
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(stored(home), 'utf8')).auths).toEqual({ [host]: authOf('alice:s3cret') });
  }, 30_000);

  it.each([
    ['name', []],
    ['password', ['-u', 'alice']],
  ])(
    'lets go at Ctrl-C instead of a %s',
    async (_, args) => {
      const home = temporaryDirectory();
      const { host, requests } = await registry({ auth: { kind: 'basic', users } });
      const { code, screen } = await onTerminal(home, ['login', host, ...args], [[/: $/, '\u0003']]);
      expect(screen).not.toMatch(/error|BUG/);
      expect(code).toBe(130);
      expect(requests).toEqual([]);
      expect(existsSync(stored(home))).toBe(false);
    },
    30_000,
  );
});
