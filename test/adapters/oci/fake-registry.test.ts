/** The registry that tests use, held against a real one: what it answers when it is honest, and how it fails when told. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../../support/external.ts';
import { type FakeRegistry, faults, startFakeRegistry } from '../../support/fake-registry/fake-registry.ts';
import { startDockerRegistry } from '../../support/registries/docker-registry.ts';
import type { RunningRegistry } from '../../support/registries/running.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const digestOf = (bytes: string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const config = '{}';
const layer = 'a layer of no great length';
const descriptor = (mediaType: string, bytes: string) => ({ mediaType, digest: digestOf(bytes), size: bytes.length });
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: manifestType,
  config: descriptor('application/vnd.oci.image.config.v1+json', config),
  layers: [descriptor('application/vnd.oci.image.layer.v1.tar+gzip', layer)],
});
const nowhere = digestOf('nowhere');

interface Step {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const ask = (method: string, path: string, headers?: Record<string, string>, body?: string): Step => ({
  method,
  path,
  ...(headers === undefined ? {} : { headers }),
  ...(body === undefined ? {} : { body }),
});
const accepting = { accept: `${manifestType}, ${indexType}` };
const octets = { 'content-type': 'application/octet-stream' };
const typed = { 'content-type': manifestType };

/** What a client may ask, in an order in which each finds something. `LOCATION` is where the last answer pointed. */
const steps: readonly Step[] = [
  ask('GET', '/v2/'),
  ask('GET', '/v2/acme/a/tags/list'),
  ask('GET', '/v2/acme/a/manifests/1.0.0', accepting),
  ask('HEAD', `/v2/acme/a/blobs/${digestOf(config)}`),
  ask('POST', '/v2/acme/a/blobs/uploads/'),
  ask('PUT', `LOCATION&digest=${digestOf(config)}`, {}, config),
  ask('HEAD', `/v2/acme/a/blobs/${digestOf(config)}`),
  ask('GET', `/v2/acme/a/blobs/${digestOf(config)}`),
  ask('PUT', '/v2/acme/a/manifests/1.0.0', typed, manifest),
  ask('POST', '/v2/acme/a/blobs/uploads/'),
  ask('PUT', `LOCATION&digest=${nowhere}`, {}, layer),
  ask('POST', '/v2/acme/a/blobs/uploads/'),
  ask('PATCH', 'LOCATION', octets, layer.slice(0, 10)),
  ask('PATCH', 'LOCATION', octets, layer.slice(10)),
  ask('PUT', `LOCATION&digest=${digestOf(layer)}`),
  ask('GET', `/v2/acme/a/blobs/${digestOf(layer)}`, { range: 'bytes=2-6' }),
  ask('GET', `/v2/acme/a/blobs/${digestOf(layer)}`, { 'if-none-match': `"${digestOf(layer)}"` }),
  ask('GET', `/v2/acme/a/blobs/${nowhere}`),
  ask('PUT', '/v2/acme/a/manifests/1.0.0', typed, '{'),
  ask('PUT', `/v2/acme/a/manifests/${nowhere}`, typed, manifest),
  ask('PUT', '/v2/acme/a/manifests/1.0.0', typed, manifest),
  ask('PUT', `/v2/acme/a/manifests/${digestOf(manifest)}`, typed, manifest),
  ask('GET', '/v2/acme/a/manifests/1.0.0', accepting),
  ask('HEAD', '/v2/acme/a/manifests/1.0.0', accepting),
  ask('GET', `/v2/acme/a/manifests/${digestOf(manifest)}`, accepting),
  ask('GET', '/v2/acme/a/manifests/1.0.0', { accept: '*/*' }),
  ask('GET', '/v2/acme/a/manifests/1.0.0', { ...accepting, 'if-none-match': `"${digestOf(manifest)}"` }),
  ask('GET', '/v2/acme/a/manifests/1.0.0', { ...accepting, 'if-none-match': `"${nowhere}"` }),
  ask('GET', '/v2/acme/a/manifests/2.0.0', accepting),
  ask('GET', '/v2/acme/a/tags/list'),
  ask('POST', `/v2/acme/b/blobs/uploads/?mount=${digestOf(layer)}&from=acme/a`),
  ask('POST', `/v2/acme/b/blobs/uploads/?mount=${nowhere}&from=acme/a`),
  ask('GET', `/v2/acme/b/blobs/${digestOf(layer)}`),
  ask('DELETE', `/v2/acme/a/manifests/${nowhere}`),
  ask('DELETE', `/v2/acme/a/manifests/${digestOf(manifest)}`),
  ask('GET', '/v2/acme/a/manifests/1.0.0', accepting),
  ask('GET', `/v2/acme/a/referrers/${digestOf(manifest)}`),
  ask('POST', '/v2/acme/a/tags/list'),
  ask('GET', '/v2/acme/a'),
  ask('GET', '/elsewhere'),
];

