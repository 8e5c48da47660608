/** Answers whether every JSON value that one schema accepts is accepted by another one too. */

import type { Json } from '../../json.ts';
import { createExpander, type View } from './decide/expand.ts';
import { type Doubt, OutOfSteps } from './decide/outcome.ts';
import { createStates, type States } from './decide/states.ts';
import { createTerms, type Term, type Terms } from './decide/term.ts';
import { termOfValues } from './decide/values.ts';
import { automata } from './regex/automaton.ts';
import { schemaGroups } from './same-schema.ts';
import type { SchemaNode } from './schema-node.ts';

export type { View } from './decide/expand.ts';

export type Decision =
  /** Proved: there is no value that the one accepts and the other does not. */
  | { readonly kind: 'contained' }
  /** Accepted by the first schema and rejected by the second; confirmed. */
  | { readonly kind: 'witness'; readonly value: Json }
  /** Neither; `format` is set where the one thing that would decide is what that format means. */
  | { readonly kind: 'undecided'; readonly reason: string; readonly format?: string };

export interface DeciderOptions {
  /**
   * Whether the value is valid under the schema as it is written; asked about every witness. In a view, members that it
   * leaves out are not in the value, and must not be missed.
   */
  readonly confirm: (value: Json, node: SchemaNode, view: View) => boolean | 'unknown';
  /** The budget of one question; 2,000,000 unless given, which is a second or two at worst. */
  readonly steps?: number;
}

export interface Decider {
  /**
   * Whether `a` is within `b`. In the view of a request, members that are `readOnly` don't count on either side; in that
   * of a response, those that are `writeOnly`.
   */
  contained(a: SchemaNode, b: SchemaNode, view?: View): Decision;
  /** Whether that is proved. Where it is not, nobody looks for a value to show it with, so it takes less. */
  proved(a: SchemaNode, b: SchemaNode, view?: View): boolean;
  /** Whether the two certainly accept the same values: they say the same, whatever their parts are called. */
  same(a: SchemaNode, b: SchemaNode): boolean;
  /** The steps that all questions so far have taken, for whoever asks many. */
  spent(): number;
}

interface Engine {
  readonly terms: Terms;
  readonly states: States;
  readonly valid: (node: SchemaNode) => Term;
}

const defaultSteps = 2_000_000;
/** Values that are handed to `confirm` for one question at most. */
const maxAttempts = 6;

/** Makes a decider. What it learns from one question it uses for the next. */
export function createDecider(options: DeciderOptions): Decider {
  const groups = schemaGroups();
  const engines = new Map<View, Engine>();
  const decisions = new Map<SchemaNode, Map<SchemaNode, Map<View, Decision>>>();
  let left = 0;
  let total = 0;

  function spend(steps: number): void {
    left -= steps;
    if (left < 0) throw new OutOfSteps();
  }

  const patterns = automata(spend);

  function engineFor(view: View): Engine {
    let engine = engines.get(view);
    if (!engine) {
      const terms = createTerms(spend);
      const expander = createExpander(terms, groups.groupOf, view);
      const states = createStates({ terms, expander, automata: patterns }, spend);
      engine = { terms, states, valid: expander.valid };
      engines.set(view, engine);
    }
    return engine;
  }

  /** Answers a question within its budget. */
  function ask<Answer>(answer: () => Answer, otherwise: (reason: string) => Answer): Answer {
    const budget = options.steps ?? defaultSteps;
    left = budget;
    try {
      return answer();
    } catch (error) {
      if (error instanceof OutOfSteps) return otherwise('the schemas are too complex to compare');
      // The JavaScript stack; how deep it is depends on the machine.
      if (error instanceof RangeError) return otherwise('the schemas are nested too deeply');
      throw error;
    } finally {
      total += budget - left;
    }
  }

  function lost(a: SchemaNode, b: SchemaNode, { terms, valid }: Engine): Term {
    return terms.all([valid(a), terms.not(valid(b))]);
  }

  function decide(a: SchemaNode, b: SchemaNode, view: View): Decision {
    const engine = engineFor(view);
    const { terms, states } = engine;
    let meets = lost(a, b, engine);
    let doubt: Doubt = { reason: 'a value was found, but validating it did not confirm it' };
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const answer = states.solve(meets);
      if (answer.kind === 'not-met') {
        if (attempt === 0) return { kind: 'contained' };
        break;
      }
      const value = answer.kind === 'met' ? answer.value : answer.guess?.value;
      if (answer.kind === 'unknown') {
        doubt = answer.doubt;
        if (doubt.format !== undefined || value === undefined) break;
      }
      if (value === undefined) break;
      if (confirmed(value, a, b, view)) return { kind: 'witness', value };
      meets = terms.all([meets, terms.not(termOfValues(terms, [value]))]);
    }
    if (doubt.format === undefined) {
      for (const value of examples(a, b)) if (confirmed(value, a, b, view)) return { kind: 'witness', value };
    }
    return { kind: 'undecided', ...doubt };
  }

  function confirmed(value: Json, a: SchemaNode, b: SchemaNode, view: View): boolean {
    return options.confirm(value, a, view) === true && options.confirm(value, b, view) === false;
  }

  return {
    contained(a, b, view) {
      const against = decisions.get(a) ?? new Map<SchemaNode, Map<View, Decision>>();
      const views = against.get(b) ?? new Map<View, Decision>();
      const undecided = (reason: string): Decision => ({ kind: 'undecided', reason });
      const decision = views.get(view) ?? ask(() => decide(a, b, view), undecided);
      decisions.set(a, against.set(b, views.set(view, decision)));
      return decision;
    },
    proved(a, b, view) {
      const known = decisions.get(a)?.get(b)?.get(view);
      if (known) return known.kind === 'contained';
      const isMet = () => {
        const engine = engineFor(view);
        return engine.states.solve(lost(a, b, engine)).kind !== 'not-met';
      };
      return !ask(isMet, () => true);
    },
    same: groups.same,
    spent: () => total,
  };
}

/** Values that people wrote down: where reasoning ends, one of them may still tell the schemas apart. */
function examples(a: SchemaNode, b: SchemaNode): Json[] {
  return [a, b].flatMap(({ shape }) => [
    ...shape.annotations.examples,
    ...shape.annotations.default,
    ...(shape.enum ?? []),
    ...(shape.const ?? []),
  ]);
}
