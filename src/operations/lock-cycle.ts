import { PactoError } from '../core/error.ts';
import type { Graph } from '../core/graph/model.ts';
import { groupBy } from '../core/group-by.ts';
import { stronglyConnected } from '../core/strongly-connected.ts';

/** That contracts refer to each other by path, whose locks would have to hold each other. `all` is how they are called. */
export function lockCycle(all: readonly string[]): PactoError {
  const names = all.toSorted();
  const shown = names.length > 10 ? [...names.slice(0, 10), '…'] : names;
  return new PactoError(
    'LOCK_CYCLE',
    `${shown.join(', ')} refer to each other by path, and no lock can hold the content of what holds its own`,
  );
}

/** Throws LOCK_CYCLE where the root of a graph refers by path to what refers by path to it. */
export function refuseCircle(graph: Graph): void {
  const circle = circleOf(graph);
  if (circle.length > 0) throw lockCycle(circle);
}

/**
 * The nodes that lead to the root and to which it leads: all of them lie in the file system, since nothing leads out of
 * a registry. None where only the root leads to itself, which is no part of its lock.
 */
function circleOf({ root, edges }: Graph): readonly string[] {
  const outgoing = groupBy(edges, ({ from }) => from);
  let circle: readonly string[] = [];
  stronglyConnected(
    root,
    (id) => (outgoing.get(id) ?? []).flatMap(({ to }) => to ?? []),
    () => false,
    (members) => {
      if (members.length > 1 && members.includes(root)) circle = members;
    },
  );
  return circle;
}
