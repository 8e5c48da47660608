/** Finds the schemas in a document: identifiers, anchors, references, patterns, and what is wrong with any of them. */

import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { child } from '../pointer.ts';
import { type Dialect, since } from './draft.ts';
import { shapeProblem } from './keywords/shape.ts';
import { hidesSiblings, type Keyword, keywordIn } from './keywords/table.ts';
import type { SchemaDocument, SchemaNode, SchemaResource } from './node.ts';
import { compilePattern } from './pattern/pattern.ts';
import { addProblem, addWarning, newResource, ownDialect, type Registry } from './registry.ts';
import { resolveUri, splitFragment } from './uri.ts';
import { describe, show } from './value.ts';

/** Takes in a document whose root is a schema, or may hold schemas, and returns the resource of its root. */
export function addDocument(
  registry: Registry,
  document: SchemaDocument,
  uri: string,
  otherwise: Dialect,
): SchemaResource {
  const { content } = document;
  const dialect = ownDialect(registry, content, '', document, otherwise);
  const id = identifierOf(content, dialect);
  const own = id === undefined ? uri : splitFragment(resolveUri(uri, id)).base;
  const resource = newResource(registry, own, '', document, dialect);
  if (!registry.resources.has(uri)) registry.resources.set(uri, resource);
  return resource;
}

const maxNesting = 1000;
/** Far more than large schemas have, unless their parts are shared objects. */
const maxNodes = 100_000;

/** The node for the schema at that place, made together with all that are below it. */
export function indexSchema(
  registry: Registry,
  schema: Json,
  pointer: string,
  outer: SchemaResource,
  depth = 0,
): SchemaNode {
  const { document } = outer;
  const known = document.nodes.get(pointer);
  if (known) return known;
  const problem = (message: string, at = pointer, help?: string): void =>
    addProblem(registry, document, { kind: 'invalid', pointer: at, message, ...(help !== undefined && { help }) });
  const resource = isObject(schema) ? resourceOf(registry, schema, pointer, outer) : outer;
  const node: SchemaNode = { schema, pointer, resource, targets: new Map(), rules: undefined };
  document.nodes.set(pointer, node);
  if (!isObject(schema)) {
    if (typeof schema !== 'boolean') problem(`a schema must be an object or a boolean (found ${describe(schema)})`);
    return node;
  }
  if (document.nodes.size > maxNodes) {
    // Said once, when the limit is passed.
    if (document.nodes.size === maxNodes + 1) problem(`the document has more than ${maxNodes} schemas`);
    return node;
  }
  if (depth > maxNesting) {
    problem('schemas are nested too deeply here');
    return node;
  }
  const { dialect } = resource;
  const hidden = hidesSiblings(dialect) && typeof member(schema, '$ref') === 'string';
  addAnchors(node, schema, hidden);
  for (const name of Object.keys(schema)) {
    const keyword = keywordIn(dialect, name);
    // What stands beside a $ref that hides it is not in force, but may hold schemas that are referred to.
    if (!keyword || (hidden && name !== '$ref' && keyword.shape !== 'schemas-by-name')) continue;
    const value = member(schema, name) ?? null;
    const wrong = shapeProblem(name, keyword.shape, value, dialect.draft);
    if (!wrong) indexKeyword(registry, node, name, keyword, value, depth);
    else {
      const at = child(pointer, name);
      problem(wrong.message, wrong.at === undefined ? at : child(at, wrong.at), wrong.help);
    }
  }
  return node;
}

