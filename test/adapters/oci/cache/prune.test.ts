import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCache } from '../../../../src/adapters/oci/cache/cache.ts';
import type { PruneOptions } from '../../../../src/adapters/oci/cache/prune.ts';
import { layoutRepository } from '../../../../src/adapters/oci/layout/layout.ts';
import { memoryRepository } from '../../../support/memory-repository.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-prune-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const hour = 3_600_000;
const day = 24 * hour;
let count = 0;

/** A cache in which 1.0.0 was used last 40 days ago, 2.0.0 10 days ago and 3.0.0 now. They share nothing. */
async function world() {
  const directory = join(work, `cache-${count++}`);
  const now = Date.now();
  const registry = memoryRepository('oci://ghcr.io/acme/shop');
  const open = (time = now) =>
    openCache({ directory, tagMaxAge: hour, mode: 'use', now: () => time, warn: (message) => expect.fail(message) });
  const cache = open();
  const versions = ['1.0.0', '2.0.0', '3.0.0'];
  for (const version of versions) {
    await publish(registry, bundleOf('shop', version), [version]);
    await fetchAll(cache.wrap(registry), version);
  }
  await cache.wrap(registry).tags();
  await cache.flush();
  const setUse = (version: string, age: number) => {
    const time = (now - age) / 1000;
    for (const bytes of [bundleOf('shop', version).manifest, ...bundleOf('shop', version).blobs]) {
      utimesSync(fileOf(bytes), time, time);
    }
  };
  const fileOf = (bytes: Uint8Array) => {
    const file = readdirSync(join(directory, 'blobs', 'sha256')).find((name) =>
      readFileSync(join(directory, 'blobs', 'sha256', name)).equals(bytes),
    );
    return join(directory, 'blobs', 'sha256', file ?? 'none');
  };
  setUse('1.0.0', 40 * day);
  setUse('2.0.0', 10 * day);
  registry.calls.length = 0;
  const tags = () => cache.list().entries.map(({ pointer }) => pointer.tag);
  const blobs = () => readdirSync(join(directory, 'blobs', 'sha256')).length;
  const size = () =>
    readdirSync(join(directory, 'blobs', 'sha256'))
      .map((name) => statSync(join(directory, 'blobs', 'sha256', name)).size)
      .reduce((sum, one) => sum + one, 0);
  return { directory, now, registry, open, cache, tags, blobs, size };
}

const sizeOf = (version: string) => {
  const { manifest, blobs } = bundleOf('shop', version);
  return [manifest, ...blobs].reduce((sum, { length }) => sum + length, 0);
};

