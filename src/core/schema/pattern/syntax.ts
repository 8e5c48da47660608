/** The tree that a pattern is parsed into. */

import type { CharSet } from './charset.ts';

export type PatternTree =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternTree[] }
  | { readonly kind: 'either'; readonly options: readonly PatternTree[] }
  | { readonly kind: 'repeat'; readonly body: PatternTree; readonly min: number; readonly max: number }
  | { readonly kind: 'assert'; readonly what: Assertion };

/** `^`, `$`, `\b`, `\B`. */
export type Assertion = 'start' | 'end' | 'boundary' | 'no-boundary';

/** Thrown by the parser and caught by {@link compilePattern}. */
export class PatternError extends Error {
  readonly kind: 'invalid' | 'unsupported';
  /** Where in the source, in UTF-16 units. */
  readonly index: number;

  constructor(kind: 'invalid' | 'unsupported', message: string, index: number) {
    super(message);
    this.kind = kind;
    this.index = index;
  }
}

/** How many instructions the tree becomes; counted repetitions are written out. */
export function programSize(tree: PatternTree): number {
  switch (tree.kind) {
    case 'empty':
      return 0;
    case 'set':
    case 'assert':
      return 1;
    case 'sequence':
      return tree.parts.reduce((sum, part) => sum + programSize(part), 0);
    case 'either':
      return tree.options.reduce((sum, option) => sum + programSize(option) + 1, 0);
    case 'repeat': {
      const body = programSize(tree.body);
      if (body === 0) return 0;
      return tree.max === Number.POSITIVE_INFINITY
        ? body * (tree.min + 1) + 1
        : body * tree.max + (tree.max - tree.min);
    }
  }
}
