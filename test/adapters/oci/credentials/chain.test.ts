import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CredentialOptions, createCredentials } from '../../../../src/adapters/oci/credentials/chain.ts';
import { auth, type Home, makeHome } from './world.ts';

const docker = '.docker/config.json';
const own = '.config/pacto/config.json';

function chain({ env }: Home, options: Partial<CredentialOptions> = {}) {
  return createCredentials({ named: [], ...options, env: { ...env, ...options.env } });
}

/** `user:password (source)` of what is found, for short. */
async function found(home: Home, target: string, options: Partial<CredentialOptions> = {}): Promise<string> {
  const slash = target.indexOf('/');
  const credential = await chain(home, options).find(target.slice(0, slash), target.slice(slash + 1), false);
  if (credential === undefined) return 'anonymous';
  const { kind, source } = credential;
  return kind === 'basic'
    ? `${credential.username}:${credential.password} (${source})`
    : `${kind} ${credential.token} (${source})`;
}

describe('the chain', () => {
  it('is anonymous where there is nothing, and has tried nothing', async () => {
    const credentials = chain(makeHome());
    expect(await credentials.find('ghcr.io', 'acme/payments', false)).toBeUndefined();
    expect(await credentials.find('ghcr.io', 'acme/payments', true)).toBeUndefined();
    expect(credentials.tried('ghcr.io')).toEqual([]);
  });

  it('takes the first that has something, and says what it tried', async () => {
    const home = makeHome();
    const target = 'reg.example:5000/acme/payments';
    const commandLine = { username: 'line', password: 'p1' };
    const env = { PACTO_REGISTRY_USERNAME: 'env', PACTO_REGISTRY_PASSWORD: 'p2' };
    const podman = { XDG_RUNTIME_DIR: path.join(home.directory, 'run') };
    home.file(own, { auths: { 'reg.example:5000': auth('own:p3') } });
    home.file(docker, { auths: { 'reg.example:5000': auth('docker:p4') } });
    home.file('auth-file.json', { auths: { 'reg.example:5000': auth('auth-file:p5') } });
    home.file('run/containers/auth.json', { auths: { 'reg.example:5000': auth('runtime:p6') } });
    home.file('.config/containers/auth.json', { auths: { 'reg.example:5000': auth('podman:p7') } });
    const all = { ...env, ...podman, REGISTRY_AUTH_FILE: path.join(home.directory, 'auth-file.json') };
    const named = ['reg.example:5000'];

    expect(await found(home, target, { commandLine, named, env: all })).toBe('line:p1 (--username)');
    expect(await found(home, target, { named, env: all })).toBe(
      'env:p2 (PACTO_REGISTRY_USERNAME and PACTO_REGISTRY_PASSWORD)',
    );
    expect(await found(home, target, { env: all })).toBe('own:p3 (~/.config/pacto/config.json)');
    home.file(own, { auths: { 'other.example': auth('own:p3') } });
    expect(await found(home, target, { env: all })).toBe('docker:p4 (~/.docker/config.json)');
    home.file(docker, { auths: {} });
    expect(await found(home, target, { env: all })).toBe('auth-file:p5 (~/auth-file.json)');
    expect(await found(home, target, { env: podman })).toBe('runtime:p6 (~/run/containers/auth.json)');
    expect(await found(home, target)).toBe('podman:p7 (~/.config/containers/auth.json)');

    const credentials = chain(home, { env: all, commandLine, named: ['a.example', 'b.example'] });
    expect(await credentials.find('c.example', 'x', false)).toBeUndefined();
    expect(credentials.tried('C.example')).toEqual([
      '--username (not for this registry)',
      'PACTO_REGISTRY_USERNAME and PACTO_REGISTRY_PASSWORD (for no registry: PACTO_REGISTRY_HOST is not set)',
      '~/.config/pacto/config.json',
      '~/.docker/config.json',
      '~/auth-file.json',
      '~/run/containers/auth.json',
      '~/.config/containers/auth.json',
    ]);
  });

  it('says once for each registry where its credential is from, and never what it is', async () => {
    const home = makeHome();
    home.file(docker, { auths: { 'a.example': auth('u:s3cret') } });
    const lines: string[] = [];
    const credentials = chain(home, { log: (line) => lines.push(line) });
    for (const name of ['x', 'y', 'x']) await credentials.find('a.example', name, false);
    expect(lines).toEqual(['credential for a.example: ~/.docker/config.json']);
  });
});

