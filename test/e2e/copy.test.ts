import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/adapters/files/digest.ts';
import type { NetworkSettings } from '../../src/adapters/network-settings.ts';
import { anonymous } from '../../src/adapters/oci/credential.ts';
import { createRegistries, type Registries } from '../../src/adapters/oci/registries.ts';
import { copy } from '../../src/operations/copy.ts';
import { createPorts } from '../../src/operations/create-ports.ts';
import { graph } from '../../src/operations/graph.ts';
import { inspect } from '../../src/operations/inspect.ts';
import type { Ports } from '../../src/operations/ports.ts';
import { program } from '../support/external.ts';
import {
  type FakeRegistry,
  type FakeRegistryOptions,
  startFakeRegistry,
} from '../support/fake-registry/fake-registry.ts';
import { startDockerRegistry } from '../support/registries/docker-registry.ts';
import { runProgram } from '../support/run.ts';

let cwd: string;
let open: { close(): Promise<void> }[];

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'pacto-copy-'));
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  rmSync(cwd, { recursive: true, force: true });
});

async function registry(options?: FakeRegistryOptions): Promise<FakeRegistry> {
  const started = await startFakeRegistry(options);
  open.push(started);
  return started;
}

/** The world as a user has it: client, cache, layouts and mirrors. */
function world(network: Partial<NetworkSettings> = {}): Ports {
  const registries: Registries = createRegistries({
    cwd,
    env: {},
    credentials: async () => anonymous,
    network: {
      mirrors: [],
      insecure: [],
      ca: [],
      clientCertificates: [],
      cacheDirectory: undefined,
      tagMaxAge: 0,
      offline: false,
      cache: true,
      ...network,
    },
  });
  open.push(registries);
  return createPorts({ cwd, registries });
}

const contract = (name: string, version: string, more = '') =>
  `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: ${version}\n${more}`;
const dependency = (name: string, ref: string) =>
  `  - name: ${name}\n    ref: ${ref}\n    required: true\n    compatibility: ^1.0.0\n`;

function publish(to: FakeRegistry, repository: string, name: string, version: string, more = ''): string {
  return to.putBundle(repository, version, { 'pacto.yaml': contract(name, version, more) }).digest;
}

