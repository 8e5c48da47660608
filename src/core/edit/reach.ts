/** The way along a path to what is edited, and what is not to be entered on it. */

import type { TextProblem } from '../document/read.ts';
import { readable, valueAt } from '../pointer.ts';
import type { EditSource } from './source.ts';
import { type CollectionNode, type EditNode, type EntryNode, isCollection } from './tree.ts';

export interface EditFailure {
  /**
   * `unreadable`: the text cannot be parsed. `missing`: nothing is at the pointer. `alias`: the place is written once
   * and used several times. `unsupported`: it is written in a way that cannot be edited safely. `too-much`: so many edits
   * of such a text would take too long.
   */
  readonly reason: 'unreadable' | 'missing' | 'alias' | 'unsupported' | 'too-much';
  readonly message: string;
  readonly pointer: string;
  readonly problems?: readonly TextProblem[];
}

/** Thrown by edits, and caught where they are asked for. */
export class Refused {
  readonly failure: EditFailure;

  constructor(reason: EditFailure['reason'], pointer: string, message: string) {
    this.failure = { reason, pointer, message };
  }
}

/** A pointer as messages show it. */
export function shown(pointer: string): string {
  return pointer === '' ? 'the document' : readable(pointer);
}

/** A node and how it was reached. */
export interface Reached {
  readonly node: EditNode;
  readonly entry?: EntryNode;
  readonly around?: CollectionNode;
  readonly index: number;
  /** How many tokens of the path lead to it. */
  readonly depth: number;
}

/** Goes as far along a path as there are nodes. What is written once and used several times is not entered. */
export function reach(source: EditSource, path: readonly string[], pointer: string): Reached {
  let at: Reached = { node: source.tree, index: 0, depth: 0 };
  for (const token of path) {
    refuseShared(source, at.node, pointer);
    if (!isCollection(at.node)) return at;
    const index = indexOf(at.node, token);
    const entry = at.node.entries[index];
    if (entry === undefined) {
      const merged = at.node.entries.some(({ isMerge }) => isMerge);
      const isThere = merged && valueAt(source.value, pointerOf(path.slice(0, at.depth + 1))) !== undefined;
      if (isThere) throw new Refused('alias', pointer, `${shown(pointer)} comes from elsewhere by <<`);
      return at;
    }
    at = { node: entry.node, entry, around: at.node, index, depth: at.depth + 1 };
  }
  return at;
}

function indexOf(node: CollectionNode, token: string): number {
  if (node.kind === 'list') return /^(?:0|[1-9]\d*)$/.test(token) ? Number(token) : -1;
  return node.entries.findIndex(({ name, isMerge, isOdd }) => name === token && !isMerge && !(isOdd && name === ''));
}

/** What is replaced or added to must not be written once and used several times. */
export function refuseShared(source: EditSource, node: EditNode, pointer: string): void {
  if (node.kind === 'alias') {
    throw new Refused('alias', pointer, `${shown(pointer)} is an alias (*) of what is written elsewhere`);
  }
  if (node.anchor !== undefined && source.aliased.has(node.anchor)) {
    throw new Refused(
      'alias',
      pointer,
      `${shown(pointer)} is written once, as &${node.anchor}, and used elsewhere too`,
    );
  }
}

/** What is replaced or removed must hold nothing that others refer to. */
export function refuseAnchored(source: EditSource, node: EditNode, pointer: string): void {
  const name = node.anchors.find((anchor) => source.aliased.has(anchor));
  if (name === undefined) return;
  throw new Refused('alias', pointer, `${shown(pointer)} holds &${name}, which is used elsewhere too`);
}

export function pointerOf(path: readonly string[]): string {
  return path.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
