/** Collects what was found in one interface, and says once what has one cause. */
import type { Json } from '../json.ts';
import { affected } from './affected.ts';
import {
  type Change,
  type ChangePlace,
  type ChangeType,
  type Classification,
  compareClassifications,
} from './change.ts';
import { type At, placeOf } from './opened.ts';
import type { RuleRow } from './rule.ts';
import type { ConventionId } from './schema/convention-table.ts';
import type { SchemaChange } from './schema/schema-change.ts';
import type { Spot } from './spot.ts';

export interface Found<Rule extends string> {
  readonly rule: Rule;
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

export interface Report<Rule extends string> {
  add(spot: Spot, found: Found<Rule>): void;
  /** What was found in schemas. The same list stands for the same schemas, whoever uses them. */
  addSchemas(spot: Spot, changes: readonly SchemaChange[]): void;
  /** Every cause once, in the order in which they were found. */
  changes(): Change[];
}

export interface ReportOptions<Rule extends string> {
  /** The rules that are reported. */
  readonly rules: Readonly<Record<Rule, RuleRow>>;
  readonly element: string;
  /** Leave conventions out. */
  readonly pure: boolean;
  /** Where a place in an old or new schema stands in the files. */
  readonly oldPlace: (place: ChangePlace) => ChangePlace;
  readonly newPlace: (place: ChangePlace) => ChangePlace;
}

/** The convention that what is called a draft may change. */
const unstableConvention: ConventionId = 'unstable-operation';
const harmless = 'NON_BREAKING' as const;

interface Entry {
  change: Change;
  /** How far the path goes on below the schema of the use, in characters. */
  depth: number;
  readonly uses: Set<string>;
  /** What was found in schemas, by the lists that it was in. */
  readonly lists: number[];
}

/** All that uses one pair of schemas. */
interface SchemaUses {
  readonly changes: readonly SchemaChange[];
  readonly first: Spot;
  readonly uses: Set<string>;
  /** Only drafts use it. */
  unstable: boolean;
}

export function createReport<Rule extends string>({
  rules,
  element,
  pure,
  oldPlace,
  newPlace,
}: ReportOptions<Rule>): Report<Rule> {
  const entries = new Map<string, Entry>();
  const schemas = new Map<readonly SchemaChange[], SchemaUses>();
  const causes = new Map<string, Entry>();
  const keyOf = valueKeys();

  /** The worst of all uses decides. The one that it is least deep in gives the path, the first where they are equal. */
  function put(cause: string, change: Change, lenient: boolean, depth = 0): Entry {
    const judged = lenient && !pure && change.classification !== 'NON_BREAKING' ? asUnstable(change) : change;
    const entry = entries.get(cause) ?? { change: judged, depth, uses: new Set(), lists: [] };
    entries.set(cause, entry);
    if (compareClassifications(judged.classification, entry.change.classification) > 0) {
      entry.change = { ...judged, path: entry.change.path };
    }
    lift(entry, change.path, depth);
    return entry;
  }

  function putSchemas({ changes, first, unstable }: SchemaUses, list: number): void {
    for (const found of changes) {
      const known = causes.get(found.cause);
      // Nearly all were found before, for another use.
      if (known !== undefined && compareClassifications(found.classification, known.change.classification) <= 0) {
        known.lists.push(list);
        if (found.below.length < known.depth) lift(known, first.path + found.below, found.below.length);
        continue;
      }
      const { below, cause, ...rest } = found;
      const change: Change = {
        ...rest,
        path: first.path + below,
        element,
        ...(rest.old && { old: oldPlace(rest.old) }),
        ...(rest.new && { new: newPlace(rest.new) }),
      };
      // A span says more than a pointer, and what has one says itself what it is caused by.
      const spanned = rest.old?.span !== undefined || rest.new?.span !== undefined;
      const own = spanned ? cause : (schemaCause(change, keyOf) ?? cause);
      const entry = put(own, change, unstable, below.length);
      entry.lists.push(list);
      causes.set(cause, entry);
    }
  }

  return {
    add(spot, { rule, type, classification, reason, oldValue, newValue, old, new: fresh, onKey }) {
      const row = rules[rule];
      const convention = row.convention === true ? (pure ? { classification: harmless } : { convention: rule }) : {};
      const key = onKey === true ? { onKey: true as const } : {};
      const change: Change = {
        rule,
        path: spot.path,
        element,
        type,
        classification: classification ?? row.classes[0],
        reason: reason ?? asReason(row.why),
        ...(oldValue === undefined ? {} : { oldValue }),
        ...(newValue === undefined ? {} : { newValue }),
        ...(old === undefined ? {} : { old: { ...oldPlace(placeOf(old)), ...key } }),
        ...(fresh === undefined ? {} : { new: { ...newPlace(placeOf(fresh)), ...key } }),
        ...convention,
      };
      const entry = put(causeOf(change, keyOf), change, spot.unstable === true && row.published !== true);
      if (spot.use !== undefined) entry.uses.add(spot.use);
    },
    addSchemas(spot, changes) {
      if (changes.length === 0) return;
      const known = schemas.get(changes) ?? { changes, first: spot, uses: new Set(), unstable: true };
      schemas.set(changes, known);
      if (spot.use !== undefined) known.uses.add(spot.use);
      if (spot.unstable !== true) known.unstable = false;
    },
    changes() {
      const lists = [...schemas.values()];
      lists.forEach(putSchemas);
      const unions = new Map<string, readonly string[]>();
      const usesOf = ({ uses, lists: found }: Entry): readonly string[] => {
        const key = found.join();
        let union = unions.get(key);
        if (union === undefined || uses.size > 0) {
          union = [...new Set([...uses, ...found.flatMap((i) => [...(lists[i]?.uses ?? [])])])];
          unions.set(key, union);
        }
        return union;
      };
      return [...entries.values()].map((entry) => {
        const uses = usesOf(entry);
        return uses.length > 1 ? { ...entry.change, ...affected(uses) } : entry.change;
      });
    },
  };
}

function lift(entry: Entry, path: string, depth: number): void {
  if (depth >= entry.depth) return;
  entry.depth = depth;
  entry.change = { ...entry.change, path };
}

function asUnstable(change: Change): Change {
  const { witness: _, ...rest } = change;
  const reason = `${change.reason}; the operation was a draft, which may change`;
  return { ...rest, classification: 'NON_BREAKING', reason, convention: unstableConvention };
}

/** Two changes are one if they have the same places and say the same; what has no place is told apart by its path. */
function causeOf(change: Change, keyOf: (value: Json | undefined) => string): string {
  const { classification, path, reason } = change;
  return [schemaCause(change, keyOf) ?? path, classification, reason].join('\n');
}

/** The same for schemas, where each way to a place may have a class of its own. */
function schemaCause(
  { rule, type, oldValue, newValue, old, new: fresh }: Change,
  keyOf: (value: Json | undefined) => string,
): string | undefined {
  if (old === undefined && fresh === undefined) return undefined;
  const at = (place: ChangePlace | undefined) => (place === undefined ? '-' : `${place.file}#${place.pointer}`);
  return [rule, type, keyOf(oldValue), keyOf(newValue), at(old), at(fresh)].join('\n');
}

/** A short name for each value. What was found in one place is one object, so that nothing large is ever written out. */
function valueKeys(): (value: Json | undefined) => string {
  const numbers = new WeakMap<object, number>();
  let count = 0;
  return (value) => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
    const known = numbers.get(value);
    if (known !== undefined) return `#${known}`;
    count += 1;
    numbers.set(value, count);
    return `#${count}`;
  };
}

/** A sentence of the table as reasons are written: without capital and full stop. */
function asReason(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
}
