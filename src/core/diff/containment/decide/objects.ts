/** Finds an object that meets facts: which members it has, and a value for each. */

import type { Json } from '../../../json.ts';
import { type Context, type Doubt, type Found, TooHard } from './outcome.ts';
import type { Fact, Term, Terms } from './term.ts';

interface Rule {
  readonly names: Term;
  readonly meets: Term;
}

interface Facts {
  min: number;
  max: number;
  readonly present: Set<string>;
  readonly absent: Set<string>;
  /** What a member's value must meet, if there is the member. */
  readonly members: Map<string, Term[]>;
  readonly each: Rule[];
  readonly some: Rule[];
}

/** Members chosen so far and what their values must meet beside the rules. */
type Chosen = ReadonlyMap<string, readonly Term[]>;

const maxFill = 2000;
const maxSome = 24;

/** An object that meets all the facts, with as few members as possible. */
export function findObject(facts: readonly Fact[], terms: Terms, context: Context): Found | undefined {
  const all = gather(facts);
  if (all.present.size > all.max || all.min > all.max) return undefined;
  for (const name of all.present) if (all.absent.has(name)) return undefined;
  if (all.some.length > maxSome) throw new TooHard('too many members are asked for at once');
  const chosen = new Map<string, readonly Term[]>();
  for (const name of all.present) chosen.set(name, []);
  return place(all, 0, chosen, terms, context);
}

function gather(facts: readonly Fact[]): Facts {
  const all: Facts = {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    present: new Set(),
    absent: new Set(),
    members: new Map(),
    each: [],
    some: [],
  };
  const note = (name: string, meets: Term) => {
    const list = all.members.get(name);
    if (list) list.push(meets);
    else all.members.set(name, [meets]);
  };
  for (const fact of facts) {
    if (fact.fact === 'least-members') all.min = Math.max(all.min, fact.members);
    else if (fact.fact === 'most-members') all.max = Math.min(all.max, fact.members);
    else if (fact.fact === 'present') all.present.add(fact.name);
    else if (fact.fact === 'absent') all.absent.add(fact.name);
    else if (fact.fact === 'member') note(fact.name, fact.meets);
    else if (fact.fact === 'has-member') {
      all.present.add(fact.name);
      note(fact.name, fact.meets);
    } else if (fact.fact === 'each-member') all.each.push(fact);
    else if (fact.fact === 'some-member') all.some.push(fact);
  }
  return all;
}

/** Gives each of the members that are asked for by a condition a name, then values to all. */
function place(all: Facts, at: number, chosen: Chosen, terms: Terms, context: Context): Found | undefined {
  context.spend(1);
  const wanted = all.some[at];
  if (!wanted) return complete(all, chosen, terms, context);
  let doubtful: Found | undefined;
  for (const [name, meets] of candidates(all, wanted, chosen, terms, context)) {
    const before = chosen.get(name) ?? [];
    if (before.length === 0 && !chosen.has(name) && chosen.size >= all.max) continue;
    const next = new Map(chosen).set(name, [...before, ...meets]);
    if (!valueFor(all, name, next, terms, context)) continue;
    const found = place(all, at + 1, next, terms, context);
    if (found && !found.doubt) return found;
    doubtful ??= found;
  }
  return doubtful;
}

/** Names that may meet the condition: those that the facts mention, new ones, and those already there. */
function* candidates(
  all: Facts,
  wanted: Rule,
  chosen: Chosen,
  terms: Terms,
  context: Context,
): Generator<readonly [name: string, meets: readonly Term[]]> {
  const fits = (name: string) => context.nameMeets(name, wanted.names) !== false;
  for (const name of all.members.keys()) {
    context.spend(1);
    if (!chosen.has(name) && !all.absent.has(name) && fits(name)) yield [name, [wanted.meets]];
  }
  for (const [name] of newNames(all, wanted.names, wanted.meets, chosen, terms, context)) yield [name, [wanted.meets]];
  for (const name of chosen.keys()) if (fits(name)) yield [name, [wanted.meets]];
}

/** Names that no fact mentions: one for each combination of rules that may apply to it. */
function* newNames(
  all: Facts,
  names: Term,
  meets: Term,
  chosen: Chosen,
  terms: Terms,
  context: Context,
): Generator<readonly [name: string]> {
  const mentioned = new Set([...all.members.keys(), ...all.absent, ...chosen.keys()]);
  // Rules that apply to every such name come first: where they leave no value, there is nothing to combine.
  const certain = all.each.filter((rule) => !context.demandName(terms.all([names, terms.not(rule.names)])));
  const others = all.each.filter((rule) => !certain.includes(rule));
  const fresh = terms.all([names, terms.fact({ fact: 'string-not-in', strings: mentioned })]);
  const start = terms.all([meets, ...certain.map((rule) => rule.meets)]);
  const open: { readonly at: number; readonly name: Term; readonly value: Term }[] = [
    { at: 0, name: fresh, value: start },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    context.spend(1);
    const found = context.demand(next.value) && context.demandName(next.name);
    if (!found) continue;
    const rule = others[next.at];
    if (!rule) {
      yield [String(found.value)];
      continue;
    }
    const { at, name, value } = next;
    open.push({ at: at + 1, name: terms.all([name, rule.names]), value: terms.all([value, rule.meets]) });
    open.push({ at: at + 1, name: terms.all([name, terms.not(rule.names)]), value });
  }
}

function valueFor(all: Facts, name: string, chosen: Chosen, terms: Terms, context: Context): Found | undefined {
  let doubt: Doubt | undefined;
  const meets = [...(all.members.get(name) ?? []), ...(chosen.get(name) ?? [])];
  for (const rule of all.each) {
    const applies = context.nameMeets(name, rule.names);
    if (applies === undefined) doubt = { reason: `whether a rule applies to the member "${name}" is not known` };
    else if (applies) meets.push(rule.meets);
  }
  const found = context.demand(terms.all(meets));
  return found && doubt && !found.doubt ? { value: found.value, doubt } : found;
}

function complete(all: Facts, chosen: Chosen, terms: Terms, context: Context): Found | undefined {
  if (chosen.size > all.max) return undefined;
  const members = new Map<string, Json>();
  let doubt: Doubt | undefined;
  const add = (name: string, from: Chosen): boolean => {
    const found = valueFor(all, name, from, terms, context);
    if (!found) return false;
    doubt ??= found.doubt;
    members.set(name, found.value);
    return true;
  };
  for (const name of chosen.keys()) if (!add(name, chosen)) return undefined;
  if (members.size < all.min) {
    if (all.min > maxFill) throw new TooHard('an object needs too many members');
    for (const name of all.members.keys()) {
      if (members.size >= all.min) break;
      if (!members.has(name) && !all.absent.has(name)) add(name, new Map());
    }
    while (members.size < all.min) if (!addNew(all, members, add, terms, context)) return undefined;
  }
  const value = Object.fromEntries(members);
  return doubt ? { value, doubt } : { value };
}

function addNew(
  all: Facts,
  members: ReadonlyMap<string, Json>,
  add: (name: string, from: Chosen) => boolean,
  terms: Terms,
  context: Context,
): boolean {
  const taken: Chosen = new Map([...members.keys()].map((name) => [name, []]));
  for (const [name] of newNames(all, terms.always, terms.always, taken, terms, context)) {
    if (add(name, new Map())) return true;
  }
  return false;
}