function indexKeyword(
  registry: Registry,
  node: SchemaNode,
  name: string,
  keyword: Keyword,
  value: Json,
  depth: number,
): void {
  // Most keywords hold no schema, and need no pointer.
  const at = () => child(node.pointer, name);
  const below = (schema: Json, pointer: string): void => {
    if (typeof schema === 'boolean' && !allowsBoolean(node.resource.dialect, keyword)) {
      addProblem(registry, node.resource.document, {
        kind: 'invalid',
        pointer,
        message: `a schema must be an object in draft-04 (found ${schema})`,
      });
    }
    indexSchema(registry, schema, pointer, node.resource, depth + 1);
  };
  switch (keyword.shape) {
    case 'schema':
    case 'schema-or-boolean':
      below(value, at());
      return;
    case 'schemas':
    case 'schema-or-schemas': {
      const holder = at();
      if (isArray(value)) for (const [index, item] of value.entries()) below(item, child(holder, index));
      else below(value, holder);
      return;
    }
    case 'schemas-by-name':
    case 'schemas-by-pattern':
    case 'dependencies': {
      if (!isObject(value)) return;
      const holder = at();
      for (const key of Object.keys(value)) {
        const item = value[key] ?? null;
        const pointer = child(holder, key);
        if (keyword.shape === 'schemas-by-pattern') indexPattern(registry, node, key, pointer);
        if (keyword.shape !== 'dependencies' || !isArray(item)) below(item, pointer);
      }
      return;
    }
    case 'pattern':
      if (typeof value === 'string') indexPattern(registry, node, value, at());
      return;
    case 'reference':
    case 'recursive-reference':
      if (typeof value === 'string') registry.pending.push({ node, keyword: name, reference: value });
      return;
    case 'identifier':
      if (typeof value === 'string' && since(node.resource.dialect.draft, '2019-09') && /#./.test(value)) {
        addProblem(registry, node.resource.document, {
          kind: 'invalid',
          pointer: at(),
          message: `"$id" must not have a fragment (found ${show(value)})`,
          help: 'name a place inside a document with "$anchor"',
        });
      }
  }
}

function allowsBoolean(dialect: Dialect, keyword: Keyword): boolean {
  return dialect.draft !== 'draft-04' || keyword.shape === 'schema-or-boolean';
}

function indexPattern(registry: Registry, node: SchemaNode, source: string, pointer: string): void {
  const { patterns } = registry.compilation;
  const { document } = node.resource;
  const pattern = compilePattern(source);
  patterns.set(source, pattern.ok ? pattern : undefined);
  if (pattern.ok) return;
  const place = pattern.index > 0 ? ` (at character ${pattern.index + 1})` : '';
  if (pattern.kind === 'invalid') {
    addProblem(registry, document, {
      kind: 'invalid',
      pointer,
      message: `the pattern ${show(source)} is not valid: ${pattern.message}${place}`,
    });
    return;
  }
  const add = registry.strictPatterns ? addProblem : addWarning;
  add(registry, document, {
    kind: 'unsupported-pattern',
    pointer,
    message: `the pattern ${show(source)} is not supported: ${pattern.message}${place}`,
    help: 'write it without lookaround, backreferences and very large counts',
  });
}

/** `$id`, or `id` in draft-04, unless a `$ref` beside it hides it. */
function identifierOf(schema: Json, dialect: Dialect): string | undefined {
  if (hidesSiblings(dialect) && typeof member(schema, '$ref') === 'string') return undefined;
  const id = member(schema, dialect.draft === 'draft-04' ? 'id' : '$id');
  return typeof id === 'string' ? id : undefined;
}

function resourceOf(registry: Registry, schema: JsonObject, pointer: string, outer: SchemaResource): SchemaResource {
  if (pointer === outer.pointer) return outer;
  const { document } = outer;
  const announced = member(schema, '$id') !== undefined || member(schema, 'id') !== undefined;
  const dialect = announced ? ownDialect(registry, schema, pointer, document, outer.dialect) : outer.dialect;
  const id = identifierOf(schema, dialect);
  // Until draft-07 an identifier that is only a fragment is an anchor.
  if (id === undefined || id.startsWith('#')) return outer;
  return newResource(registry, splitFragment(resolveUri(outer.uri, id)).base, pointer, document, dialect);
}

function addAnchors(node: SchemaNode, schema: JsonObject, hidden: boolean): void {
  const { resource } = node;
  const { dialect } = resource;
  if (!since(dialect.draft, '2019-09')) {
    const { fragment } = splitFragment(identifierOf(schema, dialect) ?? '');
    if (!hidden && fragment && !fragment.startsWith('/')) resource.anchors.set(fragment, node);
    return;
  }
  const anchor = member(schema, '$anchor');
  if (typeof anchor === 'string') resource.anchors.set(anchor, node);
  const dynamic = member(schema, '$dynamicAnchor');
  if (typeof dynamic === 'string' && since(dialect.draft, '2020-12')) {
    resource.anchors.set(dynamic, node);
    resource.dynamicAnchors.set(dynamic, node);
  }
  const recursive = dialect.draft === '2019-09' && node.pointer === resource.pointer;
  if (recursive && member(schema, '$recursiveAnchor') === true) resource.recursiveRoot = node;
}
