/**
 * Code points that no part of a program tells apart share a symbol, so that an automaton needs one transition for all
 * of them.
 */

import { type UnicodeProperty, wordRanges } from './charset.ts';
import type { Program } from './program.ts';

export interface Alphabet {
  /** The symbol of a code point; small numbers from 0 on. */
  readonly symbolOf: (codePoint: number) => number;
  /** Any code point of a symbol. */
  readonly sampleOf: (symbol: number) => number;
}

const ascii = 128;
const maxRemembered = 4096;

export function buildAlphabet(program: Program): Alphabet {
  const starts = boundaries(program);
  const properties = propertiesOf(program);
  const symbols = new Map<string, number>();
  const samples: number[] = [];
  const fast: number[] = new Array(ascii).fill(-1);
  const remembered = new Map<number, number>();

  function find(codePoint: number): number {
    const answers = properties.map((property) => (property.has(codePoint) ? 'y' : 'n'));
    const key = interval(starts, codePoint) + answers.join('');
    let symbol = symbols.get(key);
    if (symbol === undefined) {
      symbol = samples.length;
      symbols.set(key, symbol);
      samples.push(codePoint);
    }
    return symbol;
  }

  function symbolOf(codePoint: number): number {
    if (codePoint < ascii) {
      const known = fast[codePoint] ?? -1;
      if (known >= 0) return known;
      const symbol = find(codePoint);
      fast[codePoint] = symbol;
      return symbol;
    }
    const known = remembered.get(codePoint);
    if (known !== undefined) return known;
    const symbol = find(codePoint);
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(codePoint, symbol);
    return symbol;
  }

  return { symbolOf, sampleOf: (symbol) => samples[symbol] ?? 0 };
}

/** Where the answer of some range changes, sorted. */
function boundaries(program: Program): number[] {
  const starts = new Set([0]);
  const sets = program.code.flatMap((it) => (it.kind === 'take' ? it.set.ranges : []));
  for (const [first, last] of program.boundaries ? [...sets, ...wordRanges] : sets) starts.add(first).add(last + 1);
  return [...starts].sort((a, b) => a - b);
}

function interval(starts: readonly number[], codePoint: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= codePoint) low = middle;
    else high = middle - 1;
  }
  return low;
}

function propertiesOf(program: Program): UnicodeProperty[] {
  const byName = new Map<string, UnicodeProperty>();
  for (const it of program.code) {
    if (it.kind === 'take') for (const property of it.set.properties) byName.set(property.name, property);
  }
  return [...byName.values()];
}
