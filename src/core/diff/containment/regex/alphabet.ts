/** The letters of an automaton: code points that no character set of its patterns tells apart. */

import { type CharSet, hasChar, lastCodePoint, wordChar } from './char-set.ts';
import type { Pattern } from './syntax.ts';

/** Letters are numbers from 0; every set of the patterns is a list of them. */
export interface Alphabet {
  readonly size: number;
  /** The letter of a code point. */
  letterOf(code: number): number;
  /** The letters that make up a set of one of the patterns. */
  lettersOf(set: CharSet): readonly number[];
  /** Code points of a letter, the ones that read well first; `count` at most. */
  samples(letter: number, count: number): readonly number[];
}

/** Divides the code points by the sets of these patterns. */
export function alphabetOf(patterns: readonly Pattern[]): Alphabet {
  const sets = new Map<string, CharSet>();
  for (const pattern of patterns) collect(pattern, sets);
  const starts = boundaries([...sets.values()]);
  const letters: number[] = [];
  const bySignature = new Map<string, number>();
  const members = [...sets.values()];
  for (const start of starts) {
    const signature = members.map((set) => (hasChar(set, start) ? '1' : '0')).join('');
    const letter = bySignature.get(signature) ?? bySignature.size;
    bySignature.set(signature, letter);
    letters.push(letter);
  }
  const letterOf = (code: number) => letters[indexOf(starts, code)] ?? 0;
  const known = new Map<CharSet, readonly number[]>();
  return {
    size: bySignature.size,
    letterOf,
    lettersOf(set) {
      let found = known.get(set);
      if (!found) {
        found = [...new Set(starts.flatMap((start, index) => (hasChar(set, start) ? (letters[index] ?? 0) : [])))];
        known.set(set, found);
      }
      return found;
    },
    samples: (letter, count) => samples(starts, letters, letter, letterOf, count),
  };
}

function collect(pattern: Pattern, sets: Map<string, CharSet>): void {
  switch (pattern.kind) {
    case 'chars':
      sets.set(pattern.set.join(), pattern.set);
      break;
    case 'word-boundary':
      sets.set(wordChar.join(), wordChar);
      break;
    case 'sequence':
      for (const part of pattern.parts) collect(part, sets);
      break;
    case 'either':
      for (const option of pattern.options) collect(option, sets);
      break;
    case 'repeat':
    case 'ahead':
      collect(pattern.body, sets);
      break;
    default:
  }
}

function boundaries(sets: readonly CharSet[]): number[] {
  const starts = new Set([0]);
  for (const set of sets) {
    for (let index = 0; index < set.length; index += 2) {
      starts.add(set[index] ?? 0);
      const after = (set[index + 1] ?? 0) + 1;
      if (after <= lastCodePoint) starts.add(after);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

function indexOf(starts: readonly number[], code: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= code) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Letters and digits first, then what else ASCII can print, then anything. */
const pleasant = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. /:@+!#$%&*=?~,;()[]{}<>|^`\'"\\';

function samples(
  starts: readonly number[],
  letters: readonly number[],
  letter: number,
  letterOf: (code: number) => number,
  count: number,
): number[] {
  const found: number[] = [];
  for (const char of pleasant) {
    const code = char.codePointAt(0) ?? 0;
    if (letterOf(code) === letter) found.push(code);
    if (found.length === count) return found;
  }
  const strange: number[] = [];
  const seen = new Set(found);
  for (let index = 0; index < starts.length && found.length < count; index++) {
    if (letters[index] !== letter) continue;
    const end = starts[index + 1] ?? lastCodePoint + 1;
    for (let code = starts[index] ?? 0; code < end && found.length < count; code++) {
      if (seen.has(code)) continue;
      // Halves of surrogate pairs are no characters; they come last.
      if (code >= 0xd800 && code <= 0xdfff) {
        if (strange.length < count) strange.push(code);
        code = strange.length < count ? code : Math.min(end, 0xe000) - 1;
      } else found.push(code);
    }
  }
  return [...found, ...strange].slice(0, count);
}
