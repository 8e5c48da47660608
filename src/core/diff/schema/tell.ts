/** Changes as they are told to whoever uses the schemas. */

import type { ChangePlace } from '../change.ts';
import { type Difference, type Pair, placeOf } from './difference.ts';
import type { Verdict } from './judge.ts';
import type { Position } from './position.ts';
import { ruleId } from './rules.ts';
import type { SchemaChange } from './schema-change.ts';

export type Told = Omit<Verdict, 'explains'>;

/** Tells the same difference again and again: at each use, only the path to it is another. */
export function createTeller(): (difference: Difference, verdict: Told, pair: Pair, above: string) => SchemaChange {
  const known = new Map<Told, SchemaChange>();
  return (difference, verdict, pair, above) => {
    let change = known.get(verdict);
    if (!change) {
      change = changeOf(difference, verdict, pair);
      known.set(verdict, change);
    }
    return above === '' ? change : { ...change, below: above + difference.below };
  };
}

function changeOf(difference: Difference, verdict: Told, pair: Pair): SchemaChange {
  const { below, rule, type, oldValue, newValue } = difference;
  const { classification, reason, witness, convention } = verdict;
  return {
    below,
    rule: ruleId(pair.setting, rule),
    type,
    classification,
    reason,
    ...(witness && { witness }),
    ...(convention !== undefined && { convention }),
    ...(oldValue === undefined ? {} : { oldValue }),
    ...(newValue === undefined ? {} : { newValue }),
    // What is not there on one side has a place in what would hold it.
    ...place('old', difference.old ?? placeOf(pair.old.nodes[0])),
    ...place('new', difference.new ?? placeOf(pair.fresh.nodes[0])),
    cause: causeOf(difference, pair),
  };
}

/** What is in a component is one cause, whichever schemas take it in. */
function causeOf({ rule, below, type, old, new: fresh }: Difference, pair: Pair): string {
  const before = type === 'added' ? '' : placesOf(old, pair.old);
  const after = type === 'removed' ? '' : placesOf(fresh, pair.fresh);
  return [ruleId(pair.setting, rule), pair.setting.role, before, after, below].join(' ');
}

function placesOf(at: ChangePlace | undefined, { nodes }: Position): string {
  return at ? `${at.file}#${at.pointer}` : nodes.map(({ file, pointer }) => `${file}#${pointer}`).join();
}

function place<Side extends 'old' | 'new'>(side: Side, at: ChangePlace | undefined): { [K in Side]?: ChangePlace } {
  const found: { [K in Side]?: ChangePlace } = {};
  if (at) found[side] = at;
  return found;
}
