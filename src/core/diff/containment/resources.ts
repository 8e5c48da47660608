/** Identifiers and anchors of the schemas in a file, and where references lead. */

import { isArray, isObject, type Json, member } from '../../json.ts';
import { child, tokens, valueAt } from '../../pointer.ts';
import { dialectNamed, hidesSiblings, identifierOf, knows } from './keywords.ts';
import type { Dialect, SchemaSource } from './schema-node.ts';

/** A schema that has an identifier of its own, or the root of a file. */
export interface Resource {
  readonly file: string;
  readonly pointer: string;
  /** Without a fragment. Files without an identifier have one that starts with `bundle:`. */
  readonly uri: string;
  readonly dialect: Dialect;
  readonly anchors: Map<string, string>;
  readonly dynamicAnchors: Map<string, string>;
  recursive: boolean;
}

export interface FileIndex {
  readonly root: Resource;
  readonly byPointer: Map<string, Resource>;
  readonly byUri: Map<string, Resource>;
  /** Some reference in the file depends on the way that led to it. */
  dynamic: boolean;
}

const bundle = 'bundle://bundle/';
const single =
  'additionalItems contains unevaluatedItems additionalProperties propertyNames unevaluatedProperties not if then else contentSchema items'.split(
    ' ',
  );
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const maps = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'dependencies'];
const values = new Set(['enum', 'const', 'default', 'example', 'examples']);

/** Finds every identifier and anchor of a file. OpenAPI 2.0 and 3.0 have none, and their files are not walked. */
export function indexFile(source: SchemaSource, file: string): FileIndex | undefined {
  const content = source.value(file);
  if (content === undefined) return undefined;
  const given = source.dialect(file);
  const dialect = dialectNamed(member(content, '$schema')) ?? given;
  const uri = /^[a-z][a-z0-9+.-]*:/i.test(file) ? file : bundle + encodeURI(file);
  const root = resource(file, '', uri.replace(/#.*/s, ''), dialect);
  const index: FileIndex = { root, byPointer: new Map([['', root]]), byUri: new Map(), dynamic: false };
  index.byUri.set(root.uri, root);
  if (identifierOf(dialect) !== undefined) walk(index, content, given === 'openapi-3.1');
  return { ...index, root: index.byPointer.get('') ?? root };
}

function resource(file: string, pointer: string, uri: string, dialect: Dialect): Resource {
  return { file, pointer, uri, dialect, anchors: new Map(), dynamicAnchors: new Map(), recursive: false };
}

function walk(index: FileIndex, content: Json, everything: boolean): void {
  const open: [value: Json, pointer: string, holder: Resource][] = [[content, '', index.root]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, pointer, holder] = next;
    if (!isObject(value)) {
      if (isArray(value)) value.forEach((item, at) => void open.push([item, child(pointer, at), holder]));
      continue;
    }
    const own = note(index, value, pointer, holder);
    if (everything) {
      for (const name of Object.keys(value)) {
        if (!values.has(name)) open.push([value[name] ?? null, child(pointer, name), own]);
      }
      continue;
    }
    for (const name of single) push(open, value, pointer, name, own, isObject);
    for (const name of lists) push(open, value, pointer, name, own, isArray);
    for (const name of maps) {
      const map = member(value, name);
      if (!isObject(map)) continue;
      for (const key of Object.keys(map)) push(open, map, child(pointer, name), key, own, isObject);
    }
  }
}

function push(
  open: [Json, string, Resource][],
  value: Json,
  pointer: string,
  name: string,
  own: Resource,
  fits: (value: Json | undefined) => boolean,
): void {
  const found = member(value, name);
  if (found !== undefined && fits(found)) open.push([found, child(pointer, name), own]);
}

function note(index: FileIndex, schema: Json, pointer: string, holder: Resource): Resource {
  let own = holder;
  const hidden = hidesSiblings(holder.dialect) && typeof member(schema, '$ref') === 'string';
  const dialect = dialectNamed(member(schema, '$schema')) ?? holder.dialect;
  const id = member(schema, identifierOf(dialect) ?? '$id');
  if (typeof id === 'string' && !hidden) {
    const [address = '', fragment] = id.split('#', 2);
    if (address !== '') {
      const uri = resolveUri(holder.uri, address);
      if (uri !== undefined) {
        own = resource(holder.file, pointer, uri, dialect);
        index.byPointer.set(pointer, own);
        if (!index.byUri.has(uri)) index.byUri.set(uri, own);
      }
    }
    // Up to draft-07 an anchor is written as an identifier that is only a fragment.
    if (fragment !== undefined && fragment !== '' && !knows(dialect, '$anchor')) own.anchors.set(fragment, pointer);
  }
  if (knows(own.dialect, '$anchor')) {
    const anchor = member(schema, '$anchor');
    if (typeof anchor === 'string') own.anchors.set(anchor, pointer);
    const dynamic = member(schema, '$dynamicAnchor');
    if (typeof dynamic === 'string' && knows(own.dialect, '$dynamicAnchor')) {
      own.anchors.set(dynamic, pointer);
      own.dynamicAnchors.set(dynamic, pointer);
      index.dynamic = true;
    }
    if (member(schema, '$recursiveAnchor') === true && own.pointer === pointer) {
      own.recursive = true;
      index.dynamic = true;
    }
  }
  return own;
}

/** The resource that a place in a file belongs to. */
export function resourceAt(index: FileIndex, pointer: string): Resource {
  if (index.byPointer.size === 1) return index.root;
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = index.byPointer.get(at);
    if (found) return found;
  }
  return index.root;
}

/** The reference made absolute, or undefined where that has no meaning. */
export function resolveUri(base: string, reference: string): string | undefined {
  try {
    return new URL(reference, base).href;
  } catch {
    return undefined;
  }
}

/** Whether an absolute URI only says where a file lies in its bundle. */
export function isBundleUri(uri: string): boolean {
  return uri.startsWith(bundle);
}

/** What is behind the `#`: a pointer below the resource, or an anchor; undefined where it leads nowhere. */
export function fragmentPointer(
  resource: Pick<Resource, 'pointer' | 'anchors'>,
  content: Json,
  fragment: string,
): string | undefined {
  const text = decodeFragment(fragment);
  if (text === undefined) return undefined;
  if (text === '') return resource.pointer;
  if (!text.startsWith('/')) return resource.anchors.get(text);
  const pointer = resource.pointer + text;
  let value: Json | undefined = content;
  for (const token of tokens(pointer)) {
    value = isArray(value) && /^(0|[1-9]\d{0,8})$/.test(token) ? value[Number(token)] : member(value, token);
    if (value === undefined) return undefined;
  }
  // The same place is always written in the same way.
  return tokens(pointer).reduce<string>(child, '');
}

/**
 * Where a fragment leads from the next schema outwards that has an identifier. Documents of other kinds are not searched for
 * identifiers, but schemas that were written elsewhere bring theirs along, with references that are relative to it.
 */
export function pointerInEnclosing(
  { pointer, dialect }: { readonly pointer: string; readonly dialect: Dialect },
  content: Json,
  fragment: string,
): string | undefined {
  const identifier = identifierOf(dialect);
  if (identifier === undefined) return undefined;
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    if (typeof member(valueAt(content, at), identifier) !== 'string') continue;
    const found = fragmentPointer({ pointer: at, anchors: new Map() }, content, fragment);
    if (found !== undefined) return found;
  }
  return undefined;
}

function decodeFragment(fragment: string): string | undefined {
  try {
    return fragment.includes('%') ? decodeURIComponent(fragment) : fragment;
  } catch {
    return undefined;
  }
}
