/** A compiled schema: nodes for the places where schemas stand, resources for the documents they stand in. */

import type { Json } from '../json.ts';
import type { Dialect } from './draft.ts';
import type { Pattern } from './pattern/pattern.ts';
import type { Rule } from './run.ts';

/** What one compilation shares between all its documents. */
export interface Compilation {
  readonly formatAssertion: boolean;
  /** By source text; undefined where the engine can't express it. */
  readonly patterns: Map<string, Pattern | undefined>;
  readonly buildRules: (node: SchemaNode) => readonly Rule[];
  /** Where a reference leads that no one has followed yet; undefined where that takes more than to read on. */
  readonly follow?: (node: SchemaNode, keyword: string) => SchemaNode | undefined;
}

/** A JSON document that holds schemas. */
export interface SchemaDocument {
  readonly content: Json;
  /** Where it was found; undefined for the one that is being compiled. */
  readonly uri: string | undefined;
  /** The places known to be schemas, by pointer. */
  readonly nodes: Map<string, SchemaNode>;
}

/** A schema with a URI of its own: a document's root or a subschema with `$id` (`id` in draft-04). */
export interface SchemaResource {
  readonly uri: string;
  /** Where it begins in its document. */
  readonly pointer: string;
  readonly document: SchemaDocument;
  readonly dialect: Dialect;
  readonly compilation: Compilation;
  readonly anchors: Map<string, SchemaNode>;
  /** `$dynamicAnchor`s (2020-12); also in `anchors`. */
  readonly dynamicAnchors: Map<string, SchemaNode>;
  /** `$recursiveAnchor: true` at its root (2019-09). */
  recursiveRoot: SchemaNode | undefined;
}

/** A place that holds a schema. */
export interface SchemaNode {
  readonly schema: Json;
  readonly pointer: string;
  readonly resource: SchemaResource;
  /** Where `$ref`, or `$dynamicRef` and `$recursiveRef` before the dynamic scope is looked at, lead. */
  readonly targets: Map<string, SchemaNode>;
  /** Built when the node is first used. */
  rules: readonly Rule[] | undefined;
}

/** What {@link compileSchema} returns and validation takes. Opaque to everybody else. */
export interface CompiledSchema {
  readonly root: SchemaNode;
  /** What comes back to itself with the same value takes it for valid. */
  readonly circles?: 'accept';
}

/** Whether the resource can be the target of a dynamic reference, and so belongs into the dynamic scope. */
export function isDynamic(resource: SchemaResource): boolean {
  return resource.dynamicAnchors.size > 0 || resource.recursiveRoot !== undefined;
}
