import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCache } from '../../../../src/adapters/oci/cache/cache.ts';
import { offlineRepository } from '../../../../src/adapters/oci/offline.ts';
import { asNobody } from '../../../support/as-nobody.ts';
import { program } from '../../../support/external.ts';
import { memoryRepository } from '../../../support/memory-repository.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';
import { tinyDisk } from '../../../support/tiny-disk.ts';

const mkfifo = program('mkfifo');
const work = mkdtempSync(join(tmpdir(), 'pacto-damage-'));
chmodSync(work, 0o755);
afterAll(() => rmSync(work, { recursive: true, force: true }));

const reference = 'oci://ghcr.io/acme/shop';
const bundle = bundleOf('shop', '1.0.0');
const { config, layers } = JSON.parse(Buffer.from(bundle.manifest).toString());
let count = 0;

/** A cache that has a bundle and a list of tags, or is to get them. */
async function cached(directory = join(work, `cache-${count++}`), fill = true) {
  const warnings: string[] = [];
  const registry = memoryRepository(reference);
  await publish(registry, bundle, ['1.0.0']);
  const open = (mode: 'use' | 'offline' = 'use') =>
    openCache({ directory, tagMaxAge: 300_000, mode, now: Date.now, warn: (message) => warnings.push(message) });
  if (fill) {
    const repository = open().wrap(registry);
    await fetchAll(repository, '1.0.0');
    await repository.tags();
  }
  registry.calls.length = 0;
  return { directory, warnings, registry, open };
}

const blob = (digest: string) => join('blobs', ...digest.split(':'));
const pointer = 'pointers/ghcr.io/acme%2Fshop/1.0.0.json';

function folder(path: string): void {
  rmSync(path);
  mkdirSync(join(path, 'inner'), { recursive: true });
}
function link(path: string): void {
  renameSync(path, `${path}.target`);
  symlinkSync(`${path}.target`, path);
}
function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[4] = bytes[4]! ^ 1;
  writeFileSync(path, bytes);
}
function pipe(path: string): void {
  rmSync(path);
  execFileSync(mkfifo!, [path]);
}

const kinds: readonly (readonly [string, (path: string) => void])[] = [
  ['is empty', (path) => truncateSync(path, 0)],
  ['is half of it', (path) => truncateSync(path, readFileSync(path).length >> 1)],
  ['has a wrong bit', flip],
  ['is a directory', folder],
  ['is a link', link],
  ['is huge', (path) => truncateSync(path, 65 * 2 ** 20)],
  ...(mkfifo === undefined ? [] : [['is a pipe', pipe] as const]),
];
const entries = [
  ['a pointer', pointer, ['manifest']],
  ['a manifest', blob(bundle.digest), ['manifest']],
  ['a layer', blob(layers[0].digest), ['blob']],
  ['a config', blob(config.digest), ['blob']],
] as const;

