import { compareVersions, parseVersion } from '../contract/version.ts';
import { groupBy } from '../group-by.ts';
import type { Comparing, Declared, EdgeEnd, Met, SideName } from './compare-model.ts';

/** A bundle that one of the graphs has at a place, and the other has nothing there. */
export interface OneSided {
  readonly side: SideName;
  readonly edge: number;
  readonly met: Met;
}

const otherSide = { old: 'new', new: 'old' } as const;

/**
 * Follows what came or went, as far as the other side does not declare the same target, and finds the services that
 * did not come or go but moved: for those in other versions the new edge gets what the service was.
 */
export async function compareOneSided(comparing: Comparing, first: readonly OneSided[]): Promise<void> {
  const all = [...first];
  let level: readonly OneSided[] = first;
  for (let distance = 1; level.length > 0; distance++) {
    // Both sides say what they declare before anything counts as theirs alone.
    const declared = level.map((one) => ({ one, items: comparing.declared(one.side, one.met) }));
    const alone = declared.flatMap(({ one, items }) =>
      items.flatMap((item) => (comparing.targets[otherSide[one.side]].has(item.target.key) ? [] : [{ one, item }])),
    );
    if (alone.length > 0 && distance >= comparing.depth) {
      comparing.tooDeep();
      break;
    }
    const ends = await Promise.all(alone.map(({ one, item }) => follow(comparing, one, item)));
    const next: OneSided[] = [];
    for (const { one, end } of ends) {
      if (end === undefined) continue;
      const { side } = one;
      if (end.met !== undefined && isKnown(comparing, side, end.met)) continue;
      const edge = comparing.add(one.edge, { [side]: end });
      if (edge !== undefined && end.met !== undefined) next.push({ side, edge, met: end.met });
    }
    all.push(...next);
    level = next;
  }
  pairMoved(comparing, all);
}

/** Whether a bundle stands elsewhere already, or did not come or go at all. */
function isKnown({ bundles, placed }: Comparing, side: SideName, { identity }: Met): boolean {
  return bundles[otherSide[side]].has(identity) || placed[side].has(identity);
}

async function follow(
  comparing: Comparing,
  one: OneSided,
  item: Declared,
): Promise<{ readonly one: OneSided; readonly end: EdgeEnd | undefined }> {
  return { one, end: await comparing.follow(one.side, item, one.met) };
}

/** Of several versions of one service the highest of each side are compared, unless they are compared elsewhere. */
function pairMoved({ edges, bundles }: Comparing, all: readonly OneSided[]): void {
  const pairs = edges.filter(({ old, new: fresh }) => old?.met !== undefined && fresh?.met !== undefined);
  const paired = {
    old: new Set(pairs.map(({ old }) => old?.met?.identity)),
    new: new Set(pairs.map((pair) => pair.new?.met?.identity)),
  };
  const moving = all.filter(({ side, met: { identity } }) => {
    return !bundles[otherSide[side]].has(identity) && !paired[side].has(identity);
  });
  const gone = groupBy(
    moving.filter(({ side }) => side === 'old'),
    nameOf,
  );
  const come = groupBy(
    moving.filter(({ side }) => side === 'new'),
    nameOf,
  );
  for (const [name, news] of come) {
    const [old, fresh] = [highest(gone.get(name) ?? []), highest(news)];
    const edge = fresh === undefined ? undefined : edges[fresh.edge];
    if (old !== undefined && edge !== undefined) edge.moved = old.met;
  }
}

function nameOf({ met }: OneSided): string {
  return met.member.contract.service.name;
}

function highest(all: readonly OneSided[]): OneSided | undefined {
  let best: OneSided | undefined;
  for (const one of all) if (best === undefined || isHigher(one, best)) best = one;
  return best;
}

function isHigher(a: OneSided, b: OneSided): boolean {
  const [left, right] = [a, b].map(({ met }) => parseVersion(met.member.contract.service.version));
  if (left === undefined || right === undefined) return left !== undefined;
  return compareVersions(left, right) > 0;
}
