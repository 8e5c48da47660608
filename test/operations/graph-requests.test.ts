/** How many requests a graph takes. Registries count them too, and slow down who makes too many. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '../../src/adapters/oci/credential.ts';
import { createRegistries } from '../../src/adapters/oci/registries.ts';
import { createPorts } from '../../src/operations/create-ports.ts';
import { graph } from '../../src/operations/graph.ts';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';

const work = mkdtempSync(path.join(tmpdir(), 'pacto-graph-requests-'));
let registry: FakeRegistry;
beforeAll(async () => {
  registry = await startFakeRegistry();
});
afterEach(() => {
  registry.forget();
  registry.clearFaults();
});
afterAll(async () => {
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

interface Needed {
  readonly ref: string;
  readonly constraint?: string;
}

function contract(name: string, version: string, needed: readonly Needed[] = []): Readonly<Record<string, string>> {
  const declared = needed.map(
    ({ ref, constraint = '*' }, i) =>
      `  - { name: d${i}, ref: "${ref}", compatibility: "${constraint}", required: true }\n`,
  );
  const dependencies = declared.length === 0 ? '' : `dependencies:\n${declared.join('')}`;
  return { 'pacto.yaml': `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: ${version}\n${dependencies}` };
}

interface Run {
  readonly reference: string;
  /** The name of a cache that earlier runs may have filled; without, there is none. */
  readonly cache?: string;
  /** Milliseconds that a tag is believed without asking. */
  readonly tagMaxAge?: number;
}