describe('pruning', () => {
  const rows: readonly [PruneOptions, string[]][] = [
    [{}, ['3.0.0', '2.0.0', '1.0.0']],
    [{ olderThan: 50 * day }, ['3.0.0', '2.0.0', '1.0.0']],
    [{ olderThan: 30 * day }, ['3.0.0', '2.0.0']],
    [{ olderThan: day }, ['3.0.0']],
    [{ maxSize: 1e9 }, ['3.0.0', '2.0.0', '1.0.0']],
    [{ maxSize: sizeOf('2.0.0') + sizeOf('3.0.0') }, ['3.0.0', '2.0.0']],
    [{ maxSize: sizeOf('2.0.0') + sizeOf('3.0.0') - 1 }, ['3.0.0']],
    [{ olderThan: 30 * day, maxSize: sizeOf('3.0.0') }, ['3.0.0']],
    [{ maxSize: 0 }, []],
    [{ all: true }, []],
  ];
  it.each(rows)('with %j leaves %j', async (options, left) => {
    const { cache, tags, blobs, size, directory } = await world();
    const before = size();
    const dry = await cache.prune({ ...options, dryRun: true });
    expect(tags()).toEqual(['3.0.0', '2.0.0', '1.0.0']);
    const pruned = await cache.prune(options);
    expect({ ...pruned }).toEqual({ ...dry });
    expect(tags()).toEqual(left);
    expect(pruned.kept.map(({ pointer }) => pointer.tag)).toEqual(left);
    expect(pruned.removed).toHaveLength(3 - left.length);
    expect(blobs()).toBe(3 * left.length);
    expect(size()).toBe(pruned.left);
    if (pruned.removed.length > 0) expect(pruned.freed).toBeGreaterThan(before - pruned.left);
    const names = JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8')).manifests;
    expect(names).toHaveLength(left.length);
    expect(existsSync(join(directory, 'pointers', 'ghcr.io'))).toBe(left.length > 0 || options.all !== true);
  });

  it('keeps what several share until the last of them goes', async () => {
    const { cache, registry, tags, blobs, open, now } = await world();
    const other = memoryRepository('oci://ghcr.io/acme/copy');
    await publish(other, bundleOf('shop', '1.0.0'), ['1.0.0', 'stable']);
    await fetchAll(cache.wrap(other), '1.0.0');
    expect(tags()).toEqual(['1.0.0', '3.0.0', '2.0.0', '1.0.0']);
    // It has been used just now, under its other name.
    await cache.prune({ olderThan: 5 * day });
    expect(tags()).toEqual(['1.0.0', '3.0.0', '1.0.0']);
    expect(blobs()).toBe(6);
    expect(await fetchAll(open(now).wrap(registry), '1.0.0')).toBe(bundleOf('shop', '1.0.0').digest);
    expect(registry.calls).toEqual([]);
  });

  it('counts reading as use', async () => {
    const { cache, registry, tags, open, now } = await world();
    await fetchAll(open(now).wrap(registry), '1.0.0');
    await cache.prune({ olderThan: day });
    expect(tags()).toEqual(['3.0.0', '1.0.0']);
  });

  it('removes what nothing leads to, and leaves what may be on its way', async () => {
    const { cache, directory, now } = await world();
    const old = ['.pacto-0123456789abcdef.tmp', `blobs/sha256/${'a'.repeat(64)}`];
    const young = ['.pacto-fedcba9876543210.tmp', `blobs/sha256/${'b'.repeat(64)}`, 'blobs/sha256/notes.txt', 'mine'];
    for (const name of [...old, ...young]) writeFileSync(join(directory, name), 'x');
    const time = (now - 2 * hour) / 1000;
    for (const name of [...old, 'blobs/sha256/notes.txt', 'mine']) utimesSync(join(directory, name), time, time);
    const { freed, removed } = await cache.prune({ olderThan: 365 * day });
    expect(removed).toEqual([]);
    expect(freed).toBe(2);
    for (const name of old) expect(existsSync(join(directory, name))).toBe(false);
    for (const name of young) expect(existsSync(join(directory, name))).toBe(true);
    await cache.prune({ all: true });
    expect(readdirSync(directory).sort()).toEqual(
      ['.pacto-fedcba9876543210.tmp', 'blobs', 'index.json', 'mine', 'oci-layout', 'pointers'].sort(),
    );
  });

  it('removes damaged entries', async () => {
    const { cache, directory, tags } = await world();
    writeFileSync(join(directory, 'pointers/ghcr.io/acme%2Fshop/1.0.0.json'), 'damaged');
    writeFileSync(join(directory, 'blobs', 'sha256', bundleOf('shop', '2.0.0').digest.slice(7)), 'damaged');
    expect(cache.list().problems).toHaveLength(2);
    await cache.prune({ olderThan: 365 * day });
    expect(cache.list().problems).toEqual([]);
    expect(tags()).toEqual(['3.0.0']);
  });

  it('does nothing where there is no cache, and refuses what is none', async () => {
    const nothing = { removed: [], kept: [], freed: 0, left: 0 };
    const openAt = (directory: string) =>
      openCache({ directory, tagMaxAge: 0, mode: 'use', now: Date.now, warn: (message) => expect.fail(message) });
    expect(await openAt(join(work, 'nowhere')).prune({ all: true })).toEqual(nothing);
    const directory = join(work, 'home');
    mkdirSync(join(directory, 'blobs', 'sha256'), { recursive: true });
    writeFileSync(join(directory, 'blobs', 'sha256', 'a'.repeat(64)), '');
    expect(await openAt(directory).prune({ all: true })).toEqual(nothing);
    writeFileSync(join(directory, 'oci-layout'), '{}');
    await expect(openAt(directory).prune({ all: true })).rejects.toMatchObject({ code: 'INVALID_LAYOUT' });
    expect(existsSync(join(directory, 'blobs', 'sha256', 'a'.repeat(64)))).toBe(true);
  });

  it("leaves somebody's layout alone, as writing does", async () => {
    const directory = join(work, 'embedded');
    const layout = layoutRepository(directory, 'oci-layout:x');
    await publish(layout, bundleOf('shop', '1.0.0'), ['1.0.0']);
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const cache = openCache({ directory, tagMaxAge: 0, mode: 'use', now: Date.now, warn });
    await expect(cache.prune({ all: true })).rejects.toMatchObject({ code: 'INVALID_LAYOUT' });
    const registry = memoryRepository('oci://ghcr.io/acme/shop');
    await publish(registry, bundleOf('shop', '2.0.0'), ['2.0.0']);
    await fetchAll(cache.wrap(registry), '2.0.0');
    await cache.flush();
    expect(warnings).toEqual([expect.stringContaining('with content of its own')]);
    expect(await layout.tags()).toEqual(['1.0.0']);
    expect(await fetchAll(layout, '1.0.0')).toBe(bundleOf('shop', '1.0.0').digest);
  });
});
