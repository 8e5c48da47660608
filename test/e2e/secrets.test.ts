/**
 * No secret is shown, and none is told to anybody but the registry that it is for: every command that talks to
 * registries, with a secret in every place that it can come from, while things go right and while they go wrong.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as sendOn } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, pacto, type RunOptions } from '../cli/world.ts';
import type { Incoming } from '../support/fake-registry/exchange.ts';
import { type FakeRegistry, type Fault, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { faults } from '../support/fake-registry/faults.ts';

const user = 'ada';
const password = 'pa55/w0rd+of:ada@home';
const identityToken = 'identity-token-of-ada';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The secrets as they could look anywhere. */
const needles = [password, identityToken].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  base64(secret),
  base64(`${user}:${secret}`),
  base64(`${user}:${secret}`).replace(/=+$/, ''),
]);

/** Every secret that a text has in it; a signature of an address is one too, and so is a token that was given out. */
function leaks(text: string, issued: readonly string[]): string[] {
  return [...needles, ...issued].filter((secret) => text.includes(secret));
}

interface Placed {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  readonly flags?: readonly string[];
}

/** Puts a secret for a registry into one of the places that it can come from. */
const places: Readonly<Record<string, (home: string, host: string) => Placed>> = {
  'the environment': (_, host) => ({
    env: { PACTO_REGISTRY_USERNAME: user, PACTO_REGISTRY_PASSWORD: password, PACTO_REGISTRY_HOST: host },
  }),
  'a token in the environment': (_, host) => ({
    env: { PACTO_REGISTRY_USERNAME: user, PACTO_REGISTRY_TOKEN: password, PACTO_REGISTRY_HOST: host },
  }),
  'the command line': () => ({ stdin: `${password}\n`, flags: ['--username', user, '--password-stdin'] }),
  'our own config.json': (home, host) => {
    write(path.join(home, '.config', 'pacto', 'config.json'), {
      auths: { [host]: { auth: base64(`${user}:${password}`) } },
    });
    return {};
  },
  "Docker's config.json": (home, host) => {
    write(path.join(home, '.docker', 'config.json'), { auths: { [host]: { username: user, password } } });
    return {};
  },
  'an identity token': (home, host) => {
    write(path.join(home, '.docker', 'config.json'), { auths: { [host]: { identitytoken: identityToken } } });
    return {};
  },
  'a credential helper': (home, host) => {
    write(path.join(home, '.docker', 'config.json'), { credHelpers: { [host]: 'test' } });
    const helper = path.join(home, 'bin', 'docker-credential-test');
    const answer = JSON.stringify({ ServerURL: host, Username: user, Secret: password });
    write(helper, `#!/bin/sh\ncat >/dev/null\necho '${answer}'\necho 'helper: ${password}' >&2\n`);
    chmodSync(helper, 0o755);
    return { env: { PATH: `${path.join(home, 'bin')}:${process.env.PATH}` } };
  },
};

function write(file: string, content: object | string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
}

/** What is typed; OWN is the registry that the secret is for, OTHER another one. */
const commands: readonly string[] = [
  'push OWN/acme/cart -p cart',
  'pull OWN/acme/shop:1.0.0 -o pulled',
  'tags OWN/acme/shop',
  'validate OWN/acme/shop:1.0.0',
  'explain OWN/acme/shop',
  'graph OWN/acme/shop:1.0.0',
  'inspect OWN/acme/shop:1.0.0',
  'doctor OWN/acme/shop:1.0.0',
  'copy OWN/acme/shop:1.0.0 OTHER/mirror/shop',
  'copy OWN/acme/shop:1.0.0 oci-layout:carried --closure',
];

/** Everything that came, and what can be read in it, in an error of the registry. */
function echo({ headers, body }: Incoming): string {
  const sent = (headers.authorization ?? '').replace(/^\S+ /, '');
  const [, secret = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(sent, 'base64').toString()) ?? [];
  const form = new URLSearchParams(body.toString());
  const parts = [sent, secret, encodeURIComponent(secret), base64(secret), ...form.values()];
  return JSON.stringify({ errors: [{ code: 'DENIED', message: `not ${parts.join(' and ')}` }] });
}

