import type { Span } from '../finding.ts';

/** Why a text can't be read, with its place. Plain data: whoever reads a contract turns it into findings. */
export interface TextProblem {
  readonly kind: 'size' | 'encoding' | 'nul' | 'nesting' | 'aliases' | 'syntax';
  readonly message: string;
  readonly help?: string;
  readonly span: Span;
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
}

/** What a text may cost. Every reader keeps to it, whoever wrote the text. */
export interface ReadLimits {
  /** Bytes of the file. */
  readonly maxBytes: number;
  /** Mappings and lists inside each other, aliases followed. */
  readonly maxDepth: number;
  /** Values that aliases and merge keys may add, each counted as often as it appears. */
  readonly maxAliasNodes: number;
}

/** As many problems as are reported about one text; a file with more is not YAML at all. */
export const maxProblems = 100;

/** A syntax problem. */
export function syntaxProblem(message: string, span: Span, help?: string): TextProblem {
  return { kind: 'syntax', message, span, ...(help === undefined ? {} : { help }) };
}

/** The problem of nesting deeper than `limit`. */
export function nestingProblem(limit: number, span: Span): TextProblem {
  return { kind: 'nesting', message: `values are nested more than ${limit} deep`, span };
}
