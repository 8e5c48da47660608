/** Collects what was found, and says once what has one cause. */

import type { Json } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import {
  type Change,
  type ChangePlace,
  type ChangeType,
  type Classification,
  compareClassifications,
} from '../change.ts';
import type { SchemaChange } from '../schema/schema-change.ts';
import type { Spot } from './context.ts';
import { type At, placeOf } from './document.ts';
import { type Row, type RuleName, rules } from './rule-table.ts';

export interface Found {
  readonly rule: RuleName;
  readonly type: ChangeType;
  /** Where the rule has more than one. */
  readonly classification?: Classification;
  /** Where there is more to say than the rule says. */
  readonly reason?: string;
  readonly oldValue?: Json | undefined;
  readonly newValue?: Json | undefined;
  readonly old?: At | undefined;
  readonly new?: At | undefined;
  /** Point at the names of members and not at their values. */
  readonly onKey?: boolean;
}

export interface Report {
  add(spot: Spot, found: Found): void;
  addSchemas(spot: Spot, changes: readonly SchemaChange[]): void;
  /** Every cause once, in the order in which they were found. */
  changes(): Change[];
}

export interface ReportOptions {
  readonly element: string;
  /** Leave conventions out. */
  readonly pure: boolean;
  /** Where a place in an old or new schema stands in the files. */
  readonly oldPlace: (place: ChangePlace) => ChangePlace;
  readonly newPlace: (place: ChangePlace) => ChangePlace;
}

/** The convention that what is called a draft may change. */
const unstableConvention = 'unstable-operation';
const harmless = 'NON_BREAKING' as const;

interface Entry {
  change: Change;
  readonly uses: Set<string>;
}

export function createReport({ element, pure, oldPlace, newPlace }: ReportOptions): Report {
  const entries = new Map<string, Entry>();

  /** The worst of all uses decides; the first one gives the path. */
  function put(cause: string, change: Change, { use, unstable }: Spot, published: boolean): void {
    const lenient = unstable === true && !pure && !published && change.classification !== 'NON_BREAKING';
    const judged: Change = lenient ? asUnstable(change) : change;
    const entry = entries.get(cause) ?? { change: judged, uses: new Set() };
    entries.set(cause, entry);
    if (use !== undefined) entry.uses.add(use);
    if (compareClassifications(judged.classification, entry.change.classification) > 0) {
      entry.change = { ...judged, path: entry.change.path };
    }
  }

  return {
    add(spot, { rule, type, classification, reason, oldValue, newValue, old, new: fresh, onKey }) {
      const row: Row = rules[rule];
      const convention = row.convention === true ? (pure ? { classification: harmless } : { convention: rule }) : {};
      const key = onKey === true ? { onKey: true as const } : {};
      const change: Change = {
        rule,
        path: spot.path,
        element,
        type,
        classification: classification ?? row.classes[0],
        reason: reason ?? row.why,
        ...(oldValue === undefined ? {} : { oldValue }),
        ...(newValue === undefined ? {} : { newValue }),
        ...(old === undefined ? {} : { old: { ...placeOf(old), ...key } }),
        ...(fresh === undefined ? {} : { new: { ...placeOf(fresh), ...key } }),
        ...convention,
      };
      put(causeOf(change), change, spot, row.published === true);
    },
    addSchemas(spot, changes) {
      for (const { below, cause, ...rest } of changes) {
        const change: Change = {
          ...rest,
          path: spot.path + below,
          element,
          ...(rest.old && { old: oldPlace(rest.old) }),
          ...(rest.new && { new: newPlace(rest.new) }),
        };
        put(`schema ${cause}`, change, spot, false);
      }
    },
    changes: () =>
      [...entries.values()].map(({ change, uses }) => (uses.size > 1 ? { ...change, affects: [...uses] } : change)),
  };
}

function asUnstable(change: Change): Change {
  const { witness: _, ...rest } = change;
  const reason = `${change.reason}; the operation was a draft, which may change`;
  return { ...rest, classification: 'NON_BREAKING', reason, convention: unstableConvention };
}

/** Two changes are one if they have the same places and say the same; what has no place is told apart by its path. */
function causeOf({ rule, type, classification, path, reason, oldValue, newValue, old, new: fresh }: Change): string {
  const at = (place: ChangePlace | undefined) => (place === undefined ? '-' : `${place.file}#${place.pointer}`);
  const placed = old === undefined && fresh === undefined ? path : '';
  const values = [oldValue, newValue].map((value) => (value === undefined ? '' : equalityKey(value)));
  return [rule, type, classification, placed, reason, ...values, at(old), at(fresh)].join('\n');
}
