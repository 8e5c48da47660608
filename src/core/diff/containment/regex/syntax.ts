/** The tree of an ECMA-262 pattern. */

import type { CharSet } from './char-set.ts';

export type Pattern =
  | { readonly kind: 'empty' }
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'either'; readonly options: readonly Pattern[] }
  /** `max` is Infinity where there is none. */
  | { readonly kind: 'repeat'; readonly body: Pattern; readonly min: number; readonly max: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'word-boundary'; readonly negated: boolean }
  | { readonly kind: 'ahead'; readonly body: Pattern; readonly negated: boolean };
