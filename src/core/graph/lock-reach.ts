import { groupBy } from '../group-by.ts';
import { dependencyKey, type Lock, type LockEntry, placesOf, referenceKey } from './lock.ts';
import { placeReference } from './lock-place.ts';
import { contentOf, type LockedItem } from './lock-problem.ts';
import type { Graph } from './model.ts';

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

/** The items of a lock of which a graph says nothing, because what leads to them could not be resolved. */
export function unresolvedItems(lock: Lock, graph: Graph): Set<LockedItem> {
  const items = new Set<LockedItem>();
  const places = placesOf(graph);
  const dependencies = new Map(lock.dependencies.map((entry) => [dependencyKey(entry), entry]));
  const references = groupBy(lock.references, referenceKey);
  for (const { from, to, kind, name, ref, constraint = '' } of graph.edges) {
    if (to !== undefined) continue;
    const placed = placeReference(ref, places.get(from))?.ref ?? ref;
    if (kind === 'dependency') {
      const entry = dependencies.get(dependencyKey({ name, ref: placed, constraint }));
      if (entry !== undefined) items.add(entry);
    } else {
      const key = referenceKey({ kind: kind === 'policy' ? 'policy' : 'config', name, ref: placed });
      for (const reference of references.get(key) ?? []) items.add(reference);
    }
  }
  lockIndex(lock).reach(items);
  return items;
}
