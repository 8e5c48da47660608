/** How the client gets to a registry: certificates, passwords, proxies, names. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RegistryClientOptions } from '../../../src/adapters/oci/client/client.ts';
import type { Credential, Credentials } from '../../../src/adapters/oci/credential.ts';
import type { PactoError } from '../../../src/core/error.ts';
import { program } from '../../support/external.ts';
import { type FakeRegistry, startFakeRegistry } from '../../support/fake-registry/fake-registry.ts';
import { type Certificates, makeCertificates } from '../../support/registries/certificates.ts';
import { startDockerRegistry } from '../../support/registries/docker-registry.ts';
import { type ProxyOptions, type RunningProxy, startProxy } from '../../support/registries/proxy.ts';
import type { RunningRegistry } from '../../support/registries/running.ts';
import { credentialsOf, type WatchedClient, watchClient } from '../../support/watched-client.ts';

const password = 'secret: of Ada, with "quotes" & ümlauts';
const ada: Credential = { kind: 'basic', username: 'ada', password, source: 'the test' };
const proxyPassword = 'secret/of the proxy';
const contract = { 'pacto.yaml': 'pactoVersion: "1.0"\nservice:\n  name: payments\n  version: 1.0.0\n' };
const emptyDigest = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const openssl = program('openssl');
const dockerRegistry = program('docker-registry');
const htpasswd = program('htpasswd');

const work = mkdtempSync(join(tmpdir(), 'pacto-connections-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function fakeRegistry(...options: Parameters<typeof startFakeRegistry>): Promise<FakeRegistry> {
  const fake = await startFakeRegistry(...options);
  open.push(fake.close);
  fake.putBundle('acme/payments', '1.0.0', contract);
  return fake;
}

async function proxy(options?: ProxyOptions): Promise<RunningProxy> {
  const started = await startProxy(options);
  open.push(started.close);
  return started;
}

function client(host: string, options?: Partial<RegistryClientOptions>): WatchedClient {
  const watched = watchClient(host, options);
  open.push(watched.close);
  return watched;
}

/** The error of listing a repository's tags, after a look at it from all sides for secrets. */
async function refusalOf(watched: WatchedClient, name = 'acme/payments'): Promise<PactoError> {
  const outcome = await watched.outcome(watched.repository(name).tags());
  for (const secret of [password, proxyPassword]) {
    expect(watched.said()).not.toContain(secret);
    expect(watched.said()).not.toContain(encodeURIComponent(secret));
  }
  if (!('code' in outcome)) return expect.fail(`should have been refused, and gave ${outcome}`);
  return outcome;
}

