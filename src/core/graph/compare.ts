import { matchLists } from '../diff/contract/match.ts';
import { sameBelow } from './compare-locks.ts';
import type {
  CompareLimits,
  Comparing,
  Declared,
  EdgeEnd,
  GraphComparison,
  GraphSide,
  Met,
  OpenEdge,
  SideName,
} from './compare-model.ts';
import { compareOneSided } from './compare-moved.ts';
import { lockedKeys, repositoryKey, type Target, targetsBy } from './compare-targets.ts';
import { declarations } from './declarations.ts';
import { bundleIdentity } from './identity.ts';
import { placeReference } from './lock-place.ts';

/** A bundle of the old graph and what stands in its place in the new one. */
interface Pair {
  readonly edge?: number;
  readonly old: Met;
  readonly new: Met;
}

/** Declarations that are each other's counterpart, or one that has none, of two bundles that are. */
interface Difference {
  readonly of: Pair;
  readonly old?: Declared;
  readonly new?: Declared;
}

/**
 * Compares what two contracts depend on, directly and through others, level by level. Where both sides declare the same
 * target, nothing is opened, unless their locks pin something below it differently. What only one side has is followed
 * too: a service may have moved to another place. The answer does not depend on the order in which bundles arrive.
 */
export async function compareGraphs(
  old: GraphSide,
  fresh: GraphSide,
  limits: CompareLimits = {},
): Promise<GraphComparison> {
  const { comparing, truncated } = begin({ old, new: fresh }, limits);
  const isSettled = settling(old, fresh);
  const oneSided: { side: SideName; edge: number; met: Met }[] = [];
  let level: Pair[] = [{ old: rootOf(old), new: rootOf(fresh) }];
  for (let distance = 0; level.length > 0; distance++) {
    const differences = level.flatMap((pair) => differencesOf(pair, comparing, isSettled));
    if (distance >= comparing.depth && differences.length > 0) {
      comparing.tooDeep();
      break;
    }
    const followed = await Promise.all(differences.map((difference) => follow(difference, comparing)));
    const next: Pair[] = [];
    for (const { of, old: before, new: after } of paired(followed)) {
      const edge = comparing.add(of.edge, { ...(before && { old: before }), ...(after && { new: after }) });
      if (edge === undefined) continue;
      if (before?.met !== undefined && after?.met !== undefined) {
        next.push({ edge, old: before.met, new: after.met });
      } else if (before?.met !== undefined && after === undefined) {
        oneSided.push({ side: 'old', edge, met: before.met });
      } else if (after?.met !== undefined && before === undefined) {
        oneSided.push({ side: 'new', edge, met: after.met });
      }
    }
    level = next;
  }
  await compareOneSided(comparing, oneSided);
  const reason = truncated();
  return { edges: comparing.edges, ...(reason === undefined ? {} : { truncated: reason }) };
}

function rootOf({ root }: GraphSide): Met {
  return { identity: bundleIdentity(root.bundle), member: root, place: '' };
}

function begin(sides: Readonly<Record<SideName, GraphSide>>, { depth = 100, maxLoads = 10_000 }: CompareLimits) {
  const targetOf = { old: targetsBy(sides.old.lock), new: targetsBy(sides.new.lock) };
  const roots = { old: rootOf(sides.old).identity, new: rootOf(sides.new).identity };
  const bundles = { old: new Set([roots.old]), new: new Set([roots.new]) };
  const placed = { old: new Set([roots.old]), new: new Set([roots.new]) };
  const edges: OpenEdge[] = [];
  const places = new Map<string, OpenEdge>();
  const followed = { old: new Set<string>(), new: new Set<string>() };
  let [tooMany, tooDeep] = [false, false];

  const comparing: Comparing = {
    edges,
    depth,
    bundles,
    placed,
    targets: { old: lockedKeys(sides.old), new: lockedKeys(sides.new) },
    declared(side, met) {
      const { bundle, contract } = met.member;
      const found = declarations(contract, 'none').map((declaration, index) => {
        return { declaration, index, target: targetOf[side](declaration, { bundle, place: met.place }) };
      });
      for (const { target } of found) comparing.targets[side].add(target.key);
      return found;
    },
    async follow(side, { declaration, index, target }, from) {
      const isNew = !followed[side].has(target.key);
      if (isNew && followed.old.size + followed.new.size >= maxLoads) {
        tooMany = true;
        return undefined;
      }
      followed[side].add(target.key);
      const loaded = await sides[side].load(declaration, from.member.bundle);
      if (loaded.kind === 'bug') throw loaded.cause;
      if (loaded.kind === 'unresolved') return { declaration, index, error: loaded.error };
      const { identity, member } = loaded;
      bundles[side].add(identity);
      const place = placeReference(declaration.ref, from.place)?.place;
      return { declaration, index, met: { identity, member, place } };
    },
    add(parent, ends) {
      const key = JSON.stringify([placeKey(ends.old), placeKey(ends.new)]);
      const known = places.get(key);
      if (known !== undefined) {
        known.others += 1;
        return undefined;
      }
      const edge = { ...(parent === undefined ? {} : { parent }), ...ends, others: 0 };
      places.set(key, edge);
      for (const side of ['old', 'new'] as const) {
        const identity = ends[side]?.met?.identity;
        if (identity !== undefined) placed[side].add(identity);
      }
      return edges.push(edge) - 1;
    },
    tooDeep() {
      tooDeep = true;
    },
  };
  // Both roots are compared by themselves, and nothing that leads back to them is a place.
  places.set(JSON.stringify([roots.old, roots.new]), { others: 0 });
  const truncated = () => {
    const reasons = [
      ...(tooDeep ? [`what is further than ${depth} steps away is not compared`] : []),
      ...(tooMany ? [`only ${maxLoads} references were followed`] : []),
    ];
    return reasons.length === 0 ? undefined : reasons.join('; ');
  };
  return { comparing, truncated };
}

