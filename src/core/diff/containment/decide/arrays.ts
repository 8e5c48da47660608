/** Finds an array that meets facts: how long it is, and which item does what. */

import type { Json } from '../../../json.ts';
import { distinctValues } from './distinct.ts';
import { type Context, type Doubt, type Found, TooHard } from './outcome.ts';
import type { Fact, Term, Terms } from './term.ts';

interface Count {
  readonly meets: Term;
  least: number;
  most: number;
}

interface Facts {
  min: number;
  max: number;
  readonly each: { readonly from: number; readonly meets: Term }[];
  readonly some: { readonly from: number; readonly meets: Term }[];
  /** What an item must meet, if there is one. */
  readonly items: Map<number, Term[]>;
  readonly counts: Map<Term, Count>;
  unique: boolean;
  notUnique: boolean;
  /** From here on all items are subject to the same. */
  prefix: number;
}

const maxDepth = 400;
const maxPlain = 20_000;
const maxCounts = 6;
const maxSome = 4;

/** An array that meets all the facts, as short as possible. */
export function findArray(facts: readonly Fact[], terms: Terms, context: Context): Found | undefined {
  const all = gather(facts);
  if (all.min > all.max || (all.unique && all.notUnique)) return undefined;
  for (const count of all.counts.values()) if (count.least > count.most) return undefined;
  if (all.some.length > maxSome || all.counts.size > maxCounts)
    throw new TooHard('too many items are asked for at once');
  if (!all.notUnique) return search(all, undefined, terms, context);
  let doubtful: Found | undefined;
  for (let second = 1; second <= all.prefix + 1; second++) {
    for (let first = 0; first < second; first++) {
      const found = search(all, [first, second], terms, context);
      if (found && !found.doubt) return found;
      doubtful ??= found;
    }
  }
  return doubtful;
}

function gather(facts: readonly Fact[]): Facts {
  const all: Facts = {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    each: [],
    some: [],
    items: new Map(),
    counts: new Map(),
    unique: false,
    notUnique: false,
    prefix: 0,
  };
  const item = (at: number, meets: Term) => {
    const list = all.items.get(at);
    if (list) list.push(meets);
    else all.items.set(at, [meets]);
    all.prefix = Math.max(all.prefix, at + 1);
  };
  const count = (meets: Term): Count => {
    const known = all.counts.get(meets) ?? { meets, least: 0, most: Number.POSITIVE_INFINITY };
    all.counts.set(meets, known);
    return known;
  };
  for (const fact of facts) {
    if (fact.fact === 'least-items') all.min = Math.max(all.min, fact.items);
    else if (fact.fact === 'most-items') all.max = Math.min(all.max, fact.items);
    else if (fact.fact === 'item') item(fact.at, fact.meets);
    else if (fact.fact === 'has-item') {
      item(fact.at, fact.meets);
      all.min = Math.max(all.min, fact.at + 1);
    } else if (fact.fact === 'each-item') all.each.push(fact);
    else if (fact.fact === 'some-item') all.some.push(fact);
    else if (fact.fact === 'least-meeting') count(fact.meets).least = Math.max(count(fact.meets).least, fact.count);
    else if (fact.fact === 'most-meeting') count(fact.meets).most = Math.min(count(fact.meets).most, fact.count);
    else if (fact.fact === 'unique') all.unique = true;
    else if (fact.fact === 'not-unique') all.notUnique = true;
  }
  for (const rule of [...all.each, ...all.some]) all.prefix = Math.max(all.prefix, rule.from);
  return all;
}

