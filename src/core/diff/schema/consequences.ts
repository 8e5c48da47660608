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

type Targets = ReturnType<NonNullable<Difference['follows']>>;

/** Leaves out what follows from others that are told by themselves, unless it is worse than they are. */
export function withoutConsequences<Told extends Judged>(all: readonly Told[]): readonly Told[] {
  const targets = new Map<Told, Targets>();
  for (const it of all) {
    const own = it.difference.follows?.();
    if (own !== undefined && own.length > 0) targets.set(it, own);
  }
  if (targets.size === 0) return all;
  const wanted = new Set([...targets.values()].flatMap((own) => own.map(([, fresh]) => fresh)).map(placeOf));
  const byPlace = new Map<string, Told[]>();
  for (const cause of all) {
    if (targets.has(cause)) continue;
    for (const { node } of cause.knot.pair.fresh.conjuncts) {
      const place = placeOf(node);
      if (!wanted.has(place)) continue;
      const told = byPlace.get(place);
      if (told) told.push(cause);
      else byPlace.set(place, [cause]);
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
    const own = targets.get(it);
    return own === undefined || !own.every((pair) => isToldBy(pair, it));
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
