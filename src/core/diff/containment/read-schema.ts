/** Reads schemas out of parsed files, each when it is first looked at. */

import { isArray, isObject, type Json, member } from '../../json.ts';
import { child, valueAt } from '../../pointer.ts';
import { readShape } from './read-shape.ts';
import {
  type FileIndex,
  fragmentPointer,
  indexFile,
  isBundleUri,
  type Resource,
  resolveUri,
  resourceAt,
} from './resources.ts';
import type { Reference, SchemaNode, SchemaSource, Shape } from './schema-node.ts';

export interface SchemaReader {
  /** The schema at a pointer, or undefined where the file or the place does not exist. */
  node(file: string, pointer: string): SchemaNode | undefined;
}

/** The resources on the way to a schema, outermost first, as far as dynamic references care. */
interface Scope {
  readonly id: number;
  readonly resources: readonly Resource[];
  readonly inner: Map<Resource, Scope>;
}

/** Numbers tell schemas of several readers apart, and order nothing. */
let count = 0;

/** Opens a bundle. Nodes are made once for each place, so that they can be compared and used as keys. */
export function schemaReader(source: SchemaSource): SchemaReader {
  const indexes = new Map<string, FileIndex | undefined>();
  const outermost: Scope = { id: 0, resources: [], inner: new Map() };
  const nodes = new Map<string, SchemaNode>();
  let scopes = 0;

  function indexOf(file: string): FileIndex | undefined {
    if (!indexes.has(file)) indexes.set(file, indexFile(source, file));
    return indexes.get(file);
  }

  function enter(scope: Scope, resource: Resource): Scope {
    if (scope.resources.includes(resource)) return scope;
    let inner = scope.inner.get(resource);
    if (!inner) {
      scopes += 1;
      inner = { id: scopes, resources: [...scope.resources, resource], inner: new Map() };
      scope.inner.set(resource, inner);
    }
    return inner;
  }

  function nodeAt(file: string, pointer: string, value: Json, outer: Scope): SchemaNode {
    const index = indexOf(file);
    const resource = index ? resourceAt(index, pointer) : undefined;
    const scope = resource && index?.dynamic ? enter(outer, resource) : outer;
    const key = `${scope.id} ${pointer} ${file}`;
    const known = nodes.get(key);
    if (known) return known;
    count += 1;
    const dialect = resource?.dialect ?? source.dialect(file);
    let shape: Shape | undefined;
    const node: SchemaNode = {
      id: count,
      source,
      file,
      pointer,
      dialect,
      value,
      get shape() {
        shape ??= readShape(value, dialect, {
          below: (...path) => below(node, path, scope),
          reference: (keyword, text) => refer(node, resource, scope, keyword, text),
        });
        return shape;
      },
    };
    nodes.set(key, node);
    return node;
  }

  function below(node: SchemaNode, path: readonly (string | number)[], scope: Scope): SchemaNode | undefined {
    let value: Json | undefined = node.value;
    for (const token of path) value = isArray(value) ? value[Number(token)] : member(value, String(token));
    if (value === undefined) return undefined;
    return nodeAt(node.file, path.reduce<string>(child, node.pointer), value, scope);
  }

  function refer(
    node: SchemaNode,
    resource: Resource | undefined,
    scope: Scope,
    keyword: '$ref' | '$dynamicRef' | '$recursiveRef',
    text: string,
  ): Reference {
    const [address = '', fragment = ''] = splitFragment(text);
    const found = resource && findResource(node, resource, address);
    if (typeof found !== 'object') return { kind: 'unresolved', url: `${found ?? address}#${fragment}`, text };
    const target = keyword === '$ref' ? undefined : dynamicTarget(scope, found, keyword, fragment);
    const holder = target?.resource ?? found;
    const content = source.value(holder.file);
    const pointer = target?.pointer ?? fragmentPointer(found, content ?? null, fragment);
    const value = pointer === undefined || content === undefined ? undefined : valueAt(content, pointer);
    if (pointer === undefined || (typeof value !== 'boolean' && !isObject(value))) {
      // What is missing in the file itself is missing under whatever name the file has.
      const isOwn = holder.file === node.file && isBundleUri(holder.uri);
      return { kind: 'unresolved', url: `${isOwn ? '' : holder.uri}#${fragment}`, text };
    }
    return { kind: 'node', node: nodeAt(holder.file, pointer, value, enterAll(scope, holder)), text };
  }

  /** A resource counts as entered even where the reference leads to a place inside it. */
  function enterAll(scope: Scope, resource: Resource): Scope {
    return indexOf(resource.file)?.dynamic ? enter(scope, resource) : scope;
  }

  function findResource(node: SchemaNode, from: Resource, address: string): Resource | string | undefined {
    if (address === '') return from;
    const uri = resolveUri(from.uri, address);
    if (uri === undefined) return undefined;
    const own = indexOf(node.file)?.byUri.get(uri);
    if (own) return own;
    const file = source.file(node.file, isBundleUri(uri) ? address : uri);
    const other = file === undefined ? undefined : indexOf(file);
    if (other) return other.byUri.get(uri) ?? other.root;
    for (const index of indexes.values()) {
      const known = index?.byUri.get(uri);
      if (known) return known;
    }
    return uri;
  }

  return {
    node(file, pointer) {
      const content = source.value(file);
      const value = content === undefined ? undefined : valueAt(content, pointer);
      return value === undefined ? undefined : nodeAt(file, pointer, value, outermost);
    },
  };
}

