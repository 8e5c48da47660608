import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bundle, memoryBundle } from '../../../src/core/contract/bundle.ts';
import { compareGraphs } from '../../../src/core/graph/compare.ts';
import type { CompareLimits, GraphSide } from '../../../src/core/graph/compare-model.ts';
import { createLoader } from '../../../src/core/graph/load.ts';
import { type Lock, lockGraph } from '../../../src/core/graph/lock.ts';
import { lockedOpen } from '../../../src/core/graph/lock-pins.ts';
import { createPool } from '../../../src/core/graph/pool.ts';
import { resolveGraph } from '../../../src/core/graph/resolve.ts';
import { groupBy } from '../../../src/core/group-by.ts';
import { hashesOf } from './lock-world.ts';
import { type Answer, contractText, type Declared, member, type Service, type World, world } from './world.ts';

/** What a side is: its root in a directory of its own, and the lock that pins it. */
interface Given {
  readonly root: Service;
  readonly directory?: string;
  readonly lock?: Lock;
}

function rootBundle({ root, directory = '/w/root' }: Given): Bundle {
  const files = new Map([['pacto.yaml', new TextEncoder().encode(contractText(root))]]);
  return memoryBundle(files, { kind: 'directory', label: 'root', contractPath: 'pacto.yaml', base: directory });
}

async function sideOf(given: Given, { open }: World): Promise<GraphSide> {
  const root = await member(rootBundle(given));
  const { lock } = given;
  const loader = createLoader(root, {
    open: lock === undefined ? open : lockedOpen(open, lock, root.bundle),
    pool: createPool(16),
    references: 'none',
    depth: 0,
    maxBundles: 0,
    maxDeclarations: 0,
    onProgress: () => undefined,
  });
  return {
    root,
    load: (declaration, from) => loader.load(declaration, from, 0),
    ...(lock === undefined ? {} : { lock }),
  };
}

/** Every edge as a path of names with its versions: `auth/log 1.0.0 → 1.1.0`, `+` what came, `-` what went, `?` what failed. */
async function compare(given: World, old: Given, fresh: Given, limits?: CompareLimits) {
  const { edges, truncated } = await compareGraphs(await sideOf(old, given), await sideOf(fresh, given), limits);
  const nameOf = (index: number): string => {
    const edge = edges[index];
    const service = (edge?.new ?? edge?.old)?.met?.member.contract.service.name;
    const name = service ?? (edge?.new ?? edge?.old)?.declaration.name ?? '';
    return edge?.parent === undefined ? name : `${nameOf(edge.parent)}/${name}`;
  };
  const versionOf = (end: { met?: { member: { contract: { service: { version: string } } } } } | undefined) =>
    end === undefined ? undefined : (end.met?.member.contract.service.version ?? '?');
  const lines = edges.map((edge, i) => {
    const moved = edge.moved?.member.contract.service.version;
    const [before, after] = [versionOf(edge.old) ?? moved, versionOf(edge.new)];
    const more = edge.others === 0 ? '' : ` (${edge.others} more)`;
    const state = before === undefined ? `+${after}` : after === undefined ? `-${before}` : `${before} → ${after}`;
    return `${nameOf(i)} ${state}${more}`;
  });
  return { lines, truncated, opened: given.opened };
}

/** A world of published services: `NAME@VERSION` with what they declare, each `NAME:TAG` or `NAME CONSTRAINT`. */
function services(
  text: Readonly<Record<string, readonly string[]>>,
  more: Readonly<Record<string, Answer>> = {},
): World {
  const answers = new Map<string, Answer>(Object.entries(more));
  for (const [title, declared] of Object.entries(text)) {
    const [name = '', version = ''] = title.split('@');
    answers.set(`oci://r.io/${name}:${version}`, { name, version, dependencies: declared.map(dependency) });
  }
  return world(answers);
}

