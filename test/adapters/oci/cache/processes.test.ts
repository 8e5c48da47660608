import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { openCache } from '../../../../src/adapters/oci/cache/cache.ts';
import { offlineRepository } from '../../../../src/adapters/oci/offline.ts';
import { killedEverywhere } from '../../../support/killed.ts';
import { memoryRepository } from '../../../support/memory-repository.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-cache-processes-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const fetcher = fileURLToPath(new URL('./fetch-until-killed.ts', import.meta.url));
const reference = 'oci://ghcr.io/acme/shop';

function fetchInProcess(directory: string, first: number, count: number): Promise<{ stdout: string }> {
  const args = ['--import', 'tsx', fetcher, directory, String(first), String(count)];
  return promisify(execFile)(process.execPath, args);
}

function open(directory: string, mode: 'use' | 'offline', warnings: string[]) {
  return openCache({ directory, tagMaxAge: 300_000, mode, now: Date.now, warn: (message) => warnings.push(message) });
}

/** Every version can be read offline, and nothing in the cache is damaged. */
async function expectVersions(directory: string, versions: readonly string[]): Promise<void> {
  const warnings: string[] = [];
  const offline = open(directory, 'offline', warnings);
  const repository = offline.wrap(offlineRepository(reference));
  for (const version of versions) {
    expect(await fetchAll(repository, version)).toBe(bundleOf('shop', version).digest);
  }
  expect(offline.list().problems).toEqual([]);
  expect(warnings).toEqual([]);
}

const indexedTags = (directory: string) =>
  JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8')).manifests.map(
    (item: { annotations: Record<string, string> }) => Object.values(item.annotations)[0]?.split(':')[1],
  );

describe('a cache and its processes', () => {
  it('has what all have fetched who fetch at once', async () => {
    const directory = join(work, 'several');
    // They overlap: 1.8.0 to 1.15.0 are fetched by two each.
    await Promise.all([0, 8, 16].map((first) => fetchInProcess(directory, first, 16)));
    const versions = Array.from({ length: 32 }, (_, i) => `1.${i}.0`);
    await expectVersions(directory, versions);
    expect(indexedTags(directory).sort()).toEqual([...versions].sort());
    expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 60_000);

  it('works on, wherever a process is killed', async () => {
    const directory = (at: number) => join(work, `killed-${at}`);
    const registry = memoryRepository(reference);
    for (const version of ['1.0.0', '1.1.0']) await publish(registry, bundleOf('shop', version), [version]);
    let kills = 0;
    const bundle = join(work, 'fetcher.mjs');
    for await (const { at, finished, stdout } of killedEverywhere(fetcher, bundle, (at) => [directory(at), '0', '1'])) {
      const told = stdout.split('\n').filter((line) => line.startsWith('1.'));
      await expectVersions(directory(at), told);
      const warnings: string[] = [];
      const cache = open(directory(at), 'use', warnings);
      const repository = cache.wrap(registry);
      for (const version of ['1.0.0', '1.1.0']) await fetchAll(repository, version);
      await cache.flush();
      expect(warnings).toEqual([]);
      await expectVersions(directory(at), ['1.0.0', '1.1.0']);
      // A process that was killed between its last pointer and its index is caught up with.
      expect(indexedTags(directory(at))).toEqual(['1.1.0', '1.0.0']);
      if (!finished) kills += 1;
    }
    expect(kills).toBeGreaterThan(20);
  }, 120_000);

  it('is pruned while others fetch, and they notice nothing', async () => {
    const directory = join(work, 'pruned');
    let isDone = false;
    const fetching = Promise.all([0, 1, 2].map(() => fetchInProcess(directory, 0, 30))).finally(() => {
      isDone = true;
    });
    const cache = open(directory, 'use', []);
    let removed = 0;
    while (!isDone) {
      removed += (await cache.prune({ all: true })).removed.length;
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    for (const { stdout } of await fetching) expect(stdout).toMatch(/1\.29\.0\nflushed\n$/);
    expect(removed).toBeGreaterThan(0);
    const warnings: string[] = [];
    const registry = memoryRepository(reference);
    for (let i = 0; i < 30; i++) await publish(registry, bundleOf('shop', `1.${i}.0`), [`1.${i}.0`]);
    const repository = open(directory, 'use', warnings).wrap(registry);
    for (let i = 0; i < 30; i++) await fetchAll(repository, `1.${i}.0`);
    expect(warnings).toEqual([]);
  }, 60_000);
});
