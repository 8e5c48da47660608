import type { TextDocument } from '../document/read.ts';
import type { Place } from '../finding.ts';
import type { ProtoProgram } from './proto/model.ts';

export type InterfaceFormat = 'openapi' | 'asyncapi' | 'protobuf' | 'json-schema' | 'unknown';

/** Something wrong in an interface file. `file` is the bundle-relative file that has it. */
export interface InterfaceProblem extends Place {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly (Place & { readonly message: string })[];
}

/** What reading one `interfaces[].contract` gives: its format, everything wrong with it, and the models to compare. */
export interface InterfaceFile {
  /** Bundle-relative. */
  readonly path: string;
  readonly format: InterfaceFormat;
  /** The version as the document states it: `3.1.0`, `proto3`, `2023`, `draft-07`. */
  readonly version?: string;
  /** Format and version for people: `OpenAPI 3.1.0`, `Protobuf (proto3)`, `GraphQL schema`. */
  readonly title: string;
  readonly problems: readonly InterfaceProblem[];
  /** Every bundle file that was read for it: itself, `$ref` targets, imports; sorted bytewise. */
  readonly files: readonly string[];
  /** The parsed document, for the formats written in YAML or JSON. */
  readonly document?: TextDocument;
  /** The parsed files with their types resolved, for protobuf. */
  readonly proto?: ProtoProgram;
}
