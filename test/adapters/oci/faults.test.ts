/** What the client makes of registries that fail, lie and mislead; and that no secret is ever told. */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Credential } from '../../../src/adapters/oci/credential.ts';
import type { Repository } from '../../../src/adapters/oci/repository.ts';
import type { ErrorCode, PactoError } from '../../../src/core/error.ts';
import type { Auth } from '../../support/fake-registry/access.ts';
import type { Behaviour } from '../../support/fake-registry/behaviour.ts';
import type { BuiltBundle } from '../../support/fake-registry/bundle.ts';
import { type FakeRegistry, type Fault, faults, startFakeRegistry } from '../../support/fake-registry/fake-registry.ts';
import { credentialsOf, type WatchedClient, watchClient } from '../../support/watched-client.ts';

const secrets = { password: 'secret-password', identity: 'secret-identity-token', bearer: 'secret-bearer' };
const ada: Credential = { kind: 'basic', username: 'ada', password: secrets.password, source: 'the test' };
const wrong: Credential = { ...ada, password: 'secret-but-wrong' };
const identity: Credential = { kind: 'identity', token: secrets.identity, source: 'the test' };
const bearer: Credential = { kind: 'bearer', token: secrets.bearer, source: 'the test' };
const users = { ada: { password: secrets.password, identityToken: secrets.identity } };
const tokens: Auth = { kind: 'token', users };

const contract = 'pactoVersion: "1.0"\nservice:\n  name: payments\n  version: 1.0.0\n';
const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

interface World {
  readonly fake: FakeRegistry;
  readonly watched: WatchedClient;
  readonly repository: Repository;
  /** `acme/payments:1.0.0`. */
  readonly bundle: BuiltBundle;
}

interface Scene {
  readonly auth?: Auth;
  readonly behaviour?: Partial<Behaviour>;
  readonly faults?: readonly Fault[] | ((world: World) => readonly Fault[]);
  readonly credential?: Credential;
  readonly act: (world: World) => Promise<unknown>;
}

interface Ending {
  /** The error, or what the value is. */
  readonly fails?: ErrorCode;
  readonly gives?: (world: World) => unknown;
  /** What the message says, in part. */
  readonly says?: RegExp;
  /** What was requested, exactly; the bundle's digests are MANIFEST, CONFIG and LAYER. */
  readonly requests?: readonly string[];
  /** Or how many requests at most. */
  readonly most?: number;
  /** How long it waits in all, in milliseconds: from, to. */
  readonly waits?: readonly [number, number];
}

type Case = Scene & Ending;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
/** Everything that was said in any scene. */
const everything: string[] = [];

async function play(scene: Case): Promise<void> {
  const { auth, behaviour, credential } = scene;
  const fake = await startFakeRegistry({ ...(auth && { auth }), ...(behaviour && { behaviour }) });
  const watched = watchClient(fake.host, {
    ...(credential && { credentials: credentialsOf(credential) }),
    timeouts: { connect: 2000, headers: 150, body: 150, total: 400 },
  });
  open.push(watched.close, fake.close);
  const bundle = fake.putBundle('acme/payments', '1.0.0', { 'pacto.yaml': contract });
  const world: World = { fake, watched, repository: watched.repository('acme/payments'), bundle };
  fake.setFault(...(typeof scene.faults === 'function' ? scene.faults(world) : (scene.faults ?? [])));

  const outcome = await watched.outcome(scene.act(world));
  everything.push(watched.said());

  if (scene.fails !== undefined) {
    expect(outcome).toMatchObject({ name: 'PactoError', code: scene.fails });
    expect((outcome as PactoError).message).toMatch(scene.says ?? /./);
    expect((outcome as PactoError).message).toContain(fake.host);
    expect((outcome as PactoError).message).not.toMatch(/\.$|\n/);
  } else {
    expect(outcome).not.toMatchObject({ name: 'PactoError' });
    if (scene.gives !== undefined) expect(outcome).toEqual(scene.gives(world));
  }
  if (scene.requests !== undefined) expect(named(fake, bundle)).toEqual(scene.requests);
  if (scene.most !== undefined) expect(fake.requests.length).toBeLessThanOrEqual(scene.most);
  const [least, longest] = scene.waits ?? [0, 0];
  const waited = watched.waits.reduce((sum, wait) => sum + wait, 0);
  expect(waited).toBeGreaterThanOrEqual(least);
  expect(waited).toBeLessThanOrEqual(longest);

  const strangers = fake.requests.filter(({ server }) => server === 'blobs');
  for (const { headers } of strangers) {
    expect(headers.authorization).toBeUndefined();
    expect(headers.cookie).toBeUndefined();
  }
  const told = [...Object.values(secrets), 'secret-but-wrong', ...fake.secrets()];
  const encoded = told.flatMap((secret) => [secret, Buffer.from(`ada:${secret}`).toString('base64')]);
  for (const secret of encoded) expect(watched.said()).not.toContain(secret);
}

