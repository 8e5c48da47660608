import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PactoError } from '../../../src/core/error.ts';
import { resolveGraph } from '../../../src/core/graph/resolve.ts';
import { type Answer, local, member, published, type Service, world } from './world.ts';

const r = (name: string, tag = '1.0.0') => `oci://r.io/${name}:${tag}`;
const on = (...names: string[]) => names.map((name) => ({ ref: r(name) }));

async function resolve(
  root: Service,
  answers: Record<string, Answer>,
  options: Parameters<typeof resolveGraph>[2] = {},
) {
  const outside = world(new Map(Object.entries(answers)));
  const resolved = await resolveGraph(await member(local('/w/root', root)), outside.open, options);
  const { graph } = resolved;
  const names = new Map(graph.nodes.map(({ id, name, version }) => [id, `${name}@${version}`]));
  return {
    ...resolved,
    outside,
    nodes: graph.nodes.map(({ id }) => names.get(id)),
    edges: graph.edges.map(
      ({ from, to, error }) => `${names.get(from)} -> ${to === undefined ? error?.code : names.get(to)}`,
    ),
    cycles: graph.cycles.map((cycle) => cycle.map((id) => names.get(id)).join(' -> ')),
  };
}

describe('the graph', () => {
  it('has every bundle once, breadth-first, in the order of declaration', async () => {
    const { nodes, edges, graph, members, outside } = await resolve(
      { name: 'root', dependencies: on('a', 'b') },
      {
        [r('a')]: { name: 'a', dependencies: on('c', 'b') },
        [r('b')]: { name: 'b', dependencies: on('d') },
        [r('c')]: { name: 'c', dependencies: on('d') },
        [r('d')]: { name: 'd', owner: { team: 'team/d', dri: 'dee' } },
      },
    );
    expect(nodes).toEqual(['root@1.0.0', 'a@1.0.0', 'b@1.0.0', 'c@1.0.0', 'd@1.0.0']);
    expect(edges).toEqual([
      'root@1.0.0 -> a@1.0.0',
      'root@1.0.0 -> b@1.0.0',
      'a@1.0.0 -> c@1.0.0',
      'a@1.0.0 -> b@1.0.0',
      'b@1.0.0 -> d@1.0.0',
      'c@1.0.0 -> d@1.0.0',
    ]);
    expect(outside.opened).toHaveLength(4);
    expect([...members.keys()]).toEqual(graph.nodes.map(({ id }) => id));
    expect(graph.cycles).toEqual([]);
    expect(graph.conflicts).toEqual([]);
    expect(graph.truncated).toBeUndefined();
    expect(graph.nodes[4]).toMatchObject({ repository: 'oci://r.io/d', tag: '1.0.0', source: 'oci', owner: 'team/d' });
    expect(graph.nodes[0]).toEqual({ id: 'root', name: 'root', version: '1.0.0', source: 'local' });
  });

  it('makes one node of what is one artifact, by whatever tag, and says the first', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const { graph } = await resolve(
      { name: 'root', dependencies: [{ ref: r('a', '1.2.0') }, { ref: r('a', 'stable') }] },
      {
        [r('a', '1.2.0')]: { name: 'a', version: '1.2.0', digest },
        [r('a', 'stable')]: { name: 'a', version: '1.2.0', digest },
      },
    );
    expect(graph.nodes).toHaveLength(2);
    expect(graph.nodes[1]).toMatchObject({ id: `oci://r.io/a@${digest}`, tag: '1.2.0' });
    expect(graph.edges.map(({ to }) => to)).toEqual([`oci://r.io/a@${digest}`, `oci://r.io/a@${digest}`]);
  });

  it('tells equal paths of different directories apart, and knows a directory by any path', async () => {
    const { nodes, edges } = await resolve(
      { name: 'root', dependencies: [{ ref: './shared' }, { ref: './lib' }] },
      {
        '/w/root/shared': { name: 'shared-of-root' },
        '/w/root/lib': { name: 'lib', dependencies: [{ ref: './shared' }, { ref: '../shared' }] },
        '/w/root/lib/shared': { name: 'shared-of-lib' },
      },
    );
    expect(nodes).toEqual(['root@1.0.0', 'shared-of-root@1.0.0', 'lib@1.0.0', 'shared-of-lib@1.0.0']);
    expect(edges.slice(2)).toEqual(['lib@1.0.0 -> shared-of-lib@1.0.0', 'lib@1.0.0 -> shared-of-root@1.0.0']);
  });

  it('opens one repository under two constraints twice, one declaration of many once', async () => {
    const { outside } = await resolve(
      {
        name: 'root',
        dependencies: [
          { ref: r('a') },
          { ref: 'oci://r.io/b', constraint: '^1' },
          { ref: 'oci://r.io/b', constraint: '^2' },
        ],
      },
      { [r('a')]: { name: 'a', dependencies: [{ ref: 'oci://r.io/b', constraint: '^2' }] } },
    );
    expect(outside.opened.sort()).toEqual(['oci://r.io/a:1.0.0 *', 'oci://r.io/b ^1', 'oci://r.io/b ^2']);
  });

  it('knows the root when something refers back to it, with its overrides', async () => {
    const root = await member(local('/w/root', { name: 'root', version: '9.9.9', dependencies: [{ ref: '../a' }] }));
    const outside = world(
      new Map<string, Answer>([
        ['/w/a', { name: 'a', dependencies: [{ ref: '../root' }] }],
        ['/w/root', { name: 'root', version: '1.0.0' }],
      ]),
    );
    const { graph } = await resolveGraph(root, outside.open);
    expect(graph.nodes.map(({ version }) => version)).toEqual(['9.9.9', '1.0.0']);
    expect(graph.cycles).toEqual([['root', 'a', 'root']]);
  });

  it('keeps what could not be resolved as the error of its edge', async () => {
    const { edges, graph } = await resolve(
      {
        name: 'root',
        dependencies: [
          { ref: r('auth') },
          { ref: r('broken') },
          { ref: r('no-contract') },
          { ref: 'oci://r.io/b', constraint: '^banana' },
          { ref: r('fine') },
        ],
      },
      {
        [r('auth')]: new PactoError('REGISTRY_AUTH', 'r.io refuses', { hint: 'log in' }),
        [r('broken')]: { name: 'broken', text: 'a: [\n' },
        [r('no-contract')]: { name: 'x', text: 'pactoVersion: "1.0"\nservice:\n  version: 1.0.0\n' },
        [r('fine')]: { name: 'fine' },
      },
    );
    expect(edges.map((edge) => edge.split(' -> ')[1])).toEqual([
      'REGISTRY_AUTH',
      'INVALID_CONTRACT',
      'INVALID_CONTRACT',
      'INVALID_COMPATIBILITY',
      'fine@1.0.0',
    ]);
    expect(graph.edges[0]?.error).toEqual({ code: 'REGISTRY_AUTH', message: 'r.io refuses', hint: 'log in' });
    expect(graph.edges[1]?.error?.message).toBe(
      'r.io/broken:1.0.0 is invalid: line 1, column 4: this [ is never closed',
    );
    expect(graph.edges[2]?.error?.message).toMatch(
      /^r\.io\/no-contract:1\.0\.0 is invalid: line 2, column \d+: .*name/,
    );
    expect(graph.edges[3]?.error?.message).toMatch(/^"\^banana" is not a version constraint: /);
  });

  it('has what its constraint refuses as a conflict, or strictly as an error, with nothing behind it', async () => {
    const root = {
      name: 'root',
      dependencies: [
        { ref: '../path', constraint: '^9.0.0' },
        { ref: r('tagged'), constraint: '^9.0.0' },
        { ref: '../path', constraint: '~1.0.0' },
        { ref: '../odd' },
      ],
    };
    const answers = {
      '/w/path': { name: 'path' },
      [r('tagged')]: { name: 'tagged', dependencies: on('behind') },
      [r('behind')]: { name: 'behind' },
      '/w/odd': { name: 'odd', version: 'newest' },
    };
    const lenient = await resolve(root, answers);
    expect(lenient.graph.conflicts.map(({ name }) => name)).toEqual(['path', 'tagged', 'odd']);
    expect(lenient.nodes).toHaveLength(5);

    const { edges, nodes, graph } = await resolve(root, answers, { strict: true });
    expect(edges).toEqual([
      'root@1.0.0 -> NO_MATCHING_VERSION',
      'root@1.0.0 -> NO_MATCHING_VERSION',
      'root@1.0.0 -> path@1.0.0',
      'root@1.0.0 -> NO_MATCHING_VERSION',
    ]);
    expect(nodes).toEqual(['root@1.0.0', 'path@1.0.0']);
    expect(graph.conflicts).toEqual([]);
    expect(graph.edges[0]?.error?.message).toBe('../path is path@1.0.0, not within "^9.0.0"');
  });

  it('lets a bug be one', async () => {
    const bug = new TypeError('x is not a function');
    await expect(
      resolve({ name: 'root', dependencies: on('a', 'b') }, { [r('a')]: { name: 'a' }, [r('b')]: bug }),
    ).rejects.toBe(bug);
  });

  it('follows configurations and policies where asked, after dependencies', async () => {
    const root: Service = {
      name: 'root',
      policies: [{ name: 'p', ref: r('policy') }],
      configurations: [{ name: 'c', ref: r('config') }],
      dependencies: on('a'),
    };
    const answers = {
      [r('a')]: { name: 'a', policies: [{ name: 'p', ref: r('policy') }] },
      [r('policy')]: { name: 'policy', dependencies: on('a') },
      [r('config')]: { name: 'config' },
    };
    const kinds = async (references: 'none' | 'with' | 'only') =>
      (await resolve(root, answers, { references })).graph.edges.map(({ kind, required }) => `${kind} ${required}`);
    expect(await kinds('none')).toEqual(['dependency false']);
    expect(await kinds('with')).toEqual([
      'dependency false',
      'configuration true',
      'policy true',
      'policy true',
      'dependency false',
    ]);
    expect(await kinds('only')).toEqual(['configuration true', 'policy true']);
  });
});

