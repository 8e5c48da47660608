import { findConflicts } from './conflicts.ts';
import { findCycles } from './cycles.ts';
import type { Graph, GraphConflict, GraphEdge, GraphNode } from './model.ts';

/** How many cycles are listed; a graph can have exponentially many. */
const maxCycles = 100;

export interface Analysis {
  readonly cycles: Graph['cycles'];
  readonly conflicts: readonly GraphConflict[];
  /** There are more than those listed. */
  readonly moreCycles: boolean;
}

/** Finds cycles and conflicts in a whole graph. Takes time linear in the graph for each cycle that is found. */
export function analyse(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Analysis {
  const places = new Map(nodes.map(({ id }, i) => [id, i]));
  const next: Set<number>[] = nodes.map(() => new Set());
  for (const { from, to } of edges) {
    const [start, end] = [places.get(from), to === undefined ? undefined : places.get(to)];
    if (start !== undefined && end !== undefined) next[start]?.add(end);
  }
  const ascending = next.map((ends) => [...ends].sort((a, b) => a - b));
  const { cycles, more } = findCycles(ascending, maxCycles);
  return {
    cycles: cycles.map((cycle) => [...cycle, ...cycle.slice(0, 1)].map((place) => nodes[place]?.id ?? '')),
    conflicts: findConflicts(nodes, edges),
    moreCycles: more,
  };
}
