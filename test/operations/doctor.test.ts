import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkSettings } from '../../src/adapters/network-settings.ts';
import { anonymous, type Credentials } from '../../src/adapters/oci/credential.ts';
import { generators } from '../../src/generators/index.ts';
import { type DoctorPorts, doctor } from '../../src/operations/doctor.ts';
import type { DoctorCheck } from '../../src/operations/results.ts';
import { renderDoctor } from '../../src/render/doctor/text.ts';
import {
  type FakeRegistry,
  type FakeRegistryOptions,
  startFakeRegistry,
} from '../support/fake-registry/fake-registry.ts';
import { faults } from '../support/fake-registry/faults.ts';
import { memoryWorld } from '../support/memory-ports.ts';
import { putPlugin } from '../support/plugins.ts';

let home: string;
let registry: FakeRegistry | undefined;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'pacto-doctor-'));
});
afterEach(async () => {
  await registry?.close();
  registry = undefined;
  rmSync(home, { recursive: true, force: true });
});

function ports(more: Partial<DoctorPorts> = {}, network: Partial<NetworkSettings> = {}): DoctorPorts {
  const world = memoryWorld();
  return {
    env: { HOME: home },
    nodeVersion: '20.19.0',
    now: Date.now,
    settings: [],
    refusedSettings: [],
    wrongSettings: [],
    wrongVariables: [],
    network: {
      mirrors: [],
      insecure: [],
      ca: [],
      clientCertificates: [],
      cacheDirectory: path.join(home, '.cache', 'pacto', 'oci'),
      tagMaxAge: 0,
      offline: false,
      cache: true,
      ...network,
    },
    credentials: async () => anonymous,
    layout: (reference) => world.ports.repository(reference, 'read'),
    ...more,
  };
}

async function serve(options: FakeRegistryOptions = {}): Promise<string> {
  registry = await startFakeRegistry(options);
  for (const version of ['1.0.0', '1.1.0', '2.0.0']) {
    const contract = `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n`;
    registry.putBundle('acme/shop', version, { 'pacto.yaml': contract });
  }
  return `${registry.host}/acme/shop`;
}

function byName(checks: readonly DoctorCheck[], name: string): DoctorCheck | undefined {
  expect(checks.filter((check) => check.name === name).length).toBeLessThanOrEqual(1);
  return checks.find((check) => check.name === name);
}