function dependency(text: string): Declared {
  const [ref = '', constraint = '*'] = text.split(' ');
  const name = ref.split(':')[0]?.replace(/^.*\//, '') ?? '';
  return { name, ref: ref.startsWith('.') ? ref : `oci://r.io/${ref}`, constraint };
}

const root = (...declared: string[]): Given => ({ root: { name: 'root', dependencies: declared.map(dependency) } });

describe('two graphs without locks', () => {
  it('are not opened where both declare the same', async () => {
    const { lines, opened } = await compare(services({}), root('a:1.0.0', 'b ^1'), root('a:1.0.0', 'b ^1'));
    expect({ lines, opened }).toEqual({ lines: [], opened: [] });
  });

  it('are opened where they differ, and only there', async () => {
    const given = services({
      'a@1.0.0': ['x:1.0.0', 'log:1.0.0'],
      'a@2.0.0': ['x:1.0.0', 'log:1.1.0'],
      'log@1.0.0': [],
      'log@1.1.0': [],
    });
    const { lines, opened } = await compare(given, root('a:1.0.0', 'same:1.0.0'), root('a:2.0.0', 'same:1.0.0'));
    expect(lines).toEqual(['a 1.0.0 → 2.0.0', 'a/log 1.0.0 → 1.1.0']);
    expect(opened.toSorted()).toEqual(
      ['a:1.0.0', 'a:2.0.0', 'log:1.0.0', 'log:1.1.0'].map((ref) => `oci://r.io/${ref} *`),
    );
  });

  it('do not differ by a constraint beside a tag, nor by the name of a declaration', async () => {
    const fresh = {
      root: { name: 'root', dependencies: [{ name: 'other', ref: 'oci://r.io/a:1.0.0', constraint: '^1' }] },
    };
    const { lines, opened } = await compare(services({}), root('a:1.0.0 ~1.0'), fresh);
    expect({ lines, opened }).toEqual({ lines: [], opened: [] });
  });

  it('do not differ where other words lead to the same artifact', async () => {
    const one: Service = { name: 'a', version: '1.0.0', digest: `sha256:${'a'.repeat(64)}`, dependencies: [] };
    const given = services({}, { 'oci://r.io/a:1': one, 'oci://r.io/a:1.0.0': one });
    const { lines } = await compare(given, root('a:1'), root('a:1.0.0'));
    expect(lines).toEqual(['a 1.0.0 → 1.0.0']);
  });

  it('say what came with what, and what went with what', async () => {
    const given = services({ 'a@1.0.0': ['b:1.0.0'], 'b@1.0.0': [], 'c@1.0.0': ['d:1.0.0'], 'd@1.0.0': [] });
    const { lines } = await compare(given, root('c:1.0.0'), root('a:1.0.0'));
    expect(lines).toEqual(['a +1.0.0', 'c -1.0.0', 'a/b +1.0.0', 'c/d -1.0.0']);
  });

  it('do not open below what came where the other side declares the same', async () => {
    const given = services({ 'a@1.0.0': ['big:1.0.0', 'new:1.0.0'], 'new@1.0.0': [] });
    const { lines, opened } = await compare(given, root('big:1.0.0'), root('big:1.0.0', 'a:1.0.0'));
    expect(lines).toEqual(['a +1.0.0', 'a/new +1.0.0']);
    expect(opened).not.toContain('oci://r.io/big:1.0.0 *');
  });

  it('find a service that moved to another place in another version', async () => {
    const given = services({ 'lib@1.0.0': [], 'wrapper@1.0.0': ['lib:2.0.0'], 'lib@2.0.0': [] });
    const { lines } = await compare(given, root('lib:1.0.0'), root('wrapper:1.0.0'));
    expect(lines).toEqual(['wrapper +1.0.0', 'lib -1.0.0', 'wrapper/lib 1.0.0 → 2.0.0']);
  });

  it('say nothing of a bundle that only moved below what came', async () => {
    const given = services({ 'lib@1.0.0': [], 'wrapper@1.0.0': ['lib:1.0.0'] });
    const { lines } = await compare(given, root('lib:1.0.0'), root('wrapper:1.0.0'));
    expect(lines).toEqual(['wrapper +1.0.0', 'lib -1.0.0']);
  });

  it('compare the highest of several versions that moved', async () => {
    const given = services({
      'a@1.0.0': ['lib:1.0.0', 'b:1.0.0'],
      'b@1.0.0': ['lib:1.10.0'],
      'c@1.0.0': ['lib:2.0.0'],
      'lib@1.0.0': [],
      'lib@1.10.0': [],
      'lib@2.0.0': [],
    });
    const { lines } = await compare(given, root('a:1.0.0'), root('c:1.0.0'));
    expect(lines).toContain('c/lib 1.10.0 → 2.0.0');
  });

  it('tell a replaced service from a renamed one', async () => {
    const given = services(
      { 'postgres@16.0.0': [], 'mysql@8.0.0': [], 'auth@1.0.0': [] },
      { 'oci://r.io/auth:2.0.0': { name: 'identity', version: '2.0.0' } },
    );
    const named = (ref: string) => ({ name: 'db', ref: `oci://r.io/${ref}` });
    const old = { root: { name: 'root', dependencies: [named('postgres:16.0.0'), dependency('auth:1.0.0')] } };
    const fresh = { root: { name: 'root', dependencies: [named('mysql:8.0.0'), dependency('auth:2.0.0')] } };
    const { lines } = await compare(given, old, fresh);
    expect(lines).toEqual(['identity 1.0.0 → 2.0.0', 'mysql +8.0.0', 'postgres -16.0.0']);
  });

  it('pair a directory with what it was published as', async () => {
    const given = services({ 'auth@1.1.0': [] }, { '/w/auth': { name: 'auth', version: '1.0.0' } });
    const { lines } = await compare(given, root('../auth'), root('auth:1.1.0'));
    expect(lines).toEqual(['auth 1.0.0 → 1.1.0']);
  });

  it('pair one service under another name, from another place', async () => {
    const given = services({ 'auth@1.0.0': [] }, { 'oci://s.io/auth:2.0.0': { name: 'auth', version: '2.0.0' } });
    const fresh = { root: { name: 'root', dependencies: [{ name: 'login', ref: 'oci://s.io/auth:2.0.0' }] } };
    const { lines } = await compare(given, root('auth:1.0.0'), fresh);
    expect(lines).toEqual(['auth 1.0.0 → 2.0.0']);
  });

  it('list a shared change once, with the number of its places', async () => {
    const names = ['a', 'b', 'c'];
    const declared = Object.fromEntries(
      names.flatMap((name) => [
        [`${name}@1.0.0`, ['log:1.0.0']],
        [`${name}@1.0.1`, ['log:2.0.0']],
      ]),
    );
    const given = services({ ...declared, 'log@1.0.0': [], 'log@2.0.0': [] });
    const at = (version: string) => root(...names.map((name) => `${name}:${version}`));
    const { lines } = await compare(given, at('1.0.0'), at('1.0.1'));
    expect(lines.at(-1)).toBe('a/log 1.0.0 → 2.0.0 (2 more)');
    expect(lines).toHaveLength(4);
  });

  it('have one service in several versions', async () => {
    const given = services({
      'a@1.0.0': ['lib:1.0.0'],
      'a@2.0.0': ['lib:1.1.0'],
      'lib@1.0.0': [],
      'lib@1.1.0': [],
      'lib@2.0.0': [],
      'lib@2.1.0': [],
    });
    const { lines } = await compare(given, root('a:1.0.0', 'lib:2.0.0'), root('a:2.0.0', 'lib:2.1.0'));
    expect(lines).toEqual(['a 1.0.0 → 2.0.0', 'lib 2.0.0 → 2.1.0', 'a/lib 1.0.0 → 1.1.0']);
  });

  it('may have cycles, which lead back to the root or not', async () => {
    const given = services(
      { 'a@1.0.0': ['b:1.0.0'], 'a@2.0.0': ['b:2.0.0'], 'b@1.0.0': ['a:1.0.0'], 'b@2.0.0': ['a:2.0.0', 'c:1.0.0'] },
      { 'oci://r.io/c:1.0.0': { name: 'c', dependencies: [{ ref: 'oci://r.io/b:2.0.0' }] } },
    );
    const { lines } = await compare(given, root('a:1.0.0'), root('a:2.0.0'));
    expect(lines).toEqual(['a 1.0.0 → 2.0.0 (1 more)', 'a/b 1.0.0 → 2.0.0', 'a/b/c +1.0.0']);
    const home = (directory: string): readonly [string, Answer][] => [
      [`${directory}/a`, { name: 'a', dependencies: [{ ref: '../root' }] }],
      [`${directory}/root`, root('../a').root],
    ];
    const apart = world(new Map([...home('/w'), ...home('/v')]));
    const back = await compare(apart, root('../a'), { ...root('../a'), directory: '/v/root' });
    expect(back.lines).toEqual(['a 1.0.0 → 1.0.0']);
  });

  it('keep what could not be opened, on one side or on both', async () => {
    const given = services({ 'a@1.0.0': [], 'b@2.0.0': [] });
    const { lines } = await compare(
      given,
      root('a:1.0.0', 'b:1.0.0', 'c:1.0.0'),
      root('a:2.0.0', 'b:2.0.0', 'c:2.0.0', 'd:1.0.0'),
    );
    expect(lines).toEqual(['a 1.0.0 → ?', 'b ? → 2.0.0', 'c ? → ?', 'd +?']);
  });

  it('pass on what is no failure of the world', async () => {
    const given = services({}, { 'oci://r.io/a:1.0.0': new TypeError('a bug') });
    await expect(compare(given, root('a:1.0.0'), root())).rejects.toThrow('a bug');
  });
});

describe('paths', () => {
  const everywhere = (version: string) => ({ name: 'auth', version });
  const given = () =>
    world(
      new Map<string, Answer>([
        ['/w/auth', everywhere('1.0.0')],
        ['/v/auth', everywhere('2.0.0')],
      ]),
    );

  it('are the same where they lead to one directory, however they are written', async () => {
    const { lines, opened } = await compare(given(), root('../auth'), {
      ...root('../../auth'),
      directory: '/w/sub/root',
    });
    expect({ lines, opened }).toEqual({ lines: [], opened: [] });
  });

  it('are the same where they lead nowhere from either, and not where they do from one', async () => {
    const nowhere = await compare(given(), root('../gone'), { ...root('../gone'), directory: '/v/root' });
    expect(nowhere.lines).toEqual([]);
    const other = await compare(given(), root('../gone'), { ...root('../lost'), directory: '/v/root' });
    expect(other.lines).toEqual(['lost +?', 'gone -?']);
    const apart = await compare(given(), root('../auth'), { ...root('../auth'), directory: '/u/root' });
    expect(apart.lines).toEqual(['auth 1.0.0 → ?']);
  });

  it('are compared where they lead to two directories, although they read the same', async () => {
    const { lines } = await compare(given(), root('../auth'), { ...root('../auth'), directory: '/v/root' });
    expect(lines).toEqual(['auth 1.0.0 → 2.0.0']);
  });
});

describe('laws', () => {
  const size = 8;
  /** Services in two versions each, and what these need of services after them, or of any. */
  const graphs = fc.array(
    fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(1)), { maxLength: 3, selector: ([i]) => i }),
    {
      minLength: 2 * size,
      maxLength: 2 * size,
    },
  );
  const roots = fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(1)), { maxLength: 4, selector: ([i]) => i });
  const named = ([i, version]: readonly [number, number]) => `s${i}:${version + 1}.0.0`;

  function worldOf(graph: readonly (readonly (readonly [number, number])[])[], seed = 0): World {
    const answers = graph.map((needed, i): [string, Answer] => {
      const [name, version] = [`s${i >> 1}`, `${(i & 1) + 1}.0.0`];
      return [`oci://r.io/${name}:${version}`, { name, version, dependencies: needed.map(named).map(dependency) }];
    });
    let turn = seed;
    return world(new Map(answers), async () => {
      turn = (turn * 16_807 + 1) % 2_147_483_647;
      for (let i = turn % 4; seed > 0 && i > 0; i--) await Promise.resolve();
    });
  }

  it('nothing differs from itself, and the order in which bundles arrive does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, roots, roots, fc.integer({ min: 1, max: 1e6 }), async (graph, before, after, seed) => {
        const [old, fresh] = [root(...before.map(named)), root(...after.map(named))];
        const itself = await compare(worldOf(graph), old, old);
        expect([itself.lines, itself.opened]).toEqual([[], []]);
        const { lines } = await compare(worldOf(graph), old, fresh);
        expect((await compare(worldOf(graph, seed), old, fresh)).lines).toEqual(lines);
      }),
    );
  });

  it('the other way round what came goes, and what changed changes back', async () => {
    const pairs = async (given: World, old: Given, fresh: Given) => {
      const { edges } = await compareGraphs(await sideOf(old, given), await sideOf(fresh, given));
      const ends = edges.map((edge) => [edge.old?.met?.identity ?? null, edge.new?.met?.identity ?? null]);
      return { there: ends.map(String).sort(), back: ends.map(([a, b]) => String([b, a])).sort() };
    };
    await fc.assert(
      fc.asyncProperty(graphs, roots, roots, async (graph, before, after) => {
        const [old, fresh] = [root(...before.map(named)), root(...after.map(named))];
        const there = await pairs(worldOf(graph), old, fresh);
        expect((await pairs(worldOf(graph), fresh, old)).back).toEqual(there.there);
      }),
    );
  });

  it('a service of which each side has one version, and not the same, is compared once', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, roots, roots, async (graph, before, after) => {
        const [old, fresh] = [root(...before.map(named)), root(...after.map(named))];
        const given = worldOf(graph);
        const { edges } = await compareGraphs(await sideOf(old, given), await sideOf(fresh, given));
        const resolve = async (side: Given) => {
          const { graph: whole } = await resolveGraph(await member(rootBundle(side)), given.open);
          return new Map(groupBy(whole.nodes, ({ name }) => name));
        };
        const [olds, news] = [await resolve(old), await resolve(fresh)];
        for (const [name, nodes] of olds) {
          const others = news.get(name) ?? [];
          if (nodes.length !== 1 || others.length !== 1 || nodes[0]?.version === others[0]?.version) continue;
          const compared = edges.filter(({ old: a, moved, new: b }) => {
            const [was, is] = [a?.met ?? moved, b?.met].map((met) => met?.member.contract.service);
            return was?.name === name && is?.name === name && was.version !== is.version;
          });
          expect([name, compared.length]).toEqual([name, name === 'root' ? 0 : 1]);
        }
      }),
    );
  });
});

