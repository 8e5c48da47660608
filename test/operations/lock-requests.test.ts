import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { pacto } from '../support/run.ts';

const home = mkdtempSync(path.join(tmpdir(), 'pacto-lock-requests-'));
let registry: FakeRegistry;
beforeAll(async () => {
  registry = await startFakeRegistry();
});
afterAll(async () => {
  await registry.close();
  rmSync(home, { recursive: true, force: true });
});

const size = 12;

/** A service that needs the next two. */
function contract(i: number): string {
  const needed = [i + 1, i + 2].filter((n) => n < size);
  const declared = needed.map(
    (n) => `  - { name: s${n}, ref: "${registry.host}/acme/s${n}", compatibility: "^1.0.0", required: true }\n`,
  );
  const dependencies = declared.length === 0 ? '' : `dependencies:\n${declared.join('')}`;
  return `pactoVersion: "1.0"\nservice:\n  name: s${i}\n  version: 1.0.0\n${dependencies}`;
}

describe('requests to a registry', () => {
  const env = { PACTO_CACHE_DIR: path.join(home, 'cache') };
  const run = async (...args: string[]) => {
    const before = registry.requests.length;
    const result = await pacto(args, { cwd: home, env });
    expect(result.stderr).toBe('');
    expect(result.status).toBe(0);
    return { requests: registry.requests.slice(before).map(({ method, path }) => `${method} ${path}`), ...result };
  };

  it('are none with a lock and a cache, and one for each locked tag to check it', async () => {
    for (let i = size - 1; i >= 0; i--) {
      mkdirSync(path.join(home, `s${i}`));
      writeFileSync(path.join(home, `s${i}`, 'pacto.yaml'), contract(i));
      if (i > 0) await run('push', `${registry.host}/acme/s${i}`, '-p', `s${i}`);
    }
    const cold = await run('lock', 's0', '--no-cache');
    // A list of tags, a manifest and a layer for each.
    expect(cold.requests.length).toBe(3 * (size - 1));
    await run('graph', 's0');
    const warm = await run('graph', 's0');
    expect(warm.requests).toEqual([]);
    expect(warm.stdout).toContain(`s${size - 1}@1.0.0`);
    expect((await run('validate', 's0')).requests).toEqual([]);
    expect((await run('lock', 's0')).requests).toEqual([]);

    const check = await run('lock', 's0', '--check', '--no-cache');
    const tags = check.requests.filter((request) => request.endsWith('/manifests/1.0.0'));
    expect(tags.length).toBe(size - 1);
    expect(check.requests.filter((request) => request.includes('/tags/list'))).toEqual([]);
  });
});