describe('this machine', () => {
  const one = async (name: string, given: DoctorPorts) => byName((await doctor(given, {})).checks, name);
  const env = (more: Record<string, string>) => ({ env: { HOME: home, ...more } });

  it('is well where nothing is set', async () => {
    const result = await doctor(ports(), {});
    expect(result).toMatchObject({ schemaVersion: 1, healthy: true });
    expect(result).not.toHaveProperty('ref');
    expect(result.checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'node ok',
      'settings ok',
      'cache ok',
      'proxy ok',
      'certificates ok',
      'credentials-file ok',
      'variables ok',
      'plugins ok',
    ]);
    expect(renderDoctor(result)).toMatch(/^ok {4}node {14}20\.19\.0\n[\s\S]*\n\nAll is well\n$/);
  });

  it('counts plugins, and tells of what cannot be run or hides behind another', async () => {
    const builtIn = generators.length;
    const [bin, other] = [path.join(home, 'bin'), path.join(home, 'other')];
    const plugins = () => one('plugins', ports(env({ PATH: [bin, other].join(path.delimiter) })));
    putPlugin(bin, 'x', '');
    expect(await plugins()).toMatchObject({ status: 'ok', detail: `1 program, ${builtIn} built in` });
    putPlugin(other, 'x', '');
    const both = `~/other/pacto-plugin-x is not used, since ~/bin/pacto-plugin-x is found first`;
    expect(await plugins()).toMatchObject({ status: 'warn', detail: `2 programs, ${builtIn} built in; ${both}` });
    putPlugin(bin, 'y', '', 0o644);
    expect(await plugins()).toMatchObject({
      status: 'warn',
      detail: `3 programs, ${builtIn} built in; ~/bin/pacto-plugin-y is not executable`,
      help: 'Run: chmod +x ~/bin/pacto-plugin-y',
    });
  });

  it.each([
    ['20.19.0', 'ok'],
    ['22.1.0', 'ok'],
    ['20.18.3', 'fail'],
    ['18.20.0', 'fail'],
  ])('judges Node %s: %s', async (nodeVersion, status) => {
    expect(await one('node', ports({ nodeVersion }))).toMatchObject({ status });
  });

  it('names the settings files', async () => {
    const settings = ['.pactorc.yaml', '~/.config/pacto/config.yaml'];
    expect(await one('settings', ports({ settings }))).toMatchObject({ detail: settings.join(', ') });
  });

  it('says what the cache is like', async () => {
    const directory = path.join(home, 'cache');
    expect(await one('cache', ports({}, { cacheDirectory: undefined }))).toMatchObject({ status: 'warn' });
    expect(await one('cache', ports({}, { cacheDirectory: directory }))).toMatchObject({
      status: 'ok',
      detail: '~/cache, 0 entries, 0 bytes',
    });
    mkdirSync(path.join(directory, 'pointers', 'host', 'repository'), { recursive: true });
    writeFileSync(path.join(directory, 'pointers', 'host', 'repository', '1.json'), '{');
    const damaged = await one('cache', ports({}, { cacheDirectory: directory }));
    expect(damaged).toMatchObject({ status: 'warn', detail: expect.stringContaining('; 1 damaged, such as ~/cache/') });
    writeFileSync(path.join(home, 'file'), '');
    const blocked = await one('cache', ports({}, { cacheDirectory: path.join(home, 'file', 'cache') }));
    expect(blocked).toMatchObject({ status: 'warn', detail: expect.stringContaining('cannot be written: ') });
  });

  it('shows proxies without their logins', async () => {
    const proxied = await one(
      'proxy',
      ports(env({ HTTPS_PROXY: 'http://user:hunter2@proxy.test:3128', NO_PROXY: '.internal' })),
    );
    expect(proxied).toEqual({
      name: 'proxy',
      status: 'ok',
      detail: 'https through http://proxy.test:3128/ with a login; not for .internal',
    });
    const broken = await one('proxy', ports(env({ HTTPS_PROXY: 'socks5://user:hunter2@proxy.test' })));
    expect(broken).toMatchObject({ status: 'fail', detail: expect.not.stringContaining('hunter2') });
  });

  it('reads certificates', async () => {
    writeFileSync(path.join(home, 'empty.pem'), 'nothing');
    expect(await one('certificates', ports(env({ SSL_CERT_FILE: path.join(home, 'none.pem') })))).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('does not exist'),
    });
    expect(await one('certificates', ports(env({ SSL_CERT_FILE: path.join(home, 'empty.pem') })))).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('a file has none in it'),
    });
    expect(await one('certificates', ports({}, { ca: [expired] }))).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('a file has only expired ones: '),
    });
    const then = ports({ now: () => Date.parse('2020-01-02T12:00:00Z') }, { ca: [expired] });
    expect(await one('certificates', then)).toMatchObject({ status: 'ok' });
  });

  it('looks at the file of credentials, and says nothing of what is in it', async () => {
    const file = path.join(home, '.config', 'pacto', 'config.json');
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify({ auths: { 'ghcr.io': { auth: 'dXNlcjpodW50ZXIy' } } }), { mode: 0o600 });
    expect(await one('credentials-file', ports())).toMatchObject({
      status: 'ok',
      detail: '~/.config/pacto/config.json, 1 registry',
    });
    chmodSync(file, 0o644);
    expect(await one('credentials-file', ports())).toMatchObject({
      status: 'warn',
      help: 'Run: chmod 600 ~/.config/pacto/config.json',
    });
    writeFileSync(file, '{"auths": {"ghcr.io": {"auth": "hunter2"');
    expect(await one('credentials-file', ports())).toMatchObject({
      status: 'fail',
      detail: expect.not.stringContaining('hunter2'),
    });
  });

  it.each<[Record<string, string>, string, string]>([
    [{ PACTO_REGISTRY_TOKEN: 'x' }, 'ok', 'PACTO_REGISTRY_TOKEN, for the one registry that a command line names'],
    [
      { PACTO_REGISTRY_USERNAME: 'u', PACTO_REGISTRY_PASSWORD: 'p', PACTO_REGISTRY_HOST: 'ghcr.io' },
      'ok',
      'PACTO_REGISTRY_USERNAME and PACTO_REGISTRY_PASSWORD, for ghcr.io',
    ],
    [
      { PACTO_REGISTRY_USERNAME: 'u', PACTO_REGISTRY_HOST: 'ghcr.io' },
      'warn',
      'PACTO_REGISTRY_USERNAME, for ghcr.io; the other half is missing',
    ],
  ])('names the variables that have credentials: %j', async (variables, status, detail) => {
    expect(await one('variables', ports(env(variables)))).toMatchObject({ status, detail });
  });
});

