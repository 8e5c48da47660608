/** What differs between two opened contracts, located, ordered and judged by waivers. */
import type { Change, Classification } from '../../core/diff/change.ts';
import { worst } from '../../core/diff/change.ts';
import { type CompareOptions, compareSides } from '../../core/diff/compare.ts';
import { positionIn } from '../../core/diff/locate.ts';
import { type ChangeSort, sortChanges } from '../../core/diff/order.ts';
import type { Side } from '../../core/diff/side.ts';
import { applyWaivers, type Waiver } from '../../core/diff/waivers.ts';
import type { DiffChange, DiffChanges } from '../results.ts';

export interface ChangesInput extends CompareOptions {
  /** Default: by section. */
  readonly sort?: ChangeSort;
  readonly waivers?: readonly Waiver[];
  /** `YYYY-MM-DD`, by which waivers expire. */
  readonly date: string;
}

/** The changes from one contract to another. */
export async function changesBetween(before: Side, after: Side, input: ChangesInput): Promise<DiffChanges> {
  const { pure = false, today } = input;
  const options = { pure, ...(today === undefined ? {} : { today }) };
  return judge(before, after, await compareSides(before, after, options), input);
}

/** The result where there is nothing to compare with. */
export function noChanges({ waivers = [], date }: ChangesInput): DiffChanges {
  const { unused, expired } = applyWaivers([], waivers, date);
  return {
    classification: 'NON_BREAKING',
    gate: 'NON_BREAKING',
    counts: { breaking: 0, potentialBreaking: 0, nonBreaking: 0 },
    changes: [],
    waivers: { unused, expired },
  };
}

function judge(before: Side, after: Side, found: readonly Change[], input: ChangesInput): DiffChanges {
  const changes = sortChanges(found, input.sort ?? 'section');
  const { by, gate, unused, expired } = applyWaivers(changes, input.waivers ?? [], input.date);
  const number = (classification: Classification) =>
    changes.filter((change) => change.classification === classification).length;
  return {
    classification: worst(changes.map(({ classification }) => classification)),
    gate,
    counts: {
      breaking: number('BREAKING'),
      potentialBreaking: number('POTENTIAL_BREAKING'),
      nonBreaking: number('NON_BREAKING'),
    },
    changes: changes.map((change, i) => located(change, before, after, by[i]?.reason)),
    waivers: { unused, expired },
  };
}

function located(change: Change, before: Side, after: Side, waived: string | undefined): DiffChange {
  const { old, new: fresh, ...facts } = change;
  return {
    ...facts,
    ...(old === undefined ? {} : { old: positionIn(before, old) }),
    ...(fresh === undefined ? {} : { new: positionIn(after, fresh) }),
    ...(waived === undefined ? {} : { waived }),
  };
}
