/** The documents of one compilation, by URI, and what was found wrong in them. */

import { isObject, type Json, member } from '../json.ts';
import { type Dialect, draftOf, knownSchemaUris, readVocabularies, standardDialect } from './draft.ts';
import { metaschemas } from './metaschema/metaschemas.ts';
import type { Compilation, SchemaDocument, SchemaNode, SchemaResource } from './node.ts';
import type { SchemaProblem } from './problem.ts';
import { show } from './value.ts';

/** Documents that the caller knows, by URI. Where they can be listed they are found by their own `$id` too. */
export type KnownDocuments = Pick<ReadonlyMap<string, Json>, 'get'> &
  Partial<Pick<ReadonlyMap<string, Json>, 'values'>>;

export interface Registry {
  readonly compilation: Compilation;
  readonly known: KnownDocuments;
  readonly resources: Map<string, SchemaResource>;
  /** References that are still to be followed. */
  readonly pending: { readonly node: SchemaNode; readonly keyword: string; readonly reference: string }[];
  readonly problems: SchemaProblem[];
  readonly warnings: SchemaProblem[];
  readonly strictPatterns: boolean;
}

const maxProblems = 100;

/** Notes a problem; in another document than the caller's own its URI is part of the message. */
export function addProblem(registry: Registry, document: SchemaDocument, problem: SchemaProblem): void {
  addTo(registry.problems, document, problem);
}

export function addWarning(registry: Registry, document: SchemaDocument, problem: SchemaProblem): void {
  addTo(registry.warnings, document, problem);
}

function addTo(list: SchemaProblem[], document: SchemaDocument, problem: SchemaProblem): void {
  if (list.length >= maxProblems) return;
  list.push(document.uri === undefined ? problem : { ...problem, message: `${problem.message} (in ${document.uri})` });
}

/** A document by its URI, or by the identifier that it gives itself: the caller's first, then the metaschemas. */
export function findDocument(registry: Registry, uri: string): Json | undefined {
  const given = registry.known.get(uri) ?? registry.known.get(`${uri}#`);
  if (given !== undefined) return given;
  for (const content of registry.known.values?.() ?? []) {
    const id = member(content, '$id') ?? member(content, 'id');
    if (typeof id === 'string' && id.replace(/#$/, '') === uri) return content;
  }
  return metaschemas.get(uri)?.();
}

/** The dialect that `$schema` names, or what is wrong with it. */
export function dialectOf(
  registry: Registry,
  uri: Json,
  hops = 0,
): { readonly dialect: Dialect } | { readonly message: string; readonly help?: string } {
  if (typeof uri !== 'string') return { message: `"$schema" must be a URI (found ${show(uri)})` };
  const draft = draftOf(uri);
  if (draft) return { dialect: standardDialect(draft) };
  const metaschema = findDocument(registry, uri.replace(/#$/, ''));
  if (!isObject(metaschema) || hops > 8) {
    return {
      message: `"$schema" is ${show(uri)}, which is not known here`,
      help: `known are ${knownSchemaUris.join(', ')}`,
    };
  }
  const own = member(metaschema, '$schema');
  if (own === undefined) return { message: `the metaschema ${show(uri)} does not say which draft it is written in` };
  const base = dialectOf(registry, own, hops + 1);
  const vocabulary = member(metaschema, '$vocabulary');
  if (!('dialect' in base) || !isObject(vocabulary)) return base;
  const declared = Object.entries(vocabulary).map(([name, required]) => [name, required === true] as const);
  const read = readVocabularies(base.dialect.draft, declared);
  return 'dialect' in read
    ? read
    : { message: `the metaschema ${show(uri)} requires the unknown vocabulary ${show(read.unknown)}` };
}

/** The dialect of a document or of a subschema with an identifier of its own. */
export function ownDialect(
  registry: Registry,
  schema: Json,
  pointer: string,
  document: SchemaDocument,
  otherwise: Dialect,
): Dialect {
  const uri = member(schema, '$schema');
  if (uri === undefined) return otherwise;
  const found = dialectOf(registry, uri);
  if ('dialect' in found) return found.dialect;
  const kind = typeof uri === 'string' ? 'unsupported-draft' : 'invalid';
  addProblem(registry, document, { kind, pointer: `${pointer}/$schema`, ...found });
  return otherwise;
}

export function newResource(
  registry: Registry,
  uri: string,
  pointer: string,
  document: SchemaDocument,
  dialect: Dialect,
): SchemaResource {
  const resource: SchemaResource = {
    uri,
    pointer,
    document,
    dialect,
    compilation: registry.compilation,
    anchors: new Map(),
    dynamicAnchors: new Map(),
    recursiveRoot: undefined,
  };
  if (!registry.resources.has(uri)) registry.resources.set(uri, resource);
  return resource;
}
