/**
 * Conditions on one JSON value, as terms that exist once: equal conditions are one object with one number, and every
 * condition has its opposite. A question "is A within B?" is the question whether `A and not B` can be met.
 */

import type { Json } from '../../../json.ts';
import type { ExactOrPlain, SchemaNode } from '../schema-node.ts';

/** The kinds of values that conditions tell apart. */
export const kinds = ['null', 'false', 'true', 'number', 'string', 'array', 'object'] as const;
export type Kind = (typeof kinds)[number];

/** What can be said about values of one kind. Each has an opposite among these. */
export type Fact =
  | { readonly fact: 'least' | 'most' | 'above' | 'below'; readonly than: ExactOrPlain }
  | { readonly fact: 'multiple' | 'no-multiple'; readonly of: ExactOrPlain }
  | { readonly fact: 'number-in' | 'number-not-in'; readonly numbers: readonly ExactOrPlain[] }
  /** In code points. */
  | { readonly fact: 'longest' | 'shortest'; readonly length: number }
  | { readonly fact: 'matches' | 'matches-not'; readonly pattern: string }
  | { readonly fact: 'string-in' | 'string-not-in'; readonly strings: ReadonlySet<string> }
  | { readonly fact: 'format' | 'no-format'; readonly format: string }
  | { readonly fact: 'most-items' | 'least-items'; readonly items: number }
  | { readonly fact: 'each-item' | 'some-item'; readonly from: number; readonly meets: Term }
  /** The item, if there is one; there is an item, and it… */
  | { readonly fact: 'item' | 'has-item'; readonly at: number; readonly meets: Term }
  /** So many items at least, or at most, meet the condition. */
  | { readonly fact: 'least-meeting' | 'most-meeting'; readonly count: number; readonly meets: Term }
  | { readonly fact: 'unique' | 'not-unique' }
  | { readonly fact: 'most-members' | 'least-members'; readonly members: number }
  | { readonly fact: 'present' | 'absent'; readonly name: string }
  /** The member, if there is one; there is such a member, and it… */
  | { readonly fact: 'member' | 'has-member'; readonly name: string; readonly meets: Term }
  /** Every member, or some member, whose name meets the one condition has a value that meets the other. */
  | { readonly fact: 'each-member' | 'some-member'; readonly names: Term; readonly meets: Term }
  /** What stands somewhere else, or means nothing; `where` tells one such thing from others. */
  | { readonly fact: 'beyond' | 'not-beyond'; readonly where: string; readonly why: string }
  /** Something that can't be expressed; `about` tells one such thing from others. */
  | { readonly fact: 'unknown'; readonly why: string; readonly about: number; readonly holds: boolean };

export type Term = { readonly id: number /** Filled in by {@link Terms.not}. */; opposite: Term | undefined } & (
  | { readonly is: 'always' | 'never' }
  | { readonly is: 'all'; readonly of: readonly Term[] }
  | { readonly is: 'any'; readonly of: readonly Term[] }
  /** The value is, or is not, valid under a schema. */
  | { readonly is: 'schema'; readonly node: SchemaNode; readonly valid: boolean }
  /** The value is, or is not, one of these. */
  | { readonly is: 'values'; readonly values: readonly Json[]; readonly among: boolean }
  | { readonly is: 'fact'; readonly fact: Fact }
);

export type AnyTerm = Extract<Term, { is: 'any' }>;

export interface Terms {
  readonly always: Term;
  readonly never: Term;
  all(of: readonly Term[]): Term;
  any(of: readonly Term[]): Term;
  not(term: Term): Term;
  /** @param group equal for schemas that accept the same values. */
  schema(node: SchemaNode, group: number): Term;
  values(values: readonly Json[], key: string): Term;
  fact(fact: Fact): Term;
}

type Body = Term extends infer Each ? (Each extends Term ? Omit<Each, 'id' | 'opposite'> : never) : never;

export function createTerms(spend: (steps: number) => void): Terms {
  const known = new Map<string, Term>();

  function make(key: string, body: () => Body): Term {
    let term = known.get(key);
    if (!term) {
      spend(1);
      term = { id: known.size, opposite: undefined, ...body() } as Term;
      known.set(key, term);
    }
    return term;
  }

  const never = make('never', () => ({ is: 'never' }));
  const always = make('always', () => ({ is: 'always' }));
  always.opposite = never;
  never.opposite = always;

  function combine(is: 'all' | 'any', of: readonly Term[]): Term {
    const [neutral, absorbing] = is === 'all' ? [always, never] : [never, always];
    const flat = new Set<Term>();
    for (const term of of) {
      for (const each of term.is === is ? term.of : [term]) {
        if (each === absorbing) return absorbing;
        if (each !== neutral) flat.add(each);
      }
    }
    for (const term of flat) if (term.opposite && flat.has(term.opposite)) return absorbing;
    const [only] = flat;
    if (!only) return neutral;
    if (flat.size === 1) return only;
    const list = [...flat];
    const ids = list.map((term) => term.id).sort((a, b) => a - b);
    return make(`${is} ${ids.join()}`, () => ({ is, of: list }));
  }

  const terms: Terms = {
    always,
    never,
    all: (of) => combine('all', of),
    any: (of) => combine('any', of),
    not(term) {
      if (!term.opposite) {
        term.opposite = opposite(term);
        term.opposite.opposite ??= term;
      }
      return term.opposite;
    },
    schema(node, group) {
      return make(`schema ${group}`, () => ({ is: 'schema', node, valid: true }));
    },
    values(values, key) {
      return values.length === 0 ? never : make(`values ${key}`, () => ({ is: 'values', values, among: true }));
    },
    fact: (fact) => trivial(fact, terms) ?? make(factKey(fact), () => ({ is: 'fact', fact })),
  };

  function opposite(term: Term): Term {
    switch (term.is) {
      case 'always':
        return never;
      case 'never':
        return always;
      case 'all':
        return terms.any(term.of.map(terms.not));
      case 'any':
        return terms.all(term.of.map(terms.not));
      case 'schema':
        return make(`not ${term.id}`, () => ({ is: 'schema', node: term.node, valid: !term.valid }));
      case 'values':
        return make(`not ${term.id}`, () => ({ is: 'values', values: term.values, among: !term.among }));
      case 'fact':
        return terms.fact(oppositeFact(term.fact, terms));
    }
  }

  return terms;
}

