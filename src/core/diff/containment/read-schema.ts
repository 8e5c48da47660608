/** Reads schemas out of parsed files, each when it is first looked at. */

import { isObject, type Json } from '../../json.ts';
import { child, parent, tokens, valueAt } from '../../pointer.ts';
import { allHeirs, type Heirs, heirsIn } from './heirs.ts';
import { readShape } from './read-shape.ts';
import {
  type FileIndex,
  fragmentPointer,
  indexFile,
  isBundleUri,
  pointerInEnclosing,
  type Resource,
  resolveUri,
  resourceAt,
} from './resources.ts';
import type { Dialect, Reference, SchemaNode, SchemaSource, Shape } from './schema-node.ts';

export interface SchemaReader {
  /** The schema at a pointer, or undefined where the file or the place does not exist. */
  node(file: string, pointer: string): SchemaNode | undefined;
}

/** The resources on the way to a schema, outermost first, as far as dynamic references care. */
interface Scope {
  readonly resources: readonly Resource[];
  readonly inner: Map<Resource, Scope>;
}

interface OpenFile {
  readonly index: FileIndex | undefined;
  readonly nodes: Map<Scope, NodesInScope>;
  /** By the pointer of what holds them. */
  readonly heirs: Map<string, Heirs>;
}

interface NodesInScope {
  readonly byPointer: Map<string, SchemaNode>;
  /** Where references of the file's own resource lead, by their text: many lead to few. */
  readonly targets: Map<string, Reference>;
}

/** Numbers tell schemas of several readers apart, and order nothing. */
let count = 0;

type Where = Pick<ReadNode, 'source' | 'file' | 'pointer' | 'dialect' | 'value' | 'resource' | 'scope'>;

/** A class, as there are thousands: to define an accessor for each would take longer than all else about them. */
class ReadNode implements SchemaNode {
  readonly id: number;
  readonly source: SchemaSource;
  readonly file: string;
  readonly pointer: string;
  readonly dialect: Dialect;
  readonly value: Json;
  readonly resource: Resource | undefined;
  readonly scope: Scope;
  readonly #read: (node: ReadNode) => Shape;
  #shape: Shape | undefined;

  constructor({ source, file, pointer, dialect, value, resource, scope }: Where, read: (node: ReadNode) => Shape) {
    count += 1;
    this.id = count;
    this.source = source;
    this.file = file;
    this.pointer = pointer;
    this.dialect = dialect;
    this.value = value;
    this.resource = resource;
    this.scope = scope;
    this.#read = read;
  }

  get shape(): Shape {
    this.#shape ??= this.#read(this);
    return this.#shape;
  }
}

/** Opens a bundle. Nodes are made once for each place, so that they can be compared and used as keys. */
export function schemaReader(source: SchemaSource): SchemaReader {
  const files = new Map<string, OpenFile>();
  const outermost: Scope = { resources: [], inner: new Map() };

  function open(file: string): OpenFile {
    let opened = files.get(file);
    if (!opened) {
      opened = { index: indexFile(source, file), nodes: new Map(), heirs: new Map() };
      files.set(file, opened);
    }
    return opened;
  }

  function indexOf(file: string): FileIndex | undefined {
    return open(file).index;
  }

  function enter(scope: Scope, resource: Resource): Scope {
    if (scope.resources.includes(resource)) return scope;
    let inner = scope.inner.get(resource);
    if (!inner) {
      inner = { resources: [...scope.resources, resource], inner: new Map() };
      scope.inner.set(resource, inner);
    }
    return inner;
  }

  function nodeAt(file: string, pointer: string, value: Json, outer: Scope): SchemaNode {
    const { index, nodes } = open(file);
    const resource = index ? resourceAt(index, pointer) : undefined;
    const scope = resource && index?.dynamic ? enter(outer, resource) : outer;
    const inScope = nodes.get(scope) ?? { byPointer: new Map(), targets: new Map() };
    const known = inScope.byPointer.get(pointer);
    if (known) return known;
    const dialect = resource?.dialect ?? source.dialect(file);
    const node = new ReadNode({ source, file, pointer, dialect, value, resource, scope }, shapeOf);
    nodes.set(scope, inScope);
    inScope.byPointer.set(pointer, node);
    return node;
  }

  function shapeOf(node: ReadNode): Shape {
    const { file, pointer, resource, scope } = node;
    const { index, nodes } = open(file);
    const own = resource === index?.root ? nodes.get(scope)?.targets : undefined;
    return readShape(node.value, node.dialect, {
      below(schema, keyword, key) {
        const holder = child(pointer, keyword);
        return nodeAt(file, key === undefined ? holder : child(holder, key), schema, scope);
      },
      reference(keyword, text) {
        const shared = keyword === '$ref' ? own : undefined;
        return shared?.get(text) ?? refer(node, keyword, text, shared);
      },
      heirs: () => heirsOf(node),
      discriminators: source.discriminators !== false,
    });
  }

  function heirsOf({ file, pointer, scope }: ReadNode): ReadonlyMap<string, SchemaNode> {
    const opened = open(file);
    const content = source.value(file) ?? null;
    const holder = parent(pointer);
    const heirs = opened.heirs.get(holder) ?? heirsIn(content, holder);
    opened.heirs.set(holder, heirs);
    return new Map(
      allHeirs(heirs, pointer).flatMap((heir): [string, SchemaNode][] => {
        const value = valueAt(content, heir);
        return value === undefined ? [] : [[tokens(heir).at(-1) ?? '', nodeAt(file, heir, value, scope)]];
      }),
    );
  }

  function refer(
    node: ReadNode,
    keyword: '$ref' | '$dynamicRef' | '$recursiveRef',
    text: string,
    shared: Map<string, Reference> | undefined,
  ): Reference {
    const { resource, scope } = node;
    const [address = '', fragment = ''] = splitFragment(text);
    const found = resource && findResource(node, resource, address);
    if (typeof found !== 'object') return { kind: 'unresolved', url: `${found ?? address}#${fragment}`, text };
    const target = keyword === '$ref' ? undefined : dynamicTarget(scope, found, keyword, fragment);
    const holder = target?.resource ?? found;
    const content = source.value(holder.file);
    const direct = target?.pointer ?? fragmentPointer(found, content ?? null, fragment);
    const pointer = direct ?? (address === '' ? pointerInEnclosing(node, content ?? null, fragment) : undefined);
    const value = pointer === undefined || content === undefined ? undefined : valueAt(content, pointer);
    if (pointer === undefined || (typeof value !== 'boolean' && !isObject(value))) {
      // What is missing in the file itself is missing under whatever name the file has.
      const isOwn = holder.file === node.file && isBundleUri(holder.uri);
      return { kind: 'unresolved', url: `${isOwn ? '' : holder.uri}#${fragment}`, text };
    }
    const reference = {
      kind: 'node',
      node: nodeAt(holder.file, pointer, value, enterAll(scope, holder)),
      text,
    } as const;
    if (direct !== undefined) shared?.set(text, reference);
    return reference;
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
    for (const { index } of files.values()) {
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
