/** Finds what differs between two schemas, where, and what it means for those who rely on them. */

import { isObject, member } from '../../json.ts';
import { compilePattern } from '../../schema/pattern/pattern.ts';
import type { ChangePlace } from '../change.ts';
import type { Decider, Decision } from '../containment/decide.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { potential, schemaRemovedFromResponse } from './conventions.ts';
import { type Difference, type Pair, placeOf, sourceOf, targetOf } from './difference.ts';
import { classify, judge, type Verdict } from './judge.ts';
import { createPairs, type Knot } from './pairs.ts';
import { createParts, type Parts } from './part.ts';
import { createPositions } from './position.ts';
import { ruleId } from './rules.ts';
import { createSame } from './same.ts';
import type { Role, SchemaChange, Setting, Use } from './schema-change.ts';
import type { Tools } from './tools.ts';

export type { Role, SchemaChange, Use } from './schema-change.ts';

export interface SchemaWalker {
  /**
   * What differs, in the order of the new schema. A schema that is not there accepts everything.
   *
   * @param options `xml`: the values are written as XML, where names of elements matter
   */
  compare(
    old: SchemaNode | undefined,
    fresh: SchemaNode | undefined,
    role: Role,
    use: Use,
    options?: { readonly xml?: boolean },
  ): readonly SchemaChange[];
}

export interface SchemaWalkerOptions {
  readonly decider: Decider;
  /** Leave conventions out: only what can be proved or witnessed decides. */
  readonly pure?: boolean;
}

/** Parts get numbers that the decider remembers, so those who share one share them. */
const partsOf = new WeakMap<Decider, Parts>();

/** Makes a walker. What it has found for a pair of schemas it finds again at once. */
export function createSchemaWalker({ decider, pure = false }: SchemaWalkerOptions): SchemaWalker {
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
  const tools: Tools = { parts, positions, same: createSame(parts), decider, matches };
  const pairs = createPairs(tools);
  const verdicts = new Map<Difference, [Verdict | undefined, Verdict | undefined]>();
  const passes = new Map<object, Decision>();

  function verdictOf(difference: Difference, setting: Setting, capped: boolean): Verdict {
    const known = verdicts.get(difference) ?? [undefined, undefined];
    verdicts.set(difference, known);
    const at = capped ? 1 : 0;
    const verdict = known[at] ?? judge(difference, setting, pure, capped);
    known[at] = verdict;
    return verdict;
  }

  function report(root: Knot, whole: Decision): SchemaChange[] {
    const { setting } = root.pair;
    const changes: SchemaChange[] = [];
    const seen = new Map<Knot, number>();
    let explained = false;

    function tell(difference: Difference, pair: Pair, below: string, capped: boolean): boolean {
      const { explains, ...verdict } = verdictOf(difference, setting, capped);
      changes.push(changeOf(difference, verdict, pair, below));
      return explains;
    }

    interface Step {
      readonly knot: Knot;
      readonly below: string;
      readonly capped: boolean;
    }
    const open: Step[] = [{ knot: root, below: '', capped: whole.kind === 'contained' }];
    for (let step = open.pop(); step; step = open.pop()) {
      const { knot, below, capped } = step;
      // Met again, it says the same; unless values get there only now.
      const before = seen.get(knot);
      if (before !== undefined && (before === 1 || capped)) continue;
      seen.set(knot, capped ? 0 : 1);
      for (const difference of knot.own) {
        if (before !== undefined) removeTold(changes, difference, knot.pair, setting);
        if (tell(difference, knot.pair, below, capped)) explained = true;
      }
      for (let at = knot.edges.length - 1; at >= 0; at--) {
        const [edge, next] = [knot.edges[at], knot.below[at]];
        if (!edge || !next?.dirty) continue;
        let stop = capped || edge.closed === true;
        if (!stop && edge.passes) {
          const decision = passes.get(edge) ?? edge.passes();
          passes.set(edge, decision);
          stop = decision.kind === 'contained';
        }
        open.push({ knot: next, below: below + edge.below, capped: stop });
      }
    }
    if (whole.kind !== 'contained' && !explained) {
      const difference: Difference = {
        below: '',
        rule: 'schema-changed',
        type: 'modified',
        old: placeOf(root.pair.old.nodes[0]),
        new: placeOf(root.pair.fresh.nodes[0]),
      };
      changes.push(changeOf(difference, classify(whole, setting), root.pair, ''));
    }
    return changes;
  }

  function removeTold(changes: SchemaChange[], difference: Difference, pair: Pair, setting: Setting): void {
    const cause = causeOf(difference, pair, setting);
    const at = changes.findIndex((change) => change.cause === cause);
    if (at >= 0) changes.splice(at, 1);
  }

  return {
    compare(old, fresh, role, use, { xml = false } = {}) {
      if (!old && !fresh) return [];
      const view = use !== 'http' ? undefined : role === 'reads' ? 'request' : 'response';
      const setting: Setting = { role, use, view, xml };
      const pair: Pair = {
        old: positions.of([old ?? parts.anything]),
        fresh: positions.of([fresh ?? parts.anything]),
        setting,
      };
      const decide = () => decider.contained(sourceOf(pair).whole, targetOf(pair).whole, view);
      if (!old || !fresh) return [oneSided(old, fresh, pair, decide)];
      const root = pairs.open(pair);
      const changes = root.dirty ? report(root, decide()) : [];
      const dialect = use === 'configuration' ? dialectChange(old, fresh) : undefined;
      if (dialect) {
        const { explains: _, ...verdict } = judge(dialect, setting, pure, false);
        changes.push(changeOf(dialect, verdict, pair, ''));
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
    const { explains: _, ...verdict } = judge(difference, pair.setting, pure, false);
    return changeOf(difference, verdict, pair, '');
  }
}

function causeOf({ rule, below, oldValue, newValue }: Difference, { old, fresh }: Pair, setting: Setting): string {
  const place = (node: SchemaNode | undefined) => `${node?.file ?? ''}#${node?.pointer ?? ''}`;
  const which = below === '' || /\[.*\]/s.test(below) ? below : `${below} ${typeof oldValue} ${typeof newValue}`;
  return `${ruleId(setting, rule)} ${setting.role} ${place(old.nodes[0])} ${place(fresh.nodes[0])} ${which}`;
}

function changeOf(difference: Difference, verdict: Omit<Verdict, 'explains'>, pair: Pair, below: string): SchemaChange {
  const { rule, type, oldValue, newValue } = difference;
  return {
    below: below + difference.below,
    rule: ruleId(pair.setting, rule),
    type,
    ...verdict,
    ...(oldValue === undefined ? {} : { oldValue }),
    ...(newValue === undefined ? {} : { newValue }),
    ...place('old', difference.old),
    ...place('new', difference.new),
    cause: causeOf(difference, pair, pair.setting),
  };
}

function place<Side extends 'old' | 'new'>(side: Side, at: ChangePlace | undefined): { [K in Side]?: ChangePlace } {
  const found: { [K in Side]?: ChangePlace } = {};
  if (at) found[side] = at;
  return found;
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
