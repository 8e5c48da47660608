/**
 * Regular languages as terms with Brzozowski derivatives (J. ACM 11:4, 1964): intersection and complement are terms
 * like any other, so inclusion needs no constructions, and states come into being only where a search goes.
 */

import type { Alphabet } from './alphabet.ts';

/** A language. Equal terms of one {@link Languages} are one object. */
export type Language = { readonly id: number; readonly nullable: boolean } & (
  | { readonly kind: 'none' | 'empty' }
  | { readonly kind: 'letters'; readonly letters: ReadonlySet<number> }
  | { readonly kind: 'sequence'; readonly first: Language; readonly rest: Language }
  | { readonly kind: 'either' | 'both'; readonly parts: readonly Language[] }
  | { readonly kind: 'not'; readonly of: Language }
  | { readonly kind: 'repeat'; readonly of: Language; readonly min: number; readonly max: number }
);

export interface Languages {
  readonly alphabet: Alphabet;
  readonly none: Language;
  readonly empty: Language;
  /** Every string. */
  readonly all: Language;
  letters(letters: readonly number[]): Language;
  sequence(first: Language, rest: Language): Language;
  either(parts: readonly Language[]): Language;
  both(parts: readonly Language[]): Language;
  not(of: Language): Language;
  repeat(of: Language, min: number, max: number): Language;
  /** What may follow after the letter. */
  derive(language: Language, letter: number): Language;
}

type Body = Language extends infer Each ? (Each extends Language ? Omit<Each, 'id' | 'nullable'> : never) : never;

/** @param spend is told of each new term and may throw to stop. */
export function languages(alphabet: Alphabet, spend: (steps: number) => void): Languages {
  const known = new Map<string, Language>();
  const derivatives = new Map<Language, Language[]>();

  function make(key: string, nullable: boolean, body: Body): Language {
    let term = known.get(key);
    if (!term) {
      spend(1);
      term = { id: known.size, nullable, ...body } as Language;
      known.set(key, term);
    }
    return term;
  }

  const none = make('0', false, { kind: 'none' });
  const empty = make('1', true, { kind: 'empty' });
  const letters = (list: readonly number[]): Language =>
    list.length === 0
      ? none
      : make(`l${[...list].sort((a, b) => a - b).join()}`, false, { kind: 'letters', letters: new Set(list) });
  const anyLetter = letters(Array.from({ length: alphabet.size }, (_, letter) => letter));
  const all = make(`r${anyLetter.id},0,`, true, {
    kind: 'repeat',
    of: anyLetter,
    min: 0,
    max: Number.POSITIVE_INFINITY,
  });

  function sequence(first: Language, rest: Language): Language {
    if (first === none || rest === none) return none;
    if (first === empty) return rest;
    if (rest === empty) return first;
    if (first === all && rest === all) return all;
    if (first.kind === 'sequence') return sequence(first.first, sequence(first.rest, rest));
    return make(`s${first.id},${rest.id}`, first.nullable && rest.nullable, { kind: 'sequence', first, rest });
  }

  /** Flattened, sorted, without repetition: with that, a language has finitely many derivatives. */
  function combine(kind: 'either' | 'both', parts: readonly Language[]): Language {
    const [neutral, absorbing] = kind === 'either' ? [none, all] : [all, none];
    const flat = new Set<Language>();
    for (const part of parts) {
      for (const each of part.kind === kind ? part.parts : [part]) {
        if (each === absorbing) return absorbing;
        if (each !== neutral) flat.add(each);
      }
    }
    for (const part of flat) if (part.kind === 'not' && flat.has(part.of)) return absorbing;
    const sorted = [...flat].sort((a, b) => a.id - b.id);
    spend(sorted.length);
    const [only] = sorted;
    if (!only) return neutral;
    if (sorted.length === 1) return only;
    const nullable = kind === 'either' ? sorted.some((it) => it.nullable) : sorted.every((it) => it.nullable);
    return make(`${kind}${sorted.map((it) => it.id).join()}`, nullable, { kind, parts: sorted });
  }

  const either = (parts: readonly Language[]) => combine('either', parts);
  const both = (parts: readonly Language[]) => combine('both', parts);

  function not(of: Language): Language {
    if (of === none) return all;
    if (of === all) return none;
    return of.kind === 'not' ? of.of : make(`n${of.id}`, !of.nullable, { kind: 'not', of });
  }

  function repeat(of: Language, min: number, max: number): Language {
    if (max === 0 || of === empty) return empty;
    if (of === none) return min === 0 ? empty : none;
    if (min === 1 && max === 1) return of;
    const least = of.nullable ? 0 : min;
    if (of === anyLetter && least === 0 && max === Number.POSITIVE_INFINITY) return all;
    const key = `r${of.id},${least},${max}`;
    return make(key, least === 0, { kind: 'repeat', of, min: least, max });
  }

  function derive(language: Language, letter: number): Language {
    let row = derivatives.get(language);
    if (!row) {
      row = [];
      derivatives.set(language, row);
    }
    row[letter] ??= compute(language, letter);
    return row[letter];
  }

  function compute(language: Language, letter: number): Language {
    spend(1);
    switch (language.kind) {
      case 'none':
      case 'empty':
        return none;
      case 'letters':
        return language.letters.has(letter) ? empty : none;
      case 'sequence': {
        const first = sequence(derive(language.first, letter), language.rest);
        return language.first.nullable ? either([first, derive(language.rest, letter)]) : first;
      }
      case 'either':
      case 'both':
        return combine(
          language.kind,
          language.parts.map((part) => derive(part, letter)),
        );
      case 'not':
        return not(derive(language.of, letter));
      case 'repeat': {
        const { of, min, max } = language;
        return language === all ? all : sequence(derive(of, letter), repeat(of, Math.max(0, min - 1), max - 1));
      }
    }
  }

  return { alphabet, none, empty, all, letters, sequence, either, both, not, repeat, derive };
}
