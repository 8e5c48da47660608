/** The client as its callers have it: who it asks as, what it tells of registries and of itself, how it ends. */
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/adapters/files/digest.ts';
import {
  type ClientEvent,
  createRegistryClient,
  type RegistryClient,
  type RegistryClientOptions,
} from '../../../../src/adapters/oci/client/client.ts';
import { readManifest } from '../../../../src/adapters/oci/client/manifests.ts';
import type { Place } from '../../../../src/adapters/oci/client/place.ts';
import { anonymous, type Credential, type Credentials } from '../../../../src/adapters/oci/credential.ts';
import type { FakeRegistry } from '../../../support/fake-registry/fake-registry.ts';
import { type FakeRegistryOptions, faults, startFakeRegistry } from '../../../support/fake-registry/fake-registry.ts';
import { root, runProgram } from '../../../support/run.ts';
import { credentialsOf } from '../../../support/watched-client.ts';

const ada: Credential = { kind: 'basic', username: 'ada', password: 'p', source: 'the second source' };
const users = { ada: { password: 'p' } };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function scene(
  options: FakeRegistryOptions = {},
  clientOptions: Partial<RegistryClientOptions> = {},
): Promise<{ fake: FakeRegistry; client: RegistryClient; read: () => Promise<string> }> {
  const fake = await startFakeRegistry(options);
  fake.putBundle('acme/payments', '1.0.0', { 'pacto.yaml': 'service: {}\n' });
  const base = { credentials: anonymous, insecure: [], ca: [], clientCertificates: [], env: {} };
  const client = createRegistryClient({ ...base, ...clientOptions });
  open.push(client.close, fake.close);
  const repository = client.repository({ kind: 'registry', registry: fake.host, repository: 'acme/payments' });
  return { fake, client, read: async () => (await repository.manifest('1.0.0')).digest };
}

/** Credentials of which some are found only once it is sure that they are needed. */
function lateCredentials(found: Credential | undefined) {
  const asked: string[] = [];
  const credentials: Credentials = {
    async find(registry, repository, refused) {
      asked.push(`${registry} ${repository} ${refused}`);
      return refused ? found : undefined;
    },
    tried: () => ['the first source', 'the second source'],
  };
  return { credentials, asked };
}