/** Attaches a manifest of one layer. */
function attach(
  to: FakeRegistry,
  repository: string,
  subject: string,
  artifactType: string,
  tags: string[] = [],
): string {
  const [config, layer] = [Buffer.from('{}'), Buffer.from(artifactType)];
  const described = (bytes: Buffer, mediaType: string) => ({
    mediaType,
    digest: to.putBlob(repository, bytes),
    size: bytes.length,
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const size = to.store.get(repository)?.manifests.get(subject)?.bytes.length;
  const manifest = {
    schemaVersion: 2,
    mediaType,
    artifactType,
    config: described(config, 'application/vnd.oci.empty.v1+json'),
    layers: [described(layer, artifactType)],
    ...(tags.length > 0 ? {} : { subject: { mediaType, digest: subject, size } }),
  };
  return to.putManifest(repository, tags, Buffer.from(JSON.stringify(manifest)), mediaType);
}

describe('copy over the wire', () => {
  it.each([
    [true, false],
    [false, true],
  ])('carries attachments between registries: referrers API %s to %s', async (here, there) => {
    const source = await registry({ behaviour: { referrers: here } });
    const target = await registry({ behaviour: { referrers: there } });
    const ports = world();
    const digest = publish(source, 'acme/shop', 'shop', '1.0.0');
    const tag = `${digest.replace(':', '-')}.sig`;
    const signature = attach(source, 'acme/shop', digest, 'application/vnd.dev.cosign.simplesigning.v1+json', [tag]);
    let sbom: string;
    if (here) sbom = attach(source, 'acme/shop', digest, 'application/spdx+json');
    else {
      // Attached as a client would.
      const other = await registry();
      publish(other, 'acme/shop', 'shop', '1.0.0');
      sbom = attach(other, 'acme/shop', digest, 'application/spdx+json');
      await copy(ports, { source: `${other.host}/acme/shop:1.0.0`, destination: `${source.host}/acme/shop` });
    }

    const middle = 'oci-layout:middle/shop';
    await copy(ports, { source: `${source.host}/acme/shop`, destination: middle });
    await copy(ports, { source: middle, destination: `${target.host}/mirror/shop:1.0.0` });
    const { attachments, digest: copied } = await inspect(ports, { reference: `${target.host}/mirror/shop:1.0.0` });
    expect(copied).toBe(digest);
    expect(attachments.map(({ kind, digest: attached, via }) => [kind, attached, via])).toEqual([
      ['sbom', sbom, 'referrer'],
      ['signature', signature, 'tag'],
    ]);
    const stored = target.store.get('mirror/shop');
    expect(stored?.tags.has(digest.replace(':', '-'))).toBe(!there);
    expect(Buffer.from(stored?.manifests.get(digest)?.bytes ?? '')).toEqual(
      Buffer.from(source.store.get('acme/shop')?.manifests.get(digest)?.bytes ?? 'nothing'),
    );
  });

  it('mounts within a registry, and downloads nothing', async () => {
    const source = await registry();
    publish(source, 'acme/shop', 'shop', '1.0.0');
    const { blobs } = await copy(world(), {
      source: `${source.host}/acme/shop`,
      destination: `${source.host}/mirror/shop`,
    });
    expect(blobs).toMatchObject({ mounted: 2, stored: 0, bytes: 0 });
    expect(source.log().filter((line) => /^GET .*\/blobs\//.test(line))).toEqual([]);
  });

  it('leaves no tag where the registry goes away half-way', async () => {
    const source = await registry();
    const target = await registry();
    publish(source, 'acme/shop', 'shop', '1.0.0');
    source.setFault({ method: 'GET', path: /\/blobs\//, skip: 1, kind: 'vanish' });
    const failed = await copy(world(), {
      source: `${source.host}/acme/shop`,
      destination: `${target.host}/mirror/shop`,
    }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    expect(target.store.get('mirror/shop')?.tags.size ?? 0).toBe(0);
  });
});

const dockerRegistry = program('docker-registry');
const skopeo = program('skopeo');

describe.skipIf(dockerRegistry === undefined || skopeo === undefined)('copy with other programs', () => {
  it('fills a registry of the time before referrers, and layouts that skopeo reads', async () => {
    const source = await registry();
    const real = await startDockerRegistry(dockerRegistry ?? '');
    open.push(real);
    const ports = world();
    const digest = publish(source, 'acme/shop', 'shop', '1.0.0');
    const tag = `${digest.replace(':', '-')}.sig`;
    attach(source, 'acme/shop', digest, 'application/vnd.dev.cosign.simplesigning.v1+json', [tag]);
    attach(source, 'acme/shop', digest, 'application/spdx+json');
    const before = await inspect(ports, { reference: `${source.host}/acme/shop` });

    await copy(ports, { source: `${source.host}/acme/shop`, destination: `${real.host}/mirror/shop` });
    const again = await copy(ports, { source: `${source.host}/acme/shop`, destination: `${real.host}/mirror/shop` });
    expect(again).toMatchObject({ bundles: [{ present: true }], blobs: { stored: 0, mounted: 0 } });
    const after = await inspect(ports, { reference: `${real.host}/mirror/shop` });
    const same = ({ digest, size, annotations, attachments }: typeof before) => [
      digest,
      size,
      annotations,
      attachments,
    ];
    expect(same(after)).toEqual(same(before));
    const elsewhere = `${real.host}/another/shop`;
    const mounted = await copy(ports, { source: `${real.host}/mirror/shop`, destination: elsewhere });
    expect(mounted.blobs.stored).toBe(0);

    await copy(ports, { source: elsewhere, destination: 'oci-layout:shop' });
    const layout = `oci:${path.join(cwd, 'shop')}:1.0.0`;
    const { status, stdout, stderr } = await runProgram(skopeo ?? '', ['inspect', '--raw', layout], {
      env: { HOME: cwd },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(sha256(Buffer.from(stdout))).toBe(digest);
  });
});

describe('a closure in the air gap', () => {
  it('is resolved from a carried directory when every registry is gone, and goes into another registry again', async () => {
    const [one, two, three] = [await registry(), await registry(), await registry()];
    publish(two, 'base/store', 'store', '1.4.0');
    publish(two, 'base/store', 'store', '2.0.0');
    const store = dependency('store', `oci://${two.host}/base/store`);
    publish(one, 'acme/auth', 'auth', '1.2.0', `dependencies:\n${store}`);
    const auth = dependency('auth', `oci://${one.host}/acme/auth`);
    const root = publish(one, 'acme/shop', 'shop', '3.0.0', `dependencies:\n${auth}${store}`);
    const source = `oci://${one.host}/acme/shop`;

    const before = await graph(world(), { reference: source });
    const carried = await copy(world(), { source, destination: 'oci-layout:carried', closure: true });
    expect(carried.bundles).toHaveLength(3);
    expect(carried.bundles[0]).toMatchObject({ digest: root, tags: ['3.0.0'] });
    await Promise.all([one.close(), two.close()]);

    const mirrors = Object.entries(carried.closure?.mirrors ?? {}).map(([prefix, target]) => ({
      prefix,
      target: target.replace('oci-layout:', `oci-layout:${cwd}/`),
    }));
    const { ref: _, ...after } = await graph(world({ mirrors, offline: true }), { reference: source });
    expect(after).toEqual({ ...before, ref: undefined });

    const back = await copy(world({ mirrors }), { source, destination: `${three.host}/inside`, closure: true });
    expect(back.bundles.map(({ digest }) => digest)).toEqual(carried.bundles.map(({ digest }) => digest));
    const inside = Object.entries(back.closure?.mirrors ?? {}).map(([prefix, target]) => ({ prefix, target }));
    const { ref: __, ...again } = await graph(world({ mirrors: inside }), { reference: source });
    expect(again).toEqual({ ...before, ref: undefined });
  });
});