/** What goes wrong; nothing of it is worth waiting for. */
const troubles: Readonly<Record<string, (signature: string) => readonly Fault[]>> = {
  'nothing goes wrong': () => [],
  'every request is refused': () => [faults.unauthorised({ server: 'registry' }, 'Basic realm="somewhere"')],
  'every manifest is forbidden': () => [faults.denied({ path: /\/manifests\// })],
  'the registry sends pages': () => [faults.html({ path: /\/(?:manifests|tags|uploads)\// })],
  'blobs are not where they should be': (signature) => [
    {
      server: 'blobs',
      kind: 'answer',
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: `<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>${signature}</SignatureProvided></Error>`,
    },
  ],
  'uploads are sent to another host': () => [
    { method: 'POST', path: /\/uploads\//, kind: 'change', headers: { location: `${other.url}/v2/upload?key=1` } },
  ],
  'the registry sends back what it got': () => [{ path: /\/manifests\//, kind: 'answer', status: 403, body: echo }],
  'the token service sends back what it got': () => [{ path: /^\/token/, kind: 'answer', status: 401, body: echo }],
  'the token service fails': () => [faults.failing({ path: /^\/token/ }, 400)],
};

let home: string;
let own: FakeRegistry;
let other: FakeRegistry;

beforeAll(async () => {
  const users = { [user]: { password, identityToken } };
  own = await startFakeRegistry({
    auth: { kind: 'token', users, realm: 'elsewhere' },
    behaviour: { redirect: 'blob-host' },
  });
  other = await startFakeRegistry();
});
afterAll(async () => {
  await Promise.all([own, other].map((registry) => registry?.close()));
});

const contract = (name: string, dependency: string) => `pactoVersion: "1.0"
service:
  name: ${name}
  version: 1.0.0
dependencies:
  - name: store
    ref: oci://${dependency}/base/store
    compatibility: ^1.0.0
    required: true
`;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'pacto-secrets-'));
  write(path.join(home, 'work', 'cart', 'pacto.yaml'), contract('cart', other.host));
  for (const registry of [own, other]) {
    registry.store.clear();
    registry.clearFaults();
    registry.forget();
  }
  own.putBundle('acme/shop', '1.0.0', { 'pacto.yaml': contract('shop', other.host) });
  const store = 'pactoVersion: "1.0"\nservice:\n  name: store\n  version: 1.4.0\n';
  other.putBundle('base/store', '1.4.0', { 'pacto.yaml': store });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function run(line: string, placed: Placed, more: RunOptions = {}): Promise<Outcome> {
  const words = line.replaceAll('OWN', own.host).replaceAll('OTHER', other.host).split(' ');
  const args = [...words, ...(placed.flags ?? []), '--verbose'];
  const env = { HOME: home, PATH: process.env.PATH ?? '', ...placed.env, ...more.env };
  const stdin = placed.stdin === undefined ? {} : { stdin: placed.stdin };
  return pacto(args, { ...more, cwd: path.join(home, 'work'), env, ...stdin });
}

/** Everything that was written below a directory, but the files that the test itself put there, with names. */
function written(directory: string): string {
  const own = new Set(['config.json', 'docker-credential-test']);
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !own.has(entry.name));
  return files
    .map(({ parentPath, name }) => `${name}\n${readFileSync(path.join(parentPath, name), 'latin1')}`)
    .join('\n');
}

function expectNoLeak(outcome: Outcome, secrets: readonly string[]): void {
  expect(leaks(outcome.stdout, secrets)).toEqual([]);
  expect(leaks(outcome.stderr, secrets)).toEqual([]);
  // The registry that the secret is for and its token service may know it, and nobody else.
  const elsewhere = [...other.requests, ...own.requests.filter(({ server }) => server === 'blobs')];
  for (const { path: target, rawHeaders, body } of elsewhere) {
    expect(leaks(JSON.stringify([target, rawHeaders, body]), own.secrets().slice(0, -1))).toEqual([]);
    expect(rawHeaders.map((name) => name.toLowerCase())).not.toContain('authorization');
  }
  expect(leaks(written(home), secrets)).toEqual([]);
}

describe.each(Object.keys(places))('a secret from %s', (place) => {
  describe.each(Object.keys(troubles))('while %s', (trouble) => {
    it.each(commands)('is kept by: %s', async (line) => {
      const [put, goWrong] = [places[place], troubles[trouble]];
      if (put === undefined || goWrong === undefined) throw new Error('the tables have no such row');
      const placed = put(home, own.host);
      own.setFault(...goWrong(own.secrets().at(-1) ?? ''));
      for (const format of ['json', 'text']) {
        const outcome = await run(`${line} --output-format ${format}`, placed);
        expectNoLeak(outcome, [...own.secrets(), ...other.secrets()]);
        expect(outcome.code).not.toBe(70);
        if (format === 'json') expect(() => JSON.parse(outcome.stdout)).not.toThrow();
      }
      // A secret that nobody uses is easily kept.
      const twoRegistries = place === 'the command line' && line.includes('OTHER');
      if (trouble === 'nothing goes wrong' && !twoRegistries) {
        expect(own.requests.some(({ headers, server }) => server === 'tokens' || headers.authorization)).toBe(true);
        expect(own.secrets().length).toBeGreaterThan(1);
      }
    });
  });
});

describe('the login of a proxy', () => {
  const name = 'registry.test:5000';
  let proxied: IncomingMessage[];
  let proxy: string;
  const server = createServer((incoming, response) => {
    proxied.push(incoming);
    if (incoming.headers['proxy-authorization'] !== `Basic ${base64(`${user}:${password}`)}`) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end();
      return;
    }
    const { host, pathname, search } = new URL(incoming.url ?? '');
    const target = host === name ? other.url : 'http://127.0.0.1:9';
    const onward = sendOn(`${target}${pathname}${search}`, {
      method: incoming.method,
      headers: { ...incoming.headers, host },
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    incoming.pipe(onward);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    proxied = [];
  });

  it.each([
    [password, 0],
    ['another-password', 3],
  ])('is told to the proxy alone: %s', async (secret, code) => {
    const env = { HTTP_PROXY: `http://${user}:${encodeURIComponent(secret)}@${proxy}` };
    const flags = ['--insecure-registry', name];
    for (const line of [`inspect ${name}/base/store`, `doctor ${name}/base/store`, `tags ${name}/base/store`]) {
      for (const format of ['json', 'text']) {
        const outcome = await run(`${line} --no-cache --output-format ${format}`, { env, flags });
        expect(outcome.code).toBe(code);
        const secrets = [secret, encodeURIComponent(secret), base64(`${user}:${secret}`)];
        for (const text of [outcome.stdout, outcome.stderr]) expect(leaks(text, secrets)).toEqual([]);
      }
    }
    expect(proxied.length).toBeGreaterThan(0);
    // What the proxy sends on is the proxy's own doing; what it gets for the registry has no login of it.
    for (const { headers } of proxied) expect(headers.authorization).toBeUndefined();
  });
});

describe('a password that is being stored', () => {
  it.each([
    ['accepted', password, 0],
    ['refused', 'wr0ng-pa55word', 3],
  ])('is not shown when it is %s', async (_, given, code) => {
    for (const format of ['json', 'text']) {
      const line = `login OWN --username ${user} --password-stdin --output-format ${format}`;
      const outcome = await run(line, { stdin: `${given}\n` });
      expect(outcome.code).toBe(code);
      for (const text of [outcome.stdout, outcome.stderr]) {
        expect(leaks(text, [given, base64(`${user}:${given}`), ...own.secrets()])).toEqual([]);
      }
    }
    expectNoLeak(await run('doctor OWN/acme/shop:1.0.0', {}), own.secrets());
  });

  it('is not shown when it is refused in its own words', async () => {
    own.setFault({ path: /^\/token/, kind: 'answer', status: 401, body: echo });
    for (const format of ['json', 'text']) {
      const line = `login OWN --username ${user} --password-stdin --output-format ${format}`;
      const { code, stdout, stderr } = await run(line, { stdin: `${password}\n` });
      expect(code).toBe(3);
      expect(stdout + stderr).toContain('DENIED: not …');
      expect(leaks(stdout + stderr, [])).toEqual([]);
    }
  });
});
