/** What a schema says, in one form for every dialect. {@link ./read-schema.ts} makes it; deciding and walking use it. */

import type { ExactNumber } from '../../document/number.ts';
import type { Json } from '../../json.ts';

/** How the keywords of a schema are read. OpenAPI 3.2 uses the dialect of 3.1. */
export type Dialect =
  | 'draft-04'
  | 'draft-06'
  | 'draft-07'
  | '2019-09'
  | '2020-12'
  | 'openapi-2.0'
  | 'openapi-3.0'
  | 'openapi-3.1';

/** Where schemas come from. Nothing is ever fetched: what `file` does not know stays an opaque reference. */
export interface SchemaSource {
  /** The parsed content of a file. */
  value(file: string): Json | undefined;
  /** The dialect of a file's schemas where no `$schema` says otherwise. */
  dialect(file: string): Dialect;
  /**
   * The file that a reference without its fragment leads to: as written where it is relative and no `$id` applies, else
   * as an absolute URI. Undefined where it leads out of the bundle.
   */
  file(from: string, reference: string): string | undefined;
  /** False where nobody chooses by `discriminator`, a word of OpenAPI and AsyncAPI that JSON Schema does not know. */
  readonly discriminators?: false;
}

/** A schema in its place. The same place read in the same dynamic scope is the same object. */
export interface SchemaNode {
  /** Counts up from 1; no other schema of any reader has it. */
  readonly id: number;
  /** Where its file comes from. */
  readonly source: SchemaSource;
  readonly file: string;
  readonly pointer: string;
  readonly dialect: Dialect;
  /** The schema as written. */
  readonly value: Json;
  /** Read when first asked for. */
  readonly shape: Shape;
}

/** The types of a schema as bits. `integer` alone means numbers without a fraction; `number` brings both bits. */
export const typeBits = {
  null: 1,
  boolean: 2,
  integer: 4,
  number: 12,
  string: 16,
  array: 32,
  object: 64,
} as const;

/** Every type. */
export const anyType = 127;

export type ExactOrPlain = number | ExactNumber;

/** Where `$ref`, `$dynamicRef` or `$recursiveRef` leads. */
export type Reference =
  | { readonly kind: 'node'; readonly node: SchemaNode; readonly text: string }
  /** Leads to nothing known; equal only to a reference to the same place. */
  | { readonly kind: 'unresolved'; readonly url: string; readonly text: string };

/** The assertions and applicators of a schema. What is absent is not constrained; malformed keywords are left out. */
export interface Shape {
  /** The schemas `true` and `false`. */
  readonly always?: boolean;
  /** What is written and means nothing, by keyword: `type: str`. Under `` the whole, where it is no schema. */
  readonly malformed?: readonly (readonly [keyword: string, value: Json])[];
  /** Usually one. In dialects where a reference hides its siblings, nothing else is set. */
  readonly references: readonly Reference[];

  /** Bits of {@link typeBits}. */
  readonly types?: number;
  readonly enum?: readonly Json[];
  /** A list of one, so that `null` can be told from absent. */
  readonly const?: readonly [Json];

  readonly minimum?: ExactOrPlain;
  readonly exclusiveMinimum?: ExactOrPlain;
  readonly maximum?: ExactOrPlain;
  readonly exclusiveMaximum?: ExactOrPlain;
  readonly multipleOf?: ExactOrPlain;

  /** In code points. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;

  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  /** The list form of `items` too. */
  readonly prefixItems?: readonly SchemaNode[];
  /** Items behind the prefix: `items`, or `additionalItems` beside a list. */
  readonly items?: SchemaNode;
  readonly contains?: SchemaNode;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly unevaluatedItems?: SchemaNode;

  readonly properties?: ReadonlyMap<string, SchemaNode>;
  readonly patternProperties?: ReadonlyMap<string, SchemaNode>;
  readonly additionalProperties?: SchemaNode;
  readonly propertyNames?: SchemaNode;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: ReadonlyMap<string, readonly string[]>;
  /** More than one for a name where `dependencies` stands beside `dependentSchemas`. */
  readonly dependentSchemas?: ReadonlyMap<string, readonly SchemaNode[]>;
  readonly unevaluatedProperties?: SchemaNode;

  readonly allOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly not?: SchemaNode;
  readonly if?: SchemaNode;
  readonly then?: SchemaNode;
  readonly else?: SchemaNode;

  /** What asserts nothing, by keyword and as written. */
  readonly annotations: Annotations;
}

export interface Annotations {
  readonly title?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** Lists of at most one, so that `null` can be told from absent. */
  readonly default: readonly Json[];
  /** `examples`, and OpenAPI's `example`. */
  readonly examples: readonly Json[];
  readonly discriminator?: Json;
  /** By name, the components that take in this one, where it has a discriminator and no alternatives. */
  readonly heirs?: ReadonlyMap<string, SchemaNode>;
  readonly xml?: Json;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;
  readonly contentSchema?: SchemaNode;
}
