import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PactoError } from '../../../src/core/error.ts';
import { findCycles } from '../../../src/core/graph/cycles.ts';
import type { Graph } from '../../../src/core/graph/model.ts';
import { resolveGraph } from '../../../src/core/graph/resolve.ts';
import { allCycles, expectedGraph } from './oracle.ts';
import { type Answer, local, member, type Service, world } from './world.ts';

/** References that there may be: several lead to one artifact, some nowhere, some are paths. */
const references = [
  ...['a', 'b', 'c', 'd'].flatMap((name) => [`oci://r.io/${name}:1.0.0`, `oci://r.io/${name}:2.0.0`]),
  'oci://r.io/a:stable',
  'oci://r.io/b',
  'oci://r.io/missing:1.0.0',
  '../root',
  '../x',
  '../x/y',
  './y',
];
const constraint = fc.constantFrom('*', '^1.0.0', '^2.0.0', '<2', '=1.0.0', '^nonsense');
const ref = fc.constantFrom(...references);

const service = fc.record({
  version: fc.constantFrom('1.0.0', '2.0.0', 'v2', '2.0.0-rc.1', 'not-a-version'),
  dependencies: fc.array(fc.record({ ref, constraint }), { maxLength: 3 }),
  configurations: fc.array(ref, { maxLength: 1 }).map((refs) => refs.map((ref, i) => ({ name: `c${i}`, ref }))),
});

/** Names are few, so that services of one name come from several places. */
const answers = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), service, fc.nat(9)), {
      minLength: references.length,
      maxLength: references.length,
    }),
    service,
  )
  .map(([services, root]) => {
    const all = new Map<string, Answer>();
    for (const [i, [name, service, fate]] of services.entries()) {
      const ref = references[i] ?? '';
      const key = ref.startsWith('.') ? new URL(ref, 'file:///w/root/').pathname : ref;
      if (fate === 0) all.set(key, new PactoError('REGISTRY_UNREACHABLE', `${key} is not to be had`));
      else if (fate === 1) all.set(key, { name, text: 'pactoVersion: "1.0"\n' });
      else all.set(key, { name, ...service });
    }
    all.delete('oci://r.io/missing:1.0.0');
    all.delete('/w/root');
    // Two tags of one artifact.
    const stable = all.get('oci://r.io/a:1.0.0');
    if (stable !== undefined && !(stable instanceof Error)) {
      const tagged = { ...stable, digest: `sha256:${'5'.repeat(64)}` };
      all.set('oci://r.io/a:1.0.0', tagged);
      all.set('oci://r.io/a:stable', tagged);
    }
    const self: Service = { name: 'root', ...root };
    all.set('/w/root', self);
    return { root: self, all };
  });

const latencies = fc.array(fc.nat(6), { minLength: 1, maxLength: 30 });

async function resolve(
  root: Service,
  all: ReadonlyMap<string, Answer>,
  turns: readonly number[],
  options: Parameters<typeof resolveGraph>[2] = {},
): Promise<Graph> {
  let call = 0;
  const outside = world(all, async () => {
    for (let left = turns[call++ % turns.length] ?? 0; left > 0; left--) await turn();
  });
  const { graph } = await resolveGraph(await member(local('/w/root', root)), outside.open, {
    references: 'with',
    ...options,
  });
  return graph;
}

