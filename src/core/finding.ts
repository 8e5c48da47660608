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

/** A place in a file of the bundle before anyone asked for its line. */
export interface Place {
  /** Bundle-relative file. */
  readonly file: string;
  /** For documents that could be parsed. */
  readonly pointer?: string;
  /** Point at the member's name and not at its value. */
  readonly onKey?: boolean;
  /** For files that have no pointers (protobuf) or that could not be parsed. */
  readonly span?: Span;
}

/** What a rule says: a finding without code, layer and line, which its row and the locating add. */
export interface Report {
  /** Where in the canonical contract. */
  readonly pointer: string;
  /** Point at the member's name and not at its value. */
  readonly onKey?: boolean;
  /** Where in another file, when the trouble is there; `pointer` then says which part of the contract names it. */
  readonly elsewhere?: Place;
  readonly message: string;
  readonly help?: string;
  readonly keyword?: string;
  /** Differs from the row's own severity only where the row says so. */
  readonly severity?: Severity;
  readonly related?: readonly { readonly pointer: string; readonly message: string }[];
}
