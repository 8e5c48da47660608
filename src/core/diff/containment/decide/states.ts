/**
 * Which conditions can be met. A condition on a value leads to conditions on its parts, and recursive schemas lead back
 * to where they started; so conditions are states in a graph, and a state is met once the states it needs are: a least
 * fixed point. A state that nothing has met at the end has no value at all, because a smallest value would not contain
 * another value for the same state.
 */

import type { Json } from '../../../json.ts';
import { nameMeets } from './names.ts';
import { type Context, type Doubt, type Found, TooHard } from './outcome.ts';
import { findValue, type Parts } from './search.ts';
import { type Kind, kinds, type Term } from './term.ts';

export type Answer =
  | { readonly kind: 'met'; readonly value: Json }
  | { readonly kind: 'not-met' }
  | { readonly kind: 'unknown'; readonly doubt: Doubt; readonly guess?: Found };

interface State {
  readonly meets: Term;
  status: 'new' | 'open' | 'met' | 'not-met' | 'unknown';
  found: Found | undefined;
  doubt: Doubt | undefined;
  /** Where it is open: states of which one must be met before this one can be. */
  waitsFor: Set<State>;
  readonly waiting: Set<State>;
  stale: boolean;
  busy: boolean;
}

export interface States {
  /** Whether some value meets the condition. Throws `OutOfSteps`; what was found out until then is kept. */
  solve(meets: Term): Answer;
}

/** Parts are looked at at once this deep, deeper ones after everything that is nearer. */
const maxInline = 2;
/** What one condition may cost; more, and it counts as unknown. */
const maxCost = 1_000_000;

