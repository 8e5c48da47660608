/** Follows references between the known documents. Nothing is ever fetched. */

import { isArray, isObject, type Json, member } from '../json.ts';
import { nearest } from '../nearest.ts';
import { child, parent, tokens } from '../pointer.ts';
import { addDocument, indexSchema } from './index-schema.ts';
import type { SchemaDocument, SchemaNode, SchemaResource } from './node.ts';
import { addProblem, findDocument, type Registry } from './registry.ts';
import { resolveUri, splitFragment } from './uri.ts';
import { describe, show } from './value.ts';

interface Unresolved {
  readonly message: string;
  readonly help?: string;
}

/** Follows everything that is pending, and what that brings up. */
export function resolvePending(registry: Registry): void {
  for (let next = registry.pending.pop(); next; next = registry.pending.pop()) {
    const { node, keyword, reference } = next;
    const found = resolveReference(registry, node.resource, reference);
    if ('schema' in found) node.targets.set(keyword, found);
    else
      addProblem(registry, node.resource.document, {
        kind: 'unresolved-ref',
        pointer: child(node.pointer, keyword),
        ...found,
      });
  }
}

/**
 * Follows a single reference. Undefined where it is not a plain one inside the same document, and where anything is wrong
 * with what it leads to: following all that is pending tells more then.
 */
export function resolveWithin(registry: Registry, node: SchemaNode, keyword: string): SchemaNode | undefined {
  const reference = member(node.schema, keyword);
  if (keyword !== '$ref' || typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  const found = resolveReference(registry, node.resource, reference);
  if (!('schema' in found) || !isPlain(registry)) return undefined;
  node.targets.set(keyword, found);
  return found;
}

/** Whether nothing is wrong so far, and the document has no identifiers, which decide where references lead. */
export function isPlain({ problems, warnings, resources }: Registry): boolean {
  return problems.length === 0 && warnings.length === 0 && resources.size === 1;
}

function resolveReference(registry: Registry, from: SchemaResource, reference: string): SchemaNode | Unresolved {
  const { base, fragment } = splitFragment(resolveUri(from.uri, reference));
  if (fragment === undefined) return { message: `${show(reference)} has broken percent escapes` };
  const resource = registry.resources.get(base) ?? loadResource(registry, base, from);
  if (!resource) {
    return {
      message: `${show(reference)} leads to ${show(base)}, which is not known here`,
      help: 'nothing is fetched: put the schema into the same document, under "$defs"',
    };
  }
  if (fragment === '' || fragment.startsWith('/')) return nodeAt(registry, resource, fragment, reference);
  const anchored = resource.anchors.get(fragment);
  if (anchored) return anchored;
  const close = nearest(fragment, resource.anchors.keys());
  return {
    message: `${show(reference)} leads nowhere: there is no anchor ${show(fragment)}`,
    ...(close !== undefined
      ? { help: `did you mean "#${close}"?` }
      : { help: `a place in the document is written as a pointer, such as "#/$defs/${fragment}"` }),
  };
}

function loadResource(registry: Registry, uri: string, from: SchemaResource): SchemaResource | undefined {
  const content = findDocument(registry, uri);
  if (content === undefined) return undefined;
  const document: SchemaDocument = { content, uri, nodes: new Map() };
  const resource = addDocument(registry, document, uri, from.dialect);
  if (isObject(content)) indexSchema(registry, content, '', resource);
  return resource;
}

/** The schema at a pointer below the root of a resource; also where no known keyword leads. */
export function nodeAt(
  registry: Registry,
  resource: SchemaResource,
  fragment: string,
  reference: string,
): SchemaNode | Unresolved {
  const { document } = resource;
  const pointer = resource.pointer + fragment;
  const known = document.nodes.get(pointer);
  if (known) return known;
  let value: Json = document.content;
  let reached = '';
  for (const token of tokens(pointer)) {
    const next = isArray(value) ? itemAt(value, token) : member(value, token);
    if (next === undefined) return leadsNowhere(reference, reached, value, token);
    value = next;
    reached = child(reached, token);
  }
  if (!isObject(value) && typeof value !== 'boolean') {
    return { message: `${show(reference)} leads to ${describe(value)}, which is not a schema` };
  }
  return indexSchema(registry, value, pointer, resourceAround(document, pointer) ?? resource);
}

function itemAt(list: readonly Json[], token: string): Json | undefined {
  return /^(0|[1-9]\d*)$/.test(token) ? list[Number(token)] : undefined;
}

function leadsNowhere(reference: string, reached: string, value: Json, token: string): Unresolved {
  const close = isObject(value) ? nearest(token, Object.keys(value).slice(0, 1000)) : undefined;
  return {
    message: `${show(reference)} leads nowhere: there is no ${show(token)} in ${reached === '' ? 'the document' : reached}`,
    ...(close !== undefined && { help: `did you mean ${show(close)}?` }),
  };
}

/** The resource of the nearest schema around a place. */
function resourceAround(document: SchemaDocument, pointer: string): SchemaResource | undefined {
  for (let at = pointer; at !== ''; ) {
    at = parent(at);
    const node = document.nodes.get(at);
    if (node) return node.resource;
  }
  return undefined;
}
