import type { Declaration } from './declarations.ts';
import type { Fit } from './impact-fit.ts';
import type { MatchBasis } from './impact-match.ts';

/** Somebody who declares a contract. */
export interface Consumer {
  /** Its place in the set. */
  readonly index: number;
  readonly declaration: Declaration;
  readonly basis: MatchBasis;
  readonly fit: Fit;
}

/** How a contract is reached from the target. */
export interface Way<Rank extends number> {
  readonly index: number;
  readonly distance: number;
  /** What decides between ways: the highest rank, then the shortest. */
  readonly rank: Rank;
  /** Whether every dependency on the way is required. */
  readonly required: boolean;
  readonly parent?: Way<Rank>;
  /** The first and the last step. */
  readonly first: Consumer;
  readonly last: Consumer;
  /** The contracts at the beginning of the way, so that a very long one need not be walked back. */
  readonly head: readonly number[];
}

/** Names at each end of a path that is too long to be told whole: the paths of a chain would take quadratic space. */
const pathEnds = 50;

interface Step<Rank extends number> {
  readonly consumer: Consumer;
  readonly parent?: Way<Rank>;
  readonly required: boolean;
}

/**
 * The best way to each contract that can be reached: of the highest rank, among those one that is required all along, of
 * these a shortest. Each step is looked at once (a bucket queue, as in Dial's variant of Dijkstra's algorithm).
 *
 * @param of who declares a contract, or the target
 * @param rank of a consumer behind its provider, or behind the target. It never exceeds the provider's own
 */
export function bestWays<Rank extends number>(
  of: (provider: number | 'target') => readonly Consumer[],
  rank: (consumer: Consumer, provider: Way<Rank> | undefined) => Rank,
): Map<number, Way<Rank>> {
  const reached = new Map<number, Way<Rank>>();
  /** By rank and whether all is required, by distance. */
  const queues: Step<Rank>[][][] = [];

  function offer(consumer: Consumer, parent: Way<Rank> | undefined): void {
    if (reached.has(consumer.index)) return;
    const required = consumer.declaration.required && parent?.required !== false;
    const queue = keyed(queues, rank(consumer, parent) * 2 + Number(required));
    const step = { consumer, required, ...(parent === undefined ? {} : { parent }) };
    keyed(queue, (parent?.distance ?? 0) + 1).push(step);
  }

  for (const consumer of of('target')) offer(consumer, undefined);
  for (let key = queues.length - 1; key >= 0; key--) {
    // What is reached lengthens this queue, and those of lower ranks.
    const queue = queues[key] ?? [];
    for (let distance = 1; distance < queue.length; distance++) {
      const steps = queue[distance] ?? [];
      steps.sort((a, b) => (a.parent?.index ?? 0) - (b.parent?.index ?? 0));
      for (const { consumer, parent, required } of steps) {
        const { index } = consumer;
        if (reached.has(index)) continue;
        const before = parent?.head ?? [];
        const way: Way<Rank> = {
          index,
          distance,
          rank: rank(consumer, parent),
          required,
          ...(parent === undefined ? {} : { parent }),
          first: parent?.first ?? consumer,
          last: consumer,
          head: before.length < pathEnds ? [...before, index] : before,
        };
        reached.set(index, way);
        for (const next of of(index)) offer(next, way);
      }
    }
  }
  return reached;
}

function keyed<Item>(lists: Item[][], key: number): Item[] {
  for (let i = lists.length; i <= key; i++) lists.push([]);
  return lists[key] ?? [];
}

/** The contracts along a way, without the target; undefined in the middle of one that is too long to be told whole. */
export function stepsOf<Rank extends number>(way: Way<Rank>): (number | undefined)[] {
  const isWhole = way.distance < pathEnds * 2;
  const tail: number[] = [];
  let step: Way<Rank> | undefined = way;
  for (; step !== undefined && (isWhole || tail.length < pathEnds); step = step.parent) tail.push(step.index);
  tail.reverse();
  return isWhole ? tail : [...way.head.slice(0, pathEnds - 1), undefined, ...tail];
}