/** Resolves a graph as one run of the program does; gives it with its notes and its requests. */
async function run({ reference, cache, tagMaxAge = 300_000 }: Run) {
  registry.forget();
  const notes: string[] = [];
  const registries = createRegistries({
    cwd: work,
    env: {},
    credentials: async () => anonymous,
    note: (message) => notes.push(message),
    network: {
      mirrors: [],
      insecure: [],
      ca: [],
      clientCertificates: [],
      cacheDirectory: cache === undefined ? undefined : path.join(work, cache),
      tagMaxAge,
      offline: false,
      cache: cache !== undefined,
    },
  });
  const result = await graph(createPorts({ cwd: work, registries }), {
    reference: `oci://${registry.host}/${reference}`,
  });
  await registries.close();
  const requests = registry.requests.map(({ method, path: target, status }) => `${method} ${target} ${status}`);
  const count = (part: RegExp) => requests.filter((request) => part.test(request)).length;
  return {
    result,
    notes,
    requests,
    lists: count(/\/tags\/list/),
    manifests: count(/\/manifests\//),
    blobs: count(/\/blobs\//),
  };
}

/** Publishes layers of services that each need all of the layer below; gives how many there are. */
function publishLayers(prefix: string, layers: number, width: number, ref: (name: string) => Needed): number {
  for (let layer = layers - 1; layer >= 0; layer--) {
    for (let i = 0; i < (layer === 0 ? 1 : width); i++) {
      const below =
        layer === layers - 1 ? [] : Array.from({ length: width }, (_, j) => ref(`${prefix}/l${layer + 1}-${j}`));
      registry.putBundle(`${prefix}/l${layer}-${i}`, ['1.0.0'], contract(`l${layer}-${i}`, '1.0.0', below));
    }
  }
  return 1 + (layers - 1) * width;
}

const tagged = (name: string): Needed => ({ ref: `oci://${registry.host}/${name}:1.0.0` });
const chosen = (name: string): Needed => ({ ref: `oci://${registry.host}/${name}`, constraint: '^1.0.0' });

describe('a graph from a registry', () => {
  it('takes a manifest and a layer for each bundle, however many declare it', async () => {
    const bundles = publishLayers('tagged', 4, 6, tagged);
    const { result, lists, manifests, blobs } = await run({ reference: 'tagged/l0-0:1.0.0' });
    expect(result.nodes).toHaveLength(bundles);
    expect(result.edges).toHaveLength(6 + 6 * 6 * 2);
    expect({ lists, manifests, blobs }).toEqual({ lists: 0, manifests: bundles, blobs: bundles });
  });

  it('takes one list of tags more for each repository from which a version is chosen', async () => {
    const bundles = publishLayers('chosen', 4, 6, chosen);
    const { result, lists, manifests, blobs } = await run({ reference: 'chosen/l0-0' });
    expect(result.nodes).toHaveLength(bundles);
    expect({ lists, manifests, blobs }).toEqual({ lists: bundles, manifests: bundles, blobs: bundles });
  });

  it('takes that list once, whatever constraints there are', async () => {
    for (const version of ['1.0.0', '1.5.0', '2.0.0', '3.0.0']) {
      registry.putBundle('many/lib', [version], contract('lib', version));
    }
    const needed = ['^1.0.0', '~1.0', '^2.0.0', '>=1', '*', '^1.0.0'].map((constraint, i) => {
      const ref = `oci://${registry.host}/many/lib`;
      registry.putBundle(`many/user-${i}`, ['1.0.0'], contract(`user-${i}`, '1.0.0', [{ ref, constraint }]));
      return { ref: `oci://${registry.host}/many/user-${i}:1.0.0` };
    });
    registry.putBundle('many/root', ['1.0.0'], contract('root', '1.0.0', needed));
    const { result, lists, manifests, blobs } = await run({ reference: 'many/root:1.0.0' });
    const versions = result.nodes.flatMap(({ name, version }) => (name === 'lib' ? [version] : []));
    expect(versions.sort()).toEqual(['1.0.0', '1.5.0', '2.0.0', '3.0.0']);
    expect({ lists, manifests, blobs }).toEqual({ lists: 1, manifests: 7 + 4, blobs: 7 + 4 });
  });

  it('takes nothing while tags are young, and one conditional request for each that is old', async () => {
    const bundles = publishLayers('aged', 3, 4, tagged);
    const first = await run({ reference: 'aged/l0-0:1.0.0', cache: 'aged' });
    expect(first.requests).toHaveLength(2 * bundles);

    const young = await run({ reference: 'aged/l0-0:1.0.0', cache: 'aged' });
    expect(young.requests).toEqual([]);
    expect(young.result).toEqual(first.result);

    const old = await run({ reference: 'aged/l0-0:1.0.0', cache: 'aged', tagMaxAge: 0 });
    expect(old.requests).toHaveLength(bundles);
    for (const request of old.requests) expect(request).toMatch(/\/manifests\/1\.0\.0 304$/);
    expect(old.result).toEqual(first.result);
  });

  it('takes what has changed, and no more, where a tag has moved', async () => {
    publishLayers('moved', 3, 4, tagged);
    await run({ reference: 'moved/l0-0:1.0.0', cache: 'moved' });
    registry.putBundle('moved/l2-3', ['1.0.0'], contract('l2-3', '1.0.0', [tagged('moved/new')]));
    registry.putBundle('moved/new', ['1.0.0'], contract('new', '1.0.0'));
    const { result, manifests, blobs } = await run({ reference: 'moved/l0-0:1.0.0', cache: 'moved', tagMaxAge: 0 });
    expect(result.nodes.map(({ name }) => name)).toContain('new');
    expect({ manifests, blobs }).toEqual({ manifests: 9 + 1, blobs: 2 });
  });

  it('takes nothing for digests that were fetched once', async () => {
    const digests = new Map<string, string>();
    const byDigest = (name: string): Needed => ({ ref: `oci://${registry.host}/${name}@${digests.get(name)}` });
    for (const name of ['pinned/c', 'pinned/b', 'pinned/a']) {
      const needed = [...digests.keys()].map(byDigest);
      digests.set(name, registry.putBundle(name, [], contract(name.slice(-1), '1.0.0', needed)).digest);
    }
    const reference = `pinned/a@${digests.get('pinned/a')}`;
    const first = await run({ reference, cache: 'pinned' });
    expect(first.requests).toHaveLength(6);
    const again = await run({ reference, cache: 'pinned', tagMaxAge: 0 });
    expect(again.requests).toEqual([]);
    expect(again.result).toEqual(first.result);
  });

  it('asks once for what is not there, however many declare it', async () => {
    const gone = { ref: `oci://${registry.host}/gone/lib:1.0.0` };
    const needed = Array.from({ length: 5 }, (_, i) => {
      registry.putBundle(`gone/user-${i}`, ['1.0.0'], contract(`user-${i}`, '1.0.0', [gone]));
      return { ref: `oci://${registry.host}/gone/user-${i}:1.0.0` };
    });
    registry.putBundle('gone/root', ['1.0.0'], contract('root', '1.0.0', needed));
    const { result, requests } = await run({ reference: 'gone/root:1.0.0', cache: 'gone' });
    expect(result.unresolved).toHaveLength(5);
    expect(requests.filter((request) => request.includes('/gone/lib/'))).toHaveLength(1);
  });
});

describe('a repository with 10,000 tags', () => {
  const built = () => registry.putBundle('huge/lib', ['1.0.0'], contract('lib', '1.42.7'));

  it.each([
    { constraint: '^1.0.0', right: '1.99.99' },
    { constraint: '~1.42.0', right: '1.42.99' },
    { constraint: '<1.10 || =1.3.3', right: '1.9.99' },
  ])('has $right for $constraint, after the pages that there are', async ({ constraint, right }) => {
    const { digest } = built();
    // With tags among them that are no versions, and signatures.
    for (let i = 0; i < 10_000; i++) {
      const version = `1.${(i * 37) % 100}.${Math.floor(i / 100)}`;
      registry.tag('huge/lib', i % 1000 === 999 ? `sha256-${'a'.repeat(60)}${1000 + i}.sig` : version, digest);
    }
    registry.tag('huge/lib', right, digest);
    registry.putBundle(
      'huge/root',
      ['1.0.0'],
      contract('root', '1.0.0', [{ ref: `oci://${registry.host}/huge/lib`, constraint }]),
    );
    registry.behave({ pageSize: 1000 });
    const { result, lists, manifests, blobs } = await run({ reference: 'huge/root:1.0.0' });
    registry.behave({ pageSize: undefined });
    expect(result.nodes.map(({ tag }) => tag)).toEqual(['1.0.0', right]);
    const tags = registry.store.get('huge/lib')?.tags.size ?? 0;
    expect(tags).toBeGreaterThan(9_900);
    expect({ lists, manifests, blobs }).toEqual({ lists: Math.ceil(tags / 1000), manifests: 2, blobs: 2 });
  });
});

describe('a latest that does not exist', () => {
  it('is the highest release, said in a note', async () => {
    for (const version of ['1.9.0', '1.10.0', '2.0.0-rc.1']) {
      registry.putBundle('newest/lib', [version], contract('lib', version));
    }
    registry.tag('newest/lib', 'edge', registry.putBundle('newest/lib', [], contract('lib', '9.0.0')).digest);
    const { result, notes, lists, manifests, blobs } = await run({ reference: 'newest/lib:latest' });
    expect(result.nodes.map(({ tag, version }) => [tag, version])).toEqual([['1.10.0', '1.10.0']]);
    expect(notes).toEqual([`${registry.host}/newest/lib has no tag "latest"; its highest version 1.10.0 is used`]);
    expect({ lists, manifests, blobs }).toEqual({ lists: 1, manifests: 2, blobs: 1 });
  });

  it('is taken as it is where it exists, whatever it holds', async () => {
    registry.putBundle('tagged-latest/lib', ['2.0.0'], contract('lib', '2.0.0'));
    registry.putBundle('tagged-latest/lib', ['latest'], contract('lib', '1.0.0'));
    const { result, notes, lists } = await run({ reference: 'tagged-latest/lib:latest' });
    expect(result).toMatchObject({ version: '1.0.0', nodes: [{ tag: 'latest' }] });
    expect({ notes, lists }).toEqual({ notes: [], lists: 0 });
  });

  it('is a prerelease where there is no release', async () => {
    registry.putBundle('early/lib', ['1.0.0-rc.1', '1.0.0-rc.2'], contract('lib', '1.0.0-rc.2'));
    const { result, notes } = await run({ reference: 'early/lib:latest' });
    expect(result.nodes.map(({ tag }) => tag)).toEqual(['1.0.0-rc.2']);
    expect(notes).toHaveLength(1);
  });
});
