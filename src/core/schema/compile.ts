/** From a JSON Schema to something that values can be held against. */

import { type Json, member } from '../json.ts';
import { child } from '../pointer.ts';
import { type Draft, standardDialect } from './draft.ts';
import { endlessReferences } from './endless.ts';
import { addDocument, indexSchema } from './index-schema.ts';
import { buildRules } from './keywords/build.ts';
import type { Compilation, CompiledSchema, SchemaDocument, SchemaNode, SchemaResource } from './node.ts';
import type { SchemaProblem } from './problem.ts';
import { addProblem, type KnownDocuments, type Registry } from './registry.ts';
import { isPlain, nodeAt, resolvePending, resolveWithin } from './resolve.ts';
import { show } from './value.ts';

export type { Draft } from './draft.ts';
export type { CompiledSchema } from './node.ts';
export type { SchemaProblem } from './problem.ts';

export interface CompileOptions {
  /** Other schemas that references may lead to, by absolute URI. Nothing is ever fetched. */
  readonly documents?: KnownDocuments;
  /** Where the document comes from; relative references and identifiers are resolved against it. */
  readonly baseUri?: string;
  /** The draft of a document without `$schema`; 2020-12 unless given. */
  readonly draft?: Draft;
  /** Whether `format` is held against values; true unless given. */
  readonly formatAssertion?: boolean;
  /** A pattern that the engine can't express is a problem; otherwise a warning, and it is taken to match. */
  readonly strictPatterns?: boolean;
  /** The pointer of the schema inside the document, such as `/components/schemas/Order`; the whole document unless given. */
  readonly start?: string;
  /**
   * A schema that refers to itself without going any further into the value takes that value for valid when it comes back
   * to it, where only references, `allOf` and `anyOf` lead back; otherwise, and unless given, that is a problem.
   */
  readonly circles?: 'accept';
}

/** What is needed to read on when a value is held against it. */
type PlainOptions = Pick<CompileOptions, 'documents' | 'baseUri' | 'draft'>;

export type CompileResult =
  | { readonly ok: true; readonly schema: CompiledSchema; readonly warnings: readonly SchemaProblem[] }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** Reads a schema and all that it refers to, and says everything that is wrong with them. */
export function compileSchema(document: Json, options: CompileOptions = {}): CompileResult {
  return schemaCompiler(document, options)(options.start);
}

/**
 * Compiles one schema after the other of the same document, and reads what they share once. Problems are those that came
 * up with the schema that is asked for, so that the first one that has any should be the last.
 *
 * @returns a function of the pointer of a schema inside the document; undefined is the whole document
 */
export function schemaCompiler(document: Json, options: CompileOptions = {}): (start?: string) => CompileResult {
  const registry = createRegistry(options);
  const own: SchemaDocument = { content: document, uri: undefined, nodes: new Map() };
  const resource = addDocument(registry, own, options.baseUri ?? '', standardDialect(options.draft ?? '2020-12'));
  const accepts = options.circles === 'accept';
  const reportEndless = endlessReporter(registry, own, accepts);
  return (start) => {
    const root = findRoot(registry, own, resource, start);
    resolvePending(registry);
    if (root && registry.problems.length === 0) {
      reportEndless();
      if (registry.problems.length === 0)
        return { ok: true, schema: { root, ...(accepts && { circles: 'accept' }) }, warnings: registry.warnings };
    }
    return { ok: false, problems: registry.problems };
  };
}

/**
 * Reads schemas of a document, and what they refer to only when a value comes there: documents are large, and a value is
 * about little of them. That goes well with plain documents only: undefined is returned, or no verdict reached, as soon as
 * something is wrong, a pattern is not supported, a reference leads out of the document, or identifiers are about.
 *
 * @returns a function of the pointer of a schema inside the document
 */
export function plainSchemas(document: Json, options: PlainOptions): (start: string) => CompiledSchema | undefined {
  let plain = true;
  const follow = (node: SchemaNode, keyword: string): SchemaNode | undefined => {
    if (!plain) return undefined;
    // Until it has gone well: the stack may end on the way, and leave half of a schema read.
    plain = false;
    const target = resolveWithin(registry, node, keyword);
    registry.pending.length = 0;
    plain = target !== undefined;
    return target;
  };
  const registry = createRegistry(options, follow);
  const own: SchemaDocument = { content: document, uri: undefined, nodes: new Map() };
  const resource = addDocument(registry, own, options.baseUri ?? '', standardDialect(options.draft ?? '2020-12'));
  return (start) => {
    if (!plain) return undefined;
    const root = findRoot(registry, own, resource, start);
    registry.pending.length = 0;
    plain = isPlain(registry);
    return root && plain ? { root } : undefined;
  };
}

function createRegistry(options: CompileOptions, follow?: Compilation['follow']): Registry {
  return {
    compilation: {
      formatAssertion: options.formatAssertion ?? true,
      patterns: new Map(),
      buildRules,
      ...(follow && { follow }),
    },
    known: options.documents ?? new Map(),
    resources: new Map(),
    pending: [],
    problems: [],
    warnings: [],
    strictPatterns: options.strictPatterns ?? false,
  };
}

function findRoot(
  registry: Registry,
  own: SchemaDocument,
  resource: SchemaResource,
  start: string | undefined,
): SchemaNode | undefined {
  if (!start) {
    if (typeof own.content === 'boolean' && resource.dialect.draft === 'draft-04') {
      const message = `a schema must be an object in draft-04 (found ${own.content})`;
      addProblem(registry, own, { kind: 'invalid', pointer: '', message });
    }
    return indexSchema(registry, own.content, '', resource);
  }
  const found = nodeAt(registry, resource, start, start);
  if ('schema' in found) return found;
  addProblem(registry, own, { kind: 'unresolved-ref', pointer: '', ...found });
  return undefined;
}

/** Looks for references that lead in a circle, among those that were read since it was last called. */
function endlessReporter(registry: Registry, own: SchemaDocument, accepts: boolean): () => void {
  const done = new Set<SchemaNode>();
  const looked = new Map<SchemaDocument, { readonly nodes: Iterator<SchemaNode>; count: number }>();

  function* unseen(document: SchemaDocument): Generator<SchemaNode> {
    const at = looked.get(document) ?? { nodes: document.nodes.values(), count: 0 };
    looked.set(document, at);
    // Never asked for more than there are, the iterator goes on with what comes later.
    for (; at.count < document.nodes.size; at.count++) {
      const next = at.nodes.next();
      if (!next.done) yield next.value;
    }
  }

  return () => {
    const documents = new Set([own]);
    for (const { document } of registry.resources.values()) documents.add(document);
    for (const document of documents) {
      for (const { node, keyword, inStep } of endlessReferences(unseen(document), done)) {
        if (accepts && inStep) continue;
        const reference = member(node.schema, keyword);
        const target = typeof reference === 'string' ? ` through ${show(reference)}` : '';
        addProblem(registry, node.resource.document, {
          kind: 'invalid',
          pointer: child(node.pointer, keyword),
          message: `this schema refers to itself${target} without going any further into the value`,
        });
      }
    }
  };
}