describe('credentials', () => {
  it('are not looked for where nobody asks for any', async () => {
    const { credentials, asked } = lateCredentials(ada);
    const { read, fake } = await scene({}, { credentials });
    expect(await read()).toMatch(/^sha256:/);
    expect(asked).toEqual([]);
    expect(fake.requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each<[string, FakeRegistryOptions['auth']]>([
    ['Basic', { kind: 'basic', users }],
    ['tokens', { kind: 'token', users }],
    ['tokens that nobody in particular gets, and that allow nothing', { kind: 'token', users, anonymous: {} }],
  ])('are looked for further once nobody in particular is refused: %s', async (_, auth) => {
    const { credentials, asked } = lateCredentials(ada);
    const { read, fake } = await scene({ ...(auth && { auth }) }, { credentials });
    expect(await read()).toMatch(/^sha256:/);
    expect(asked).toEqual([`${fake.host} acme/payments false`, `${fake.host} acme/payments true`]);
    fake.clearFaults();
    await read();
    expect(asked).toHaveLength(2);
  });

  it('are looked for further after a 403', async () => {
    const { credentials } = lateCredentials(ada);
    const fault = faults.denied({ path: /manifests/, times: 1, skip: 1 });
    const anonymousPull = { 'acme/payments': ['pull'] } as const;
    const auth = { kind: 'token', users, anonymous: anonymousPull } as const;
    const { read, fake } = await scene({ auth, faults: [fault] }, { credentials });
    expect(await read()).toMatch(/^sha256:/);
    expect(fake.requests.filter(({ path }) => path.startsWith('/token')).at(-1)?.headers.authorization).toBeDefined();
  });

  it('are named in the error, or where they were looked for', async () => {
    const wrong = lateCredentials({ ...ada, password: 'wrong' });
    const auth = { kind: 'basic', users } as const;
    await expect((await scene({ auth }, { credentials: wrong.credentials })).read()).rejects.toMatchObject({
      code: 'REGISTRY_AUTH',
      message: expect.stringMatching(
        /^127\S+ answered 401, UNAUTHORIZED: .*; the credentials are from the second source \(to read the manifest 1\.0\.0 of .*: GET http.*\)$/,
      ),
    });
    const none = lateCredentials(undefined);
    await expect((await scene({ auth }, { credentials: none.credentials })).read()).rejects.toMatchObject({
      code: 'REGISTRY_AUTH',
      message: expect.stringMatching(/; no credentials were found in the first source, the second source \(/),
    });
  });
});

describe('ping', () => {
  it('tells what an open registry is', async () => {
    const headers = { 'docker-distribution-api-version': 'registry/2.0' };
    const { client, fake } = await scene({ faults: [{ kind: 'change', headers }] });
    expect(await client.ping(fake.host)).toEqual({
      status: 200,
      apiVersion: 'registry/2.0',
      date: expect.stringMatching(/GMT$/),
      url: `${fake.url}/v2/`,
      plainHttp: true,
      proxied: false,
    });
    expect(client.requests).toBe(1);
  });

  it.each<[FakeRegistryOptions['auth'], string]>([
    [{ kind: 'basic', users }, 'basic'],
    [{ kind: 'token', users }, 'bearer'],
  ])('verifies credentials: %j', async (auth, authScheme) => {
    const asAda = await scene({ ...(auth && { auth }) }, { credentials: credentialsOf(ada) });
    const ping = asAda.client.ping(asAda.fake.host);
    expect(await ping).toMatchObject({ status: 200, authScheme, credentialSource: ada.source });
    const credentials = credentialsOf({ ...ada, password: 'wrong' });
    const asNobody = await scene({ ...(auth && { auth }) }, { credentials });
    await expect(asNobody.client.ping(asNobody.fake.host)).rejects.toMatchObject({ code: 'REGISTRY_AUTH' });
  });

  it('tells what answers that is no registry', async () => {
    const { client, fake } = await scene({ faults: [{ path: /^\/v2\/$/, kind: 'answer', status: 404 }] });
    expect(await client.ping(fake.host)).toMatchObject({ status: 404 });
  });
});

describe('what is told', () => {
  it('is a line and an event for each request, and an event for each wait', async () => {
    const lines: string[] = [];
    const events: ClientEvent[] = [];
    const { credentials } = lateCredentials(ada);
    const { fake, read } = await scene(
      { auth: { kind: 'basic', users }, faults: [faults.failing({ path: /manifests/, times: 1 })] },
      {
        credentials,
        log: (line) => void lines.push(line.replace(/[0-9]+ ms/, 'N ms')),
        onEvent: (event) => void events.push(event),
        runtime: { sleep: async () => undefined, random: () => 0 },
      },
    );
    await read();
    const url = `${fake.url}/v2/acme/payments/manifests/1.0.0`;
    expect(lines).toEqual([`GET ${url} 503 N ms`, `GET ${url} 401 N ms`, `GET ${url} 200 N ms (the second source)`]);
    expect(events).toMatchObject([
      { kind: 'request', method: 'GET', url, status: 503 },
      { kind: 'waiting', host: fake.host, milliseconds: 500, reason: 'status 503' },
      { kind: 'request', status: 401 },
      { kind: 'request', status: 200, bytes: expect.any(Number) },
    ]);
  });
});

describe('an end from outside', () => {
  it.each([
    ['under way', faults.silent({ path: /manifests/ })],
    ['waiting to be repeated', faults.failing({ path: /manifests/ })],
    ['waiting for a limit to pass', faults.rateLimited({ path: /manifests/ }, '30')],
  ])('comes at once for a request %s', async (_, fault) => {
    const end = new AbortController();
    const reason = new Error('enough');
    const { fake, client, read } = await scene({ faults: [fault] }, { signal: end.signal });
    const reading = read();
    const refused = expect(reading).rejects.toBe(reason);
    while (fake.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    end.abort(reason);
    await refused;
    await expect(read()).rejects.toBe(reason);
    expect(client.requests).toBe(1);
  });

  it('is heard by a thousand requests without a warning, and open connections keep nobody alive', async () => {
    const { fake } = await scene();
    const run = await runProgram(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', useOfClient], {
      env: { REGISTRY: fake.host },
      timeout: 30_000,
    });
    expect(run).toMatchObject({ status: 0, stdout: '1000\n', stderr: '' });
  });
});

const useOfClient = `
  const { createRegistryClient } = await import(${JSON.stringify(path.join(root, 'src/adapters/oci/client/client.ts'))});
  const signal = new AbortController().signal;
  const credentials = { find: async () => undefined, tried: () => [] };
  const client = createRegistryClient({ credentials, insecure: [], ca: [], clientCertificates: [], env: {}, signal });
  const repository = client.repository({ kind: 'registry', registry: process.env.REGISTRY, repository: 'acme/payments' });
  await Promise.all(Array.from({ length: 1000 }, () => repository.resolve('1.0.0')));
  console.log(client.requests);
`;

describe('Docker Hub', () => {
  it('is asked by HEAD, which it does not count, whether a tag has moved', async () => {
    const bytes = new TextEncoder().encode('{"mediaType":"x"}');
    const digest = sha256(bytes);
    const sent: string[] = [];
    const place: Place = {
      label: 'docker.io/alpine',
      host: 'registry-1.docker.io',
      runtime: { clock: Date.now, random: Math.random, sleep: async () => undefined, signal: undefined },
      inRegistry: (name) => name,
      url: (rest) => new URL(`https://registry-1.docker.io/v2/library/alpine/${rest}`),
      allowsPlain: () => false,
      async send({ method, url }) {
        sent.push(`${method} ${url.pathname}`);
        return {
          status: 200,
          headers: { 'docker-content-digest': digest },
          body: method === 'GET' ? bytes : new Uint8Array(),
          url,
        };
      },
      refuse: () => {
        throw new Error('nothing is refused here');
      },
    };
    expect(await readManifest(place, 'latest', { digest })).toBe('unchanged');
    expect(sent).toEqual(['HEAD /v2/library/alpine/manifests/latest']);
    expect(await readManifest(place, 'latest', { digest: `sha256:${'0'.repeat(64)}` })).toMatchObject({ digest });
    expect(sent.slice(1)).toEqual([
      'HEAD /v2/library/alpine/manifests/latest',
      'GET /v2/library/alpine/manifests/latest',
    ]);
  });
});
