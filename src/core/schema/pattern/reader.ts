import { PatternError } from './syntax.ts';

/** The state of the pattern parser. */
export interface PatternReader {
  readonly source: string;
  index: number;
  depth: number;
  /** Capturing groups so far. */
  groups: number;
  readonly names: Set<string>;
  /** Backreferences, which may point at later groups. */
  readonly references: { readonly to: number | string; readonly index: number }[];
  /** The first thing that is valid but can't be matched here. */
  unsupported: PatternError | undefined;
}

/** A syntax error at that index. */
export function failure(reader: PatternReader, message: string, index = reader.index): PatternError {
  return new PatternError('invalid', message, Math.min(index, reader.source.length));
}
