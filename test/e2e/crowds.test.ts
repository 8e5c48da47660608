/** Several processes of the built program that do the same thing at the same time. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layoutRepository } from '../../src/adapters/oci/layout/layout.ts';
import { program } from '../support/external.ts';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { fetchAll } from '../support/published.ts';
import { startDockerRegistry } from '../support/registries/docker-registry.ts';
import { pacto, type RunResult } from '../support/run.ts';
import { treeOf, writeTree } from '../support/tree.ts';

const work = mkdtempSync(path.join(tmpdir(), 'pacto-crowds-'));
const at = (...parts: string[]) => path.join(work, ...parts);
let registry: FakeRegistry;

const contract = (version: string, more = '') =>
  `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n${more}`;
const files = { 'pacto.yaml': contract('1.0.0'), 'docs/README.md': '# Shop\n'.repeat(5000) };

beforeAll(async () => {
  registry = await startFakeRegistry();
  registry.putBundle('acme/shop', ['1.0.0'], files);
  writeTree(at('shop'), files);
});
afterAll(async () => {
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

const env = () => ({ PACTO_CACHE_DIR: at('cache') });

/** Runs the same command in several processes at once. */
function crowd(count: number, args: (i: number) => readonly string[]): Promise<RunResult[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => pacto(args(i), { cwd: work, env: env() })));
}

function expectAll(results: readonly RunResult[]): void {
  for (const { status, stderr } of results) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

const staged = (directory: string) => readdirSync(directory).filter((name) => name.startsWith('.pacto-'));

describe('several processes at once', () => {
  it('pull into places of their own, and fill one cache', async () => {
    expectAll(await crowd(4, (i) => ['pull', `${registry.host}/acme/shop`, '-o', `own/${i}`]));
    for (let i = 0; i < 4; i++) expect(treeOf(at('own', String(i)))).toEqual(files);
    registry.forget();
    expectAll([await pacto(['explain', '--offline', `${registry.host}/acme/shop:1.0.0`], { cwd: work, env: env() })]);
    expect(registry.log()).toEqual([]);
  });

  it('pull into one new place: what the others find there is what they wanted', async () => {
    expectAll(await crowd(4, () => ['pull', `${registry.host}/acme/shop`, '-o', 'same/shop']));
    expect(treeOf(at('same/shop'))).toEqual(files);
    expect(staged(at('same'))).toEqual([]);
  });

  it('replace one place with --force', async () => {
    for (let round = 0; round < 4; round++) {
      writeTree(at('forced/shop'), { 'pacto.yaml': contract('0.1.0'), 'docs/old.md': 'old' });
      expectAll(await crowd(4, () => ['pull', `${registry.host}/acme/shop`, '-o', 'forced/shop', '--force']));
      expect(treeOf(at('forced/shop'))).toEqual(files);
      expect(staged(at('forced'))).toEqual([]);
    }
  });

  it('push the same into a directory that is not there yet', async () => {
    for (let round = 0; round < 4; round++) {
      expectAll(await crowd(4, () => ['push', `oci-layout:layouts/${round}/shop`, '-p', 'shop']));
      const repository = layoutRepository(at('layouts', String(round), 'shop'), 'oci-layout:shop');
      expect(await repository.tags()).toEqual(['1.0.0']);
      await fetchAll(repository, '1.0.0');
      expect(staged(at('layouts', String(round)))).toEqual([]);
    }
  });

  it('push different versions into one directory', async () => {
    expectAll(
      await crowd(6, (i) => ['push', 'oci-layout:versions', '-p', 'shop', '--set', `service.version=1.${i}.0`]),
    );
    const repository = layoutRepository(at('versions'), 'oci-layout:versions');
    expect([...(await repository.tags())].sort()).toEqual(['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.5.0']);
    for (const tag of await repository.tags()) await fetchAll(repository, tag);
  });

  const dockerRegistry = program('docker-registry');
  it.each([
    ['one in memory', async () => registry, false],
    ['docker-registry', () => startDockerRegistry(dockerRegistry ?? ''), dockerRegistry === undefined],
  ] as const)('push the same to a registry: %s', async (_, start, isMissing) => {
    if (isMissing) return;
    const server = await start();
    const reference = `${server.host}/acme/pushed`;
    expectAll(await crowd(4, () => ['push', reference, '-p', 'shop']));
    const results = await crowd(4, (i) => [
      'pull',
      reference,
      '-o',
      `pulled-${server.host.replace(':', '-')}/${i}`,
      '--no-cache',
    ]);
    expectAll(results);
    for (let i = 0; i < 4; i++) expect(treeOf(at(`pulled-${server.host.replace(':', '-')}`, String(i)))).toEqual(files);
    if (server !== registry) await server.close();
  });

  it('lock one contract', async () => {
    const needs = `dependencies:\n  - { name: lib, ref: "${registry.host}/acme/shop", compatibility: "*", required: true }\n`;
    writeTree(at('root'), { 'pacto.yaml': contract('2.0.0', needs) });
    expectAll(await crowd(4, () => ['lock', 'root']));
    const lock = readFileSync(at('root', 'pacto.lock'), 'utf8');
    expect(readdirSync(at('root')).sort()).toEqual(['pacto.lock', 'pacto.yaml']);
    expectAll(await crowd(4, () => ['lock', 'root', '--check']));
    expect(readFileSync(at('root', 'pacto.lock'), 'utf8')).toBe(lock);
  });
});