/** The requests, with short names for what is different in every run. */
function named(fake: FakeRegistry, bundle: BuiltBundle): string[] {
  const names = new Map([
    [bundle.digest, 'MANIFEST'],
    [digestOf(bundle.blobs[0]!), 'CONFIG'],
    [digestOf(bundle.blobs[1]!), 'LAYER'],
  ]);
  return fake.log().map((line) =>
    [...names]
      .reduce((text, [digest, name]) => text.replaceAll(digest, name), line)
      .replace('/v2/acme/payments/', '')
      .replace(/uploads\/[0-9a-f-]{36}/, 'uploads/ID'),
  );
}

const tagDigest = async ({ repository }: World) => (await repository.manifest('1.0.0')).digest;
const layerOf = ({ bundle }: World) => ({ digest: digestOf(bundle.blobs[1]!), size: bundle.blobs[1]!.length });
const layer = async (world: World) => digestOf(await world.repository.blob(layerOf(world)));
const listing = async ({ repository }: World) => [...(await repository.tags())].sort();
const theManifest = ({ bundle }: World) => bundle.digest;
const theLayer = (world: World) => layerOf(world).digest;
const upload = async ({ repository }: World) => {
  const bytes = Buffer.from('something new');
  return repository.putBlob(digestOf(bytes), bytes);
};
const tagAgain = async ({ repository, bundle }: World) => {
  await repository.putManifest({ bytes: bundle.manifest, mediaType: bundle.mediaType }, '2.0.0');
  return repository.resolve('2.0.0');
};

