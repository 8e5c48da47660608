/** Questions about strings and patterns: whether one matches, and which strings match some patterns and not others. */

import { alphabetOf } from './alphabet.ts';
import { languageOf } from './compile.ts';
import { type Language, type Languages, languages } from './language.ts';
import { NotRegular, parsePattern } from './parse.ts';
import type { Pattern } from './syntax.ts';
import { type Automaton, build, enumerate, nearest, TooLarge, type Wanted, type Words } from './words.ts';

export interface Automata {
  /** Why the pattern can't be decided about, or undefined where it can. */
  problem(pattern: string): string | undefined;
  /** Whether the string contains a match of a pattern without {@link problem}. */
  matches(pattern: string, text: string): boolean;
  /** Strings as wanted; undefined where the automaton would be too large. */
  words(wanted: Wanted): Words | undefined;
}

interface Combined {
  readonly all: Languages;
  readonly start: Language;
  automaton: Automaton | undefined;
}

const maxTerms = 200_000;

/** @param spend is told of every step and may throw to stop. */
export function automata(spend: (steps: number) => void): Automata {
  const parsed = new Map<string, Pattern | NotRegular>();
  const matchers = new Map<string, { readonly all: Languages; readonly start: Language } | NotRegular>();
  const combined = new Map<string, Combined>();

  function parse(pattern: string): Pattern | NotRegular {
    let found = parsed.get(pattern);
    if (!found) {
      spend(pattern.length);
      found = attempt(() => parsePattern(pattern));
      parsed.set(pattern, found);
    }
    return found;
  }

  function matcher(pattern: string) {
    let found = matchers.get(pattern);
    if (!found) {
      const tree = parse(pattern);
      found =
        tree instanceof NotRegular
          ? tree
          : attempt(() => {
              const all = languages(alphabetOf([tree]), spend);
              return { all, start: languageOf(all, tree) };
            });
      matchers.set(pattern, found);
    }
    return found;
  }

  /** The language of a question, and its automaton where that was needed and is not too large. */
  function combine({ matching, notMatching }: Wanted): Combined {
    const key = JSON.stringify([[...matching].sort(), [...notMatching].sort()]);
    let found = combined.get(key);
    if (!found) {
      const trees = [...matching, ...notMatching].map(parse).flatMap((it) => (it instanceof NotRegular ? [] : it));
      let terms = 0;
      const all = languages(alphabetOf(trees), (steps) => {
        spend(steps);
        terms += steps;
        if (terms > maxTerms) throw new TooLarge();
      });
      const parts = trees.map((tree, index) => {
        const language = languageOf(all, tree);
        return index < matching.length ? language : all.not(language);
      });
      found = { all, start: all.both(parts), automaton: undefined };
      combined.set(key, found);
    }
    return found;
  }

  return {
    problem(pattern) {
      const found = matcher(pattern);
      return found instanceof NotRegular ? found.message : undefined;
    },
    matches(pattern, text) {
      const found = matcher(pattern);
      if (found instanceof NotRegular) return false;
      let state = found.start;
      for (const char of text) state = found.all.derive(state, found.all.alphabet.letterOf(char.codePointAt(0) ?? 0));
      return state.nullable;
    },
    words(wanted) {
      try {
        const found = combine(wanted);
        const near = found.automaton ? undefined : nearest(found.all, found.start, wanted, spend);
        if (near !== undefined) return { words: [near], complete: false };
        found.automaton ??= build(found.all, found.start, spend);
        return enumerate(found.automaton, wanted, spend);
      } catch (error) {
        if (error instanceof TooLarge) return undefined;
        throw error;
      }
    },
  };
}

function attempt<Result>(work: () => Result): Result | NotRegular {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotRegular) return error;
    throw error;
  }
}
