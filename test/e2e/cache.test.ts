/** The cache as a user meets it: the built program, one process after the other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { pacto, type RunResult } from '../support/run.ts';

const cwd = mkdtempSync(path.join(tmpdir(), 'pacto-cache-e2e-'));
const cache = path.join(cwd, 'cache');
let registry: FakeRegistry;

function contract(version: string): Readonly<Record<string, string>> {
  return { 'pacto.yaml': `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n` };
}

function run(...args: readonly string[]): Promise<RunResult> {
  return pacto(args, { cwd, env: { PACTO_CACHE_DIR: cache } });
}

beforeAll(async () => {
  registry = await startFakeRegistry();
  for (const version of ['1.0.0', '1.1.0']) registry.putBundle('acme/shop', [version], contract(version));
});
afterAll(async () => {
  await registry.close();
  rmSync(cwd, { recursive: true, force: true });
});

describe('the cache between processes', () => {
  const reference = () => `${registry.host}/acme/shop`;

  it('spares requests, works offline and can be listed and pruned', async () => {
    const first = await run('explain', reference());
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(registry.log()).toHaveLength(3);

    registry.forget();
    expect(await run('explain', `${reference()}:1.1.0`)).toEqual(first);
    expect(registry.log()).toEqual([]);

    const listed = JSON.parse((await run('cache', 'list', '--output-format', 'json')).stdout);
    expect(listed.entries).toEqual([
      expect.objectContaining({ repository: reference(), tag: '1.1.0', complete: true }),
    ]);

    expect(await run('explain', '--offline', reference())).toEqual(first);
    const missing = await run('explain', '--offline', `${reference()}:1.0.0`);
    expect(missing.status).toBe(3);
    expect(missing.stderr).toContain(`REGISTRY_OFFLINE ${reference()}:1.0.0 is not in the cache`);
    const neither = await run('explain', '--offline', '--no-cache', reference());
    expect(neither).toMatchObject({ status: 3, stderr: expect.stringContaining('is not asked with --offline') });
    expect(registry.log()).toEqual([]);

    expect(await run('explain', '--no-cache', reference())).toEqual(first);
    expect(registry.log()).toHaveLength(3);

    expect((await run('cache', 'prune', '--all')).stdout).toContain(`Removed ${reference()}:1.1.0`);
    expect((await run('explain', '--offline', reference())).status).toBe(3);
  });

  it('forgets a tag that is pushed', async () => {
    await run('explain', `${reference()}:1.0.0`);
    registry.forget();
    const changed = path.join(cwd, 'shop');
    expect((await run('pull', `${reference()}:1.0.0`, '-o', changed)).status).toBe(0);
    expect(registry.log()).toEqual([]);
    const owned = await run(
      'push',
      `${reference()}:1.0.0`,
      '-p',
      changed,
      '--force',
      '--set',
      'service.owner=payments',
    );
    expect(owned).toMatchObject({ status: 0 });
    expect((await run('explain', `${reference()}:1.0.0`)).stdout).toContain('Owner: payments');
  });
});