describe('credentials of the environment', () => {
  const basic = { PACTO_REGISTRY_USERNAME: 'ci', PACTO_REGISTRY_PASSWORD: 'pw' };
  const shown = 'ci:pw (PACTO_REGISTRY_USERNAME and PACTO_REGISTRY_PASSWORD)';

  it.each([
    // The command line names one registry: only that one.
    [basic, ['ghcr.io'], 'ghcr.io', shown],
    [basic, ['ghcr.io', 'GHCR.io'], 'ghcr.io', shown],
    [basic, ['ghcr.io'], 'quay.io', 'anonymous'],
    [basic, ['ghcr.io', 'quay.io'], 'ghcr.io', 'anonymous'],
    [basic, [], 'ghcr.io', 'anonymous'],
    // A port makes another registry.
    [basic, ['reg.example'], 'reg.example:5000', 'anonymous'],
    // A host that is given goes before, and may be spelled in any way.
    [{ ...basic, PACTO_REGISTRY_HOST: 'quay.io' }, ['ghcr.io'], 'ghcr.io', 'anonymous'],
    [{ ...basic, PACTO_REGISTRY_HOST: 'quay.io' }, ['ghcr.io'], 'quay.io', shown],
    [{ ...basic, PACTO_REGISTRY_HOST: 'https://Quay.io/acme' }, [], 'quay.io', shown],
    [{ ...basic, PACTO_REGISTRY_HOST: '' }, ['ghcr.io'], 'ghcr.io', shown],
    [{ ...basic, PACTO_REGISTRY_HOST: '*' }, ['ghcr.io'], 'ghcr.io', 'anonymous'],
    [{ ...basic, PACTO_REGISTRY_HOST: 'docker.io' }, [], 'registry-1.docker.io', shown],
    [basic, ['docker.io'], 'index.docker.io', shown],
    // Half of it is nothing, and so is what is empty.
    [{ PACTO_REGISTRY_USERNAME: 'ci' }, ['ghcr.io'], 'ghcr.io', 'anonymous'],
    [{ PACTO_REGISTRY_PASSWORD: 'pw' }, ['ghcr.io'], 'ghcr.io', 'anonymous'],
    [{ PACTO_REGISTRY_USERNAME: 'ci', PACTO_REGISTRY_PASSWORD: '' }, ['ghcr.io'], 'ghcr.io', 'anonymous'],
    [{ PACTO_REGISTRY_TOKEN: '' }, ['ghcr.io'], 'ghcr.io', 'anonymous'],
    // Tokens are sent as they are, but for what GitHub takes as a password only.
    [{ PACTO_REGISTRY_TOKEN: 'tok' }, ['quay.io'], 'quay.io', 'bearer tok (PACTO_REGISTRY_TOKEN)'],
    [{ ...basic, PACTO_REGISTRY_TOKEN: 'tok' }, ['q.io'], 'q.io', 'ci:tok (PACTO_REGISTRY_TOKEN)'],
    [{ PACTO_REGISTRY_TOKEN: 'ghp_1' }, ['ghcr.io'], 'ghcr.io', 'x-access-token:ghp_1 (PACTO_REGISTRY_TOKEN)'],
    [{ PACTO_REGISTRY_TOKEN: 'ghp_1' }, ['quay.io'], 'quay.io', 'bearer ghp_1 (PACTO_REGISTRY_TOKEN)'],
    [{ PACTO_REGISTRY_TOKEN: 'jwt' }, ['ghcr.io'], 'ghcr.io', 'bearer jwt (PACTO_REGISTRY_TOKEN)'],
  ])('%j, named %j, for %s: %s', async (env, named, registry, credential) => {
    expect(await found(makeHome(), `${registry}/x/y`, { env: env as Record<string, string>, named })).toBe(credential);
  });

  it('tell why they were not used', async () => {
    const tried = async (env: Record<string, string>) => {
      const credentials = chain(makeHome(), { env, named: ['ghcr.io'] });
      for (const registry of ['ghcr.io', 'dep.example']) await credentials.find(registry, 'x', false);
      return [...credentials.tried('ghcr.io'), ...credentials.tried('dep.example')];
    };
    expect(await tried({ PACTO_REGISTRY_TOKEN: 't' })).toEqual(['PACTO_REGISTRY_TOKEN (for ghcr.io only)']);
    expect(await tried({ PACTO_REGISTRY_USERNAME: 'u' })).toEqual([
      'PACTO_REGISTRY_USERNAME (the other half is not set)',
      'PACTO_REGISTRY_USERNAME (for ghcr.io only)',
    ]);
  });
});

