/** Different values for several conditions, as `uniqueItems` wants them. */

import type { Json } from '../../../json.ts';
import { type Context, type Doubt, type Found, TooHard } from './outcome.ts';
import type { Term, Terms } from './term.ts';
import { keyOf, termOfValues } from './values.ts';

const maxItems = 150;

/** One value for each condition, all different; undefined where there are too few (or none is known yet). */
export function distinctValues(conditions: readonly Term[], terms: Terms, context: Context): Found | undefined {
  if (conditions.length > maxItems) throw new TooHard('too many different items are needed');
  const options = new Map<Term, Map<string, Json>>();
  let doubt: Doubt | undefined;
  for (const condition of conditions) {
    if (options.has(condition)) continue;
    const values = new Map<string, Json>();
    let rest = condition;
    while (values.size < conditions.length) {
      const found = context.demand(rest);
      if (!found) break;
      doubt ??= found.doubt;
      values.set(keyOf(found.value), found.value);
      rest = terms.all([rest, terms.not(termOfValues(terms, [found.value]))]);
    }
    options.set(condition, values);
  }
  const owner = match(conditions, options, context);
  if (!owner) return undefined;
  const value = conditions.map((condition, index) => {
    const key = [...owner].find(([, at]) => at === index)?.[0] ?? '';
    return options.get(condition)?.get(key) ?? null;
  });
  return doubt ? { value, doubt } : { value };
}

/** A matching of conditions to values, grown along augmenting paths; undefined where there is none. */
function match(
  conditions: readonly Term[],
  options: ReadonlyMap<Term, ReadonlyMap<string, Json>>,
  context: Context,
): ReadonlyMap<string, number> | undefined {
  const owner = new Map<string, number>();
  function assign(index: number, tried: Set<string>): boolean {
    const condition = conditions[index];
    for (const key of (condition && options.get(condition)?.keys()) ?? []) {
      context.spend(1);
      if (tried.has(key)) continue;
      tried.add(key);
      const other = owner.get(key);
      if (other === undefined || assign(other, tried)) {
        owner.set(key, index);
        return true;
      }
    }
    return false;
  }
  for (let index = 0; index < conditions.length; index++) if (!assign(index, new Set())) return undefined;
  return owner;
}
