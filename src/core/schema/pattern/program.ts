/** A pattern as a nondeterministic automaton (Thompson's construction), built from its end to its start. */

import type { CharSet } from './charset.ts';
import type { Assertion, PatternTree } from './syntax.ts';

export type Instruction =
  | { readonly kind: 'match' }
  | { readonly kind: 'take'; readonly set: CharSet; readonly next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] };

export interface Program {
  readonly code: readonly Instruction[];
  readonly start: number;
  /** Every match begins at the start of the text. */
  readonly anchored: boolean;
  /** The program has `\b` or `\B`. */
  readonly boundaries: boolean;
}

export function buildProgram(tree: PatternTree): Program {
  const code: Instruction[] = [{ kind: 'match' }];
  const start = emit(code, tree, 0);
  const boundaries = code.some((it) => it.kind === 'assert' && (it.what === 'boundary' || it.what === 'no-boundary'));
  return { code, start, anchored: beginsAtStart(tree), boundaries };
}

function emit(code: Instruction[], tree: PatternTree, next: number): number {
  switch (tree.kind) {
    case 'empty':
      return next;
    case 'set':
      return add(code, { kind: 'take', set: tree.set, next });
    case 'assert':
      return add(code, { kind: 'assert', what: tree.what, next });
    case 'sequence':
      return tree.parts.reduceRight((after, part) => emit(code, part, after), next);
    case 'either':
      return add(code, { kind: 'split', next: tree.options.map((option) => emit(code, option, next)) });
    case 'repeat':
      return emitRepeat(code, tree.body, tree.min, tree.max, next);
  }
}

/** `x{2,4}` becomes `xx(x(x)?)?`, so that skipping the rest is a single step. */
function emitRepeat(code: Instruction[], body: PatternTree, min: number, max: number, next: number): number {
  let entry = next;
  const before = code.length;
  if (max === Number.POSITIVE_INFINITY) {
    entry = add(code, { kind: 'split', next: [] });
    const again = emit(code, body, entry);
    code[entry] = { kind: 'split', next: [again, next] };
    // A body without instructions matches only the empty text, however often.
    if (again === entry) return next;
  } else {
    for (let i = min; i < max; i++) {
      const once = emit(code, body, entry);
      if (once === entry && code.length === before) return next;
      entry = add(code, { kind: 'split', next: [once, next] });
    }
  }
  for (let i = 0; i < min; i++) {
    const once = emit(code, body, entry);
    if (once === entry) break;
    entry = once;
  }
  return entry;
}

function add(code: Instruction[], instruction: Instruction): number {
  code.push(instruction);
  return code.length - 1;
}

function beginsAtStart(tree: PatternTree): boolean {
  switch (tree.kind) {
    case 'assert':
      return tree.what === 'start';
    case 'sequence':
      return tree.parts[0] !== undefined && beginsAtStart(tree.parts[0]);
    case 'either':
      return tree.options.every(beginsAtStart);
    case 'repeat':
      return tree.min > 0 && beginsAtStart(tree.body);
    default:
      return false;
  }
}