describe('files', () => {
  it.each([
    ['ghcr.io', 'ghcr.io/acme/x'],
    ['https://ghcr.io', 'ghcr.io/acme/x'],
    ['https://ghcr.io/', 'ghcr.io/acme/x'],
    ['http://ghcr.io/v2/', 'ghcr.io/acme/x'],
    ['https://ghcr.io/v1/', 'GHCR.io/acme/x'],
    ['GHCR.io', 'ghcr.io/acme/x'],
    ['reg.example:5000', 'reg.example:5000/x'],
    ['https://index.docker.io/v1/', 'docker.io/redis'],
    ['https://index.docker.io/v1/', 'registry-1.docker.io/acme/x'],
    ['docker.io', 'index.docker.io/acme/x'],
    ['docker.io/library', 'docker.io/redis'],
    ['ghcr.io/acme', 'ghcr.io/acme/x'],
    ['ghcr.io/acme/x', 'ghcr.io/acme/x'],
  ])('with the key %s are for %s', async (key, target) => {
    const home = makeHome();
    home.file(docker, { auths: { [key]: auth('u:p') } });
    expect(await found(home, target)).toBe('u:p (~/.docker/config.json)');
  });

  it.each([
    ['ghcr.io', 'evil-ghcr.io/x'],
    ['ghcr.io', 'ghcr.io.evil.example/x'],
    ['ghcr.io', 'ghcr.io:5000/x'],
    ['ghcr.io/acme', 'ghcr.io/acme-evil/x'],
    ['ghcr.io/acme/x', 'ghcr.io/acme'],
    ['https://ghcr.io/acme', 'ghcr.io/other'],
    ['__proto__', 'ghcr.io/x'],
  ])('with the key %s are not for %s', async (key, target) => {
    const home = makeHome();
    home.file(docker, `{"auths": {${JSON.stringify(key)}: ${JSON.stringify(auth('u:p'))}}}`);
    expect(await found(home, target)).toBe('anonymous');
  });

  it('give the entry with the longest path, then the one in the usual spelling', async () => {
    const home = makeHome();
    const keys = ['ghcr.io/acme/pay', 'https://ghcr.io', 'ghcr.io', 'ghcr.io/acme', 'http://ghcr.io/v1/'];
    home.file(docker, { auths: Object.fromEntries(keys.map((key) => [key, auth(`u:${key}`)])) });
    expect(await found(home, 'ghcr.io/acme/pay/x')).toContain('u:ghcr.io/acme/pay ');
    expect(await found(home, 'ghcr.io/acme/payments')).toContain('u:ghcr.io/acme ');
    expect(await found(home, 'ghcr.io/other')).toContain('u:ghcr.io ');
  });

  it.each([
    [auth('u:p'), 'u:p'],
    [{ auth: auth('u:päss').auth.replace(/=+$/, '') }, 'u:päss'],
    [auth('u:a:b:c'), 'u:a:b:c'],
    [auth('u:'), 'u:'],
    [auth('u:p\0\0'), 'u:p'],
    [{ username: 'u', password: 'p' }, 'u:p'],
    [{ ...auth('ignored:x'), identitytoken: 'id' }, 'identity id'],
    [{ registrytoken: 'reg' }, 'bearer reg'],
    [{}, 'anonymous'],
    [{ auth: '' }, 'anonymous'],
    [{ auth: null, email: 7 }, 'anonymous'],
  ])('have entries such as %j', async (entry, credential) => {
    const home = makeHome();
    home.file(docker, { auths: { 'a.example': entry } });
    expect((await found(home, 'a.example/x')).replace(' (~/.docker/config.json)', '')).toBe(credential);
  });

  const bad: readonly (readonly [name: string, content: unknown, reason: string])[] = [
    ['no JSON', '{"auths": {"a.example": {"auth": "czNjcmV0"', 'it is not JSON'],
    ['nothing', '', 'it is not JSON'],
    ['no text', new Uint8Array([0x7b, 0xff, 0x7d]), 'it is not JSON'],
    ['a list', [], 'it is not a JSON object'],
    ['null', 'null', 'it is not a JSON object'],
    ['auths that are a list', { auths: ['s3cret'] }, '"auths" is not a mapping'],
    ['helpers that are a text', { credHelpers: 's3cret' }, '"credHelpers" is not a mapping'],
    ['a store that is a number', { credsStore: 7 }, '"credsStore" is not a string'],
    ['10 MB', ' '.repeat(10_000_000), 'it has 10000000 bytes; at most 1048576 are read'],
    ['an entry that is a text', { auths: { 'a.example': 's3cret' } }, 'the entry is not a mapping'],
    ['an auth that is a list', { auths: { 'a.example': { auth: ['s3cret'] } } }, '"auth" is not a string'],
    ['an auth that is no base64', { auths: { 'a.example': { auth: 's3cret!' } } }, '"auth" is not USER:PASSWORD'],
    ['an auth without a colon', { auths: { 'a.example': auth('s3cret') } }, '"auth" is not USER:PASSWORD'],
    ['an auth without a user', { auths: { 'a.example': auth(':s3cret') } }, '"auth" is not USER:PASSWORD'],
    ['an auth that is no text', { auths: { 'a.example': { auth: '//79Ov8=' } } }, '"auth" is not USER:PASSWORD'],
  ];

  it.each(bad)('of others with %s are passed over, with the reason', async (_, content, reason) => {
    const home = makeHome();
    home.file(docker, content);
    home.file('.config/containers/auth.json', { auths: { 'b.example': auth('u:p') } });
    const credentials = chain(home);
    expect(await credentials.find('a.example', 'x', false)).toBeUndefined();
    expect(credentials.tried('a.example')[0]).toContain(`~/.docker/config.json (${reason}`);
    expect(credentials.tried('a.example').join()).not.toMatch(/s3cret|czNjcmV0/);
    expect(await credentials.find('b.example', 'x', false)).toMatchObject({ username: 'u' });
  });

  it.each(bad)('of our own with %s are an error', async (_, content, reason) => {
    const home = makeHome();
    home.file(own, content);
    const failure = await chain(home)
      .find('a.example', 'x', false)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'CREDENTIALS_UNREADABLE', message: expect.stringContaining(reason) });
    expect(String((failure as Error).stack) + String((failure as Error).cause)).not.toMatch(/s3cret|czNjcmV0/);
  });

  it('that are directories are no files', async () => {
    const home = makeHome();
    mkdirSync(path.join(home.directory, own), { recursive: true });
    await expect(chain(home).find('a.example', 'x', false)).rejects.toMatchObject({
      code: 'CREDENTIALS_UNREADABLE',
      message: '~/.config/pacto/config.json cannot be read: it is not a regular file',
    });
  });

  it('are where DOCKER_CONFIG and XDG_CONFIG_HOME say', async () => {
    const home = makeHome();
    home.file('d/config.json', { auths: { 'a.example': auth('u:p') } });
    home.file('x/pacto/config.json', { auths: { 'b.example': auth('u:p') } });
    const env = { DOCKER_CONFIG: `${home.directory}/d`, XDG_CONFIG_HOME: `${home.directory}/x` };
    expect(await found(home, 'a.example/x', { env })).toBe('u:p (~/d/config.json)');
    expect(await found(home, 'b.example/x', { env })).toBe('u:p (~/x/pacto/config.json)');
    expect(await found(home, 'a.example/x', { env: { ...env, DOCKER_CONFIG: '' } })).toBe('anonymous');
  });
});
