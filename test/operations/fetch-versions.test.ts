import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '../../src/adapters/oci/credential.ts';
import { createRegistries, type Registries } from '../../src/adapters/oci/registries.ts';
import { createPorts, fetchVersions, listCached, openCache, type Ports, pruneCache } from '../../src/index.ts';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-versions-'));
const count = 20;
const versions = Array.from({ length: count }, (_, i) => `1.${i}.0`);
let registry: FakeRegistry;
const opened: Registries[] = [];

beforeAll(async () => {
  registry = await startFakeRegistry();
  for (const version of versions) {
    const contract = `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n`;
    registry.putBundle('acme/shop', [version], { 'pacto.yaml': contract });
  }
  registry.tag('acme/shop', 'latest', registry.store.get('acme/shop')?.tags.get('1.0.0') ?? '');
});
afterAll(async () => {
  for (const one of opened) await one.close();
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

/** A run of its own, with a cache directory. */
function run(name: string, offline = false): { ports: Ports; registries: Registries } {
  const registries = createRegistries({
    cwd: work,
    env: {},
    credentials: async () => anonymous,
    network: {
      mirrors: [],
      insecure: [registry.host],
      ca: [],
      clientCertificates: [],
      cacheDirectory: join(work, name),
      tagMaxAge: 300_000,
      offline,
      cache: true,
    },
  });
  opened.push(registries);
  return { ports: createPorts({ cwd: work, registries }), registries };
}

const reference = () => `oci://${registry.host}/acme/shop`;

describe('fetching every version', () => {
  it('takes a list and two requests for each, and none the second time but the list', async () => {
    registry.forget();
    const told: [number, number][] = [];
    const first = run('all');
    const result = await fetchVersions(first.ports, reference(), { onProgress: (...at) => told.push(at) });
    await first.registries.close();
    expect(result.ref).toBe(`${registry.host}/acme/shop`);
    expect(result.versions.map(({ tag }) => tag)).toEqual([...versions].reverse());
    expect(result.versions.every((version) => 'digest' in version)).toBe(true);
    expect(told).toEqual(Array.from({ length: count + 1 }, (_, i) => [i, count]));
    expect(registry.log()).toHaveLength(1 + 2 * count);

    registry.forget();
    const again = run('all');
    expect(await fetchVersions(again.ports, reference())).toEqual(result);
    expect(registry.log()).toHaveLength(1);

    registry.forget();
    const offline = run('all', true);
    expect(await fetchVersions(offline.ports, reference())).toEqual(result);
    expect(registry.log()).toEqual([]);
  });

  it('leaves in the cache what can be listed and pruned without a registry', async () => {
    const { ports, registries } = run('listed');
    await fetchVersions(ports, reference());
    await registries.close();
    const directory = join(work, 'listed');
    const cache = openCache({
      directory,
      tagMaxAge: 0,
      mode: 'offline',
      now: Date.now,
      warn: (text) => expect.fail(text),
    });
    const listed = listCached(cache);
    expect(listed).toMatchObject({ schemaVersion: 1, problems: [] });
    expect(listed.entries.map(({ tag, complete }) => [tag, complete])).toEqual(
      [...versions].reverse().map((version) => [version, true]),
    );
    expect(await pruneCache(cache, { all: true })).toMatchObject({ dryRun: false, kept: 0, size: 0 });
    expect(listCached(cache).entries).toEqual([]);
  });

  it('tells of a version that is no bundle, and goes on', async () => {
    registry.putManifest(
      'acme/odd',
      ['2.0.0'],
      Buffer.from('{"schemaVersion":2,"manifests":[]}'),
      'application/vnd.oci.image.index.v1+json',
    );
    const contract = 'pactoVersion: "1.0"\nservice:\n  name: odd\n  version: 1.0.0\n';
    const { digest } = registry.putBundle('acme/odd', ['1.0.0'], { 'pacto.yaml': contract });
    const { versions: fetched } = await fetchVersions(run('odd').ports, `${registry.host}/acme/odd`);
    expect(fetched).toEqual([
      { tag: '2.0.0', error: expect.objectContaining({ code: 'NOT_A_PACTO_BUNDLE' }) },
      { tag: '1.0.0', digest },
    ]);
  });

  it('stops where it is told to, and keeps what it has', async () => {
    const { ports, registries } = run('stopped');
    const controller = new AbortController();
    const stopping = fetchVersions(ports, reference(), {
      signal: controller.signal,
      onProgress: (done) => (done === 3 ? controller.abort(new Error('enough')) : undefined),
    });
    await expect(stopping).rejects.toThrow('enough');
    await registries.close();
    const cache = openCache({
      directory: join(work, 'stopped'),
      tagMaxAge: 0,
      mode: 'offline',
      now: Date.now,
      warn: (text) => expect.fail(text),
    });
    const { length } = listCached(cache).entries;
    expect(length).toBeGreaterThanOrEqual(3);
    expect(length).toBeLessThan(count);
  });

  it('fails where there is nothing to list', async () => {
    const nothing = fetchVersions(run('nothing').ports, `${registry.host}/acme/nothing`);
    await expect(nothing).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
    await expect(fetchVersions(run('nothing').ports, './here')).rejects.toMatchObject({ code: 'INVALID_REFERENCE' });
  });
});
