/** Credential helpers and GitHub's command line, played by shell scripts that write down how they were called. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCredentials } from '../../../../src/adapters/oci/credentials/chain.ts';
import { createHelpers } from '../../../../src/adapters/oci/credentials/helper.ts';
import type { Home } from './world.ts';
import { auth, makeHome } from './world.ts';

const docker = '.docker/config.json';

function chain({ env }: Home, more: Record<string, string> = {}, signal?: AbortSignal) {
  return createCredentials({ env: { ...env, ...more }, named: [], ...(signal === undefined ? {} : { signal }) });
}

/** A helper that writes down its arguments and its input, and prints this. */
function helper(home: Home, name: string, print: string, rest = ''): void {
  const log = path.join(home.directory, 'calls');
  home.script(`docker-credential-${name}`, `echo "${name} $* $(cat)" >> ${log}\ncat <<'END'\n${print}\nEND\n${rest}`);
}

function calls({ directory }: Home): string[] {
  const log = path.join(directory, 'calls');
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
}

const basic = (secret: string) => JSON.stringify({ ServerURL: 'x', Username: 'u', Secret: secret });
const notFound = 'credentials not found in native keychain';

describe('credential helpers', () => {
  it('are asked for the host, once for all its repositories', async () => {
    const home = makeHome();
    home.file(docker, { credHelpers: { 'a.example:5000': 'ecr-login', 'b.example': 'other' } });
    helper(home, 'ecr-login', basic('from-helper'));
    const credentials = chain(home);
    const repositories = Array.from({ length: 20 }, (_, i) => `acme/x${i}`);
    const found = await Promise.all(repositories.map((name) => credentials.find('A.example:5000', name, false)));
    const credential = {
      kind: 'basic',
      username: 'u',
      password: 'from-helper',
      source: 'docker-credential-ecr-login',
    };
    expect(found).toEqual(repositories.map(() => credential));
    expect(calls(home)).toEqual(['ecr-login get a.example:5000']);
  });

  it('of one registry go before the store, and both before what is in the file', async () => {
    const home = makeHome();
    const all = { credHelpers: { 'a.example': 'one' }, credsStore: 'store', auths: { 'a.example': auth('u:in-file') } };
    home.file(docker, all);
    helper(home, 'one', basic('of-one'));
    helper(home, 'store', basic('of-store'));
    const password = async () => chain(home).find('a.example', 'x', false);
    expect(await password()).toMatchObject({ password: 'of-one' });
    helper(home, 'one', notFound, 'exit 1');
    expect(await password()).toMatchObject({ password: 'of-store' });
    helper(home, 'store', notFound, 'exit 1');
    expect(await password()).toMatchObject({ password: 'in-file' });
    home.file(docker, { ...all, auths: {} });
    const credentials = chain(home);
    expect(await credentials.find('a.example', 'x', false)).toBeUndefined();
    expect(credentials.tried('a.example')).toEqual([
      'docker-credential-one',
      'docker-credential-store',
      '~/.docker/config.json',
    ]);
  });

  it('know Docker Hub by its oldest name, and others as the file spells them', async () => {
    const home = makeHome();
    home.file(docker, { credsStore: 'store', auths: { 'https://index.docker.io/v1/': {}, 'https://a.example': {} } });
    helper(home, 'store', notFound, 'exit 1');
    for (const registry of ['docker.io', 'registry-1.docker.io', 'a.example', 'b.example']) {
      expect(await chain(home).find(registry, 'redis', false)).toBeUndefined();
    }
    expect(calls(home)).toEqual([
      'store get https://index.docker.io/v1/',
      'store get https://index.docker.io/v1/',
      'store get a.example',
      'store get https://a.example',
      'store get b.example',
    ]);
  });

  it.each([
    [basic('s'), { kind: 'basic', username: 'u', password: 's' }],
    ['{"Username": "<token>", "Secret": "refresh"}', { kind: 'identity', token: 'refresh' }],
    ['{"Username": "", "Secret": ""}', undefined],
  ])('answer %s', async (print, credential) => {
    const home = makeHome();
    helper(home, 'h', print);
    const found = await createHelpers({ env: home.env })('h', 'a.example');
    expect(found).toEqual(credential === undefined ? undefined : { ...credential, source: 'docker-credential-h' });
  });

  it.each([
    ['complain', `echo; echo "keychain is \\033locked" >&2; exit 1`, 'failed: keychain is locked'],
    ['print the secret too', `echo '${basic('s3cret')}'; echo "bad s3cret" >&2; exit 1`, 'failed: bad ***'],
    ['say nothing', 'exit 3', 'failed: it ended with status 3'],
    ['are killed', 'kill -9 $$', 'failed: it ended with status of a signal'],
    ['print no JSON', 'echo s3cret', 'failed: what it printed is not JSON with Username and Secret'],
    ['print half of it', `echo '{"Secret": "s3cret"}'`, 'failed: what it printed is not JSON with Username and Secret'],
    ['print a list', `echo '["s3cret"]'`, 'failed: what it printed is not JSON with Username and Secret'],
    ['print numbers', `echo '{"Username": 1, "Secret": 2}'`, 'failed: what it printed is not JSON'],
    ['never stop printing', 'yes s3cret', 'failed: it printed more than 262144 bytes'],
    ['take their time', 'sleep 60', 'failed: it took longer than 0.5 seconds'],
    ['leave a child behind', 'sleep 60 & exec sleep 60', 'failed: it took longer than 0.5 seconds'],
  ])('that %s have failed', async (_, script, message) => {
    const home = makeHome();
    home.script('docker-credential-h', script);
    const failure: unknown = await createHelpers({ env: home.env, timeout: 500 })('h', 'a.example').catch((e) => e);
    expect(failure).toMatchObject({
      code: 'CREDENTIAL_HELPER_FAILED',
      message: expect.stringContaining(message),
      hint: 'Run it by hand: echo a.example | docker-credential-h get.',
    });
    expect(`${(failure as Error).stack}${JSON.stringify(failure)}`).not.toContain('s3cret');
    expect((failure as Error).message).not.toMatch(/\p{Cc}/u);
  });

  it('that do not read their input are fine', async () => {
    const home = makeHome();
    home.script('docker-credential-h', `exec <&-; echo '${basic('s')}'`);
    expect(await createHelpers({ env: home.env })('h', 'a.example')).toMatchObject({ password: 's' });
  });

  it.each(['', '../h', 'a b', '$(id)', 'h;id', 'x/../../y', `${'h'.repeat(101)}`, '__proto__/'])(
    'are not named %j',
    async (name) => {
      await expect(createHelpers({ env: makeHome().env })(name, 'a.example')).rejects.toMatchObject({
        code: 'CREDENTIAL_HELPER_FAILED',
        message: `${JSON.stringify(name)} is not the name of a credential helper`,
      });
    },
  );

  it('are looked for on the PATH only, and never in the current directory', async () => {
    const home = makeHome();
    helper(home, 'h', basic('s'));
    const before = process.cwd();
    process.chdir(path.join(home.directory, 'bin'));
    try {
      for (const PATH of ['', '.', ':', 'bin', '/nonexistent']) {
        await expect(createHelpers({ env: { PATH } })('h', 'a.example')).rejects.toMatchObject({
          message: 'docker-credential-h, asked for a.example, is not on the PATH',
        });
      }
    } finally {
      process.chdir(before);
    }
    expect(calls(home)).toEqual([]);
  });

  it('of one registry fail at once; a store only when its registry wants a credential', async () => {
    const home = makeHome();
    home.file(docker, { credHelpers: { 'a.example': 'gone' }, credsStore: 'desktop' });
    const credentials = chain(home);
    await expect(credentials.find('a.example', 'x', false)).rejects.toMatchObject({ code: 'CREDENTIAL_HELPER_FAILED' });
    expect(await credentials.find('b.example', 'x', false)).toBeUndefined();
    expect(credentials.tried('b.example')).toEqual(['docker-credential-desktop (failed)', '~/.docker/config.json']);
    await expect(credentials.find('b.example', 'x', true)).rejects.toMatchObject({
      code: 'CREDENTIAL_HELPER_FAILED',
      message: 'docker-credential-desktop, asked for b.example, is not on the PATH',
    });
    home.file('.config/containers/auth.json', { auths: { 'b.example': auth('u:p') } });
    expect(await chain(home).find('b.example', 'x', true)).toMatchObject({ password: 'p' });
  });

  it('end with the run', async () => {
    const home = makeHome();
    home.file(docker, { credsStore: 'slow' });
    home.script('docker-credential-slow', 'sleep 60');
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(new Error('interrupted')), 200);
    await expect(chain(home, {}, interruption.signal).find('a.example', 'x', false)).rejects.toThrow('interrupted');
  });
});

