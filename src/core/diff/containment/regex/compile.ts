/** From a pattern to the language of the strings that it is found in: JSON Schema's patterns are not anchored. */

import { wordChar } from './char-set.ts';
import type { Language, Languages } from './language.ts';
import { NotRegular } from './parse.ts';
import type { Pattern } from './syntax.ts';

/** What stands before a place in the string, as far as `^` and `\b` can tell. */
type Before = 'start' | 'word' | 'other';

/**
 * What follows a part of the pattern, up to the end of the string. That it goes up to the end makes `$` and lookahead
 * plain intersections.
 */
interface Rest {
  /** How much of {@link Before} the answer depends on: 0 nothing, 1 whether it is the start, 2 all. */
  readonly needs: 0 | 1 | 2;
  at(before: Before): Language;
}

/** Loops around anchors are unrolled up to this. */
const maxUnrolled = 8;

/** The strings that contain a match. Throws {@link NotRegular} for anchors inside endless loops. */
export function languageOf(all: Languages, pattern: Pattern): Language {
  const found = compile(
    all,
    pattern,
    rest(0, () => all.all),
  );
  if (found.needs === 0) return all.sequence(all.all, found.at('other'));
  return all.either([found.at('start'), afterSome(all, all.all, found)]);
}

function rest(needs: 0 | 1 | 2, at: (before: Before) => Language): Rest {
  const known = new Map<Before, Language>();
  return {
    needs,
    at(before) {
      const key = needs === 2 || (needs === 1 && before === 'start') ? before : 'other';
      let language = known.get(key);
      if (!language) {
        language = at(key);
        known.set(key, language);
      }
      return language;
    },
  };
}

/** `body`, of which at least one letter is used, and then the rest. */
function afterSome(all: Languages, body: Language, then: Rest): Language {
  const ending = (letters: Language) => all.both([body, all.sequence(all.all, letters)]);
  const word = all.letters(all.alphabet.lettersOf(wordChar));
  if (then.needs < 2) return all.sequence(ending(anyLetter(all)), then.at('other'));
  return all.either([
    all.sequence(ending(word), then.at('word')),
    all.sequence(ending(otherThan(all, word)), then.at('other')),
  ]);
}

function anyLetter(all: Languages): Language {
  return all.letters(Array.from({ length: all.alphabet.size }, (_, letter) => letter));
}

function otherThan(all: Languages, letters: Language): Language {
  const without = letters.kind === 'letters' ? letters.letters : new Set<number>();
  return all.letters(Array.from({ length: all.alphabet.size }, (_, letter) => letter).filter((it) => !without.has(it)));
}

function compile(all: Languages, pattern: Pattern, then: Rest): Rest {
  switch (pattern.kind) {
    case 'empty':
      return then;
    case 'chars':
      return rest(0, () => {
        const letters = all.letters(all.alphabet.lettersOf(pattern.set));
        return then.needs === 0 ? all.sequence(letters, then.at('other')) : afterSome(all, letters, then);
      });
    case 'sequence':
      return pattern.parts.reduceRight<Rest>((after, part) => compile(all, part, after), then);
    case 'either': {
      const options = pattern.options.map((option) => compile(all, option, then));
      return rest(most(options), (before) => all.either(options.map((option) => option.at(before))));
    }
    case 'start':
      return rest(then.needs === 2 ? 2 : 1, (before) => (before === 'start' ? then.at(before) : all.none));
    case 'end':
      return rest(then.needs, (before) => all.both([then.at(before), all.empty]));
    case 'word-boundary':
      return rest(2, (before) => {
        const wordAhead = all.sequence(all.letters(all.alphabet.lettersOf(wordChar)), all.all);
        const boundary = before === 'word' ? all.not(wordAhead) : wordAhead;
        return all.both([then.at(before), pattern.negated ? all.not(boundary) : boundary]);
      });
    case 'ahead': {
      const body = compile(
        all,
        pattern.body,
        rest(0, () => all.all),
      );
      return rest(most([body, then]), (before) => {
        const ahead = body.at(before);
        return all.both([then.at(before), pattern.negated ? all.not(ahead) : ahead]);
      });
    }
    case 'repeat':
      return isPlain(pattern.body) ? plainLoop(all, pattern, then) : unrolledLoop(all, pattern, then);
  }
}

function most(parts: readonly Rest[]): 0 | 1 | 2 {
  return parts.some((part) => part.needs === 2) ? 2 : parts.some((part) => part.needs === 1) ? 1 : 0;
}

type Repeat = Extract<Pattern, { kind: 'repeat' }>;

function plainLoop(all: Languages, { body, min, max }: Repeat, then: Rest): Rest {
  const once = compile(
    all,
    body,
    rest(0, () => all.empty),
  ).at('other');
  const loop = all.repeat(once, min, max);
  if (then.needs === 0) return rest(0, () => all.sequence(loop, then.at('other')));
  return rest(then.needs, (before) =>
    all.either([loop.nullable ? then.at(before) : all.none, afterSome(all, loop, then)]),
  );
}

function unrolledLoop(all: Languages, { body, min, max }: Repeat, then: Rest): Rest {
  if (max > maxUnrolled) throw new NotRegular('an anchor or lookahead stands inside a loop');
  let result = then;
  for (let count = max; count > 0; count--) {
    const more = compile(all, body, result);
    result = count > min ? rest(most([more, then]), (before) => all.either([then.at(before), more.at(before)])) : more;
  }
  return result;
}

/** Whether the part is a language by itself, wherever it stands. */
function isPlain(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'empty':
    case 'chars':
      return true;
    case 'sequence':
      return pattern.parts.every(isPlain);
    case 'either':
      return pattern.options.every(isPlain);
    case 'repeat':
      return isPlain(pattern.body);
    default:
      return false;
  }
}