/** @param twins two places that hold the same value. */
function search(
  all: Facts,
  twins: readonly [number, number] | undefined,
  terms: Terms,
  context: Context,
): Found | undefined {
  const min = Math.max(all.min, twins ? twins[1] + 1 : 0);
  const counts = [...all.counts.values()];
  const needed = counts.reduce((sum, count) => sum + count.least, 0);
  // A longer array has an item behind the prefix that nothing asks for.
  const longest = Math.min(all.max, Math.max(min, all.prefix) + needed + all.some.length);
  const failed = new Set<string>();
  const chosen: Term[] = [];
  let doubtful: Found | undefined;

  function atPlace(place: number): Term {
    const rules = all.each.filter((rule) => rule.from <= place).map((rule) => rule.meets);
    return terms.all([...(all.items.get(place) ?? []), ...rules]);
  }

  function finish(): Found | undefined {
    const found = all.unique ? distinctValues(chosen, terms, context) : plainValues(chosen, context);
    return found && fill(found, min, atPlace(Math.max(all.prefix, chosen.length)), context);
  }

  function step(met: readonly number[], left: number, twin: Ways | undefined): Found | undefined {
    context.spend(1);
    const place = chosen.length;
    const open = counts.some((count, index) => (met[index] ?? 0) < count.least) || left !== 0;
    const simple = !open && !all.unique && place >= all.prefix && (!twins || place > twins[1]);
    if (!open && (place >= min || (simple && counts.every((count) => count.most === Number.POSITIVE_INFINITY)))) {
      return finish();
    }
    if (place >= longest) return undefined;
    if (place > maxDepth) throw new TooHard('an array would have to be too long');
    const key = `${place} ${met.join()} ${left} ${twin?.key ?? ''}`;
    if (failed.has(key)) return undefined;
    // Twins are asked for in the same words, so they get the same value.
    const base = twins?.includes(place) ? terms.all(twins.map(atPlace)) : atPlace(place);
    for (const way of twins && place === twins[1] && twin ? [twin] : ways(met, left, place)) {
      const meets = terms.all([base, ...way.meets]);
      if (!context.demand(meets)) continue;
      chosen.push(meets);
      const nextMet = met.map((count, index) => count + (way.counted.includes(index) ? 1 : 0));
      const tooMany = counts.some((count, index) => (nextMet[index] ?? 0) > count.most);
      const found = tooMany ? undefined : step(nextMet, left & ~way.placed, twins?.[0] === place ? way : twin);
      chosen.pop();
      if (found && !found.doubt) return found;
      doubtful ??= found;
    }
    if (!all.unique) failed.add(key);
    return undefined;
  }

  /** What the item may do: which of the wanted items it is, and what it counts for. */
  function* ways(met: readonly number[], left: number, place: number): Generator<Ways> {
    const signs = counts.reduce<{ meets: Term[]; counted: number[] }[]>(
      (list, count, index) => {
        const reached = met[index] ?? 0;
        const limited = count.most < Number.POSITIVE_INFINITY;
        const yes = list.map((it) => ({ meets: [...it.meets, count.meets], counted: [...it.counted, index] }));
        const no = limited ? list.map((it) => ({ ...it, meets: [...it.meets, terms.not(count.meets)] })) : list;
        if (reached < count.least) return [...yes, ...no];
        return limited && reached < count.most ? [...no, ...yes] : no;
      },
      [{ meets: [], counted: [] }],
    );
    const may = all.some.flatMap((rule, index) => ((left & (1 << index)) !== 0 && rule.from <= place ? index : []));
    for (let mask = (1 << may.length) - 1; mask >= 0; mask--) {
      const here = may.filter((_, bit) => (mask & (1 << bit)) !== 0);
      const meets = here.flatMap((index) => all.some[index]?.meets ?? []);
      const placed = here.reduce((bits, index) => bits | (1 << index), 0);
      for (const sign of signs) {
        yield {
          ...sign,
          meets: [...meets, ...sign.meets],
          placed,
          key: `${mask}:${sign.meets.map((it) => it.id).join()}`,
        };
      }
    }
  }

  return (
    step(
      counts.map(() => 0),
      (1 << all.some.length) - 1,
      undefined,
    ) ?? doubtful
  );
}

interface Ways {
  readonly meets: readonly Term[];
  readonly counted: readonly number[];
  readonly placed: number;
  readonly key: string;
}

function plainValues(chosen: readonly Term[], context: Context): Found | undefined {
  const values: Json[] = [];
  let doubt: Doubt | undefined;
  for (const meets of chosen) {
    const found = context.demand(meets);
    if (!found) return undefined;
    doubt ??= found.doubt;
    values.push(found.value);
  }
  return doubt ? { value: values, doubt } : { value: values };
}

/** Makes the array as long as it must be with more of the same. */
function fill(found: Found, min: number, rest: Term, context: Context): Found | undefined {
  const values = found.value;
  if (!Array.isArray(values) || values.length >= min) return found;
  if (min > maxPlain) throw new TooHard('an array would have to be too long');
  const more = context.demand(rest);
  if (!more) return undefined;
  const value = [...values, ...Array.from({ length: min - values.length }, () => more.value)];
  const doubt = found.doubt ?? more.doubt;
  return doubt ? { value, doubt } : { value };
}
