/**
 * Elementary cycles of a directed graph, after D. B. Johnson, "Finding all the elementary circuits of a directed graph"
 * (SIAM J. Comput. 4, 1975), without recursion: from one cycle to the next it takes time linear in the graph.
 */
import { type Adjacency, components } from './components.ts';

/** At most `limit` of the cycles, by their lowest node, with which each begins. `more` where there are others. */
export function findCycles(
  next: Adjacency,
  limit: number,
): { readonly cycles: readonly (readonly number[])[]; readonly more: boolean } {
  const cycles: (readonly number[])[] = [];
  for (let start = 0; ; ) {
    const component = components(next, start);
    const lowest = firstOnCycle(next, component, start);
    if (lowest === undefined) return { cycles, more: false };
    const inside = next.map((ends, node) =>
      component[node] === component[lowest] ? ends.filter((end) => component[end] === component[lowest]) : [],
    );
    for (const cycle of cyclesThrough(lowest, inside)) {
      if (cycles.length >= limit) return { cycles, more: true };
      cycles.push(cycle);
    }
    start = lowest + 1;
  }
}

/** The lowest node that an edge leaves for its own component: only such a node is on a cycle. */
function firstOnCycle(next: Adjacency, component: Int32Array, start: number): number | undefined {
  for (let node = start; node < next.length; node++) {
    if (next[node]?.some((end) => end >= start && component[end] === component[node])) return node;
  }
  return undefined;
}

/** All cycles through `start` in a strongly connected graph. */
function* cyclesThrough(start: number, next: Adjacency): Generator<readonly number[]> {
  const path = [start];
  /** How many edges of each node on the path have been followed. */
  const followed = [0];
  const blocked = new Set([start]);
  /** Nodes that lead to the start by a way that is free again. */
  const closing = new Set<number>();
  /** By node, those that become free together with it. */
  const waiting = new Map<number, Set<number>>();

  const free = (first: number): void => {
    const freed = [first];
    for (let node = freed.pop(); node !== undefined; node = freed.pop()) {
      if (!blocked.delete(node)) continue;
      freed.push(...(waiting.get(node) ?? []));
      waiting.delete(node);
    }
  };

  for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
    const ends = next[node] ?? [];
    const place = path.length - 1;
    const step = followed[place] ?? 0;
    const end = ends[step];
    if (end !== undefined) {
      followed[place] = step + 1;
      if (end === start) {
        yield [...path];
        for (const passed of path) closing.add(passed);
      } else if (!blocked.has(end)) {
        path.push(end);
        followed.push(0);
        closing.delete(end);
        blocked.add(end);
      }
      continue;
    }
    if (closing.has(node)) {
      free(node);
    } else {
      for (const other of ends) {
        const group = waiting.get(other) ?? new Set();
        waiting.set(other, group.add(node));
      }
    }
    path.pop();
    followed.pop();
  }
}