/** Facts that hold for every value of their kind, or for none. */
function trivial(fact: Fact, terms: Terms): Term | undefined {
  switch (fact.fact) {
    case 'shortest':
      return fact.length <= 0 ? terms.always : undefined;
    case 'longest':
      return fact.length < 0 ? terms.never : undefined;
    case 'least-items':
      return fact.items <= 0 ? terms.always : undefined;
    case 'most-items':
      return fact.items < 0 ? terms.never : undefined;
    case 'least-members':
      return fact.members <= 0 ? terms.always : undefined;
    case 'most-members':
      return fact.members < 0 ? terms.never : undefined;
    case 'least-meeting':
      return fact.count <= 0 ? terms.always : fact.meets === terms.never ? terms.never : undefined;
    case 'most-meeting':
      return fact.count < 0 ? terms.never : fact.meets === terms.never ? terms.always : undefined;
    case 'each-item':
    case 'item':
    case 'member':
      return fact.meets === terms.always ? terms.always : undefined;
    case 'some-item':
    case 'has-item':
    case 'has-member':
      return fact.meets === terms.never ? terms.never : undefined;
    case 'each-member':
      return fact.meets === terms.always || fact.names === terms.never ? terms.always : undefined;
    case 'some-member':
      return fact.meets === terms.never || fact.names === terms.never ? terms.never : undefined;
    case 'string-in':
      return fact.strings.size === 0 ? terms.never : undefined;
    case 'string-not-in':
      return fact.strings.size === 0 ? terms.always : undefined;
    default:
      return undefined;
  }
}

const swaps: Readonly<Record<string, Fact['fact']>> = Object.fromEntries(
  (
    [
      ['least', 'below'],
      ['most', 'above'],
      ['multiple', 'no-multiple'],
      ['number-in', 'number-not-in'],
      ['matches', 'matches-not'],
      ['string-in', 'string-not-in'],
      ['format', 'no-format'],
      ['each-item', 'some-item'],
      ['item', 'has-item'],
      ['unique', 'not-unique'],
      ['present', 'absent'],
      ['member', 'has-member'],
      ['each-member', 'some-member'],
      ['beyond', 'not-beyond'],
    ] as const
  ).flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]),
);

function oppositeFact(fact: Fact, terms: Terms): Fact {
  switch (fact.fact) {
    case 'longest':
      return { fact: 'shortest', length: fact.length + 1 };
    case 'shortest':
      return { fact: 'longest', length: fact.length - 1 };
    case 'most-items':
      return { fact: 'least-items', items: fact.items + 1 };
    case 'least-items':
      return { fact: 'most-items', items: fact.items - 1 };
    case 'most-members':
      return { fact: 'least-members', members: fact.members + 1 };
    case 'least-members':
      return { fact: 'most-members', members: fact.members - 1 };
    case 'least-meeting':
      return { ...fact, fact: 'most-meeting', count: fact.count - 1 };
    case 'most-meeting':
      return { ...fact, fact: 'least-meeting', count: fact.count + 1 };
    case 'unknown':
      return { ...fact, holds: !fact.holds };
    default: {
      const name = swaps[fact.fact] ?? fact.fact;
      const inner = 'meets' in fact ? { meets: terms.not(fact.meets) } : {};
      return { ...fact, ...inner, fact: name } as Fact;
    }
  }
}

function factKey(fact: Fact): string {
  switch (fact.fact) {
    case 'string-in':
    case 'string-not-in':
      return JSON.stringify([fact.fact, ...[...fact.strings].sort()]);
    case 'number-in':
    case 'number-not-in':
      return JSON.stringify([fact.fact, ...fact.numbers.map(numberKey)]);
    case 'least':
    case 'most':
    case 'above':
    case 'below':
      return `${fact.fact} ${numberKey(fact.than)}`;
    case 'multiple':
    case 'no-multiple':
      return `${fact.fact} ${numberKey(fact.of)}`;
    case 'member':
    case 'has-member':
      return `${fact.fact} ${fact.meets.id} ${fact.name}`;
    case 'each-member':
    case 'some-member':
      return `${fact.fact} ${fact.names.id} ${fact.meets.id}`;
    case 'item':
    case 'has-item':
      return `${fact.fact} ${fact.meets.id} ${fact.at}`;
    case 'each-item':
    case 'some-item':
      return `${fact.fact} ${fact.meets.id} ${fact.from}`;
    case 'least-meeting':
    case 'most-meeting':
      return `${fact.fact} ${fact.meets.id} ${fact.count}`;
    case 'present':
    case 'absent':
      return `${fact.fact} ${fact.name}`;
    case 'longest':
    case 'shortest':
      return `${fact.fact} ${fact.length}`;
    case 'most-members':
    case 'least-members':
      return `${fact.fact} ${fact.members}`;
    case 'matches':
    case 'matches-not':
      return `${fact.fact} ${fact.pattern}`;
    default:
      return JSON.stringify(fact);
  }
}

function numberKey(value: ExactOrPlain): string {
  return typeof value === 'number' ? String(value) : `${value.digits}e${value.exponent}`;
}
