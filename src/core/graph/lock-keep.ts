import { dependencyKey, type Lock, referenceKey, sorted } from './lock.ts';
import { unresolvedItems } from './lock-reach.ts';
import type { Graph } from './model.ts';

/**
 * The lock of a graph with what was locked before of declarations that could not be resolved, and of all that they lead
 * to: a registry that does not answer says nothing about what is locked.
 *
 * @param next the lock of what was resolved
 * @param previous the lock that there was
 */
export function withUnresolved(next: Lock, previous: Lock, graph: Graph): Lock {
  const unknown = unresolvedItems(previous, graph);
  if (unknown.size === 0) return next;
  const dependencies = new Set(next.dependencies.map(dependencyKey));
  const references = new Set(next.references.map(referenceKey));
  return sorted({
    ...next,
    dependencies: [
      ...next.dependencies,
      ...previous.dependencies.filter((entry) => unknown.has(entry) && !dependencies.has(dependencyKey(entry))),
    ],
    references: [
      ...next.references,
      ...previous.references.filter((entry) => unknown.has(entry) && !references.has(referenceKey(entry))),
    ],
  });
}