describe('the way to a registry', () => {
  const statuses = (checks: readonly DoctorCheck[]) =>
    Object.fromEntries(checks.slice(8).map(({ name, status, detail }) => [name, `${status} ${detail}`]));

  it('is well where everything answers', async () => {
    const reference = await serve();
    const result = await doctor(ports(), { reference });
    expect(result.healthy).toBe(true);
    expect(statuses(result.checks)).toEqual({
      credential: 'ok none: the registry is asked as anybody',
      name: 'skip 127.0.0.1 is an address',
      connection: expect.stringMatching(/^ok http:\/\/127\.0\.0\.1:\d+\/v2\//),
      authentication: 'ok none is asked for',
      clock: 'ok within 5 minutes of the registry',
      reference: expect.stringMatching(/^ok 127\.0\.0\.1:\d+\/acme\/shop:2\.0\.0@sha256:/),
      tags: 'ok 3 in one page',
      revalidation: 'ok a tag that did not move is not sent again',
      referrers: 'ok 0 attached to this one; the registry lists them natively',
    });
  });

  it('tells how well the registry does what it need not do', async () => {
    const reference = await serve({ behaviour: { pageSize: 2, conditional: false, referrers: false } });
    expect(statuses((await doctor(ports(), { reference })).checks)).toMatchObject({
      tags: 'ok 3 in 2 pages',
      revalidation: 'ok a tag is sent again though it did not move',
      referrers: 'ok 0 attached to this one; the registry lists them by the fallback tag',
    });
  });

  const users = { ada: { password: 'hunter2' } };
  const ada: Credentials = {
    find: async () => ({ kind: 'basic', username: 'ada', password: 'hunter2', source: '~/.docker/config.json' }),
    tried: () => [],
  };

  it.each([['basic'], ['token']] as const)('says who is let in, and how: %s', async (kind) => {
    const reference = await serve({ auth: { kind, users } });
    const result = await doctor(ports({ credentials: async () => ada }), { reference });
    expect(statuses(result.checks)).toMatchObject({
      credential: 'ok from ~/.docker/config.json',
      authentication: `ok ${kind === 'basic' ? 'basic' : 'bearer'}, with the credential from ~/.docker/config.json`,
      reference: expect.stringMatching(/^ok /),
    });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  const skipped = 'skip the registry refuses to show the repository';
  const refused = { reference: skipped, tags: skipped, revalidation: skipped, referrers: skipped };

  it('fails where nobody is let in without a credential', async () => {
    const reference = await serve({ auth: { kind: 'basic', users } });
    const result = await doctor(ports(), { reference });
    expect(result.healthy).toBe(false);
    expect(statuses(result.checks)).toMatchObject({
      connection: 'ok it answers',
      authentication: expect.stringMatching(/^fail .*401/),
      ...refused,
    });
  });

  it('says where to log in, and what time it is, where a password is wrong', async () => {
    const reference = await serve({ auth: { kind: 'basic', users: { ada: { password: 'another' } } } });
    const { checks } = await doctor(ports({ credentials: async () => ada }), { reference });
    expect(statuses(checks)).toMatchObject({ clock: 'ok within 5 minutes of the registry', ...refused });
    const help = expect.stringContaining(`\`pacto login ${registry?.host}\``);
    expect(byName(checks, 'authentication')).toMatchObject({ status: 'fail', help });
  });

  it('is well where only a repository lets everybody in', async () => {
    const reference = await serve({ auth: { kind: 'token', users, anonymous: { 'acme/shop': ['pull'] } } });
    expect(await doctor(ports(), { reference })).toMatchObject({ healthy: true });
  });

  it('says how wrong the clock is', async () => {
    const reference = await serve();
    const ahead = await doctor(ports({ now: () => Date.now() + 8 * 60_000 }), { reference });
    expect(statuses(ahead.checks).clock).toBe('warn 8 minutes ahead of the registry');
    const behind = await doctor(ports({ now: () => Date.now() - 3 * 3_600_000 }), { reference });
    expect(statuses(behind.checks).clock).toBe('warn 180 minutes behind the registry');
    expect(behind.healthy).toBe(true);
  });

  it('skips what comes after a registry that is gone', async () => {
    const reference = await serve();
    await registry?.close();
    const result = await doctor(ports(), { reference });
    expect(result.healthy).toBe(false);
    const told = statuses(result.checks);
    expect(told.connection).toMatch(/^fail .*: the connection was refused \(to talk to /);
    for (const name of ['authentication', 'clock', 'reference', 'tags', 'revalidation', 'referrers']) {
      expect(told[name]).toBe('skip the registry cannot be reached');
    }
    expect(byName(result.checks, 'connection')?.help).toBe('Check the host, the network and the proxy.');
  });

  it('tells a name that nobody knows', async () => {
    const result = await doctor(ports(), { reference: 'registry.invalid/acme/shop' });
    expect(statuses(result.checks).name).toMatch(
      /^fail registry\.invalid: the (?:host name does not|name server does)/,
    );
  });

  it('tells a reference that leads nowhere, and one that leads to something else', async () => {
    const reference = await serve();
    const missing = await doctor(ports(), { reference: `${reference}:9.9.9` });
    expect(statuses(missing.checks)).toMatchObject({
      reference: expect.stringMatching(/^fail .*9\.9\.9/),
      tags: 'ok 3 in one page',
      revalidation: 'skip there is no tag to ask for again',
    });
    const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };
    registry?.putManifest('acme/shop', ['all'], Buffer.from(JSON.stringify(index)), index.mediaType);
    const other = await doctor(ports(), { reference: `${reference}:all` });
    expect(statuses(other.checks).reference).toMatch(/^warn .*is not a Pacto bundle: it is an index/);
    expect(other.healthy).toBe(true);
  });

  it('can do without a list of tags', async () => {
    const reference = await serve();
    registry?.setFault(faults.denied({ path: /\/tags\/list/ }));
    const result = await doctor(ports(), { reference: `${reference}:1.0.0` });
    expect(statuses(result.checks).tags).toBe('warn they may not be listed');
    expect(result.healthy).toBe(true);
  });

  it('goes where mirrors lead', async () => {
    const reference = await serve();
    const host = registry?.host ?? '';
    const mirrors = [{ prefix: 'ghcr.io', target: host }];
    const result = await doctor(ports({}, { mirrors }), { reference: 'ghcr.io/acme/shop' });
    expect(statuses(result.checks)).toMatchObject({
      mirror: `ok it is read from oci://${reference}`,
      reference: expect.stringMatching(/^ok 127\.0\.0\.1/),
    });
    const away = await doctor(ports({}, { mirrors: [{ prefix: 'ghcr.io', target: 'oci-layout:/carried' }] }), {
      reference: 'ghcr.io/acme/shop',
    });
    expect(statuses(away.checks)).toMatchObject({
      mirror: 'ok it is read from oci-layout:/carried/acme/shop',
      layout: expect.stringMatching(/^fail /),
    });
  });

  it('asks nobody where it is told to stay offline', async () => {
    const reference = await serve();
    const result = await doctor(ports({}, { offline: true }), { reference });
    expect(statuses(result.checks)).toEqual({ connection: 'skip --offline: no registry is asked' });
    expect(registry?.requests).toEqual([]);
  });

  it('refuses what is no reference', async () => {
    await expect(doctor(ports(), { reference: './shop' })).rejects.toMatchObject({ code: 'INVALID_REFERENCE' });
  });

  it('only reads', async () => {
    const reference = await serve();
    await doctor(ports(), { reference });
    expect(new Set(registry?.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  });
});

/** For CN=expired.test, from 2020-01-01 to 2020-01-03. */
const expired = `-----BEGIN CERTIFICATE-----
MIIBJzCBzwIUfr+8H6POfc1Ot5/cQosxHaAqp5swCgYIKoZIzj0EAwIwFzEVMBMG
A1UEAwwMZXhwaXJlZC50ZXN0MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDEwMzAwMDAw
MFowFzEVMBMGA1UEAwwMZXhwaXJlZC50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAE9nsBrFpksQq+Yv0DlW770hj2jjTEZJdimWYmJp1dPwAO2BYze5jUYmTT
4+oKBUHX5nzgJuCTRL4909BZqoRwxTAKBggqhkjOPQQDAgNHADBEAiAdvlUGrmoD
msnZDvJxCv0vOT/s3yfdzgaGozFqqlDbxAIgNxcfqnd2GmlfNcc6+CAg9NHTSONB
PvjyUJnfn7xN1Lk=
-----END CERTIFICATE-----
`;
