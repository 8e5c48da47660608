/** What befalls the built program while it resolves: damage, tags that move, a registry that goes away, Ctrl-C. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FakeRegistry, faults, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { bareEnvironment, pacto, program, type RunResult, root } from '../support/run.ts';
import { treeOf } from '../support/tree.ts';

const work = mkdtempSync(path.join(tmpdir(), 'pacto-trouble-'));
const at = (...parts: string[]) => path.join(work, ...parts);
let registry: FakeRegistry;
beforeAll(async () => {
  registry = await startFakeRegistry();
});
afterEach(() => registry.clearFaults());
afterAll(async () => {
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

function run(args: readonly string[], cache?: string): Promise<RunResult> {
  return pacto(cache === undefined ? [...args, '--no-cache'] : args, {
    cwd: work,
    env: { PACTO_CACHE_DIR: at(cache ?? 'cache') },
  });
}

function contract(name: string, version: string, refs: readonly string[] = []): Readonly<Record<string, string>> {
  const declared = refs.map(
    (ref, i) => `  - { name: d${i}, ref: "oci://${ref}", compatibility: "*", required: true }\n`,
  );
  const dependencies = declared.length === 0 ? '' : `dependencies:\n${declared.join('')}`;
  return {
    'pacto.yaml': `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: ${version}\n${dependencies}`,
    'docs/README.md': `# ${name} ${version}\n`,
  };
}

describe('a damaged cache', () => {
  const damages: readonly (readonly [name: string, damage: (file: string) => void])[] = [
    ['is empty', (file) => truncateSync(file, 0)],
    ['is cut off', (file) => truncateSync(file, 10)],
    ['has other content', (file) => writeFileSync(file, '{"schemaVersion":2}')],
    [
      'is a directory',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ];
  const kinds = { 'a manifest': /"artifactType"/, 'a layer': /^\x1f/, 'a pointer': /checkedAt/ };

  it.each(Object.keys(kinds).flatMap((kind) => damages.map(([how, damage]) => ({ kind, how, damage }))))(
    'of which $kind $how is told of once and mended',
    async ({ kind, how, damage }) => {
      registry.putBundle('damaged/shop', ['1.0.0'], contract('shop', '1.0.0'));
      const explain = ['explain', `${registry.host}/damaged/shop:1.0.0`];
      if (!existsSync(at('whole'))) expect(await run(explain, 'whole')).toMatchObject({ status: 0, stderr: '' });
      const cache = `${kind} ${how}`.replaceAll(' ', '-');
      cpSync(at('whole'), at(cache), { recursive: true });
      const pattern = Object.entries(kinds).find(([name]) => name === kind)?.[1] ?? /^/;
      const files = Object.entries(treeOf(at(cache)) ?? {}).filter(([name]) => name !== 'index.json');
      const [found] = files.filter(([, content]) => pattern.test(content));
      expect(found).toBeDefined();
      damage(at(cache, found?.[0] ?? ''));

      const expected = await run(explain);
      const mended = await run(explain, cache);
      expect(mended).toMatchObject({ status: 0, stdout: expected.stdout });
      expect(mended.stderr.trim().split('\n')).toEqual([expect.stringContaining(found?.[0] ?? '')]);
      registry.forget();
      expect(await run(explain, cache)).toEqual(expected);
      expect(registry.log()).toEqual([]);
    },
  );
});

describe('a tag that moves', () => {
  const moving = (name: string) => {
    const old = registry.putBundle(name, ['1.0.0'], contract('shop', '1.0.0'));
    const files = contract('shop', '1.0.1');
    return { old, files, move: () => void registry.putBundle(name, ['1.0.0'], files) };
  };

  it('after its manifest was read, leads to all of the old bundle', async () => {
    const { move } = moving('moving/late');
    registry.setFault(faults.meanwhile({ path: /\/blobs\// }, move));
    const reference = `${registry.host}/moving/late:1.0.0`;
    expect(await run(['pull', reference, '-o', 'late'])).toMatchObject({ status: 0, stderr: '' });
    expect(treeOf(at('late'))).toEqual(contract('shop', '1.0.0'));
  });

  it('before it was read, leads to all of the new one', async () => {
    const { files, move } = moving('moving/early');
    registry.setFault(faults.meanwhile({ path: /\/manifests\// }, move));
    expect(await run(['pull', `${registry.host}/moving/early`, '-o', 'early'])).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(treeOf(at('early'))).toEqual(files);
  });

  it('between two who need it, is one bundle for both', async () => {
    const { move } = moving('moving/shared');
    const shared = `${registry.host}/moving/shared:1.0.0`;
    const users = ['one', 'two'].map((name) => {
      registry.putBundle(`moving/${name}`, ['1.0.0'], contract(name, '1.0.0', [shared]));
      return `${registry.host}/moving/${name}:1.0.0`;
    });
    registry.putBundle('moving/root', ['1.0.0'], contract('root', '1.0.0', [...users, shared]));
    registry.setFault(faults.meanwhile({ path: /moving\/shared\/blobs/ }, move));
    const result = await run(['graph', `${registry.host}/moving/root:1.0.0`, '--output-format', 'json'], 'moving');
    expect(result).toMatchObject({ status: 0, stderr: '' });
    const { nodes, conflicts } = JSON.parse(result.stdout);
    expect(nodes.filter(({ name }: { name: string }) => name === 'shop')).toHaveLength(1);
    expect(conflicts).toEqual([]);
  });
});

describe('a registry that goes away in the middle of a graph', () => {
  it('leaves what could be resolved, and is named for the rest', async () => {
    const other = await startFakeRegistry();
    const far = ['a', 'b', 'c'].map((name) => {
      other.putBundle(`far/${name}`, ['1.0.0'], contract(name, '1.0.0'));
      return `${other.host}/far/${name}:1.0.0`;
    });
    other.putBundle('far/first', ['1.0.0'], contract('first', '1.0.0', far));
    registry.putBundle('near/lib', ['1.0.0'], contract('lib', '1.0.0'));
    const refs = [`${other.host}/far/first:1.0.0`, `${registry.host}/near/lib:1.0.0`];
    registry.putBundle('near/root', ['1.0.0'], contract('root', '1.0.0', refs));
    // The first bundle is still there: a manifest and a layer.
    other.setFault(faults.vanishing({ skip: 2 }));
    const graph = ['graph', `${registry.host}/near/root:1.0.0`];
    const { status, stdout, stderr } = await run([...graph, '--output-format', 'json'], 'vanishing');
    await other.close();
    const { nodes, unresolved, error } = JSON.parse(stdout);
    expect(nodes.map(({ name }: { name: string }) => name)).toEqual(['root', 'first', 'lib']);
    expect(unresolved).toHaveLength(3);
    for (const edge of unresolved) {
      expect(edge.error.code).toBe('REGISTRY_UNREACHABLE');
      expect(edge.error.message).toContain(other.host);
    }
    expect(error).toMatchObject({ code: 'GRAPH_INCOMPLETE', message: expect.stringContaining('(and 2 more') });
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });

    const text = await run(graph, 'vanishing');
    expect(text.status).toBe(3);
    expect(text.stdout).toContain('first@1.0.0');
    expect(text.stdout).toContain('lib@1.0.0');
    expect(text.stderr).toContain('error GRAPH_INCOMPLETE');
  });
});

describe('Ctrl-C in the middle of', () => {
  /** Interrupts a command as soon as the registry has been asked so often; gives how it ended, and how long it took. */
  async function interrupted(args: readonly string[], requests: number, cache: string) {
    registry.forget();
    const child = spawn(process.execPath, [program, ...args], {
      cwd: work,
      env: { ...bareEnvironment, PACTO_CACHE_DIR: at(cache) },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const ended = once(child, 'close');
    while (registry.requests.length < requests) await Promise.race([setTimeout(5), ended]);
    const start = performance.now();
    child.kill('SIGINT');
    const [status] = await ended;
    const texts = { stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
    return { status, ...texts, took: performance.now() - start };
  }

  function publish(prefix: string): string {
    const refs = Array.from({ length: 30 }, (_, i) => {
      registry.putBundle(`${prefix}/s${i}`, ['1.0.0'], contract(`s${i}`, '1.0.0'));
      return `${registry.host}/${prefix}/s${i}:1.0.0`;
    });
    registry.putBundle(`${prefix}/root`, ['1.0.0'], contract('root', '1.0.0', refs));
    return `${registry.host}/${prefix}/root:1.0.0`;
  }

  it('a slow graph ends it soon, and what was cached is whole', async () => {
    const reference = publish('slow');
    registry.setFault(faults.slow({ path: /slow\/s\d+\// }, 400));
    const { status, stdout, took } = await interrupted(['graph', reference], 12, 'interrupted');
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    // Two seconds are what a command that does not end by itself is given.
    expect(took).toBeLessThan(2000);
    registry.clearFaults();
    expect(readdirSync(at('interrupted')).filter((name) => name.startsWith('.pacto-'))).toEqual([]);
    const whole = await run(['graph', reference], 'interrupted');
    expect(whole).toMatchObject({ status: 0, stderr: '' });
    expect(whole.stdout).toContain('s29@1.0.0');
  });

  it('a registry that does not answer ends it soon', async () => {
    const reference = publish('silent');
    registry.setFault(faults.silent({ path: /silent\/s\d+\// }));
    const { status, stdout, took } = await interrupted(['graph', reference], 4, 'silent');
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(took).toBeLessThan(2000);
  });

  it('a slow pull leaves no directory', async () => {
    registry.putBundle('slow/shop', ['1.0.0'], contract('shop', '1.0.0'));
    registry.setFault(faults.dripping({ path: /slow\/shop\/blobs/ }, 20, 200));
    const reference = `${registry.host}/slow/shop:1.0.0`;
    mkdirSync(at('pulls'));
    const { status, stdout, took } = await interrupted(['pull', reference, '-o', 'pulls/shop'], 2, 'pulling');
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(took).toBeLessThan(2000);
    expect(readdirSync(at('pulls'))).toEqual([]);
  });

  it('a slow push leaves no tag', async () => {
    expect(await run(['pull', publishOne(), '-o', 'mine'])).toMatchObject({ status: 0 });
    registry.setFault(faults.slow({ method: ['POST', 'PUT', 'PATCH'] }, 400));
    const target = `${registry.host}/slow/pushed`;
    const { status, stdout, took } = await interrupted(['push', target, '-p', 'mine'], 3, 'pushing');
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(took).toBeLessThan(2000);
    expect([...(registry.store.get('slow/pushed')?.tags.keys() ?? [])]).toEqual([]);
  });

  function publishOne(): string {
    registry.putBundle('slow/mine', ['1.0.0'], contract('mine', '1.0.0'));
    return `${registry.host}/slow/mine:1.0.0`;
  }
});

describe.runIf(process.platform === 'linux')('a file system that takes no directories', () => {
  it.each([
    ['doc', '-o', '/proc/nope/deeper/page.html'],
    ['generate', 'kubernetes', '-o', '/proc/nope/deeper'],
  ])('%s ends with what is wrong', async (command, ...rest) => {
    const [flags, plugin] = [rest.slice(-2), rest.slice(0, -2)];
    const example = path.join(root, 'examples/orders-api');
    const result = await pacto([command, ...plugin, example, ...flags, '--offline'], { timeout: 20_000 });
    expect(result).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('OUTPUT_UNWRITABLE') });
  });
});