describe.skipIf(openssl === undefined)('connections', () => {
  let made: Certificates;
  beforeAll(() => {
    made = makeCertificates(openssl ?? '', work);
  });
  const serving = (pair: Certificates['server']) => ({ key: pair.keyText, cert: pair.certificateText });

  describe('certificates', () => {
    it.each([
      ['given', () => ({ ca: [made.authority.certificateText] })],
      ['named by SSL_CERT_FILE', () => ({ env: { SSL_CERT_FILE: made.authority.certificate } })],
      [
        'named by NODE_EXTRA_CA_CERTS, with another one given',
        () => ({ ca: [made.client.certificateText], env: { NODE_EXTRA_CA_CERTS: made.authority.certificate } }),
      ],
    ])('of a private authority are trusted where it is %s', async (_, options) => {
      const fake = await fakeRegistry({ tls: serving(made.server) });
      expect(await client(fake.host, options()).repository('acme/payments').tags()).toEqual(['1.0.0']);
    });

    it.each([
      [
        'that nobody vouches for',
        () => made.server,
        false,
        /its certificate comes from an authority that is not trusted/,
      ],
      ['that have expired', () => made.expired, true, /its certificate has expired/],
      ['for another host', () => made.otherHost, true, /its certificate is for another host/],
    ])('%s end it, and say why', async (_, pair, trusted, says) => {
      const fake = await fakeRegistry({ tls: serving(pair()) });
      const error = await refusalOf(client(fake.host, trusted ? { ca: [made.authority.certificateText] } : {}));
      expect(error).toMatchObject({ code: 'REGISTRY_UNREACHABLE', message: expect.stringMatching(says) });
      expect(error.hint).toContain('--ca-file');
      expect(fake.requests).toEqual([]);
    });

    it('cannot be had from a file that has none', async () => {
      const env = { SSL_CERT_FILE: new URL(import.meta.url).pathname };
      const error = await refusalOf(client('registry.test', { env }));
      expect(error).toMatchObject({ code: 'FILE_UNREADABLE', message: expect.stringMatching(/^SSL_CERT_FILE: /) });
    });

    it('of the client are shown to the registry that they are for', async () => {
      const ca = made.authority.certificateText;
      const tls = { ...serving(made.server), ca, requestCert: true, rejectUnauthorized: true };
      const [fake, other] = [await fakeRegistry({ tls }), await fakeRegistry({ tls })];
      const { certificateText: cert, keyText: key } = made.client;
      const options = { ca: [ca], clientCertificates: [{ registry: fake.host, cert, key }] };
      expect(await client(fake.host, options).repository('acme/payments').tags()).toEqual(['1.0.0']);
      expect(fake.requests.map(({ clientName }) => clientName)).toEqual(['pacto-client']);
      const refused = await refusalOf(client(other.host, options));
      const hint = expect.stringContaining('clientCertificates');
      expect(refused).toMatchObject({ code: 'REGISTRY_UNREACHABLE', hint });
      expect(other.requests).toEqual([]);
    });

    it('do not lead from https to http', async () => {
      const fake = await fakeRegistry({ tls: serving(made.server), behaviour: { redirect: 'plain-http' } });
      const digest = fake.putBlob('acme/payments', new Uint8Array(0));
      const watched = client(fake.host, { ca: [made.authority.certificateText] });
      const outcome = await watched.outcome(watched.repository('acme/payments').blob({ digest, size: 0 }));
      expect(digest).toBe(emptyDigest);
      expect(outcome).toMatchObject({
        code: 'REGISTRY_PROTOCOL',
        message: expect.stringContaining('leads from https to http'),
      });
    });

    it('are not done without for a host that is not on this machine', async () => {
      const fake = await fakeRegistry();
      const { url, records } = await proxy({ hosts: { 'registry.test:443': fake.host } });
      const env = { HTTP_PROXY: url, HTTPS_PROXY: url };
      const error = await refusalOf(client('registry.test', { env }));
      expect(error).toMatchObject({ code: 'REGISTRY_UNREACHABLE', hint: expect.stringContaining('--insecure') });
      expect([...new Set(records.map(({ line }) => line))]).toEqual(['CONNECT registry.test:443']);
      expect(fake.requests).toEqual([]);
    });
  });

  const hasRegistry = dockerRegistry !== undefined && htpasswd !== undefined;
  describe.skipIf(!hasRegistry)("Docker's registry with passwords over TLS", () => {
    let registry: RunningRegistry;
    beforeAll(async () => {
      const { certificate, key } = made.server;
      registry = await startDockerRegistry(dockerRegistry ?? '', {
        users: { ada: password },
        tls: { certificate, key },
      });
    });
    afterAll(() => registry?.close());
    const trusting = () => ({ ca: [made.authority.certificateText] });

    it('takes what is pushed and gives it back', async () => {
      const repository = client(registry.host, { ...trusting(), credentials: credentialsOf(ada) }).repository('acme/a');
      expect(await repository.putBlob(emptyDigest, new Uint8Array(0))).toBe('stored');
      expect(await repository.blob({ digest: emptyDigest, size: 0 })).toHaveLength(0);
    });

    it.each([
      ['a wrong password', { ...ada, password: 'another secret' }, 'the credentials are from the test'],
      ['another user', { ...ada, username: 'bob' }, 'the credentials are from the test'],
      ['nobody', undefined, 'no credentials were found in the place where tests look'],
    ])('refuses %s', async (_, credential, who) => {
      const credentials = credential === undefined ? {} : { credentials: credentialsOf(credential) };
      const error = await refusalOf(client(registry.host, { ...trusting(), ...credentials }));
      expect(error).toMatchObject({ code: 'REGISTRY_AUTH', message: expect.stringContaining(who) });
      expect(error.message).toContain('answered 401, UNAUTHORIZED: authentication required');
    });

    it('is not given a password before its certificate is trusted', async () => {
      const error = await refusalOf(client(registry.host, { credentials: credentialsOf(ada) }));
      expect(error).toMatchObject({
        code: 'REGISTRY_UNREACHABLE',
        message: expect.stringContaining('its certificate comes from an authority that is not trusted here'),
      });
    });

    it('is reached through a proxy, which sees nothing of it', async () => {
      const { url, records } = await proxy({ hosts: { 'registry.test:443': registry.host } });
      const options = { ...trusting(), credentials: credentialsOf(ada), env: { https_proxy: url } };
      const repository = client('registry.test', options).repository('acme/proxied');
      expect(await repository.putBlob(emptyDigest, new Uint8Array(0))).toBe('stored');
      expect(await repository.blob({ digest: emptyDigest, size: 0 })).toHaveLength(0);
      expect(records.length).toBeGreaterThan(0);
      for (const record of records)
        expect(record).toEqual({
          line: 'CONNECT registry.test:443',
          proxyAuthorization: undefined,
          authorization: undefined,
        });
    });
  });

  describe('proxies', () => {
    const withUser = (url: string, secret: string) => url.replace('//', `//ada:${encodeURIComponent(secret)}@`);

    it('are told who asks where they want to know', async () => {
      const fake = await fakeRegistry({ tls: serving(made.server) });
      const { url, records } = await proxy({
        users: { ada: proxyPassword },
        hosts: { 'registry.test:443': fake.host },
      });
      const options = { ca: [made.authority.certificateText], env: { HTTPS_PROXY: withUser(url, proxyPassword) } };
      expect(await client('registry.test', options).repository('acme/payments').tags()).toEqual(['1.0.0']);
      const expected = `Basic ${Buffer.from(`ada:${proxyPassword}`).toString('base64')}`;
      expect(records.map(({ proxyAuthorization }) => proxyAuthorization)).toEqual([expected]);
      for (const { headers } of fake.requests) expect(headers['proxy-authorization']).toBeUndefined();
    });

    it.each([
      ['https', 'registry.test', 'the proxy did not open a tunnel, through the proxy PROXY'],
      ['plain http', 'registry.test:5000', 'the proxy PROXY wants another user or password'],
    ])('that refuse us are told from the registry, by %s', async (_, host, says) => {
      const fake = await fakeRegistry();
      const { url } = await proxy({ users: { ada: 'another' }, hosts: { [host]: fake.host } });
      const env = { HTTPS_PROXY: withUser(url, proxyPassword), HTTP_PROXY: withUser(url, proxyPassword) };
      const error = await refusalOf(client(host, { env, insecure: ['registry.test:5000'] }));
      expect(error.code).toBe('REGISTRY_UNREACHABLE');
      expect(error.message).toContain(says.replace('PROXY', new URL(url).host));
      expect(fake.requests).toEqual([]);
    });

    it('get plain http as a request for the whole URL', async () => {
      const fake = await fakeRegistry({ auth: { kind: 'basic', users: { ada: { password } } } });
      const { url, records } = await proxy({ hosts: { 'registry.test:5000': fake.host } });
      const options = { env: { HTTP_PROXY: url }, insecure: ['registry.test:5000'], credentials: credentialsOf(ada) };
      const repository = client('registry.test:5000', options).repository('acme/payments');
      expect(await repository.tags()).toEqual(['1.0.0']);
      expect(records.map(({ line }) => line)).toEqual([
        'GET http://registry.test:5000/v2/acme/payments/tags/list?n=1000',
        'GET http://registry.test:5000/v2/acme/payments/tags/list?n=1000',
      ]);
      expect(fake.requests.map(({ host }) => host)).toEqual(['registry.test:5000', 'registry.test:5000']);
    });

    it.each(['registry.test', '.test', '*', 'example.com,registry.test:443'])(
      'are passed by where NO_PROXY is %s',
      async (list) => {
        const { url, records } = await proxy({ hosts: {} });
        const env = { HTTPS_PROXY: url, HTTP_PROXY: url, NO_PROXY: list };
        expect(await refusalOf(client('registry.test', { env }))).toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
        expect(records).toEqual([]);
      },
    );

    it.each(['registry.example', 'gistry.test', 'registry.test:444'])('are used where NO_PROXY is %s', async (list) => {
      const fake = await fakeRegistry({ tls: serving(made.server) });
      const { url, records } = await proxy({ hosts: { 'registry.test:443': fake.host } });
      const options = { ca: [made.authority.certificateText], env: { HTTPS_PROXY: url, NO_PROXY: list } };
      expect(await client('registry.test', options).repository('acme/payments').tags()).toEqual(['1.0.0']);
      expect(records).toHaveLength(1);
    });

    it('are never asked for this machine', async () => {
      const fake = await fakeRegistry();
      const { url, records } = await proxy();
      const env = { HTTPS_PROXY: url, HTTP_PROXY: url };
      expect(await client(fake.host, { env }).repository('acme/payments').tags()).toEqual(['1.0.0']);
      expect(records).toEqual([]);
    });

    it('that are not there are named', async () => {
      const env = { HTTPS_PROXY: withUser('http://127.0.0.1:1', proxyPassword) };
      const error = await refusalOf(client('registry.test', { env }));
      const message = expect.stringContaining('the connection was refused, through the proxy 127.0.0.1:1');
      expect(error).toMatchObject({ code: 'REGISTRY_UNREACHABLE', message });
    });
  });

  describe('Docker Hub', () => {
    it.each([
      ['docker.io', 'redis', 'library/redis'],
      ['index.docker.io', 'library/redis', 'library/redis'],
      ['registry-1.docker.io', 'acme/payments', 'acme/payments'],
      ['docker.io', 'acme/payments', 'acme/payments'],
    ])('is one host, be it spelled %s/%s', async (registry, repository, name) => {
      const fake = await fakeRegistry({
        tls: serving(made.server),
        auth: { kind: 'token', users: { ada: { password } }, service: 'registry.docker.io', realm: 'elsewhere' },
      });
      const scope = `repository:${name}:pull`;
      fake.putBundle(name, '7.0.0', contract);
      fake.setFault({
        path: /^\/v2\//,
        times: 1,
        kind: 'change',
        headers: {
          'www-authenticate': `Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="${scope}"`,
        },
      });
      const { url, records } = await proxy({
        hosts: { 'registry-1.docker.io:443': fake.host, 'auth.docker.io:443': fake.tokenHost },
      });
      const asked: string[] = [];
      const credentials: Credentials = {
        find: async (host, of) => {
          asked.push(`${host}/${of}`);
          return ada;
        },
        tried: () => [],
      };
      const options = { ca: [made.authority.certificateText], env: { HTTPS_PROXY: url }, credentials };
      const tags = await client(registry, options).repository(repository).tags();
      expect(tags).toContain('7.0.0');
      expect(records.map(({ line }) => line)).toEqual([
        'CONNECT registry-1.docker.io:443',
        'CONNECT auth.docker.io:443',
      ]);
      expect(fake.log()).toEqual([
        `GET /v2/${name}/tags/list?n=1000`,
        `tokens GET /token?service=registry.docker.io&scope=${encodeURIComponent(scope)}`,
        `GET /v2/${name}/tags/list?n=1000`,
      ]);
      // Whoever finds credentials knows the spellings of Docker Hub: it is asked as the reference has it.
      expect([...new Set(asked)]).toEqual([`${registry}/${repository}`]);
    });
  });
});
