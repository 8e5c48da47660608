/** The example platform, published as its own registry would have it, in image layouts that stand for that registry. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platform, registry } from '../../scripts/platform.mjs';
import { anonymous } from '../../src/adapters/oci/credential.ts';
import { layoutRepository } from '../../src/adapters/oci/layout/layout.ts';
import { createRegistries, type Registries } from '../../src/adapters/oci/registries.ts';
import * as library from '../../src/index.ts';
import { createPorts } from '../../src/operations/create-ports.ts';
import { graph } from '../../src/operations/graph.ts';
import type { Ports } from '../../src/operations/ports.ts';
import { push } from '../../src/operations/push.ts';
import { root } from '../support/run.ts';

const work = mkdtempSync(path.join(tmpdir(), 'pacto-platform-'));
let registries: Registries;
let ports: Ports;
let published: readonly { readonly repository: string; readonly contract: string; readonly digest: string }[];

beforeAll(async () => {
  registries = createRegistries({
    cwd: root,
    env: {},
    credentials: async () => anonymous,
    network: {
      mirrors: [{ prefix: registry, target: `oci-layout:${work}` }],
      insecure: [],
      ca: [],
      clientCertificates: [],
      cacheDirectory: undefined,
      tagMaxAge: 0,
      offline: true,
      cache: false,
    },
  });
  ports = createPorts({ cwd: root, registries });
  const done = [];
  for (const { contract, repository, overrides } of await platform(library)) {
    const texts = overrides.filter((word) => word !== '--set-string');
    const { status, digest } = await push(ports, {
      reference: contract,
      to: `oci-layout:${work}/${repository}`,
      sets: texts.map((text) => ({ kind: 'set-string', text })),
    });
    expect({ contract, status }).toEqual({ contract, status: 'pushed' });
    done.push({ repository, contract, digest });
  }
  published = done;
});
afterAll(async () => {
  await registries.close();
  rmSync(work, { recursive: true, force: true });
});

/** What the contracts of the examples pin: `[folder, repository, digest]`. */
const pinned = readdirSync(path.join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((name) => path.basename(name) === 'pacto.yaml')
  .flatMap((name) => {
    const text = readFileSync(path.join(root, 'examples', name), 'utf8');
    const pattern = new RegExp(`${registry.replaceAll('.', '\\.')}/([a-z-]+)@(sha256:[0-9a-f]{64})`, 'g');
    return [...text.matchAll(pattern)].map(([, repository = '', digest = '']) => [name, repository, digest] as const);
  });

describe('the digests that the examples pin', () => {
  it('are some', () => {
    const folders = pinned.map(([name]) => path.dirname(name));
    expect(folders).toContain('payments-api');
    expect(folders).toContain('legacy-reporting');
  });

  it.each(pinned)('%s: %s has it', async (_, repository, digest) => {
    // The same on every machine: an archive, its compression and a manifest depend on the content and on nothing else.
    expect(published.flatMap((one) => (one.repository === repository ? [one.digest] : []))).toContain(digest);
    const layout = layoutRepository(path.join(work, repository), `oci-layout:${repository}`);
    expect(await layout.resolve(digest)).toBe(digest);
  });
});

describe('the graph of the published platform', () => {
  it.each(['checkout-web', 'nginx-edge', 'payments-api', 'legacy-reporting'])(
    'of %s is whole, offline',
    async (name) => {
      const result = await graph(ports, { reference: `oci://${registry}/${name}-pacto`, withReferences: true });
      expect(result.unresolved).toEqual([]);
      expect(result).not.toHaveProperty('error');
      expect(result.nodes.length).toBeGreaterThan(1);
      for (const node of result.nodes) {
        expect(node).toMatchObject({ source: 'oci', repository: `oci://${registry}/${node.name}-pacto` });
        expect(published.map(({ digest }) => digest)).toContain(node.digest);
      }
    },
  );

  it('is that of the checkout, with other places', async () => {
    const shape = ({ nodes, edges, cycles, conflicts }: Awaited<ReturnType<typeof graph>>) => ({
      nodes: nodes.map(({ name, version }) => `${name}@${version}`),
      edges: edges.map(({ kind, name, required }) => `${kind} ${name} ${required}`),
      cycles: cycles.length,
      conflicts: conflicts.length,
    });
    const local = await graph(ports, { reference: 'examples/nginx-edge', withReferences: true });
    const remote = await graph(ports, { reference: `oci://${registry}/nginx-edge-pacto`, withReferences: true });
    expect(shape(remote)).toEqual(shape(local));
  });
});