describe('bounds', () => {
  const chain = (length: number): Record<string, Answer> =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => [
        r(`n${i}`),
        { name: `n${i}`, dependencies: i + 1 < length ? on(`n${i + 1}`) : [] },
      ]),
    );

  it('goes as deep as asked, by the shortest way', async () => {
    const answers = { ...chain(5), [r('far')]: { name: 'far', dependencies: on('n1') } };
    const { nodes, graph } = await resolve({ name: 'root', dependencies: on('far', 'n0') }, answers, { depth: 2 });
    expect(nodes).toEqual(['root@1.0.0', 'far@1.0.0', 'n0@1.0.0', 'n1@1.0.0']);
    expect(graph.truncated).toEqual({
      limits: ['depth'],
      reason: '1 reference of 1 bundle at depth 2 is not followed',
    });
    const none = await resolve({ name: 'root', dependencies: on('far', 'n0') }, answers, { depth: 0 });
    expect(none.outside.opened).toEqual([]);
    expect(none.graph.truncated?.reason).toBe('2 references of 1 bundle at depth 0 are not followed');
  });

  it('stops at so many bundles, and says so', async () => {
    const { graph, outside } = await resolve({ name: 'root', dependencies: on('n0') }, chain(50), { maxNodes: 10 });
    expect(graph.nodes).toHaveLength(10);
    expect(graph.truncated).toEqual({ limits: ['size'], reason: 'the graph is cut off: it has more than 10 bundles' });
    expect(outside.opened.length).toBeLessThan(15);
  });

  it('stops at so many references', async () => {
    const many = Array.from({ length: 50 }, () => ({ ref: r('n0') }));
    const { graph } = await resolve({ name: 'root', dependencies: many }, chain(1), { maxNodes: 2 });
    expect(graph.edges).toEqual([]);
    expect(graph.truncated?.reason).toBe('the graph is cut off: it has more than 40 references');
  });

  it('opens so many at a time, and children before their uncles', async () => {
    const wide = Array.from({ length: 100 }, (_, i) => `w${i}`);
    const answers = new Map<string, Answer>(wide.map((name) => [r(name), { name, dependencies: on(`${name}-child`) }]));
    for (const name of wide) answers.set(r(`${name}-child`), { name: `${name}-child` });
    const slow = r('w99');
    const outside = world(answers, (ref) => sleep(ref === slow ? 60 : 1));
    const progress: [number, number][] = [];
    await resolveGraph(await member(local('/w/root', { name: 'root', dependencies: on(...wide) })), outside.open, {
      concurrency: 7,
      onProgress: (done, known) => progress.push([done, known]),
    });
    expect(outside.peak()).toBe(7);
    expect(progress).toHaveLength(200);
    expect(progress.at(-1)).toEqual([200, 200]);
    // The slow one and its child are the last two; everything else was done before it arrived.
    expect(outside.opened.at(-1)).toBe(`${r('w99-child')} *`);
    expect(outside.opened.indexOf(`${r('w98-child')} *`)).toBeLessThan(199);
  });

  it('stops when aborted, and opens nothing more', async () => {
    const controller = new AbortController();
    const outside = world(new Map(Object.entries(chain(1000))), () => sleep(1));
    const root = await member(local('/w/root', { name: 'root', dependencies: on('n0') }));
    const resolving = resolveGraph(root, outside.open, {
      signal: controller.signal,
      onProgress: (done) => {
        if (done === 5) controller.abort(new Error('stop'));
      },
    });
    await expect(resolving).rejects.toThrow('stop');
    const opened = outside.opened.length;
    await sleep(20);
    expect(outside.opened.length).toBe(opened);
    await expect(resolveGraph(root, outside.open, { signal: controller.signal })).rejects.toThrow('stop');
  });

  it('walks a chain of 10,000', { timeout: 60_000 }, async () => {
    const answers: Record<string, Answer> = { ...chain(10_000) };
    answers[r('n9999')] = { name: 'n9999', dependencies: on('n0') };
    const { graph } = await resolve({ name: 'root', dependencies: on('n0') }, answers, { maxNodes: 20_000 });
    expect(graph.nodes).toHaveLength(10_001);
    expect(graph.cycles).toHaveLength(1);
    expect(graph.cycles[0]).toHaveLength(10_001);
  });
});

describe('published bundles', () => {
  it('may be the root', async () => {
    const root = await member(published(r('a'), { name: 'a', dependencies: on('a') }));
    const { graph } = await resolveGraph(root, world(new Map([[r('a'), { name: 'a' }]])).open);
    expect(graph.nodes).toHaveLength(1);
    expect(graph.cycles).toEqual([[graph.root, graph.root]]);
  });
});