/** The outermost resource that offers the anchor, if the first one found does (2020-12 core 8.2.3.2; 2019-09 8.2.4.2). */
function dynamicTarget(
  scope: Scope,
  found: Resource,
  keyword: '$dynamicRef' | '$recursiveRef',
  fragment: string,
): { readonly resource: Resource; readonly pointer: string } | undefined {
  if (keyword === '$recursiveRef') {
    if (!found.recursive) return undefined;
    const resource = scope.resources.find((it) => it.recursive) ?? found;
    return { resource, pointer: resource.pointer };
  }
  if (!found.dynamicAnchors.has(fragment)) return undefined;
  const resource = scope.resources.find((it) => it.dynamicAnchors.has(fragment)) ?? found;
  return { resource, pointer: resource.dynamicAnchors.get(fragment) ?? resource.pointer };
}

function splitFragment(text: string): [string, string] {
  const at = text.indexOf('#');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Follows `$ref` where it is all that the schema asserts; the node itself where it asserts more. At most 64 hops. */
export function followed(node: SchemaNode): SchemaNode {
  let at = node;
  for (let hops = 0; hops < 64; hops++) {
    const only = onlyReference(at);
    if (!only) return at;
    at = only;
  }
  return at;
}

function onlyReference({ shape }: SchemaNode): SchemaNode | undefined {
  const [reference, more] = shape.references;
  if (reference?.kind !== 'node' || more) return undefined;
  for (const name of Object.keys(shape)) if (name !== 'references' && name !== 'annotations') return undefined;
  return reference.node;
}

/** Whether the schema, or what it leads to, is marked `readOnly`. */
export function readsOnly(node: SchemaNode): boolean {
  return isMarked(node, 'readOnly');
}

/** Whether the schema, or what it leads to, is marked `writeOnly`. */
export function writesOnly(node: SchemaNode): boolean {
  return isMarked(node, 'writeOnly');
}

function isMarked(property: SchemaNode, mark: 'readOnly' | 'writeOnly'): boolean {
  let node = property;
  for (let hops = 0; hops < 64; hops++) {
    if (node.shape.annotations[mark]) return true;
    const [reference] = node.shape.references;
    if (reference?.kind !== 'node') return false;
    node = reference.node;
  }
  return false;
}
