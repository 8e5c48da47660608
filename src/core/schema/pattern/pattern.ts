/** Patterns of JSON Schemas: ECMA-262 syntax, matched in linear time, never by a native RegExp. */

import { buildMatcher } from './automaton.ts';
import { parsePattern } from './parse.ts';
import { buildProgram } from './program.ts';
import { PatternError, programSize } from './syntax.ts';

export interface Pattern {
  readonly source: string;
  /**
   * Whether the pattern matches anywhere in the text. `spend` is told of work that is not covered by one step for each
   * character, and may throw.
   */
  readonly test: (text: string, spend?: (steps: number) => void) => boolean;
}

export type PatternResult =
  | ({ readonly ok: true } & Pattern)
  | {
      readonly ok: false;
      /** `invalid`: no ECMA-262 pattern. `unsupported`: one that linear time can't match, or one that is too large. */
      readonly kind: 'invalid' | 'unsupported';
      readonly message: string;
      /** Where in the source, in UTF-16 units. */
      readonly index: number;
    };

/** In UTF-16 units. */
export const maxPatternLength = 50_000;

/** Counted repetitions are written out, so `(a{100}){100}` is 10,000 instructions. */
const maxProgramSize = 12_000;

/** Reads a pattern. The automaton is built when it is first asked. */
export function compilePattern(source: string): PatternResult {
  try {
    if (source.length > maxPatternLength) {
      throw new PatternError('unsupported', `it is ${source.length} characters long (at most ${maxPatternLength})`, 0);
    }
    const tree = parsePattern(source);
    const size = programSize(tree);
    if (size > maxProgramSize) {
      const amount = Number.isSafeInteger(size) ? `${size} steps` : 'countless steps';
      throw new PatternError(
        'unsupported',
        `written out, its repetitions are ${amount} (at most ${maxProgramSize})`,
        0,
      );
    }
    let matcher: Pattern['test'] | undefined;
    return {
      ok: true,
      source,
      test: (text, spend) => {
        matcher ??= buildMatcher(buildProgram(tree));
        return matcher(text, spend);
      },
    };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { ok: false, kind: error.kind, message: error.message, index: error.index };
  }
}