describe('any graph', () => {
  it('is what a naive walk makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        answers,
        latencies,
        fc.option(fc.nat(3), { nil: undefined }),
        async ({ root, all }, turns, depth) => {
          const expected = await expectedGraph(await member(local('/w/root', root)), world(all).open, depth);
          const graph = await resolve(root, all, turns, depth === undefined ? {} : { depth });
          expect(graph.nodes.map(({ id }) => id)).toEqual(expected.nodes);
          expect(
            graph.edges.map(({ from, kind, name, to, error }) => ({
              from,
              kind,
              name,
              ...(to === undefined ? {} : { to }),
              ...(error === undefined ? {} : { error: error.code }),
            })),
          ).toEqual(expected.edges);
          expect(graph.cycles).toEqual(expected.cycles.slice(0, 100));
          expect(graph.truncated?.limits.includes('cycles') ?? false).toBe(expected.cycles.length > 100);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has the conflicts that a naive look finds', async () => {
    const readable = answers.filter(({ root, all }) =>
      [root, ...all.values()].every((answer) => answer instanceof Error || answer.version !== 'not-a-version'),
    );
    await fc.assert(
      fc.asyncProperty(readable, latencies, async ({ root, all }, turns) => {
        const expected = await expectedGraph(await member(local('/w/root', root)), world(all).open);
        const { conflicts } = await resolve(root, all, turns);
        expect(
          conflicts.map(({ name, versions, requirers }) => ({
            name,
            versions: versions.length,
            unsatisfied: requirers.filter(({ satisfied }) => !satisfied).length,
          })),
        ).toEqual(expected.conflicts);
      }),
      { numRuns: 100 },
    );
  });

  it('does not depend on timing or on how many are opened at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        answers,
        latencies,
        latencies,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 12 }),
        async ({ root, all }, some, other, concurrency, maxNodes) => {
          const one = await resolve(root, all, some, { maxNodes });
          expect(await resolve(root, all, other, { concurrency, maxNodes })).toEqual(one);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('depends on the order of declaration in nothing but its own order', async () => {
    await fc.assert(
      fc.asyncProperty(answers, latencies, async ({ root, all }, turns) => {
        const turned = new Map(
          [...all].map(([key, answer]) => [key, answer instanceof Error ? answer : reversed(answer)]),
        );
        const one = asSets(await resolve(root, all, turns));
        const other = asSets(await resolve(reversed(root), turned, turns));
        expect(other).toEqual(one);
      }),
      { numRuns: 100 },
    );
  });
});

function reversed(service: Service): Service {
  const named = service.dependencies?.map((dependency, i) => ({ name: `d${i}`, ...dependency }));
  return { ...service, ...(named === undefined ? {} : { dependencies: named.toReversed() }) };
}

function asSets({ nodes, edges, cycles, conflicts, truncated }: Graph) {
  const key = (value: unknown) => JSON.stringify(value);
  return {
    // The first way to a node gives it its tag.
    nodes: new Set(nodes.map(({ tag: _, ...node }) => key(node))),
    edges: new Set(edges.map(key)),
    cycles: truncated === undefined ? new Set(cycles.map((cycle) => key(rotated(cycle)))) : 'some',
    conflicts: new Set(
      conflicts.map(({ name, versions, requirers }) => key([name, versions.length, requirers.map(key).sort()])),
    ),
  };
}

/** The cycle from its smallest id on. */
function rotated(cycle: readonly string[]): readonly string[] {
  const open = cycle.slice(1);
  const first = open.indexOf([...open].sort()[0] ?? '');
  return [...open.slice(first), ...open.slice(0, first)];
}

describe('cycles', () => {
  const adjacency = fc
    .integer({ min: 1, max: 6 })
    .chain((size) =>
      fc
        .array(fc.uniqueArray(fc.nat(size - 1)), { minLength: size, maxLength: size })
        .map((next) => next.map((ends) => ends.sort((a, b) => a - b))),
    );

  it('are all found, each once, in a fixed order, up to the limit', () => {
    fc.assert(
      fc.property(adjacency, fc.nat(30), (next, limit) => {
        const nodes = next.map((_, i) => String(i));
        const edges = next.flatMap((ends, i) => ends.map((end) => ({ from: String(i), to: String(end) })));
        const all = allCycles(nodes, edges).map((cycle) => cycle.slice(0, -1).map(Number));
        expect(findCycles(next, 10_000)).toEqual({ cycles: all, more: false });
        expect(findCycles(next, limit)).toEqual({ cycles: all.slice(0, limit), more: all.length > limit });
      }),
      { numRuns: 300 },
    );
  });

  it('are cut off soon where there are too many to list', () => {
    // The complete graph of 300 has some 300! cycles.
    const next = Array.from({ length: 300 }, (_, i) => Array.from({ length: 300 }, (_, j) => j).filter((j) => j !== i));
    const { cycles, more } = findCycles(next, 100);
    expect(cycles).toHaveLength(100);
    expect(more).toBe(true);
  });

  it('are found in a ring of rings without recursion', () => {
    const size = 50_000;
    const next = Array.from({ length: size }, (_, i) => (i + 1 < size ? [i + 1] : [0]));
    expect(findCycles(next, 100).cycles[0]).toHaveLength(size);
  });
});
