/** The graph of pairs of schemas that stand in the same place on both sides. */

import { lookAtAnnotations } from './annotations.ts';
import { lookAtBranches } from './branches.ts';
import { lookAtChoice } from './choice.ts';
import { type Difference, type Differences, type Edge, type Pair, targetOf } from './difference.ts';
import { lookAtDiscriminator, lookAtHeirs } from './discriminator.ts';
import { lookAtItems } from './items.ts';
import { lookAtDependents, lookAtKeywords, lookAtReferences, lookAtUnevaluated } from './keywords.ts';
import { lookAtMalformed } from './malformed.ts';
import { lookAtMembers } from './members.ts';
import { ask, type Tools } from './tools.ts';
import { coveredByOthers } from './undescribed.ts';
import { haveNothingInCommon, lookAtFormats, lookAtLists, lookAtTypes } from './values.ts';

export interface Knot {
  readonly pair: Pair;
  readonly own: readonly Difference[];
  readonly edges: readonly Edge[];
  /** Something differs here or further down. */
  dirty: boolean;
  /** Here and further down, keywords say what they say by themselves. */
  simple: boolean;
  /** Values are lost here or further down, or may be. */
  lossy: boolean;
  /** Where the edges lead, in their order. */
  readonly below: Knot[];
}

export interface Pairs {
  /** The pair and everything below it. */
  open(pair: Pair): Knot;
}

/** More pairs than the largest documents have; what is beyond is not looked at, and the whole is decided instead. */
const maxPairs = 400_000;

/** Pairs are looked at once, and those below which nothing differs are left alone from then on. */
export function createPairs(tools: Tools, loses: (difference: Difference, pair: Pair) => boolean): Pairs {
  const known = new Map<string, Knot>();

  function lookAt(pair: Pair): Knot {
    const { own, edges } = differences(pair, tools);
    const lossy = own.some((difference) => loses(difference, pair));
    return { pair, own, edges, dirty: own.length > 0, simple: isSimple(pair, tools), lossy, below: [] };
  }

  return {
    open(pair) {
      const first = known.get(keyOf(pair));
      if (first) return first;
      const fresh: Knot[] = [];
      const above = new Map<Knot, Above[]>();
      const get = (it: Pair): Knot => {
        const key = keyOf(it);
        let knot = known.get(key);
        if (!knot) {
          knot = lookAt(it);
          known.set(key, knot);
          fresh.push(knot);
        }
        return knot;
      };
      const root = get(pair);
      for (let at = 0; at < fresh.length; at++) {
        const knot = fresh[at];
        if (!knot) break;
        if (known.size > maxPairs) {
          knot.dirty = true;
          knot.simple = false;
          continue;
        }
        for (const edge of knot.edges) {
          const other = get(edge.pair);
          knot.below.push(other);
          const parents = above.get(other) ?? [];
          parents.push({ knot, beside: edge.beside === true });
          above.set(other, parents);
        }
      }
      spread(fresh, above);
      return root;
    },
  };
}

function keyOf({ old, fresh, setting: { role, use, xml } }: Pair): string {
  return `${old.key} ${fresh.key} ${role} ${use} ${xml}`;
}

interface Above {
  readonly knot: Knot;
  readonly beside: boolean;
}

/** What is so of anything that a pair leads to is so of the pair; of what stands beside it, only whether it differs. */
function spread(fresh: readonly Knot[], above: ReadonlyMap<Knot, readonly Above[]>): void {
  const open = [...new Set([...fresh, ...above.keys()])].filter(
    ({ dirty, simple, lossy }) => dirty || !simple || lossy,
  );
  for (let knot = open.pop(); knot; knot = open.pop()) {
    for (const { knot: parent, beside } of above.get(knot) ?? []) {
      const before = [parent.dirty, parent.simple, parent.lossy].join();
      parent.dirty ||= knot.dirty;
      parent.simple &&= beside || knot.simple;
      parent.lossy ||= !beside && knot.lossy;
      if (before !== [parent.dirty, parent.simple, parent.lossy].join()) open.push(parent);
    }
  }
}

/** Whether each keyword is about values, members or items of its own, so that nothing is lost but by one of them. */
function isSimple({ old, fresh }: Pair, tools: Tools): boolean {
  return [old, fresh].every(
    (position) =>
      coveredByOthers(position, tools).size === 0 &&
      position.conjuncts.every(
        ({ shape }) => shape.always !== false && entangling.every((name) => shape[name] === undefined),
      ) &&
      position.conjuncts.filter(({ shape }) => shape.additionalProperties !== undefined).length <= 1,
  );
}

const entangling = ['oneOf', 'not', 'if', 'unevaluatedItems', 'unevaluatedProperties', 'dependentSchemas'] as const;

/** More schemas say something about one value than are looked at one by one. */
function unopened(pair: Pair, tools: Tools): Difference {
  return { below: '', rule: 'values-changed', type: 'modified', decide: ask(tools, pair, targetOf(pair).whole) };
}

function differences(pair: Pair, tools: Tools): Differences {
  const found: Differences = { own: [], edges: [] };
  if (pair.old === pair.fresh) return found;
  if (pair.old.unopened || pair.fresh.unopened) found.own.push(unopened(pair, tools));
  const malformed = lookAtMalformed(pair);
  const unread = [...lookAtReferences(pair, tools), ...malformed.filter(({ below }) => below === '')];
  if (unread.length > 0) {
    // What cannot be read says nothing about what would be below it.
    found.own.push(...unread);
    return found;
  }
  lookInside(pair, tools, found);
  if (malformed.length === 0) return found;
  const told = new Set(malformed.map(({ below }) => below));
  return { ...found, own: [...malformed, ...found.own.filter(({ below }) => !told.has(below))] };
}

function lookInside(pair: Pair, tools: Tools, found: Differences): void {
  if (lookAtChoice(pair, tools, found)) {
    found.own.push(...lookAtDiscriminator(pair, tools.same));
    return;
  }
  found.own.push(...lookAtTypes(pair, tools));
  // Where a value of one side is never a value of the other, everything else follows from that.
  if (haveNothingInCommon(pair) && found.own.length > 0) return;
  found.own.push(...lookAtLists(pair, tools), ...lookAtFormats(pair, tools), ...lookAtKeywords(pair, tools));
  lookAtItems(pair, tools, found);
  lookAtMembers(pair, tools, found);
  found.own.push(...lookAtDependents(pair, tools));
  lookAtBranches(pair, tools, found);
  found.own.push(...lookAtUnevaluated(pair, tools));
  found.own.push(...lookAtAnnotations(pair), ...lookAtDiscriminator(pair, tools.same));
  lookAtHeirs(pair, tools, found);
}
