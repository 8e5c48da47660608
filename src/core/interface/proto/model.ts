import type { Span } from '../../finding.ts';

/** A name as written, with its place. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** What every declaration has. Spans are offsets into the file's text. */
export interface Declaration {
  readonly name: Name;
  /** The whole declaration, without its comment. */
  readonly span: Span;
  /** The comment directly above it, or else the one behind it on its line; without comment marks. */
  readonly doc?: string;
  readonly options: readonly ProtoOption[];
}

/** A value of an option. `text` is as written; `string` is the content of a string, its escapes resolved. */
export interface ProtoValue {
  readonly kind: 'string' | 'number' | 'identifier' | 'aggregate';
  readonly text: string;
  readonly string?: string;
  readonly span: Span;
}

/** `option NAME = VALUE;` or one of `[NAME = VALUE]`. `name` is without spaces: `(acme.audit).level`. */
export interface ProtoOption {
  readonly name: Name;
  readonly value: ProtoValue;
  readonly span: Span;
}

export interface ProtoImport {
  readonly path: string;
  readonly kind: 'plain' | 'public' | 'weak' | 'option';
  readonly span: Span;
}

/** A type as written: a scalar's name, or a name to be resolved in its scope. */
export interface TypeName extends Name {
  readonly scalar: boolean;
}

export interface ProtoField extends Declaration {
  readonly number: number;
  readonly numberSpan: Span;
  readonly label?: 'optional' | 'required' | 'repeated';
  /** For a map the type of its values; for a group the message that it declares. */
  readonly type: TypeName;
  /** The type of a map's keys; only maps have it. */
  readonly mapKey?: TypeName;
  /** The oneof that it is in. */
  readonly oneof?: string;
  /** The message that a group declares, which is also among its parent's messages. */
  readonly group?: ProtoMessage;
}

export interface ProtoOneof extends Declaration {}

/** Numbers from start to end, both inclusive; `max` is resolved. */
export interface NumberRange {
  readonly start: number;
  readonly end: number;
  readonly span: Span;
}

export interface ExtensionRange extends NumberRange {
  readonly options: readonly ProtoOption[];
}

export interface ProtoMessage extends Declaration {
  readonly visibility?: 'export' | 'local';
  /** All fields, those of oneofs included, in the order of the file. */
  readonly fields: readonly ProtoField[];
  readonly oneofs: readonly ProtoOneof[];
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly extends: readonly ProtoExtend[];
  readonly extensionRanges: readonly ExtensionRange[];
  readonly reservedRanges: readonly NumberRange[];
  readonly reservedNames: readonly Name[];
}

export interface ProtoEnumValue extends Declaration {
  readonly number: number;
  readonly numberSpan: Span;
}

export interface ProtoEnum extends Declaration {
  readonly visibility?: 'export' | 'local';
  readonly values: readonly ProtoEnumValue[];
  readonly reservedRanges: readonly NumberRange[];
  readonly reservedNames: readonly Name[];
}

export interface ProtoExtend {
  readonly extendee: TypeName;
  readonly fields: readonly ProtoField[];
  readonly span: Span;
}

export interface ProtoRpc extends Declaration {
  readonly request: TypeName;
  readonly response: TypeName;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
}

export interface ProtoService extends Declaration {
  readonly rpcs: readonly ProtoRpc[];
}

export interface ProtoFile {
  readonly path: string;
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  /** `2023` and later; only with `editions`. */
  readonly edition?: string;
  readonly syntaxSpan?: Span;
  /** Empty without a package. */
  readonly package: string;
  readonly packageSpan?: Span;
  readonly imports: readonly ProtoImport[];
  readonly options: readonly ProtoOption[];
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly extends: readonly ProtoExtend[];
  readonly services: readonly ProtoService[];
}

/** A message or enum that a name can mean. Well-known types have no declaration. */
export type ProtoType =
  | { readonly kind: 'message'; readonly fullName: string; readonly file: string; readonly message?: ProtoMessage }
  | { readonly kind: 'enum'; readonly fullName: string; readonly file: string; readonly enum?: ProtoEnum };

/** A file with everything that it imports, and what its names mean. */
export interface ProtoProgram {
  readonly main: ProtoFile;
  /** The main file and all imported ones that are in the bundle, by bundle-relative path. */
  readonly files: ReadonlyMap<string, ProtoFile>;
  /** All types of these files, and the well-known ones they import, by full name without leading dot. */
  readonly types: ReadonlyMap<string, ProtoType>;
  /** What a type name of any of these files means; undefined for scalars and for types of files that are not there. */
  readonly typeOf: (name: TypeName) => ProtoType | undefined;
  /** Imports that are neither in the bundle nor well-known. */
  readonly missing: readonly string[];
  /** Files of which something could not be read and was left out. */
  readonly unsound: ReadonlySet<ProtoFile>;
}
