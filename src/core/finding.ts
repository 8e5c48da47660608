/** What is wrong with a contract: plain data, never thrown. */

export type Severity = 'error' | 'warning' | 'info';

/** The four layers of validation, in the order in which they run. */
export const layerNames = ['structural', 'cross-field', 'semantic', 'policy'] as const;
export type LayerName = (typeof layerNames)[number];

/** Where text stands in a file. Lines and columns count from 1; columns count UTF-16 units; the end is exclusive. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A range of text by offsets (UTF-16 units, end exclusive). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A second place that explains a finding: the first of two equal names, the anchor behind an alias. */
export interface Related {
  readonly message: string;
  readonly at: Position;
}

/** One thing to tell the author of a contract, with its place in the file as they wrote it. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly layer: LayerName;
  /** The place as people write it: `interfaces[0].port`. */
  readonly path: string;
  /** The same place as a JSON Pointer. */
  readonly pointer: string;
  readonly message: string;
  readonly help?: string;
  /** The JSON Schema keyword that failed, for schema violations. */
  readonly keyword?: string;
  readonly at: Position;
  readonly related?: readonly Related[];
}

/** A place in a file before anyone asked for its line: a pointer into a document, or offsets in a text. */
export interface Place {
  /** Bundle-relative file; absent: the contract itself. */
  readonly file?: string;
  readonly pointer?: string;
  /** Point at the member's name and not at its value. */
  readonly onKey?: boolean;
  /** For files that have no pointers (protobuf) or that could not be parsed. */
  readonly span?: Span;
}

/** What a rule says: a finding without code, severity, layer and line, which its row and the printing add. */
export interface Report extends Place {
  readonly message: string;
  readonly help?: string;
  readonly keyword?: string;
  readonly related?: readonly (Place & { readonly message: string })[];
}
