import { groupBy } from '../group-by.ts';
import { dependencyKey, type Lock, type LockEntry, placesOf, referenceKey } from './lock.ts';
import { placeReference } from './lock-place.ts';
import { contentOf, type LockedItem } from './lock-problem.ts';
import type { Graph, GraphEdge } from './model.ts';

/** What leads to what in a lock, by the lock alone. */
export interface LockIndex {
  readonly byName: ReadonlyMap<string, readonly LockEntry[]>;
  /** Adds everything that the items lead to. */
  reach(items: Set<LockedItem>): void;
}

/** Indexes a lock. */
export function lockIndex(lock: Lock): LockIndex {
  const byName = groupBy(lock.dependencies, ({ name }) => name);
  const byDeclarer = groupBy(lock.references, ({ from = '' }) => from);
  return {
    byName,
    reach(items) {
      // A set's own iteration visits what is added on the way.
      for (const item of items) {
        for (const name of item.dependsOn) {
          for (const next of named(byName, name)) items.add(next);
        }
        for (const next of byDeclarer.get(contentOf(item)) ?? []) items.add(next);
      }
    },
  };
}

/** The entries that an item of `dependsOn` may mean: `NAME`, or `NAME@VERSION`. */
function named(byName: LockIndex['byName'], text: string): readonly LockEntry[] {
  const at = text.lastIndexOf('@');
  const version = text.slice(at + 1);
  return byName.get(text) ?? (byName.get(text.slice(0, at)) ?? []).filter((entry) => entry.version === version);
}

/** What a lock has of the declarations of a graph that could not be resolved, by edge; nothing for those it has not. */
export function unresolvedEntries(lock: Lock, graph: Graph): ReadonlyMap<GraphEdge, readonly LockedItem[]> {
  const places = placesOf(graph);
  const dependencies = groupBy(lock.dependencies, dependencyKey);
  const references = groupBy(lock.references, referenceKey);
  const entries = new Map<GraphEdge, readonly LockedItem[]>();
  for (const edge of graph.edges) {
    const { from, to, kind, name, ref, constraint = '' } = edge;
    if (to !== undefined) continue;
    const placed = placeReference(ref, places.get(from))?.ref ?? ref;
    const found =
      kind === 'dependency'
        ? dependencies.get(dependencyKey({ name, ref: placed, constraint }))
        : references.get(referenceKey({ kind: kind === 'policy' ? 'policy' : 'config', name, ref: placed }));
    if (found !== undefined) entries.set(edge, found);
  }
  return entries;
}

/** The items of a lock of which a graph says nothing, because what leads to them could not be resolved. */
export function unresolvedItems(lock: Lock, graph: Graph): Set<LockedItem> {
  const items = new Set([...unresolvedEntries(lock, graph).values()].flat());
  lockIndex(lock).reach(items);
  return items;
}