describe("GitHub's command line", () => {
  function gh(home: Home, script: string): void {
    home.script('gh', `echo "gh $*" >> ${path.join(home.directory, 'calls')}\n${script}`);
  }

  it('is asked once, after a refusal, and for ghcr.io only', async () => {
    const home = makeHome();
    gh(home, 'echo gho_token');
    const credentials = chain(home);
    expect(await credentials.find('ghcr.io', 'acme/a', false)).toBeUndefined();
    expect(await credentials.find('quay.io', 'acme/a', true)).toBeUndefined();
    expect(await credentials.find('ghcr.io.evil.example', 'acme/a', true)).toBeUndefined();
    expect(calls(home)).toEqual([]);
    const credential = { kind: 'basic', username: 'x-access-token', password: 'gho_token', source: 'gh auth token' };
    const found = await Promise.all(['a', 'b', 'c'].map((name) => credentials.find('GHCR.io', `acme/${name}`, true)));
    expect(found).toEqual([credential, credential, credential]);
    expect(calls(home)).toEqual(['gh auth token --hostname github.com']);
  });

  it.each([
    ['PACTO_REGISTRY_TOKEN', 'gh auth token (not asked, for PACTO_REGISTRY_… is set)'],
    ['PACTO_REGISTRY_PASSWORD', 'gh auth token (not asked, for PACTO_REGISTRY_… is set)'],
    ['GITHUB_TOKEN', 'gh auth token (not asked, for GITHUB_TOKEN is set)'],
    ['GH_TOKEN', 'gh auth token (not asked, for GH_TOKEN is set)'],
  ])('is not asked where %s is set', async (name, tried) => {
    const home = makeHome();
    gh(home, 'echo gho_token');
    const credentials = chain(home, { [name]: 'ci' });
    expect(await credentials.find('ghcr.io', 'acme/a', true)).toBeUndefined();
    expect(credentials.tried('ghcr.io')).toContain(tried);
    expect(calls(home)).toEqual([]);
  });

  it.each([['exit 1'], ['echo "no oauth token" >&2; exit 1'], ['echo'], ['echo two words'], ['yes']])(
    'has nothing where it says: %s',
    async (script) => {
      const home = makeHome();
      gh(home, script);
      const credentials = chain(home);
      expect(await credentials.find('ghcr.io', 'acme/a', true)).toBeUndefined();
      expect(credentials.tried('ghcr.io')).toEqual(['gh auth token']);
    },
  );
});
