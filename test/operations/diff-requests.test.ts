/** How many requests comparing two graphs takes: those for what differs, however much there is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { pacto } from '../support/run.ts';

const home = mkdtempSync(path.join(tmpdir(), 'pacto-diff-requests-'));
const env = { PACTO_CACHE_DIR: path.join(home, 'cache') };
let registry: FakeRegistry;
beforeAll(async () => {
  registry = await startFakeRegistry();
});
afterAll(async () => {
  await registry.close();
  rmSync(home, { recursive: true, force: true });
});

const size = 1000;
const fanOut = 5;

/** A service that needs five others, by a range. */
function contract(i: number, version: string): string {
  const needed = Array.from({ length: fanOut }, (_, k) => i * fanOut + k + 1).filter((n) => n < size);
  const declared = needed.map(
    (n) => `  - { name: s${n}, ref: "oci://${registry.host}/acme/s${n}", compatibility: "^1.0.0", required: true }\n`,
  );
  const dependencies = declared.length === 0 ? '' : `dependencies:\n${declared.join('')}`;
  return `pactoVersion: "1.0"\nservice: { name: s${i}, version: ${version} }\n${dependencies}`;
}

describe('a graph of 1,000 services of which five changed', () => {
  const changed = [7, 123, 124, 700, 999];
  const run = async (...args: string[]) => {
    const before = registry.requests.length;
    const result = await pacto(args, { cwd: home, env });
    const requests = registry.requests.slice(before).map(({ method, path: target }) => `${method} ${target}`);
    return { ...result, requests };
  };

  it('takes the ways to them, and without a lock nothing where nothing is declared differently', async () => {
    for (let i = 1; i < size; i++) registry.putBundle(`acme/s${i}`, ['1.0.0'], { 'pacto.yaml': contract(i, '1.0.0') });
    for (const name of ['old', 'new']) {
      mkdirSync(path.join(home, name));
      writeFileSync(path.join(home, name, 'pacto.yaml'), contract(0, '1.0.0'));
    }
    expect((await run('diff', 'old', 'new', '--fail-on', 'any', '--require-deps')).requests).toEqual([]);

    expect((await run('lock', 'old', '--no-cache')).status).toBe(0);
    for (const i of changed) registry.putBundle(`acme/s${i}`, ['1.1.0'], { 'pacto.yaml': contract(i, '1.1.0') });
    expect((await run('lock', 'new', '--no-cache')).status).toBe(0);

    const { status, stdout, stderr, requests } = await run('diff', 'old', 'new', '--output-format', 'json');
    expect([status, stderr]).toEqual([0, '']);
    const { services, unresolved } = JSON.parse(stdout).dependencies;
    expect(services.map(({ name }: { name: string }) => name).sort()).toEqual(changed.map((i) => `s${i}`).sort());
    expect(unresolved).toEqual([]);
    // A manifest and a layer of every bundle on the ways, and of what the changed ones were.
    const onTheWay = new Set(changed.flatMap(wayTo)).size;
    expect(requests).toHaveLength(2 * (onTheWay + changed.length));
    expect(requests.filter((request) => request.includes('/tags/list'))).toEqual([]);

    const text = await run('diff', 'old', 'new');
    expect(text.requests).toEqual([]);
    expect(text.stdout).toContain(`Dependency graph changes:
  s0
  ├─ s1
  │  └─ s7             1.0.0 → 1.1.0
  │     └─ s39
  │        └─ s199
  │           └─ s999  1.0.0 → 1.1.0
  ├─ s4
`);
    const unasked = await run('diff', 'old', 'new', '--no-cache', '--offline', '--require-deps');
    expect([unasked.status, unasked.requests]).toEqual([3, []]);
  }, 120_000);
});

/** A service and those that lead to it, without the root. */
function wayTo(i: number): number[] {
  return i === 0 ? [] : [...wayTo(Math.floor((i - 1) / fanOut)), i];
}