describe.each(entries)('%s', (_, path, asked) => {
  it.each(kinds)('that %s is told of once, fetched again and replaced', async (_kind, damage) => {
    const { directory, warnings, registry, open } = await cached();
    damage(join(directory, path));
    const cache = open();
    for (const _ of [1, 2]) expect(await fetchAll(cache.wrap(registry), '1.0.0')).toBe(bundle.digest);
    expect(warnings).toEqual([expect.stringContaining(join(directory, path))]);
    expect(registry.calls.map((call) => call.split(' ')[0])).toEqual(asked);
    await cache.flush();

    registry.calls.length = 0;
    expect(await fetchAll(open().wrap(registry), '1.0.0')).toBe(bundle.digest);
    expect(await fetchAll(open('offline').wrap(offlineRepository(reference)), '1.0.0')).toBe(bundle.digest);
    expect(registry.calls).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  it('that is gone is fetched again without a word', async () => {
    const { directory, warnings, registry, open } = await cached();
    rmSync(join(directory, path));
    expect(await fetchAll(open().wrap(registry), '1.0.0')).toBe(bundle.digest);
    expect(registry.calls.map((call) => call.split(' ')[0])).toEqual(asked);
    expect(warnings).toEqual([]);
  });

  it('that may not be read is told of once, fetched again and replaced', async () => {
    const { directory, warnings, registry, open } = await cached();
    chmodSync(join(directory, path), 0o000);
    execFileSync('chmod', ['-R', 'a+rwX', dirname(directory)]);
    chmodSync(join(directory, path), 0o000);
    await asNobody(async () => {
      expect(await fetchAll(open().wrap(registry), '1.0.0')).toBe(bundle.digest);
      expect(await fetchAll(open('offline').wrap(offlineRepository(reference)), '1.0.0')).toBe(bundle.digest);
    });
    expect(warnings).toEqual([expect.stringContaining('permission denied')]);
  });

  it('that is damaged is missing offline', async () => {
    const { directory, warnings, open } = await cached();
    truncateSync(join(directory, path), 1);
    const offline = open('offline').wrap(offlineRepository(reference));
    await expect(fetchAll(offline, '1.0.0')).rejects.toMatchObject({ code: 'REGISTRY_OFFLINE' });
    expect(warnings).toHaveLength(1);
  });
});

describe('what else may be wrong', () => {
  it('a pointer of another tag counts as damaged', async () => {
    const { directory, warnings, registry, open } = await cached();
    const path = join(directory, pointer);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"tag":"1.0.0"', '"tag":"2.0.0"'));
    expect(await fetchAll(open().wrap(registry), '1.0.0')).toBe(bundle.digest);
    expect(warnings).toHaveLength(1);
    expect(registry.calls).toEqual(['manifest 1.0.0']);
  });

  it('a damaged list of tags is asked for again, and is missing offline', async () => {
    const { directory, warnings, registry, open } = await cached();
    writeFileSync(join(directory, dirname(pointer), '%tags.json'), '{"repository":"ghcr.io/acme/shop","tags":[1]}');
    const offline = open('offline').wrap(offlineRepository(reference));
    await expect(offline.tags()).rejects.toMatchObject({ code: 'REGISTRY_OFFLINE' });
    expect(await open().wrap(registry).tags()).toEqual(['1.0.0']);
    expect(await open('offline').wrap(offlineRepository(reference)).tags()).toEqual(['1.0.0']);
    expect(warnings.length).toBeGreaterThan(0);
  });

  it.each([
    ['a damaged index', 'index.json'],
    ['no index', undefined],
  ])('%s is made anew', async (_, name) => {
    const { directory, registry, open, warnings } = await cached();
    if (name === undefined) rmSync(join(directory, 'index.json'));
    else writeFileSync(join(directory, name), 'damaged');
    const cache = open();
    await cache.wrap(registry).manifest(bundle.digest);
    rmSync(join(directory, pointer));
    await cache.wrap(registry).manifest('1.0.0');
    await cache.flush();
    expect(JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8')).manifests).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('everything at once', async () => {
    const { directory, registry, open } = await cached();
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) if (name !== 'oci-layout') writeFileSync(join(parentPath, name), '{');
    const cache = open();
    expect(await fetchAll(cache.wrap(registry), '1.0.0')).toBe(bundle.digest);
    await cache.flush();
    expect(await fetchAll(open('offline').wrap(offlineRepository(reference)), '1.0.0')).toBe(bundle.digest);
    const { problems } = open().list();
    expect(problems).toEqual([]);
  });
});

describe('a cache that cannot be written', () => {
  it.each([
    ['is in a read-only directory', (directory: string) => mkdirSync(directory, { mode: 0o555 }), 'permission denied'],
    ['is a file', (directory: string) => writeFileSync(directory, ''), 'it is not a directory'],
    ['is below a file', (directory: string) => writeFileSync(dirname(directory), ''), 'a part of its path'],
    [
      'is a directory of something else',
      (directory: string) => {
        mkdirSync(directory);
        writeFileSync(join(directory, 'notes.txt'), 'mine');
      },
      'no oci-layout',
    ],
  ])('because it %s: the run goes on, told of once', async (_, prepare, reason) => {
    const parent = join(work, `parent-${count++}`);
    if (reason !== 'a part of its path') mkdirSync(parent);
    const directory = join(parent, 'cache');
    prepare(directory);
    const { warnings, registry, open } = await cached(directory, false);
    await asNobody(async () => {
      const cache = open();
      const repository = cache.wrap(registry);
      for (const _ of [1, 2]) expect(await fetchAll(repository, '1.0.0')).toBe(bundle.digest);
      await repository.tags();
      await cache.flush();
    });
    expect(warnings).toEqual([expect.stringContaining(reason)]);
    expect(warnings[0]).toMatch(/^nothing more is cached: /);
  });

  it('is read all the same', async () => {
    const { directory, warnings, registry, open } = await cached();
    execFileSync('chmod', ['-R', 'a+rX,a-w', directory]);
    await asNobody(async () => {
      const cache = open();
      expect(await fetchAll(cache.wrap(registry), '1.0.0')).toBe(bundle.digest);
      await cache.flush();
      expect(registry.calls).toEqual([]);
      expect(warnings).toEqual([]);
      await fetchAll(cache.wrap(registry), bundle.digest);
      await cache.wrap(registry).tags();
    });
    expect(warnings).toHaveLength(1);
  });

  it('is full: the run goes on, and nothing is half written', async () => {
    const disk = tinyDisk(32);
    if (disk === undefined) return;
    try {
      const directory = join(disk.directory, 'cache');
      const { warnings, open } = await cached(directory, false);
      const registry = memoryRepository(reference);
      const versions = Array.from({ length: 40 }, (_, i) => bundleOf('shop', `1.${i}.0`));
      for (const [i, version] of versions.entries()) await publish(registry, version, [`1.${i}.0`]);
      const cache = open();
      for (const [i, version] of versions.entries()) {
        expect(await fetchAll(cache.wrap(registry), `1.${i}.0`)).toBe(version.digest);
      }
      await cache.flush();
      expect(warnings).toEqual([expect.stringContaining('no space is left')]);
      expect(open().list().problems).toEqual([]);
      expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
      expect(await fetchAll(open('offline').wrap(offlineRepository(reference)), '1.0.0')).toBe(versions[0]!.digest);
    } finally {
      disk.release();
    }
  });
});
