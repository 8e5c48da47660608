/** A contract while overrides are merged into it: a tree that remembers where each of its parts came from. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { child, tokens } from '../pointer.ts';

/** Where a value came from: which override (undefined: the base), and the pointer there. */
export interface Origin {
  readonly source: number | undefined;
  readonly pointer: string;
}

/** An origin, and whether pointers below it mean something: the text of a flag is one place. */
export interface Place extends Origin {
  readonly isFlag: boolean;
}

export interface MapNode {
  readonly kind: 'map';
  readonly members: Map<string, TreeNode>;
  readonly place: Place;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: TreeNode[];
  readonly place: Place;
}

/** `whole` is a value that was taken as it is; it is opened only where something inside it changes. */
export type TreeNode = MapNode | ListNode | { readonly kind: 'whole'; readonly value: Json; readonly place: Place };

/**
 * Which lists are merged item by item, and by which member of their items; every other list is replaced.
 * Contacts have no name; their value is what tells them apart.
 */
export interface ListKeys {
  readonly [key: string]: string | ListKeys;
}

export const listKeys: ListKeys = {
  interfaces: 'name',
  configurations: 'name',
  policies: 'name',
  dependencies: 'name',
  service: { owner: { contacts: 'value' } },
};

/** The list keys below a member. */
export function keysBelow(keys: string | ListKeys | undefined, name: string): string | ListKeys | undefined {
  return typeof keys === 'object' && Object.hasOwn(keys, name) ? keys[name] : undefined;
}

export function whole(value: Json, place: Place): TreeNode {
  return { kind: 'whole', value, place };
}

export function emptyMap(place: Place): MapNode {
  return { kind: 'map', members: new Map(), place };
}

function below(place: Place, token: string | number): Place {
  return place.isFlag ? place : { ...place, pointer: child(place.pointer, token) };
}

/** The node as a mapping that can be changed, or undefined where it is none. */
export function asMap(node: TreeNode | undefined): MapNode | undefined {
  if (node === undefined || node.kind === 'map') return node;
  if (node.kind === 'list' || !isObject(node.value)) return undefined;
  const { place } = node;
  const members = Object.entries(node.value).map(([key, value]) => [key, whole(value, below(place, key))] as const);
  return { kind: 'map', members: new Map(members), place };
}

/** The node as a list that can be changed, or undefined where it is none. */
export function asList(node: TreeNode | undefined): ListNode | undefined {
  if (node === undefined || node.kind === 'list') return node;
  if (node.kind === 'map' || !isArray(node.value)) return undefined;
  const { place } = node;
  return { kind: 'list', items: node.value.map((value, i) => whole(value, below(place, i))), place };
}

/** The member of a node, without opening it for change. */
export function memberOf(node: TreeNode, key: string): Json | undefined {
  if (node.kind === 'list') return undefined;
  if (node.kind === 'map') {
    const found = node.members.get(key);
    return found && toValue(found);
  }
  return isObject(node.value) && Object.hasOwn(node.value, key) ? node.value[key] : undefined;
}

/** Merges a value over a node: mappings member by member, null deletes, keyed lists item by item. */
export function mergeOver(
  target: TreeNode | undefined,
  patch: Json,
  place: Place,
  keys: string | ListKeys | undefined,
): TreeNode {
  if (isObject(patch)) return mergeMembers(asMap(target) ?? emptyMap(place), patch, place, keys);
  if (isArray(patch) && typeof keys === 'string') {
    return mergeItems(asList(target) ?? { kind: 'list', items: [], place }, patch, place, keys);
  }
  return whole(patch, place);
}

function mergeMembers(map: MapNode, patch: JsonObject, place: Place, keys: string | ListKeys | undefined): MapNode {
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) map.members.delete(key);
    else map.members.set(key, mergeOver(map.members.get(key), value, below(place, key), keysBelow(keys, key)));
  }
  return map;
}

/** Items of the patch are matched with items of the target only, so that a name given twice in it stays a mistake. */
function mergeItems(list: ListNode, patch: readonly Json[], place: Place, key: string): ListNode {
  const positions = new Map<Json, number>();
  for (const [i, item] of list.items.entries()) {
    const name = memberOf(item, key);
    if (name !== undefined && !positions.has(name)) positions.set(name, i);
  }
  for (const [i, item] of patch.entries()) {
    const name = isObject(item) && Object.hasOwn(item, key) ? item[key] : undefined;
    const position = name === undefined ? undefined : positions.get(name);
    const merged = mergeOver(
      position === undefined ? undefined : list.items[position],
      item,
      below(place, i),
      undefined,
    );
    if (position === undefined) list.items.push(merged);
    else list.items[position] = merged;
  }
  return list;
}

export function toValue(node: TreeNode): Json {
  if (node.kind === 'whole') return node.value;
  if (node.kind === 'list') return node.items.map(toValue);
  return mapValue(node);
}

/** Own members only, whatever they are called: `Object.fromEntries` defines even `__proto__` as one. */
export function mapValue({ members }: MapNode): JsonObject {
  return Object.fromEntries([...members].map(([key, node]) => [key, toValue(node)]));
}

/** Where the value at a pointer came from; for what is not there, where its nearest ancestor did, and the rest. */
export function originOf(root: TreeNode, pointer: string): Origin {
  let node: TreeNode | undefined = root;
  let { place } = root;
  for (const token of tokens(pointer)) {
    node = node && nodeBelow(node, token);
    place = node === undefined ? below(place, token) : node.place;
  }
  return { source: place.source, pointer: place.pointer };
}

function nodeBelow(node: TreeNode, token: string): TreeNode | undefined {
  if (node.kind === 'map') return node.members.get(token);
  return node.kind === 'list' ? node.items[Number(token)] : undefined;
}
