/** Security requirements as formulas: one of several alternatives, each of which asks for schemes with scopes. */
import { isArray, isObject, member } from '../../json.ts';
import { at, equals, itemsOf, type Located } from '../opened.ts';
import { type Alternative, compareAlternatives, maxAlternatives, whyTightened } from '../security-formula.ts';
import type { Spot } from '../spot.ts';
import type { Context } from './context.ts';
import type { ApiDocument } from './document.ts';
import type { Operation } from './model.ts';
import type { Direction } from './operations.ts';

interface Requirement {
  /** One of them is enough. One that is empty lets everybody in. */
  readonly alternatives: readonly Alternative[];
  /** Absent where nothing is said, which lets everybody in. */
  readonly place?: Located;
  /** Said for the whole document. */
  readonly shared: boolean;
}

/** Compares what two versions of an operation ask of their callers; of those whom the service calls, whether it changed. */
export function compareSecurity(
  cx: Context,
  above: Spot,
  old: Operation,
  fresh: Operation,
  direction: Direction,
): void {
  const [before, after] = [readRequirement(cx.old, old, direction), readRequirement(cx.fresh, fresh, direction)];
  const shared = before.shared && after.shared;
  const spot: Spot = { ...above, path: shared ? 'openapi.security' : `${above.path}.security` };
  const type = before.place === undefined ? 'added' : after.place === undefined ? 'removed' : 'modified';
  const found = { type, old: before.place?.at, new: after.place?.at } as const;
  if (before.alternatives.length > maxAlternatives || after.alternatives.length > maxAlternatives) {
    if (equals(before.place?.value, after.place?.value)) return;
    const reason = `there are more than ${maxAlternatives} alternatives, too many to compare`;
    cx.report.add(spot, { rule: 'openapi-part-not-comparable', reason, ...found });
    return;
  }
  const other = after.alternatives;
  const asked = new Set(other.flatMap((it) => [...it.keys()]));
  // What is asked for by its old name has no other one.
  const newName = (name: string) => (asked.has(name) ? name : cx.schemes.newName(name));
  const own = before.alternatives.map((it) => new Map([...it].map(([name, scopes]) => [newName(name), scopes])));
  const { lost, gained } = compareAlternatives(own, other);
  if (direction === 'calls') {
    if (lost !== undefined || gained !== undefined)
      cx.report.add(spot, { rule: 'callback-security-changed', ...found });
    return;
  }
  if (lost !== undefined) {
    const reason = whyTightened(lost, other);
    cx.report.add(spot, { rule: 'security-tightened', reason, ...found });
  } else if (gained !== undefined) cx.report.add(spot, { rule: 'security-relaxed', ...found });
  for (const name of new Set(before.alternatives.flatMap((it) => [...it.keys()]))) {
    if (asked.has(newName(name))) cx.schemes.compare(cx, above, name, newName(name));
  }
}

function readRequirement(document: ApiDocument, { place }: Operation, direction: Direction): Requirement {
  const own = at(place, 'security');
  const holder = own ?? (direction === 'is-called' ? at(document.root, 'security') : undefined);
  const alternatives = itemsOf(holder).flatMap(readAlternative);
  return {
    alternatives: alternatives.length === 0 ? [new Map()] : alternatives,
    ...(holder === undefined ? {} : { place: holder }),
    shared: own === undefined,
  };
}

function readAlternative({ value }: { readonly value: Located['value'] }): Alternative[] {
  if (!isObject(value)) return [];
  const schemes = new Map<string, readonly string[]>();
  for (const name of Object.keys(value)) {
    const scopes = member(value, name);
    schemes.set(name, isArray(scopes) ? scopes.filter((it) => typeof it === 'string') : []);
  }
  return [schemes];
}