describe('limits', () => {
  const chain = (length: number, tag: string) =>
    Object.fromEntries(Array.from({ length }, (_, i) => [`s${i}@${tag}`, i + 1 < length ? [`s${i + 1}:${tag}`] : []]));
  const deep = () => services({ ...chain(150, '1.0.0'), ...chain(150, '2.0.0') });

  it('end what is deep', async () => {
    const { lines, truncated } = await compare(deep(), root('s0:1.0.0'), root('s0:2.0.0'));
    expect(lines).toHaveLength(100);
    expect(truncated).toBe('what is further than 100 steps away is not compared');
    const below = await compare(deep(), root(), root('s0:2.0.0'));
    expect(below.lines).toHaveLength(100);
    expect(below.truncated).toBe(truncated);
  });

  it('end what is large, and open no more', async () => {
    const { lines, truncated, opened } = await compare(deep(), root('s0:1.0.0'), root('s0:2.0.0'), { maxLoads: 7 });
    expect(opened.length).toBeLessThanOrEqual(7);
    expect(lines).toHaveLength(3);
    expect(truncated).toBe('only 7 references were followed');
  });
});

describe('locks', () => {
  /** Resolves and locks a root in a world. */
  async function locked(given: World, side: Given): Promise<Given> {
    const resolved = await resolveGraph(await member(rootBundle(side)), given.open, { references: 'with' });
    return { ...side, lock: lockGraph(resolved.graph, hashesOf(resolved)) };
  }

  /** 1,000 services, each of which needs up to five others by a range; some are there in a second version. */
  function large(changed: readonly number[]) {
    const size = 1000;
    const digests = new Map<string, Service>();
    const answers = (isLater: boolean) => {
      for (let i = 0; i < size; i++) {
        const needed = Array.from({ length: 5 }, (_, k) => i * 5 + k + 1).filter((n) => n < size);
        const minor = isLater && changed.includes(i) ? 1 : 0;
        const version = `1.${minor}.0`;
        const digest = `sha256:${String(i * 10 + minor).padStart(64, '0')}`;
        const service = { name: `s${i}`, version, digest, dependencies: needed.map((n) => dependency(`s${n} ^1.0.0`)) };
        digests.set(`oci://r.io/s${i}`, service);
        digests.set(`oci://r.io/s${i}:${version}@${digest}`, service);
      }
      return digests;
    };
    return answers;
  }

  it('on both sides open the ways to what changed in a graph of 1,000, and nothing else', async () => {
    const changed = [7, 123, 124, 700, 999];
    const publish = large(changed);
    const side = root('s0 ^1.0.0');
    const old = await locked(world(publish(false)), side);
    const answers = publish(true);
    const fresh = await locked(world(answers), side);
    const given = world(answers);
    const { lines, opened } = await compare(given, old, fresh);
    expect(lines.filter((line) => line.includes('1.1.0'))).toHaveLength(changed.length);
    // Five levels and five changes, each way opened once for both sides, or once for each.
    expect(new Set(opened).size).toBeLessThanOrEqual(5 * 5 + 5);
    expect(opened.length).toBeLessThanOrEqual(2 * (5 * 5 + 5));
  });

  it('on both sides open nothing where they pin the same', async () => {
    const answers = large([])(false);
    const side = await locked(world(answers), root('s0 ^1.0.0'));
    const { lines, opened } = await compare(world(answers), side, side);
    expect({ lines, opened }).toEqual({ lines: [], opened: [] });
  });

  const versions = (name: string, digests: Readonly<Record<string, string>>, more: Partial<Service> = {}) =>
    Object.entries(digests).map(
      ([version, digit]) =>
        [
          `oci://r.io/${name}:${version}@sha256:${digit.repeat(64)}`,
          { name, version, digest: `sha256:${digit.repeat(64)}`, ...more },
        ] as const,
    );
  const latest = (
    name: string,
    version: string,
    digit: string,
    more: Partial<Service> = {},
  ): Record<string, Answer> => ({
    [`oci://r.io/${name}`]: { name, version, digest: `sha256:${digit.repeat(64)}`, ...more },
  });

  it('make a difference where nobody changed a declaration', async () => {
    const needs = { dependencies: [dependency('log ^1.0.0')] };
    const byDigest = new Map<string, Answer>([
      ...versions('auth', { '1.0.0': 'a' }, needs),
      ...versions('log', { '1.0.0': 'b', '1.1.0': 'c' }),
    ]);
    const lockWith = (version: string, digit: string) =>
      locked(
        world(new Map(Object.entries({ ...latest('auth', '1.0.0', 'a', needs), ...latest('log', version, digit) }))),
        root('auth ^1.0.0'),
      );
    const [old, fresh] = [await lockWith('1.0.0', 'b'), await lockWith('1.1.0', 'c')];
    const { lines } = await compare(world(byDigest), old, fresh);
    expect(lines).toEqual(['auth 1.0.0 → 1.0.0', 'auth/log 1.0.0 → 1.1.0']);
  });

  it('on one side alone are respected there', async () => {
    const needs = { dependencies: [dependency('log ^1.0.0')] };
    const now = { ...latest('auth', '1.0.0', 'a', needs), ...latest('log', '1.1.0', 'c') };
    const then = { ...latest('auth', '1.0.0', 'a', needs), ...latest('log', '1.0.0', 'b') };
    const side = root('auth ^1.0.0');
    const old = await locked(world(new Map(Object.entries(then))), side);
    const byDigest = [...versions('auth', { '1.0.0': 'a' }, needs), ...versions('log', { '1.0.0': 'b' })];
    const given = () => world(new Map<string, Answer>([...Object.entries(now), ...byDigest]));
    expect((await compare(given(), old, side)).lines).toEqual(['auth 1.0.0 → 1.0.0', 'auth/log 1.0.0 → 1.1.0']);
    expect((await compare(given(), side, old)).lines).toEqual(['auth 1.0.0 → 1.0.0', 'auth/log 1.1.0 → 1.0.0']);
  });

  it('that keep the content of a directory keep it from being opened', async () => {
    const answers = new Map<string, Answer>([
      ['/w/lib', { name: 'lib' }],
      ['/v/lib', { name: 'lib' }],
    ]);
    const old = await locked(world(answers), root('../lib'));
    const fresh = await locked(world(answers), { ...root('../lib'), directory: '/v/root' });
    const { lines, opened } = await compare(world(answers), old, fresh);
    expect({ lines, opened }).toEqual({ lines: [], opened: [] });
    const changed = world(
      new Map<string, Answer>([
        ['/w/lib', { name: 'lib' }],
        ['/v/lib', { name: 'lib', version: '2.0.0' }],
      ]),
    );
    const later = await locked(changed, { ...root('../lib'), directory: '/v/root' });
    expect((await compare(changed, old, later)).lines).toEqual(['lib 1.0.0 → 2.0.0']);
  });
});