function placeKey(end: EdgeEnd | undefined): string | null {
  if (end === undefined) return null;
  return end.met?.identity ?? JSON.stringify([end.declaration.ref, end.declaration.constraint, end.error?.message]);
}

/** Whether two targets, one of each side, are one, and everything below is the same. */
function settling(old: GraphSide, fresh: GraphSide): (before: Target, after: Target) => boolean {
  const below = sameBelow(old.lock, fresh.lock);
  return (before, after) => before.key === after.key && below(before.content);
}

/** What two bundles declare differently: pairs by name, else by repository, and what has no counterpart. */
function differencesOf(
  pair: Pair,
  comparing: Comparing,
  isSettled: (before: Target, after: Target) => boolean,
): Difference[] {
  const { pairs, added, removed } = matchLists(
    comparing.declared('old', pair.old),
    comparing.declared('new', pair.new),
    [({ declaration }) => declaration.name, ({ declaration }) => repositoryKey(declaration.ref)],
  );
  const both = pairs.flatMap(({ old, new: fresh }) =>
    isSettled(old.target, fresh.target) ? [] : [{ of: pair, old, new: fresh }],
  );
  const come = added.map(({ item }) => ({ of: pair, new: item }));
  const all = [...both, ...come].sort((a, b) => a.new.index - b.new.index);
  return [...all, ...removed.map(({ item }) => ({ of: pair, old: item }))];
}

/** A difference with what both sides lead to. */
interface Followed {
  readonly of: Pair;
  readonly old?: EdgeEnd;
  readonly new?: EdgeEnd;
}

async function follow({ of, old, new: fresh }: Difference, comparing: Comparing): Promise<Followed> {
  const [before, after] = await Promise.all([
    old === undefined ? undefined : comparing.follow('old', old, of.old),
    fresh === undefined ? undefined : comparing.follow('new', fresh, of.new),
  ]);
  // Beyond the limit nothing is known of either side.
  if ((old !== undefined && before === undefined) || (fresh !== undefined && after === undefined)) return { of };
  if (before?.error !== undefined && after?.error !== undefined && isSameText(old, fresh)) return { of };
  return { of, ...(before && { old: before }), ...(after && { new: after }) };
}

/**
 * Whether one reference is declared that no lock pins. It was followed because a path leads elsewhere from elsewhere,
 * and where it leads nowhere on both sides, nothing differs.
 */
function isSameText(old: Declared | undefined, fresh: Declared | undefined): boolean {
  if (old?.target.content !== undefined || fresh?.target.content !== undefined) return false;
  const [before, after] = [old?.declaration, fresh?.declaration];
  return before?.ref === after?.ref && before?.constraint === after?.constraint;
}

/**
 * The differences with services paired: declarations of one name may lead to different services, which then are no
 * pair, and one service may be declared under another name.
 */
function paired(followed: readonly Followed[]): Followed[] {
  const result: Followed[] = [];
  const loose = new Map<Pair, { old: EdgeEnd[]; new: EdgeEnd[] }>();
  for (const one of followed) {
    const { of, old, new: fresh } = one;
    if (old === undefined && fresh === undefined) continue;
    const isKnown = (old === undefined || old.met !== undefined) && (fresh === undefined || fresh.met !== undefined);
    if (!isKnown || (old !== undefined && fresh !== undefined && isOneService(old, fresh))) {
      result.push(one);
      continue;
    }
    const ends = loose.get(of) ?? { old: [], new: [] };
    loose.set(of, ends);
    if (old !== undefined) ends.old.push(old);
    if (fresh !== undefined) ends.new.push(fresh);
  }
  for (const [of, ends] of loose) {
    const { pairs, added, removed } = matchLists(ends.old, ends.new, [({ met }) => met?.member.contract.service.name]);
    result.push(...pairs.map(({ old, new: fresh }) => ({ of, old, new: fresh })));
    result.push(...added.map(({ item }) => ({ of, new: item })));
    result.push(...removed.map(({ item }) => ({ of, old: item })));
  }
  return result;
}

/** A service keeps its name, or the place from which it comes. */
function isOneService(old: EdgeEnd, fresh: EdgeEnd): boolean {
  const [before, after] = [old.met?.member, fresh.met?.member];
  if (before === undefined || after === undefined) return false;
  if (before.contract.service.name === after.contract.service.name) return true;
  return repositoryKey(old.declaration.ref) === repositoryKey(fresh.declaration.ref);
}
