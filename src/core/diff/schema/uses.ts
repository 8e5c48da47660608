/** The ways that lead to a schema: what is defined once is used wherever one of them ends. */

import type { Knot } from './pairs.ts';

export interface Uses {
  /** Paths below the root, in the order of the document; the first of them where there are very many. */
  readonly paths: readonly string[];
  readonly count: number;
}

/** As many as anybody lists. */
const maxPaths = 100;

/**
 * The ways from a root to everything that differs below it, without going in circles: a schema that contains itself is
 * used where it is entered.
 */
export function usesBelow(root: Knot): ReadonlyMap<Knot, Uses> {
  const { order, circular } = arranged(root);
  const found = new Map<Knot, { paths: string[]; count: number }>([[root, { paths: [''], count: 1 }]]);
  for (const knot of order) {
    const uses = found.get(knot);
    if (!uses) continue;
    for (const [at, next] of reachable(knot)) {
      if (circular.get(knot)?.has(at)) continue;
      const others = found.get(next) ?? { paths: [], count: 0 };
      found.set(next, others);
      others.count += uses.count;
      const below = knot.edges[at]?.below ?? '';
      for (const path of uses.paths.slice(0, maxPaths - others.paths.length)) others.paths.push(path + below);
    }
  }
  return found;
}

/** The uses of both, each once. */
export function eitherUse(a: Uses | undefined, b: Uses | undefined): Uses | undefined {
  if (!a || !b) return a ?? b;
  const paths = [...new Set([...a.paths, ...b.paths])];
  const twice = a.paths.length + b.paths.length - paths.length;
  return { paths: paths.slice(0, maxPaths), count: a.count + b.count - twice };
}

/** Edges on which something differs, by their places in the list of all. */
function reachable(knot: Knot): [at: number, next: Knot][] {
  return knot.below.flatMap((next, at): [number, Knot][] =>
    next.dirty && !knot.edges[at]?.closed ? [[at, next]] : [],
  );
}

/** Every schema before those that it leads to, edges that lead back aside. */
function arranged(root: Knot): { order: readonly Knot[]; circular: ReadonlyMap<Knot, ReadonlySet<number>> } {
  const done: Knot[] = [];
  const circular = new Map<Knot, Set<number>>();
  const isOpen = new Map<Knot, boolean>([[root, true]]);
  const path = [{ knot: root, next: reachable(root), at: 0 }];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const [at, next] = top.next[top.at] ?? [];
    top.at += 1;
    if (at === undefined || !next) {
      isOpen.set(top.knot, false);
      done.push(top.knot);
      path.pop();
    } else if (!isOpen.has(next)) {
      isOpen.set(next, true);
      path.push({ knot: next, next: reachable(next), at: 0 });
    } else if (isOpen.get(next)) {
      const back = circular.get(top.knot) ?? new Set<number>();
      circular.set(top.knot, back.add(at));
    }
  }
  return { order: done.reverse(), circular };
}
