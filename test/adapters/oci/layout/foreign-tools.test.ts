import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCache } from '../../../../src/adapters/oci/cache/cache.ts';
import { layoutRepository } from '../../../../src/adapters/oci/layout/layout.ts';
import { program } from '../../../support/external.ts';
import { type FakeRegistry, startFakeRegistry } from '../../../support/fake-registry/fake-registry.ts';
import { memoryRepository } from '../../../support/memory-repository.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';

const skopeo = program('skopeo');
const umoci = program('umoci');
const crane = program('crane');
const oras = program('oras-go');

const work = mkdtempSync(join(tmpdir(), 'pacto-layout-tools-'));
const bundle = bundleOf('shop', '1.0.0');
let registry: FakeRegistry;
let count = 0;
const fresh = () => join(work, `layout-${count++}`);
const open = (directory: string) => layoutRepository(directory, 'oci-layout:shop');

/** Runs a program and gives what it prints. */
async function run(file: string | undefined, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(file ?? '', args, { env: { ...process.env, HOME: work }, cwd: work });
  return stdout;
}

beforeAll(async () => {
  registry = await startFakeRegistry();
  for (const [name, tags] of [['acme/shop', ['1.0.0', 'latest']]] as const) {
    for (const bytes of bundle.blobs) registry.putBlob(name, bytes);
    registry.putManifest(name, tags, bundle.manifest, bundle.mediaType);
  }
});
afterAll(async () => {
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

async function ours(): Promise<string> {
  const directory = fresh();
  await publish(open(directory), bundle, ['1.0.0', 'latest']);
  await publish(open(directory), bundleOf('shop', '2.0.0'), ['2.0.0', 'latest']);
  return directory;
}

describe.skipIf(skopeo === undefined)('skopeo', () => {
  const policy = ['--insecure-policy'];

  it('reads what we write', async () => {
    const directory = await ours();
    const inspected = JSON.parse(await run(skopeo, ...policy, 'inspect', `oci:${directory}:1.0.0`));
    expect(inspected).toMatchObject({ Digest: bundle.digest, Labels: { 'io.pacto.name': 'shop' } });
    const target = `docker://${registry.host}/copies/shop:1.0.0`;
    const flags = ['--dest-tls-verify=false', '--preserve-digests'];
    await run(skopeo, ...policy, 'copy', ...flags, `oci:${directory}:1.0.0`, target);
    expect(registry.store.get('copies/shop')?.tags.get('1.0.0')).toBe(bundle.digest);
  });

  it('writes what we read, beside what was there', async () => {
    const directory = await ours();
    const source = `docker://${registry.host}/acme/shop:1.0.0`;
    const flags = ['--src-tls-verify=false', '--preserve-digests'];
    for (const [place, tag] of [
      [fresh(), '1.0.0'],
      [directory, '3.0.0'],
    ] as const) {
      await run(skopeo, ...policy, 'copy', ...flags, source, `oci:${place}:${tag}`);
      expect(await fetchAll(open(place), tag)).toBe(bundle.digest);
    }
    expect([...(await open(directory).tags())].sort()).toEqual(['1.0.0', '2.0.0', '3.0.0', 'latest']);
    await publish(open(directory), bundleOf('shop', '4.0.0'), ['4.0.0']);
    await run(skopeo, ...policy, 'inspect', `oci:${directory}:3.0.0`);
  });

  it('reads from the cache, under the whole reference', async () => {
    const directory = fresh();
    const cache = openCache({ directory, tagMaxAge: 0, mode: 'use', now: Date.now, warn: (text) => expect.fail(text) });
    for (const reference of ['oci://ghcr.io/acme/shop', 'oci://localhost:5000/acme/shop']) {
      const repository = memoryRepository(reference);
      await publish(repository, bundle, ['1.0.0']);
      await fetchAll(cache.wrap(repository), '1.0.0');
    }
    await cache.flush();
    for (const name of ['ghcr.io/acme/shop:1.0.0', 'localhost:5000/acme/shop:1.0.0']) {
      expect(JSON.parse(await run(skopeo, ...policy, 'inspect', `oci:${directory}:${name}`)).Digest).toBe(
        bundle.digest,
      );
    }
  });
});

describe.skipIf(umoci === undefined)('umoci', () => {
  it('reads what we write', async () => {
    const directory = await ours();
    expect((await run(umoci, 'list', '--layout', directory)).trim().split('\n').sort()).toEqual(
      ['1.0.0', '2.0.0', 'latest'].sort(),
    );
    await run(umoci, 'stat', '--image', `${directory}:1.0.0`, '--json');
  });

  it('writes what we read', async () => {
    const directory = await ours();
    await run(umoci, 'tag', '--image', `${directory}:1.0.0`, 'stable');
    expect(await fetchAll(open(directory), 'stable')).toBe(bundle.digest);
    await run(umoci, 'remove', '--image', `${directory}:latest`);
    // What nothing names any more goes; what a tag has is left.
    await run(umoci, 'gc', '--layout', directory);
    expect([...(await open(directory).tags())].sort()).toEqual(['1.0.0', '2.0.0', 'stable']);
    for (const tag of ['1.0.0', '2.0.0', 'stable']) await fetchAll(open(directory), tag);
  });
});

describe.skipIf(crane === undefined)('crane', () => {
  it('writes what we read: a whole reference where it is told to, else no name at all', async () => {
    const [named, bare] = [fresh(), fresh()];
    const reference = `${registry.host}/acme/shop:1.0.0`;
    await run(crane, 'pull', '--insecure', '--format=oci', '--annotate-ref', reference, named);
    await run(crane, 'pull', '--insecure', '--format=oci', reference, bare);
    expect(await open(named).tags()).toEqual(['1.0.0']);
    expect(await fetchAll(open(named), '1.0.0')).toBe(bundle.digest);
    expect(await open(bare).tags()).toEqual([]);
    expect(await fetchAll(open(bare), bundle.digest)).toBe(bundle.digest);
  });

  it('reads what we write', async () => {
    const directory = fresh();
    await publish(open(directory), bundle, ['1.0.0']);
    await run(crane, 'push', '--insecure', directory, `${registry.host}/crane/shop:1.0.0`);
    expect(registry.store.get('crane/shop')?.tags.get('1.0.0')).toBe(bundle.digest);
  });
});

describe.skipIf(oras === undefined)('oras', () => {
  it('writes what we read, with what is attached', async () => {
    const directory = fresh();
    const subject = { mediaType: bundle.mediaType, digest: bundle.digest, size: bundle.manifest.length };
    const { config, layers } = JSON.parse(Buffer.from(bundle.manifest).toString());
    const attached = {
      schemaVersion: 2,
      mediaType: bundle.mediaType,
      artifactType: 'x/report',
      config,
      layers,
      subject,
    };
    const digest = registry.putManifest('acme/shop', [], Buffer.from(JSON.stringify(attached)), bundle.mediaType);
    await run(oras, 'copy', `${registry.host}/acme/shop:1.0.0`, directory);
    expect(await fetchAll(open(directory), '1.0.0')).toBe(bundle.digest);
    expect(await open(directory).referrers(bundle.digest)).toEqual([
      expect.objectContaining({ digest, artifactType: 'x/report' }),
    ]);
    await publish(open(directory), bundleOf('shop', '2.0.0'), ['2.0.0']);
    await run(oras, 'copy', `${registry.host}/acme/shop:latest`, directory);
    expect([...(await open(directory).tags())].sort()).toEqual(['1.0.0', '2.0.0', 'latest']);
  });
});
