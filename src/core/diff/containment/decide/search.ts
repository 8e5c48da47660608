/**
 * Finds a value of one kind that meets a condition: alternatives are tried one after the other, those first that leave
 * the least choice (DPLL), and what is then left are facts that the kind's own search decides about.
 */

import type { Automata } from '../regex/automaton.ts';
import { findArray } from './arrays.ts';
import { type Expander, kindBits } from './expand.ts';
import { findNumber } from './numbers.ts';
import { findObject } from './objects.ts';
import { type Context, type Doubt, type Found, TooHard } from './outcome.ts';
import { findString } from './strings.ts';
import type { AnyTerm, Fact, Kind, Term, Terms } from './term.ts';
import { keyOf } from './values.ts';

export interface Parts {
  readonly terms: Terms;
  readonly expander: Expander;
  readonly automata: Automata;
}

/** How deep alternatives are looked into before they are chosen. */
const lookahead = 3;
/** Choices that are looked through in the time of one step. */
const choicesInStep = 8;
/** Choices within choices; the JavaScript stack holds a few frames for each. */
const maxDepth = 400;

/** A value of that kind; one in doubt only where there is no other. */
export function findValue(meets: Term, kind: Kind, parts: Parts, context: Context): Found | undefined {
  if (excludes(meets, kind)) return undefined;
  const { terms, expander } = parts;
  /** All that holds in the branch that is being tried. */
  const order: Term[] = [];
  const holding = new Set<Term>();
  const facts: Fact[] = [];
  const choices: AnyTerm[] = [];
  const members = new Map<string, Term[]>();
  let doubtful: Found | undefined;
  let depth = 0;

  function expanded(term: Term): Term | undefined {
    if (term.is === 'schema') return expander.expand(term.node, term.valid, kind);
    return term.is === 'values' ? expander.values(term, kind) : undefined;
  }

  /** Adds a condition to the branch; false where it contradicts what holds already. */
  function add(term: Term): boolean {
    const open = [term];
    for (let next = open.pop(); next; next = open.pop()) {
      if (next.is === 'always' || holding.has(next)) continue;
      if (next.is === 'never' || holding.has(terms.not(next))) return false;
      context.spend(1);
      holding.add(next);
      order.push(next);
      if (next.is === 'all') open.push(...[...next.of].reverse());
      else if (next.is === 'any') choices.push(next);
      else if (next.is === 'fact') note(next.fact);
      else open.push(expanded(next) ?? terms.always);
    }
    return true;
  }

  function note(fact: Fact): void {
    facts.push(fact);
    if (fact.fact !== 'member' && fact.fact !== 'has-member') return;
    const list = members.get(fact.name);
    if (list) list.push(fact.meets);
    else members.set(fact.name, [fact.meets]);
  }

  function undo(orderLength: number, factsLength: number, choicesLength: number): void {
    while (order.length > orderLength) holding.delete(order.pop() ?? terms.always);
    choices.length = choicesLength;
    while (facts.length > factsLength) {
      const fact = facts.pop();
      if (fact?.fact === 'member' || fact?.fact === 'has-member') members.get(fact.name)?.pop();
    }
  }

  /**
   * Whether a condition certainly contradicts the branch; not every contradiction is seen.
   * @param parts whether to look for values of members too.
   */
  function dead(term: Term, levels: number, parts: boolean): boolean {
    if (term.is === 'always' || holding.has(term)) return false;
    if (term.is === 'never' || holding.has(terms.not(term))) return true;
    context.spend(1);
    if (term.is === 'fact') return deadFact(term.fact, parts);
    if (term.is === 'all') return term.of.some((each) => dead(each, levels, parts));
    if (levels === 0) return false;
    if (term.is === 'any') return term.of.every((each) => dead(each, levels - 1, parts));
    return dead(expanded(term) ?? terms.always, levels - 1, parts);
  }

  function deadFact(fact: Fact, parts: boolean): boolean {
    if (kind === 'number' || kind === 'string') {
      try {
        return solve([...facts, fact]) === undefined;
      } catch (error) {
        if (error instanceof TooHard) return false;
        throw error;
      }
    }
    if (parts && fact.fact === 'has-member') return !memberMeets(fact.name, fact.meets);
    if (parts && fact.fact === 'member') return isPresent(fact.name) && !memberMeets(fact.name, fact.meets);
    if (fact.fact === 'least-members' || fact.fact === 'most-members') return !sizeFits(fact);
    if (fact.fact === 'least-items' || fact.fact === 'most-items') return !lengthFits(fact);
    return false;
  }

  function isPresent(name: string): boolean {
    return holding.has(terms.fact({ fact: 'present', name }));
  }

  function memberMeets(name: string, meets: Term): boolean {
    if (holding.has(terms.fact({ fact: 'absent', name }))) return false;
    return context.demand(terms.all([...(members.get(name) ?? []), meets])) !== undefined;
  }

  function sizeFits(added: Fact): boolean {
    let [min, max, present] = [0, Number.POSITIVE_INFINITY, 0];
    for (const fact of [...facts, added]) {
      if (fact.fact === 'least-members') min = Math.max(min, fact.members);
      else if (fact.fact === 'most-members') max = Math.min(max, fact.members);
      else if (fact.fact === 'present') present += 1;
    }
    return min <= max && present <= max;
  }

  function lengthFits(added: Fact): boolean {
    let [min, max] = [0, Number.POSITIVE_INFINITY];
    for (const fact of [...facts, added]) {
      if (fact.fact === 'least-items') min = Math.max(min, fact.items);
      else if (fact.fact === 'most-items') max = Math.min(max, fact.items);
      else if (fact.fact === 'has-item') min = Math.max(min, fact.at + 1);
    }
    return min <= max;
  }

  /** Whether the facts added since then can be met as far as that is cheap to see. */
  function plausible(since: number): boolean {
    if (kind === 'number' || kind === 'string') return true;
    for (let index = since; index < facts.length; index++) {
      const fact = facts[index];
      if (fact?.fact === 'has-member' && !memberMeets(fact.name, fact.meets)) return false;
      if ((fact?.fact === 'member' || fact?.fact === 'present') && isPresent(fact.name)) {
        if (!memberMeets(fact.name, terms.always)) return false;
      }
    }
    return true;
  }

  function attempt(term: Term): Found | undefined {
    const [orderLength, factsLength, choicesLength] = [order.length, facts.length, choices.length];
    depth += 1;
    if (depth > maxDepth) throw new TooHard('too many choices depend on each other');
    const found = add(term) && plausible(factsLength) ? decide() : undefined;
    depth -= 1;
    undo(orderLength, factsLength, choicesLength);
    return found;
  }

  /** Whether a condition holds already for what is known about a member: its values are listed, and others than these. */
  function implied(term: Term): boolean {
    if (holding.has(term)) return true;
    if (term.is !== 'fact' || term.fact.fact !== 'has-member' || !isPresent(term.fact.name)) return false;
    const excluded = listedBy(terms.not(term.fact.meets));
    if (!excluded) return false;
    return (members.get(term.fact.name) ?? []).some((known) => {
      const listed = listedBy(known);
      return listed !== undefined && ![...listed].some((key) => excluded.has(key));
    });
  }

  /** Settles the choices that are left, one with as few ways out as possible first. */
  function decide(): Found | undefined {
    context.spend(1 + Math.floor(choices.length / choicesInStep));
    const open = choices.filter((choice) => !choice.of.some(implied));
    const best =
      fewest(open, false, 1) ?? fewest(open.filter(isUnion), false, Infinity) ?? fewest(open, true, Infinity);
    if (!best) return keep(solve(facts));
    for (const term of best) {
      const found = attempt(term);
      if (found) return found;
      // What was tried is settled: the other ways need not come back to it.
      if (isNegative(term) && !add(terms.not(term))) return undefined;
    }
    return undefined;
  }

  /** The ways out that the narrowest choice leaves, if they are no more than so many. */
  function fewest(open: readonly AnyTerm[], parts: boolean, most: number): readonly Term[] | undefined {
    let best: readonly Term[] | undefined;
    for (const choice of open) {
      const live = choice.of.filter((term) => !dead(term, lookahead, parts));
      if (live.length <= most && (!best || live.length < best.length)) best = live;
      if (best && best.length <= 1) break;
    }
    return best;
  }

  function solve(given: readonly Fact[]): Found | undefined {
    switch (kind) {
      case 'null':
        return { value: null };
      case 'false':
      case 'true':
        return { value: kind === 'true' };
      case 'number':
        return findNumber(given, context);
      case 'string':
        return findString(given, parts.automata, context);
      case 'array':
        return findArray(given, terms, context);
      case 'object':
        return findObject(given, terms, context);
    }
  }

  /** Only what is beyond doubt ends the search. */
  function keep(found: Found | undefined): Found | undefined {
    if (!found) return undefined;
    const doubt = found.doubt ?? doubtOf(facts);
    if (!doubt) return found;
    if (!doubtful || (doubtful.doubt?.format !== undefined && doubt.format === undefined)) {
      doubtful = { value: found.value, doubt };
    }
    return undefined;
  }

  return attempt(meets) ?? doubtful;
}