export function createStates(parts: Parts, spend: (steps: number) => void): States {
  const states = new Map<Term, State>();
  const names = new Map<Term, Found | undefined>();
  let queue: State[] = [];

  function stateOf(meets: Term): State {
    let state = states.get(meets);
    if (!state) {
      const status = meets.is === 'always' ? 'met' : meets.is === 'never' ? 'not-met' : 'new';
      const found = meets.is === 'always' ? { value: null } : undefined;
      state = {
        meets,
        status,
        found,
        doubt: undefined,
        waitsFor: new Set(),
        waiting: new Set(),
        stale: false,
        busy: false,
      };
      states.set(meets, state);
    }
    return state;
  }

  function evaluate(state: State, depth: number): void {
    const waitsFor = new Set<State>();
    let guess: Found | undefined;
    let doubt: Doubt | undefined;
    let cost = 0;
    const doubting = (next: Doubt) => {
      // That a format alone decides is the weaker reason.
      if (!doubt || (doubt.format !== undefined && next.format === undefined)) doubt = next;
    };
    const count = (steps: number) => {
      cost += steps;
      spend(steps);
      if (cost > maxCost) throw new TooHard('the schemas are too complex here');
    };
    const context: Context = {
      spend: count,
      demandName: (meets) => demandName(meets, count),
      nameMeets: (name, meets) => nameMeets(name, meets, parts, context),
      demand(meets) {
        const part = stateOf(meets);
        if (part === state) return undefined;
        if (part.status === 'new' && depth < maxInline && !part.busy) evaluate(part, depth + 1);
        if (part.status === 'met') return part.found;
        if (part.status === 'unknown') {
          if (part.found) return part.found;
          if (part.doubt) doubting(part.doubt);
          return undefined;
        }
        if (part.status !== 'not-met') waitsFor.add(part);
        return undefined;
      },
    };
    state.busy = true;
    state.stale = false;
    state.status = 'open';
    try {
      for (const kind of kinds) {
        const found = tryKind(state.meets, kind, context, doubting);
        if (found && !found.doubt) {
          settle(state, 'met', found, undefined);
          return;
        }
        if (found?.doubt) {
          doubting(found.doubt);
          guess ??= found;
        }
      }
    } catch (error) {
      // The budget of the question is used up; another one starts here again.
      state.status = 'new';
      throw error;
    } finally {
      state.busy = false;
    }
    state.doubt = doubt;
    state.found = guess && doubt ? { value: guess.value, doubt } : undefined;
    for (const part of state.waitsFor) part.waiting.delete(state);
    const open = [...waitsFor].filter((part) => part.status === 'new' || part.status === 'open');
    // A part may have been settled meanwhile, deeper in the same search.
    if ([...waitsFor].some((part) => part.status === 'met' || part.status === 'unknown')) state.stale = true;
    state.waitsFor = new Set(open);
    for (const part of open) part.waiting.add(state);
    if (state.stale) queue.push(state);
    else if (open.length === 0) settleOpen(state);
    else for (const part of open) if (part.status === 'new') queue.push(part);
  }

  function tryKind(meets: Term, kind: Kind, context: Context, doubting: (doubt: Doubt) => void): Found | undefined {
    try {
      return findValue(meets, kind, parts, context);
    } catch (error) {
      if (!(error instanceof TooHard)) throw error;
      doubting({ reason: error.message });
      return undefined;
    }
  }

  function demandName(meets: Term, count: (steps: number) => void): Found | undefined {
    if (names.has(meets)) return names.get(meets);
    const context: Context = {
      spend: count,
      demand: () => undefined,
      demandName: () => undefined,
      nameMeets: () => undefined,
    };
    const found = findValue(meets, 'string', parts, context);
    names.set(meets, found);
    return found;
  }

  function settleOpen(state: State): void {
    if (state.doubt) settle(state, 'unknown', state.found, state.doubt);
    else settle(state, 'not-met', undefined, undefined);
  }

  /** Notes what became of a state and of those that waited for nothing else. */
  function settle(
    first: State,
    status: 'met' | 'not-met' | 'unknown',
    found: Found | undefined,
    doubt: Doubt | undefined,
  ) {
    const settled: [State, 'met' | 'not-met' | 'unknown'][] = [[first, status]];
    first.found = found;
    first.doubt = doubt;
    for (let next = settled.pop(); next; next = settled.pop()) {
      const [state, became] = next;
      state.status = became;
      state.stale = false;
      for (const part of state.waitsFor) part.waiting.delete(state);
      state.waitsFor.clear();
      for (const waiting of state.waiting) {
        waiting.waitsFor.delete(state);
        if (waiting.busy || waiting.status !== 'open') continue;
        if (became !== 'not-met') {
          if (!waiting.stale) queue.push(waiting);
          waiting.stale = true;
        } else if (waiting.waitsFor.size === 0 && !waiting.stale) {
          settled.push([waiting, waiting.doubt ? 'unknown' : 'not-met']);
        }
      }
      state.waiting.clear();
    }
  }

  /** The open states that the state depends on, itself included. */
  function reachable(root: State): State[] {
    const seen = new Set([root]);
    for (const state of seen) for (const part of state.waitsFor) seen.add(part);
    spend(seen.size);
    return [...seen];
  }

  function solve(meets: Term): Answer {
    const root = stateOf(meets);
    while (!isSettled(root)) {
      const needed = reachable(root);
      queue = needed.filter((state) => state.status === 'new' || state.stale);
      if (queue.length === 0) conclude(needed);
      // Nearer parts first, so that values stay small; the queue grows meanwhile.
      for (let at = 0; at < queue.length && !isSettled(root); at++) {
        const state = queue[at];
        if (state && (state.status === 'new' || (state.status === 'open' && state.stale))) evaluate(state, 0);
      }
    }
    return answer(root);
  }

  /** Nothing moves any more: what is open is not met, unless there was a doubt. */
  function conclude(needed: readonly State[]): void {
    const open = needed.filter((state) => state.status === 'open');
    const doubted = open.find((state) => state.doubt);
    if (doubted) settleOpen(doubted);
    else for (const state of open) if (state.status === 'open') settle(state, 'not-met', undefined, undefined);
  }

  return { solve };
}

function isSettled(state: State): boolean {
  return state.status !== 'new' && state.status !== 'open';
}

function answer(state: State): Answer {
  if (state.status === 'met' && state.found) return { kind: 'met', value: state.found.value };
  if (state.status === 'not-met') return { kind: 'not-met' };
  const doubt = state.doubt ?? { reason: 'it can not be decided' };
  return state.found ? { kind: 'unknown', doubt, guess: state.found } : { kind: 'unknown', doubt };
}
