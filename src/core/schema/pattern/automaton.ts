/**
 * Runs a program over a text in one pass: every set of places that the program can be in at once is a state, states
 * are made when they are first reached, and their number is bounded. Time is linear in the text whatever the pattern.
 */

import { buildAlphabet } from './alphabet.ts';
import { contains, isWord } from './charset.ts';
import type { Program } from './program.ts';
import type { Assertion } from './syntax.ts';

/** What stands before a place in the text, as far as assertions ask. */
type Before = 'start' | 'word' | 'other';

interface State {
  /** Instructions to go on from, not yet followed through splits and assertions: these need the next character. */
  readonly places: readonly number[];
  readonly before: Before;
  /** By symbol. `accepted` where the program matched before it took the symbol. */
  readonly next: (State | 'accepted' | undefined)[];
}

/** States and the places in them that are kept at a time; beyond, the cache starts over. */
const maxStates = 2000;
const maxPlaces = 200_000;

/** Whether the program matches somewhere in the text. `spend` hears of the work beyond one step a character. */
export function buildMatcher(program: Program): (text: string, spend?: (steps: number) => void) => boolean {
  const alphabet = buildAlphabet(program);
  const follow = follower(program);
  const cache = new Map<string, State>();
  let cachedPlaces = 0;

  function stateOf(places: readonly number[], before: Before): State {
    const key = `${before}${places.join(',')}`;
    const known = cache.get(key);
    if (known) return known;
    if (cache.size >= maxStates || cachedPlaces > maxPlaces) {
      cache.clear();
      cachedPlaces = 0;
    }
    const state: State = { places, before, next: [] };
    cache.set(key, state);
    cachedPlaces += places.length;
    return state;
  }

  function step(state: State, symbol: number): State | 'accepted' {
    const sample = alphabet.sampleOf(symbol);
    const word = isWord(sample);
    const { matched, takes } = follow(state.places, state.before, word ? 'word' : 'other');
    if (matched) return 'accepted';
    const places = new Set<number>();
    for (const at of takes) {
      const it = program.code[at];
      if (it?.kind === 'take' && contains(it.set, sample)) places.add(it.next);
    }
    if (!program.anchored) places.add(program.start);
    return stateOf(
      [...places].sort((a, b) => a - b),
      word && program.boundaries ? 'word' : 'other',
    );
  }

  return (text, spend) => {
    let state = stateOf([program.start], 'start');
    for (let index = 0; index < text.length; index++) {
      const code = text.codePointAt(index) ?? 0;
      if (code > 0xffff) index += 1;
      const symbol = alphabet.symbolOf(code);
      let next = state.next[symbol];
      if (next === undefined) {
        next = step(state, symbol);
        state.next[symbol] = next;
        spend?.(1 + 2 * state.places.length);
      }
      if (next === 'accepted') return true;
      if (next.places.length === 0) return false;
      state = next;
    }
    return follow(state.places, state.before, 'end').matched;
  };
}

type Follow = (
  places: readonly number[],
  before: Before,
  after: 'word' | 'other' | 'end',
) => { readonly matched: boolean; readonly takes: readonly number[] };

/** Goes through splits and assertions up to the instructions that take a character. */
function follower(program: Program): Follow {
  const visited = new Uint32Array(program.code.length);
  let round = 0;
  return (places, before, after) => {
    round += 1;
    const takes: number[] = [];
    const open = [...places];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (visited[at] === round) continue;
      visited[at] = round;
      const it = program.code[at];
      if (it?.kind === 'match') return { matched: true, takes };
      if (it?.kind === 'take') takes.push(at);
      else if (it?.kind === 'split') open.push(...it.next);
      else if (it && holds(it.what, before, after)) open.push(it.next);
    }
    return { matched: false, takes };
  };
}

function holds(what: Assertion, before: Before, after: 'word' | 'other' | 'end'): boolean {
  switch (what) {
    case 'start':
      return before === 'start';
    case 'end':
      return after === 'end';
    case 'boundary':
      return (before === 'word') !== (after === 'word');
    case 'no-boundary':
      return (before === 'word') === (after === 'word');
  }
}