/** Whether a schema says in so many words that no value of the kind will do. */
function excludes(term: Term, kind: Kind): boolean {
  if (term.is === 'all') return term.of.some((each) => excludes(each, kind));
  if (term.is !== 'schema' || !term.valid) return false;
  const { types } = term.node.shape;
  return types !== undefined && (types & kindBits[kind]) === 0;
}

/** Whether the opposite adds no choices of its own. */
function isNegative(term: Term): boolean {
  return term.is === 'fact' || (term.is === 'schema' && !term.valid);
}

/** A choice between schemas: what else holds is easier to see once one of them is taken. */
function isUnion(choice: AnyTerm): boolean {
  return choice.of.every((term) => term.is === 'schema' && term.valid);
}

/** Keys of the values that a condition allows, where it lists them. */
function listedBy(term: Term): ReadonlySet<string> | undefined {
  if (term.is === 'values') return term.among ? new Set(term.values.map(keyOf)) : undefined;
  if (term.is !== 'schema' || !term.valid) return undefined;
  const values = term.node.shape.const ?? term.node.shape.enum;
  return values && new Set(values.map(keyOf));
}

function doubtOf(facts: readonly Fact[]): Doubt | undefined {
  for (const fact of facts) {
    if (fact.fact === 'unknown') return { reason: fact.why };
    if (fact.fact === 'beyond' || fact.fact === 'not-beyond') return { reason: fact.why };
  }
  return undefined;
}