/** Headers that a client may rely on. */
const telling = ['content-type', 'docker-content-digest', 'etag', 'content-range', 'content-length'];

/** What was answered to each step, less what is chance. */
async function answers(host: string): Promise<string[]> {
  let location = '';
  const told: string[] = [];
  for (const { method, path, headers = {}, body } of steps) {
    const target = new URL(
      path.replace(/^LOCATION(&?)/, (_, more) => joined(location, more)),
      `http://${host}`,
    );
    const response = await fetch(target, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    location = response.headers.get('location') ?? location;
    const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? '';
    const isError = response.status >= 400;
    // Docker's registry tells nothing with some 304, and ends JSON with a newline.
    const quiet = isError || response.status === 304 || path.endsWith('/tags/list');
    const seen = telling.flatMap((name) => {
      const value = response.headers.get(name);
      return quiet || value === null || (name.startsWith('content-') && text === '' && method !== 'HEAD')
        ? []
        : [`${name}: ${value}`];
    });
    told.push([`${method} ${path}`, response.status, code, ...seen, isError ? '' : text.trim()].join('\n  ').trimEnd());
  }
  return told;
}

const joined = (location: string, more: string) => location + (more === '' ? '' : location.includes('?') ? '&' : '?');

const dockerRegistry = program('docker-registry');
describe.skipIf(dockerRegistry === undefined)('the honest fake', () => {
  let real: RunningRegistry;
  let fake: FakeRegistry;
  beforeAll(async () => {
    real = await startDockerRegistry(dockerRegistry ?? '');
    fake = await startFakeRegistry({ behaviour: { referrers: false } });
  });
  afterAll(async () => {
    await real?.close();
    await fake?.close();
  });

  it("answers as Docker's registry does", async () => {
    const [theirs, ours] = [await answers(real.host), await answers(fake.host)];
    expect(ours).toEqual(theirs);
  });
});

describe('the fake', () => {
  let fake: FakeRegistry;
  beforeAll(async () => {
    fake = await startFakeRegistry();
  });
  afterAll(() => fake?.close());

  it.each(['relative', 'absolute', 'unquoted', 'spaced', 'several', 'two-lines', 'opaque', 'query'] as const)(
    'pages through tags with links that are %s',
    async (link) => {
      fake.behave({ link, pageSize: 3, tagOrder: 'unsorted' });
      const tags = Array.from({ length: 10 }, (_, i) => `1.${i}.0`);
      fake.putBundle('acme/paged', tags, { 'pacto.yaml': 'service: {name: a, version: 1.0.0}' });
      const seen: string[] = [];
      let next: URL | undefined = new URL('/v2/acme/paged/tags/list', fake.url);
      while (next !== undefined) {
        const response: Response = await fetch(next);
        const page = (await response.json()) as { tags: string[] };
        seen.push(...page.tags);
        const target = /<([^>]*)>[^<]*rel ?= ?"?next/i.exec(response.headers.get('link') ?? '')?.[1];
        next = target === undefined ? undefined : new URL(target, next);
      }
      expect(seen).not.toEqual(tags);
      expect(seen.sort()).toEqual(tags);
    },
  );

  it('befalls the requests that a fault is about, as often as it says', async () => {
    fake.setFault({ ...faults.failing({ path: /\/v2\/$/ }, 503), skip: 1, times: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await fetch(`${fake.url}/v2/`)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it.each([
    ['resets', faults.reset({})],
    ['ends early', faults.truncated({}, 1)],
    ['goes away', faults.vanishing({})],
  ])('%s in a way that a client notices', async (_, fault) => {
    const failing = await startFakeRegistry({ faults: [fault] });
    await expect(fetch(`${failing.url}/v2/`).then((response) => response.text())).rejects.toThrow();
    expect(failing.log()).toEqual(['GET /v2/']);
    await failing.close();
  });
});
