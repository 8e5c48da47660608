/** Strings of a language: a short one by searching outwards, or all of them from the whole automaton. */

import type { Alphabet } from './alphabet.ts';
import type { Language, Languages } from './language.ts';

export interface Wanted {
  readonly matching: readonly string[];
  readonly notMatching: readonly string[];
  /** In code points. */
  readonly min: number;
  readonly max: number;
  readonly without: ReadonlySet<string>;
  /** How many strings are wanted at most. */
  readonly limit: number;
}

export interface Words {
  /** Shortest first. */
  readonly words: readonly string[];
  /** There are no others. */
  readonly complete: boolean;
}

/** Thrown where an automaton would be too large. */
export class TooLarge extends Error {}

export interface Automaton {
  readonly alphabet: Alphabet;
  /** For each state its successors by letter; -1 where no match can follow any more. State 0 is the start. */
  readonly next: readonly (readonly number[])[];
  readonly accepting: readonly boolean[];
}

const maxStates = 3000;
/** Places that are looked at for a short string before the whole automaton is made. */
const maxNearby = 300;

/** The first string that a search outwards meets, if one string is enough and it is not far. */
export function nearest(
  all: Languages,
  start: Language,
  wanted: Wanted,
  spend: (steps: number) => void,
): string | undefined {
  if (wanted.limit > 1 || wanted.min > maxNearby) return undefined;
  const seen = new Set<string>();
  const open: { readonly state: Language; readonly word: string; readonly length: number }[] = [];
  const visit = (state: Language, word: string, length: number) => {
    const key = `${state.id} ${Math.min(length, wanted.min)}`;
    if (state === all.none || length > wanted.max || seen.has(key)) return;
    seen.add(key);
    open.push({ state, word, length });
  };
  visit(start, '', 0);
  for (let at = 0; at < open.length && at < maxNearby; at++) {
    const place = open[at];
    if (!place) break;
    spend(all.alphabet.size);
    const { state, word, length } = place;
    if (state.nullable && length >= wanted.min && !wanted.without.has(word)) return word;
    for (const letter of lettersBest(all.alphabet)) {
      const [code = 0] = all.alphabet.samples(letter, 1);
      visit(all.derive(state, letter), word + String.fromCodePoint(code), length + 1);
    }
  }
  return undefined;
}

/** The letters whose characters read best first. */
function lettersBest(alphabet: Alphabet): number[] {
  const letters = Array.from({ length: alphabet.size }, (_, letter) => letter);
  const code = (letter: number) => alphabet.samples(letter, 1)[0] ?? 0;
  return letters.sort((a, b) => rank(code(a)) - rank(code(b)));
}

export function build(all: Languages, start: Language, spend: (steps: number) => void): Automaton {
  const numbers = new Map<Language, number>([[start, 0]]);
  const states = [start];
  const next: number[][] = [];
  for (let index = 0; index < states.length; index++) {
    const state = states[index] ?? all.none;
    const row: number[] = [];
    for (let letter = 0; letter < all.alphabet.size; letter++) {
      const target = all.derive(state, letter);
      let number = target === all.none ? -1 : numbers.get(target);
      if (number === undefined) {
        number = states.length;
        if (number > maxStates) throw new TooLarge();
        numbers.set(target, number);
        states.push(target);
      }
      row.push(number);
    }
    spend(row.length);
    next.push(row);
  }
  const accepting = states.map((state) => state.nullable);
  const live = liveStates(next, accepting);
  const trimmed = next.map((row) => row.map((target) => (target >= 0 && live.has(target) ? target : -1)));
  return { alphabet: all.alphabet, next: trimmed, accepting };
}

/** The states from which a match can still be reached. */
function liveStates(next: readonly (readonly number[])[], accepting: readonly boolean[]): Set<number> {
  const before = new Map<number, number[]>();
  next.forEach((row, from) => {
    for (const to of new Set(row)) before.set(to, [...(before.get(to) ?? []), from]);
  });
  const live = new Set(accepting.flatMap((accepts, state) => (accepts ? state : [])));
  const open = [...live];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const from of before.get(state) ?? []) {
      if (live.has(from)) continue;
      live.add(from);
      open.push(from);
    }
  }
  return live;
}

/** Longest string that is worth making, in code points. */
export const longestWord = 20_000;

export function enumerate(automaton: Automaton, wanted: Wanted, spend: (steps: number) => void): Words | undefined {
  const { next, accepting } = automaton;
  const successors = next.map((row) => [...new Set(row)].filter((target) => target >= 0));
  /** For each number of letters, the states that accept after exactly so many. */
  const layers: Set<number>[] = [new Set(accepting.flatMap((accepts, state) => (accepts ? state : [])))];
  const words: string[] = [];
  let idle = 0;
  for (let length = 0; length <= wanted.max; length++) {
    if (length > longestWord) return undefined;
    const layer = layers[length] ?? new Set();
    if (length >= wanted.min) {
      if (layer.has(0)) {
        idle = 0;
        collect(automaton, layers, length, wanted, words, spend);
        if (words.length >= wanted.limit) return { words, complete: false };
      } else idle += 1;
      // Shorter words come from longer ones by leaving out a loop, so a gap as long as the automaton is the end.
      if (idle > next.length) return { words, complete: true };
    }
    if (layer.size === 0) return { words, complete: true };
    const longer = new Set<number>();
    successors.forEach((targets, state) => {
      if (targets.some((target) => layer.has(target))) longer.add(state);
    });
    spend(next.length);
    layers.push(longer);
  }
  return { words, complete: true };
}

/** Adds the words of that length. Every way that is tried leads to one, so the work is bounded by what is found. */
function collect(
  { alphabet, next }: Automaton,
  layers: readonly ReadonlySet<number>[],
  length: number,
  wanted: Wanted,
  words: string[],
  spend: (steps: number) => void,
): void {
  const enough = wanted.limit + wanted.without.size;
  let tried = 0;
  /** Where the word goes on: a state, how much of it there is, and the letters still to be tried there. */
  const path: { readonly state: number; readonly options: readonly [number, number][]; at: number }[] = [];
  const open = (state: number) => {
    const left = length - path.length;
    const targets = (next[state] ?? []).flatMap((target, letter) =>
      target >= 0 && left > 0 && layers[left - 1]?.has(target) ? [{ letter, target }] : [],
    );
    const share = left > 0 ? alphabetShare(enough) : 0;
    const options = targets.flatMap(({ letter, target }) =>
      alphabet.samples(letter, share).map((code): [number, number] => [code, target]),
    );
    path.push({ state, options: options.sort((a, b) => rank(a[0]) - rank(b[0])), at: -1 });
  };
  const finish = () => {
    tried += 1;
    const word = path
      .map((step) => (step.at >= 0 ? String.fromCodePoint(step.options[step.at]?.[0] ?? 0) : ''))
      .join('');
    if (!wanted.without.has(word)) words.push(word);
  };
  open(0);
  while (path.length > 0 && words.length < wanted.limit && tried < enough + 1) {
    spend(1);
    const step = path.at(-1);
    if (!step) break;
    if (path.length - 1 === length) {
      finish();
      path.pop();
      continue;
    }
    step.at += 1;
    const option = step.options[step.at];
    if (option) open(option[1]);
    else path.pop();
  }
}

/** So many characters of one letter are enough to make `count` different words. */
function alphabetShare(count: number): number {
  return Math.min(count, 1_000_000);
}

/** Small letters read best, then digits. */
function rank(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return 0;
  return code >= 0x30 && code <= 0x39 ? 1 : 2;
}
