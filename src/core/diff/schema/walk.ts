/** Finds what differs between two schemas, where, and what it means for those who rely on them. */

import { isObject, member } from '../../json.ts';
import { compilePattern } from '../../schema/pattern/pattern.ts';
import { compareClassifications } from '../change.ts';
import type { Decider, Decision } from '../containment/decide.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { hasMarks } from '../marks.ts';
import { createAlike } from './alike.ts';
import { withinBudget } from './budget.ts';
import { withoutConsequences } from './consequences.ts';
import { potential, schemaRemovedFromResponse } from './conventions.ts';
import { type Difference, type Edge, isProved, type Pair, placeOf, sourceOf, targetOf } from './difference.ts';
import { classify, judge, type Verdict } from './judge.ts';
import { createPairs, type Knot } from './pairs.ts';
import { createParts, type Parts } from './part.ts';
import { createPositions } from './position.ts';
import { createSame } from './same.ts';
import type { Role, SchemaChange, Setting, Use } from './schema-change.ts';
import { createTeller } from './tell.ts';
import type { Tools } from './tools.ts';
import { eitherUse, usesBelow } from './uses.ts';

export type { Role, SchemaChange, Use } from './schema-change.ts';

export interface SchemaWalker {
  /**
   * What differs, in the order of the new schema. A schema that is not there accepts everything.
   *
   * @param options `xml`: the values are written as XML, where names of elements matter; `uses`: each change says from
   * where its schema is used
   */
  compare(
    old: SchemaNode | undefined,
    fresh: SchemaNode | undefined,
    role: Role,
    use: Use,
    options?: { readonly xml?: boolean; readonly uses?: boolean },
  ): readonly SchemaChange[];
}

export interface SchemaWalkerOptions {
  readonly decider: Decider;
  /** Leave conventions out: only what can be proved or witnessed decides. */
  readonly pure?: boolean;
  /** `YYYY-MM-DD`: a property that was deprecated with an earlier sunset may go. Without it no date matters. */
  readonly today?: string | undefined;
}

/** A difference where it was met. */
interface Found {
  readonly difference: Difference;
  readonly knot: Knot;
  readonly below: string;
  readonly capped: boolean;
  /** It stands beside what is compared, and the whole says nothing about it. */
  readonly beside: boolean;
  readonly verdict: Verdict;
}

/** On the way to everything that differs. */
interface Step extends Pick<Found, 'knot' | 'below' | 'capped' | 'beside'> {}

interface Way {
  readonly edge: Edge;
  readonly next: Knot;
}

/** Parts get numbers that the decider remembers, so those who share one share them. */
const partsOf = new WeakMap<Decider, Parts>();