const manifests = { path: /\/manifests\// };
const blobs = { path: /\/blobs\//, server: 'registry' } as const;
const lists = { path: /\/tags\/list/ };
const registry = { server: 'registry', path: /^\/v2\// } as const;
const tokenService = { path: /^\/token/ };

function table(name: string, cases: Readonly<Record<string, Case>>): void {
  describe(name, () => {
    it.each(Object.entries(cases))('%s', (_, scene) => play(scene));
  });
}

table('tokens', {
  'are asked for when the registry asks, and kept': {
    auth: { ...tokens, anonymous: { 'acme/payments': ['pull'] } },
    act: async (world) => [await tagDigest(world), await layer(world)],
    gives: (world) => [world.bundle.digest, theLayer(world)],
    requests: [
      'GET manifests/1.0.0',
      'GET /token?service=fake-registry&scope=repository%3Aacme%2Fpayments%3Apull',
      'GET manifests/1.0.0',
      'GET blobs/LAYER',
    ],
  },
  'are renewed once when they have expired': {
    auth: { ...tokens, uses: 1 },
    credential: ada,
    act: async (world) => [await tagDigest(world), await layer(world)],
    gives: (world) => [world.bundle.digest, theLayer(world)],
    most: 7,
  },
  'that are never accepted end in an error': {
    auth: { ...tokens, uses: 0 },
    credential: ada,
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    says: /the credentials are from the test/,
    most: 5,
  },
  'of a service that refuses the password tell whose it was': {
    auth: tokens,
    credential: wrong,
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    says: /incorrect username or password; the credentials are from the test/,
    most: 3,
  },
  'that allow nothing, as Harbor gives for a wrong password, are told apart from success': {
    auth: { ...tokens, wrongPassword: 'empty-scope' },
    credential: wrong,
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    says: /the credentials are from the test/,
    most: 5,
  },
  'that nobody may have tell where credentials were looked for': {
    auth: tokens,
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    says: /no credentials were found in the place where tests look/,
    most: 5,
  },
  'may be called access_token': {
    auth: { ...tokens, tokenName: 'access_token' },
    credential: ada,
    act: layer,
    most: 3,
  },
  'may be called token': { auth: { ...tokens, tokenName: 'token' }, credential: ada, act: layer, most: 3 },
  'may not say how long they live': { auth: { ...tokens, expiresIn: 'absent' }, credential: ada, act: layer, most: 3 },
  'come from a service without a name': {
    auth: { ...tokens, service: 'absent' },
    credential: ada,
    act: layer,
    most: 3,
  },
  'are scoped although the challenge names no scope': {
    auth: { ...tokens, challengeScope: false },
    credential: ada,
    act: layer,
    most: 3,
  },
  'come from another host, which alone sees the password': {
    auth: { ...tokens, realm: 'elsewhere' },
    credential: ada,
    act: async (world) => {
      await layer(world);
      return world.fake.requests.map(({ server, headers }) => `${server} ${headers.authorization?.split(' ')[0]}`);
    },
    gives: () => ['registry undefined', 'tokens Basic', 'registry Bearer'],
  },
  'are asked for by POST with an identity token': {
    auth: { ...tokens, methods: ['POST'] },
    credential: identity,
    act: layer,
    requests: ['GET blobs/LAYER', 'POST /token', 'GET blobs/LAYER'],
  },
  'are asked for by POST where GET is not known': {
    auth: { ...tokens, methods: ['POST'] },
    credential: ada,
    act: layer,
    most: 4,
  },
  'are asked for alone where a service looks at one scope only': {
    auth: { ...tokens, scopes: 'first' },
    credential: ada,
    act: async ({ watched, fake }) => {
      const names = ['acme/a', 'acme/b', 'acme/c', 'acme/d'];
      for (const name of names) fake.putBundle(name, '1.0.0', { 'pacto.yaml': contract });
      const read = await Promise.all(names.map((name) => watched.repository(name).resolve('1.0.0')));
      return read.every((digest) => digest !== undefined);
    },
    gives: () => true,
    most: 24,
  },
  'that were refused for pushing are an error': {
    auth: { ...tokens, users: { ada: { password: secrets.password, grants: { '*': ['pull'] } } } },
    credential: ada,
    act: upload,
    fails: 'REGISTRY_AUTH',
    says: /UNAUTHORIZED/,
    most: 8,
  },
  'cannot be had from a page': {
    auth: tokens,
    credential: ada,
    faults: [faults.html(tokenService)],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    says: /HTML/,
    most: 2,
  },
  'cannot be had from an empty object': {
    auth: tokens,
    credential: ada,
    faults: [
      { ...tokenService, kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' },
    ],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    says: /without a token/,
    most: 2,
  },
  'cannot have line breaks in them': {
    auth: tokens,
    credential: ada,
    faults: [{ ...tokenService, kind: 'answer', status: 200, body: '{"token": "a\\r\\nX-Evil: 1"}' }],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    most: 2,
  },
  'are waited for while their service is busy': {
    auth: tokens,
    credential: ada,
    faults: [{ ...faults.rateLimited(tokenService, '3'), times: 1 }],
    act: tagDigest,
    gives: theManifest,
    waits: [3000, 8000],
    most: 4,
  },
  'of a service that is down': {
    auth: tokens,
    credential: ada,
    faults: [faults.failing(tokenService, 502)],
    act: tagDigest,
    fails: 'REGISTRY_UNREACHABLE',
    most: 6,
    waits: [3000, 60_000],
  },
});

table('challenges', {
  'by Basic are answered with the password': {
    auth: { kind: 'basic', users },
    credential: ada,
    act: async (world) => [await tagDigest(world), await layer(world)],
    requests: ['GET manifests/1.0.0', 'GET manifests/1.0.0', 'GET blobs/LAYER'],
  },
  'by Basic with a wrong password': {
    auth: { kind: 'basic', users },
    credential: wrong,
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    says: /the credentials are from the test/,
    most: 2,
  },
  'by Basic without any': {
    auth: { kind: 'basic', users },
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    says: /no credentials were found in the place where tests look/,
    most: 1,
  },
  'by Basic of somebody who may not': {
    auth: { kind: 'basic', users: { ada: { password: secrets.password, grants: {} } } },
    credential: ada,
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    says: /DENIED: requested access to the resource is denied/,
    most: 2,
  },
  'are answered with a token as it is': {
    auth: { kind: 'bearer', token: secrets.bearer },
    credential: bearer,
    act: layer,
    most: 2,
  },
  'without end': {
    credential: ada,
    faults: (world) => [faults.unauthorised(registry, `Bearer realm="${world.fake.url}/token",service="s"`)],
    auth: tokens,
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    most: 5,
  },
  'of a kind that is not known': {
    credential: ada,
    faults: [faults.unauthorised(registry, 'Negotiate')],
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    most: 1,
  },
  'that are missing': {
    credential: ada,
    faults: [{ ...registry, kind: 'answer', status: 401 }],
    act: tagDigest,
    fails: 'REGISTRY_AUTH',
    most: 1,
  },
  'of several kinds in one header': {
    auth: tokens,
    credential: ada,
    faults: ({ fake }) => [
      {
        ...faults.unauthorised(
          registry,
          `Negotiate, Basic realm="a, b", Bearer realm="${fake.url}/token", service="a, \\"b\\""`,
        ),
        times: 1,
      },
    ],
    act: tagDigest,
    gives: theManifest,
  },
  'of several kinds in several headers': {
    auth: tokens,
    credential: ada,
    faults: ({ fake }) => [
      { ...faults.unauthorised(registry, ['Basic realm="x"', `bEARER Realm=${fake.url}/token`]), times: 1 },
    ],
    act: tagDigest,
    gives: theManifest,
  },
  'that want the password sent to a stranger by plain http': {
    credential: ada,
    faults: [faults.unauthorised(registry, 'Bearer realm="http://tokens.example.com/token",service="s"')],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    says: /http:\/\/tokens\.example\.com, which is not https/,
    most: 1,
  },
  'that want the password sent into a cloud': {
    credential: ada,
    faults: [faults.unauthorised(registry, 'Bearer realm="https://169.254.169.254/latest",service="s"')],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    most: 1,
  },
});

table('limits', {
  'with a number of seconds are kept': {
    faults: [{ ...faults.rateLimited(manifests, '2'), times: 1 }],
    act: tagDigest,
    gives: theManifest,
    requests: ['GET manifests/1.0.0', 'GET manifests/1.0.0'],
    waits: [2000, 6000],
  },
  'with a date are kept': {
    faults: [{ ...faults.rateLimited(manifests, new Date(Date.now() + 20_000).toUTCString()), times: 1 }],
    act: tagDigest,
    gives: theManifest,
    waits: [15_000, 45_000],
  },
  'without either are waited for a little': {
    faults: [{ ...faults.rateLimited(manifests), times: 2 }],
    act: tagDigest,
    gives: theManifest,
    waits: [1000, 5000],
    most: 3,
  },
  'with nonsense in it are waited for a little': {
    faults: [{ ...faults.rateLimited(manifests, 'soon'), times: 1 }],
    act: tagDigest,
    gives: theManifest,
    waits: [500, 2000],
    most: 2,
  },
  'that ask for an hour are not waited for': {
    faults: [faults.rateLimited(manifests, '3600')],
    act: tagDigest,
    fails: 'REGISTRY_RATE_LIMITED',
    says: /it asks to wait until \d{4}-/,
    most: 1,
  },
  'that never end': {
    faults: [faults.rateLimited(manifests)],
    act: tagDigest,
    fails: 'REGISTRY_RATE_LIMITED',
    says: /answered 429, TOOMANYREQUESTS: rate limit exceeded/,
    most: 5,
    waits: [3000, 60_000],
  },
});

table('failures', {
  'that pass': {
    faults: [{ ...faults.failing(manifests, 503), times: 2 }],
    act: tagDigest,
    gives: theManifest,
    most: 3,
    waits: [1000, 6000],
  },
  'that stay': {
    faults: [faults.failing(manifests, 500)],
    act: tagDigest,
    fails: 'REGISTRY_UNREACHABLE',
    says: /answered 500, UNKNOWN: unknown error/,
    most: 5,
    waits: [3000, 60_000],
  },
  'that are no use repeating': {
    faults: [{ ...manifests, kind: 'answer', status: 418 }],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    says: /answered 418/,
    most: 1,
  },
  'of one connection': {
    faults: [{ ...faults.reset(manifests), times: 1 }],
    act: tagDigest,
    gives: theManifest,
    most: 3,
    waits: [0, 2000],
  },
  'of every connection': {
    faults: [faults.reset(registry)],
    act: tagDigest,
    fails: 'REGISTRY_UNREACHABLE',
    says: /the connection was closed/,
    most: 10,
    waits: [1000, 60_000],
  },
  'in the middle of a blob, once': {
    faults: [{ ...faults.truncated(blobs), times: 1 }],
    act: layer,
    gives: theLayer,
    most: 3,
    waits: [0, 2000],
  },
  'in the middle of every blob': {
    faults: [faults.truncated(blobs)],
    act: layer,
    fails: 'REGISTRY_UNREACHABLE',
    says: /before the answer was complete/,
    most: 10,
    waits: [1000, 60_000],
  },
  'to store a manifest, once': {
    faults: [{ ...faults.reset({ ...manifests, method: 'PUT' }), times: 1 }],
    act: tagAgain,
    gives: theManifest,
    waits: [0, 2000],
  },
  'to store a blob, once': {
    faults: [{ ...faults.failing({ ...blobs, method: 'PUT' }), times: 1 }],
    act: upload,
    gives: () => 'stored',
    waits: [0, 3000],
  },
  'to open an upload, once': {
    faults: [{ ...faults.failing({ ...blobs, method: 'POST' }), times: 1 }],
    act: upload,
    gives: () => 'stored',
    waits: [0, 3000],
  },
  'of the whole registry in the middle': {
    faults: [faults.vanishing({ ...blobs, method: 'GET' })],
    act: async (world) => [await tagDigest(world), await layer(world)],
    fails: 'REGISTRY_UNREACHABLE',
    says: /connection was (refused|closed)/,
    most: 3,
    waits: [0, 60_000],
  },
  'to answer at all': {
    faults: [faults.silent(manifests)],
    act: tagDigest,
    fails: 'REGISTRY_UNREACHABLE',
    says: /in time/,
    most: 2,
    waits: [0, 5000],
  },
  'to be done in time': {
    faults: [faults.dripping(manifests, 1, 50)],
    act: tagDigest,
    fails: 'REGISTRY_UNREACHABLE',
    says: /too slowly/,
    most: 2,
    waits: [0, 5000],
  },
  'that are only slowness': { faults: [faults.slow(manifests, 80)], act: tagDigest, gives: theManifest, most: 1 },
});

table('lies', {
  'in a blob': { faults: [faults.lyingBody(blobs)], act: layer, fails: 'DIGEST_MISMATCH', most: 2 },
  'in a manifest that was asked for by its digest': {
    faults: [faults.lyingBody(manifests)],
    act: ({ repository, bundle }) => repository.manifest(bundle.digest),
    fails: 'DIGEST_MISMATCH',
    most: 2,
  },
  'about a digest in a header are not believed': {
    faults: [faults.lyingDigestHeader({ ...manifests, method: 'GET' })],
    act: tagDigest,
    gives: theManifest,
  },
  'by a blob that is longer': { faults: [faults.longBody(blobs)], act: layer, fails: 'DIGEST_MISMATCH', most: 2 },
  'by a blob that is much longer are cut': {
    faults: [faults.longBody(blobs, 20 * 1024 * 1024)],
    act: layer,
    fails: 'DIGEST_MISMATCH',
    says: /it has more bytes, and should have \d{3}$/,
    most: 2,
  },
  'by a blob that is shorter': { faults: [faults.shortBody(blobs)], act: layer, fails: 'DIGEST_MISMATCH', most: 2 },
  'by a manifest without end': {
    faults: [faults.longBody(manifests, 5 * 1024 * 1024)],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    says: /more than \d+ bytes/,
    most: 1,
  },
  'by a page in place of a manifest': {
    faults: [faults.html(manifests)],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    says: /HTML/,
    most: 1,
  },
  'by a page in place of tags': {
    faults: [faults.html(lists)],
    act: listing,
    fails: 'REGISTRY_PROTOCOL',
    says: /HTML/,
  },
  'by a page in place of a blob': {
    faults: [faults.html(blobs)],
    act: layer,
    fails: 'REGISTRY_PROTOCOL',
    says: /HTML/,
  },
  'by a list of tags that is none': {
    faults: [{ ...lists, kind: 'answer', status: 200, body: '{"tags": {"a": 1}}' }],
    act: listing,
    fails: 'REGISTRY_PROTOCOL',
    most: 1,
  },
  'in words that would take over a terminal': {
    faults: [
      {
        ...manifests,
        kind: 'answer',
        status: 400,
        body: '{"errors": [{"code": "EVIL\\u001b[2J", "message": "\\u001b]0;owned\\u0007 \\u202egnp.exe\\r\\nok"}]}',
      },
    ],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
    says: /^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e]*$/,
  },
});

table('redirects', {
  'to another host are followed by nobody in particular': {
    auth: { kind: 'basic', users },
    credential: ada,
    behaviour: { redirect: 'blob-host' },
    act: async (world) => {
      await layer(world);
      return world.fake.requests.map(({ server, headers }) => `${server} ${headers.authorization?.split(' ')[0]}`);
    },
    gives: () => ['registry undefined', 'registry Basic', 'blobs undefined'],
  },
  'over several hops': { behaviour: { redirect: 'blob-host-relative-hop' }, act: layer, gives: theLayer, most: 3 },
  'on the same host': {
    auth: tokens,
    credential: ada,
    behaviour: { redirect: 'same-host', redirectStatus: 302 },
    act: layer,
    gives: theLayer,
  },
  'without end': {
    behaviour: { redirect: 'loop' },
    act: layer,
    fails: 'REGISTRY_PROTOCOL',
    says: /more than 5 times/,
    most: 6,
  },
  'to nowhere': {
    behaviour: { redirect: 'nowhere' },
    act: layer,
    fails: 'REGISTRY_UNREACHABLE',
    says: /connection was refused/,
    most: 1,
  },
  'into a cloud': {
    faults: [
      { ...blobs, kind: 'answer', status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data' } },
    ],
    act: layer,
    fails: 'REGISTRY_PROTOCOL',
    most: 1,
  },
  'to a file': {
    faults: [{ ...blobs, kind: 'answer', status: 307, headers: { location: 'file:///etc/passwd' } }],
    act: layer,
    fails: 'REGISTRY_PROTOCOL',
    says: /file:/,
    most: 1,
  },
  'of what changes something are not followed': {
    faults: ({ fake }) => [
      { ...manifests, method: 'PUT', kind: 'answer', status: 307, headers: { location: `http://${fake.blobHost}/` } },
    ],
    act: tagAgain,
    fails: 'REGISTRY_PROTOCOL',
    most: 1,
  },
  'to a host that lies': {
    behaviour: { redirect: 'blob-host' },
    faults: [faults.lyingBody({ server: 'blobs' })],
    act: layer,
    fails: 'DIGEST_MISMATCH',
  },
  'to a host that refuses': {
    behaviour: { redirect: 'blob-host' },
    faults: [{ server: 'blobs', kind: 'answer', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }],
    act: layer,
    fails: 'REGISTRY_AUTH',
    most: 2,
  },
});

table('uploads', {
  'at a relative place': { behaviour: { location: 'relative' }, act: upload, gives: () => 'stored' },
  'at an absolute place': { behaviour: { location: 'absolute' }, act: upload, gives: () => 'stored' },
  'at a place with a query of its own': { behaviour: { location: 'with-query' }, act: upload, gives: () => 'stored' },
  'that must be opened first': { behaviour: { singlePost: false }, act: upload, gives: () => 'stored' },
  'at another host are not given the password': {
    auth: { kind: 'basic', users },
    credential: ada,
    faults: ({ fake }) => [
      { ...blobs, method: 'POST', kind: 'change', headers: { location: `http://${fake.blobHost}/v2/acme/payments/x` } },
    ],
    act: upload,
    fails: 'REGISTRY_AUTH',
    says: /answered 403/,
    most: 6,
  },
  'without a place': {
    faults: [{ ...blobs, method: 'POST', kind: 'change', headers: { location: undefined } }],
    behaviour: { singlePost: false },
    act: upload,
    fails: 'REGISTRY_PROTOCOL',
  },
  'of what was there already are spared': {
    act: async (world) => world.repository.putBlob(theLayer(world), world.bundle.blobs[1]!),
    gives: () => 'present',
    requests: ['HEAD blobs/LAYER'],
  },
  'where HEAD is not known': {
    faults: [faults.noHead(blobs)],
    act: async (world) => world.repository.putBlob(theLayer(world), world.bundle.blobs[1]!),
  },
});

const tenThousand = Array.from({ length: 10_000 }, (_, i) => `1.${i}.0`);
const manyTags = ({ fake, bundle }: World) => {
  for (const tag of tenThousand) fake.tag('acme/payments', tag, bundle.digest);
};

table('lists of tags', {
  ...Object.fromEntries(
    (['relative', 'absolute', 'unquoted', 'spaced', 'several', 'two-lines', 'opaque', 'query'] as const).map(
      (link): [string, Case] => [
        `with links that are ${link}`,
        {
          behaviour: { link, pageSize: 3, tagOrder: 'unsorted' },
          faults: ({ fake, bundle }) => {
            for (let i = 1; i < 10; i++) fake.tag('acme/payments', `1.${i}.0`, bundle.digest);
            return [];
          },
          act: listing,
          gives: () => Array.from({ length: 10 }, (_, i) => `1.${i}.0`),
          most: 4,
        },
      ],
    ),
  ),
  'with links in a circle': {
    behaviour: { link: 'loop', pageSize: 3 },
    faults: (world) => {
      manyTags(world);
      return [];
    },
    act: listing,
    gives: () => ['1.0.0', '1.1.0', '1.10.0'],
    most: 2,
  },
  'with a link to another host': {
    auth: tokens,
    credential: ada,
    behaviour: { link: 'other-host', pageSize: 3 },
    faults: (world) => {
      manyTags(world);
      return [];
    },
    act: listing,
    fails: 'REGISTRY_PROTOCOL',
    says: /127\.0\.0\.1/,
    most: 3,
  },
  'of ten thousand': {
    behaviour: { pageSize: 1000 },
    faults: (world) => {
      manyTags(world);
      return [];
    },
    act: async (world) => new Set(await world.repository.tags()).size,
    gives: () => 10_000,
    most: 11,
  },
  'that are null': {
    behaviour: { noTags: 'null' },
    act: async ({ watched, fake }) => {
      fake.putBlob('acme/empty', Buffer.from('only a blob'));
      return watched.repository('acme/empty').tags();
    },
    gives: () => [],
  },
  'that nobody may see': {
    faults: [faults.denied(lists)],
    act: listing,
    fails: 'REGISTRY_AUTH',
    says: /DENIED/,
    most: 1,
  },
  'of a repository that is not there': {
    act: ({ watched }) => watched.repository('acme/nothing').tags(),
    fails: 'REGISTRY_NOT_FOUND',
    says: /^127\S+ has no repository "acme\/nothing"$/,
    most: 1,
  },
});

table('manifests', {
  'without HEAD': {
    faults: [faults.noHead()],
    act: ({ repository }) => repository.resolve('1.0.0'),
    gives: theManifest,
    most: 2,
  },
  'without a digest in the header': {
    behaviour: { digestHeader: false },
    act: ({ repository }) => repository.resolve('1.0.0'),
    gives: theManifest,
    most: 2,
  },
  'whose tag moves between two requests are taken as they come': {
    faults: ({ fake }) => [
      faults.meanwhile({ ...manifests, method: 'GET', skip: 1 }, () => {
        fake.putBundle('acme/payments', '1.0.0', { 'pacto.yaml': `${contract}# moved\n` });
      }),
    ],
    act: async ({ repository, bundle }) => {
      const first = await repository.manifest('1.0.0');
      const second = await repository.manifest('1.0.0', first);
      return [first.digest === bundle.digest, second !== 'unchanged' && second.digest !== bundle.digest];
    },
    gives: () => [true, true],
  },
  'where conditions are not understood': {
    behaviour: { conditional: false },
    act: async ({ repository }) => repository.manifest('1.0.0', await repository.manifest('1.0.0')),
    gives: () => 'unchanged',
  },
  'unchanged with a condition are not sent': {
    act: async ({ repository, fake }) => {
      const known = await repository.manifest('1.0.0');
      const again = await repository.manifest('1.0.0', known);
      return [again, fake.requests.at(-1)?.status];
    },
    gives: () => ['unchanged', 304],
  },
  'that are not there': {
    act: ({ repository }) => repository.manifest('9.9.9'),
    fails: 'REGISTRY_NOT_FOUND',
    says: /^127\S+\/acme\/payments has no tag "9\.9\.9"$/,
    most: 1,
  },
  'that are not there, by digest': {
    act: ({ repository }) => repository.manifest(`sha256:${'0'.repeat(64)}`),
    fails: 'REGISTRY_NOT_FOUND',
    says: /^127\S+\/acme\/payments has no sha256:0{64}$/,
    most: 1,
  },
  'of a repository that is not there': {
    faults: [{ ...manifests, kind: 'answer', status: 404, body: '{"errors":[{"code":"NAME_UNKNOWN"}]}' }],
    act: ({ watched }) => watched.repository('acme/nothing').manifest('1.0.0'),
    fails: 'REGISTRY_NOT_FOUND',
    says: /^127\S+ has no repository "acme\/nothing"$/,
    most: 1,
  },
  'that are not there, says something that is no registry': {
    faults: [{ ...manifests, kind: 'answer', status: 404 }],
    act: ({ repository }) => repository.manifest('1.0.0'),
    fails: 'REGISTRY_NOT_FOUND',
    says: / answered 404 \(to read the manifest 1\.0\.0 /,
    most: 1,
  },
  '304 without having asked for it': {
    faults: [{ ...manifests, kind: 'answer', status: 304 }],
    act: tagDigest,
    fails: 'REGISTRY_PROTOCOL',
  },
});

const attach = async (world: World) => {
  const { repository, bundle } = world;
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: bundle.mediaType,
      artifactType: 'application/vnd.example.report',
      ...JSON.parse(Buffer.from(bundle.manifest).toString()),
      subject: { mediaType: bundle.mediaType, digest: bundle.digest, size: bundle.manifest.length },
    }),
  );
  await repository.putManifest({ bytes, mediaType: bundle.mediaType }, digestOf(bytes));
  return (await repository.referrers(bundle.digest)).map(({ digest }) => digest === digestOf(bytes));
};

table('referrers', {
  natively: { act: attach, gives: () => [true] },
  'by the fallback tag': { behaviour: { referrers: false }, act: attach, gives: () => [true] },
  'of a manifest that has none, without the API': {
    behaviour: { referrers: false },
    act: ({ repository, bundle }) => repository.referrers(bundle.digest),
    gives: () => [],
  },
  'in pages': {
    behaviour: { pageSize: 1 },
    act: async (world) => {
      const { fake, bundle } = world;
      for (const note of ['a', 'b', 'c']) {
        const subject = { mediaType: bundle.mediaType, digest: bundle.digest, size: bundle.manifest.length };
        const fields = { ...JSON.parse(Buffer.from(bundle.manifest).toString()), annotations: { note }, subject };
        fake.putManifest('acme/payments', [], Buffer.from(JSON.stringify(fields)), bundle.mediaType);
      }
      return (await world.repository.referrers(bundle.digest)).length;
    },
    gives: () => 3,
  },
  // A registry that does not know the API may answer with its website.
  'as a page for people are looked for under the fallback tag': {
    faults: [faults.html({ path: /\/referrers\// })],
    behaviour: { referrers: false },
    act: attach,
    gives: () => [true],
  },
  'that nobody may see': {
    faults: [faults.denied({ path: /\/referrers\// })],
    act: ({ repository, bundle }) => repository.referrers(bundle.digest),
    fails: 'REGISTRY_AUTH',
  },
});

afterAll(() => {
  // That nothing secret was found means something only where much was said.
  expect(everything.join('\n').length).toBeGreaterThan(20_000);
  expect(everything.join('\n')).toContain('acme/payments/manifests/1.0.0');
});
