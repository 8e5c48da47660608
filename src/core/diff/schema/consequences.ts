/** What differs only because something differs that it refers to. */

import { compareClassifications } from '../change.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { Difference } from './difference.ts';
import type { Verdict } from './judge.ts';
import type { Knot } from './pairs.ts';

interface Judged {
  readonly difference: Difference;
  readonly knot: Knot;
  readonly verdict: Verdict;
}

/** Leaves out what follows from others that are told by themselves, unless it is worse than they are. */
export function withoutConsequences<Told extends Judged>(all: readonly Told[]): readonly Told[] {
  const targets = new Map(all.map((it) => [it, it.difference.follows?.() ?? []]));
  const causes = all.filter((it) => targets.get(it)?.length === 0);
  if (causes.length === all.length) return all;
  const byPlace = new Map<string, Told[]>();
  for (const cause of causes) {
    for (const { node } of cause.knot.pair.fresh.conjuncts) {
      const told = byPlace.get(placeOf(node)) ?? [];
      told.push(cause);
      byPlace.set(placeOf(node), told);
    }
  }
  const isToldBy = ([old, fresh]: readonly [SchemaNode, SchemaNode], it: Told) =>
    byPlace
      .get(placeOf(fresh))
      ?.some(
        ({ knot, verdict }) =>
          knot.pair.old.conjuncts.some(({ node }) => placeOf(node) === placeOf(old)) && covers(verdict, it.verdict),
      ) === true;
  return all.filter((it) => {
    const own = targets.get(it) ?? [];
    return own.length === 0 || !own.every((pair) => isToldBy(pair, it));
  });
}

/** As bad, or a loss that counts for less by a convention: what follows from it counts for no more. */
function covers(cause: Verdict, consequence: Verdict): boolean {
  const isSoftened = cause.explains && cause.convention !== undefined;
  return isSoftened || compareClassifications(cause.classification, consequence.classification) >= 0;
}

function placeOf({ file, pointer }: SchemaNode): string {
  return `${file}#${pointer}`;
}