/** Makes a walker. What it has found for a pair of schemas it finds again at once. */
export function createSchemaWalker({ decider, pure = false, today }: SchemaWalkerOptions): SchemaWalker {
  const parts = partsOf.get(decider) ?? createParts();
  partsOf.set(decider, parts);
  const patterns = new Map<string, (name: string) => boolean>();
  const matches = (pattern: string, name: string): boolean => {
    let test = patterns.get(pattern);
    if (!test) {
      const compiled = compilePattern(pattern);
      test = compiled.ok ? (text) => compiled.test(text) : () => false;
      patterns.set(pattern, test);
    }
    return test(name);
  };
  const positions = createPositions(parts);
  const tools: Tools = {
    parts,
    positions,
    same: createSame(parts),
    alike: createAlike(),
    decider: withinBudget(decider),
    matches,
    today,
  };
  const pairs = createPairs(tools, (difference, { setting }) => verdictOf(difference, setting, false).explains);
  const verdicts = new Map<Difference, [Verdict | undefined, Verdict | undefined]>();
  const passes = new Map<Edge, boolean>();
  const ways = new Map<Knot, readonly Way[]>();
  const tell = createTeller();
  const reports = new Map<Knot, readonly SchemaChange[]>();
  const reportsWithUses = new Map<Knot, readonly SchemaChange[]>();

  function verdictOf(difference: Difference, setting: Setting, capped: boolean): Verdict {
    const known = verdicts.get(difference) ?? [undefined, undefined];
    verdicts.set(difference, known);
    const at = capped ? 1 : 0;
    const verdict = known[at] ?? judge(difference, setting, pure, capped);
    known[at] = verdict;
    return verdict;
  }

  /** Whether values that are lost further down are lost; asked only where some are. */
  function passesOn(edge: Edge, next: Knot): boolean {
    if (edge.closed) return false;
    if (!edge.passes || !next.lossy) return true;
    const lost = passes.get(edge) ?? !isProved(edge.passes);
    passes.set(edge, lost);
    return lost;
  }

  /** The edges on which something differs, last ones first. Most have none, and roots share what is below them. */
  function waysFrom(knot: Knot): readonly Way[] {
    let found = ways.get(knot);
    if (!found) {
      const all = knot.edges.flatMap((edge, at): Way[] => {
        const next = knot.below[at];
        return next?.dirty ? [{ edge, next }] : [];
      });
      found = all.reverse();
      ways.set(knot, found);
    }
    return found;
  }

  /** Everything that differs from here on, at the first place where it is met. */
  function collect(root: Knot): Found[] {
    const { setting } = root.pair;
    const found: Found[] = [];
    const seen = new Map<Knot, { readonly capped: boolean; readonly beside: boolean; readonly at: number }>();
    const open: Step[] = [{ knot: root, below: '', capped: false, beside: false }];
    // Met again, it says the same; unless values get there only now.
    const isTold = (knot: Knot, capped: boolean, beside: boolean) => {
      const before = seen.get(knot);
      return before !== undefined && (!before.capped || capped) && (before.beside || !beside);
    };
    for (let step = open.pop(); step; step = open.pop()) {
      const { knot, below, capped, beside } = step;
      if (isTold(knot, capped, beside)) continue;
      let at = seen.get(knot)?.at ?? found.length;
      seen.set(knot, { capped, beside, at });
      for (const difference of knot.own) {
        found[at] = { knot, below, capped, beside, difference, verdict: verdictOf(difference, setting, capped) };
        at += 1;
      }
      for (const { edge, next } of waysFrom(knot)) {
        const isBeside = beside || edge.beside === true;
        if (isTold(next, false, isBeside)) continue;
        const isCapped = capped || !passesOn(edge, next);
        open.push({ knot: next, below: below + edge.below, capped: isCapped, beside: isBeside });
      }
    }
    return found;
  }

  function report(root: Knot, decide: () => Decision, withUses: boolean): SchemaChange[] {
    const { setting } = root.pair;
    const found = collect(root);
    const explained = found.some(({ verdict, beside }) => verdict.explains && !beside);
    // Where each keyword speaks for itself, what is lost somewhere is lost, and nothing else is.
    const whole = root.simple ? undefined : decide();
    const final =
      whole?.kind === 'contained'
        ? found.map((it) => (it.capped || it.beside ? it : { ...it, verdict: verdictOf(it.difference, setting, true) }))
        : found;
    const uses = withUses ? usesBelow(root) : undefined;
    const changes = withoutConsequences(final).map(({ difference, knot, below, verdict }) => {
      const change = tell(difference, verdict, knot.pair, below);
      const used = uses?.get(knot);
      return used ? { ...change, uses: used } : change;
    });
    if (whole && whole.kind !== 'contained' && !explained) {
      const difference: Difference = {
        below: '',
        rule: 'values-changed',
        type: 'modified',
        old: placeOf(root.pair.old.nodes[0]),
        new: placeOf(root.pair.fresh.nodes[0]),
      };
      changes.push(tell(difference, classify(whole, setting), root.pair, ''));
    }
    return onePerCause(changes);
  }

  return {
    compare(old, fresh, role, use, { xml = false, uses = false } = {}) {
      if (!old && !fresh) return [];
      const view = use === 'http' && hasView(old, fresh) ? (role === 'reads' ? 'request' : 'response') : undefined;
      const setting: Setting = { role, use, view, xml };
      const pair: Pair = {
        old: positions.of([old ?? parts.anything]),
        fresh: positions.of([fresh ?? parts.anything]),
        setting,
      };
      const decide = () => tools.decider.contained(sourceOf(pair).whole, targetOf(pair).whole, view);
      if (!old || !fresh) return [oneSided(old, fresh, pair, decide)];
      const root = pairs.open(pair);
      const known = uses ? reportsWithUses : reports;
      const changes = root.dirty || !root.simple ? (known.get(root) ?? report(root, decide, uses)) : [];
      known.set(root, changes);
      const dialect = use === 'configuration' ? dialectChange(old, fresh) : undefined;
      if (dialect) {
        const verdict = judge(dialect, setting, pure, false);
        return [...changes, tell(dialect, verdict, pair, '')];
      }
      return changes;
    },
  };

  function oneSided(
    old: SchemaNode | undefined,
    fresh: SchemaNode | undefined,
    pair: Pair,
    decide: () => Decision,
  ): SchemaChange {
    const difference: Difference = {
      below: '',
      rule: old ? 'schema-removed' : 'schema-added',
      type: old ? 'removed' : 'added',
      old: placeOf(old),
      new: placeOf(fresh),
      decide,
      conventions: old && pair.setting.role === 'writes' ? [schemaRemovedFromResponse] : [],
    };
    const verdict = judge(difference, pair.setting, pure, false);
    return tell(difference, verdict, pair, '');
  }
}

/** Whether something may be left out of requests or responses, so that they have to be told apart. */
function hasView(...nodes: readonly (SchemaNode | undefined)[]): boolean {
  return nodes.some((node) => node !== undefined && hasMarks(node.source.value(node.file)));
}

/** The first change of each cause, in the worst class that any of them has. */
function onePerCause(changes: readonly SchemaChange[]): SchemaChange[] {
  const found = new Map<string, SchemaChange>();
  for (const change of changes) {
    const known = found.get(change.cause);
    if (!known) {
      found.set(change.cause, change);
      continue;
    }
    const uses = eitherUse(known.uses, change.uses);
    const isWorse = compareClassifications(change.classification, known.classification) > 0;
    const told = isWorse ? { ...change, below: known.below } : known;
    found.set(change.cause, uses ? { ...told, uses } : told);
  }
  return [...found.values()];
}

/** Another draft at the root of a schema file. */
function dialectChange(old: SchemaNode, fresh: SchemaNode): Difference | undefined {
  const [before, after] = [old, fresh].map(({ value }) => (isObject(value) ? member(value, '$schema') : undefined));
  if (old.dialect === fresh.dialect || (before === undefined && after === undefined)) return undefined;
  return {
    below: '.$schema',
    rule: 'dialect-changed',
    type: 'modified',
    oldValue: before,
    newValue: after,
    old: placeOf(old, ...(before === undefined ? [] : ['$schema'])),
    new: placeOf(fresh, ...(after === undefined ? [] : ['$schema'])),
    conventions: [potential('another-draft', 'programs that read the schema may not know the draft')],
  };
}
