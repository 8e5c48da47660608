/**
 * Edits of YAML and JSON text that leave everything else as it is: comments, quotes, order, blank lines, line ends. The
 * text is parsed after every edit and held to the value that the edit means.
 */

import { commentLines } from '../document/comments.ts';
import { contractLimits, type ReadLimits, type TextProblem } from '../document/read.ts';
import { isArray, isObject, type Json } from '../json.ts';
import { tokens, valueAt } from '../pointer.ts';
import { equalityKey } from '../schema/value.ts';
import { insertBlock, removeBlock, replaceBlock } from './block.ts';
import { insertFlow, removeFlow, replaceFlow } from './flow.ts';
import { behind, itemLines, memberLines, scalarText } from './print.ts';
import {
  type EditFailure,
  pointerOf,
  type Reached,
  Refused,
  reach,
  refuseAnchored,
  refuseShared,
  shown,
} from './reach.ts';
import { type EditSource, readSource, type Splice, spliced } from './source.ts';
import { type CollectionNode, type EditNode, type EntryNode, isCollection } from './tree.ts';
import { withoutValue, withValue } from './value.ts';

export type Edit =
  /** Replaces the value at a pointer, or makes the member with all that is missing on the way. */
  | { readonly kind: 'set'; readonly pointer: string; readonly value: Json }
  /** Puts an item at the end of the list at a pointer, which is made where there is none. */
  | { readonly kind: 'append'; readonly pointer: string; readonly value: Json }
  /** Removes the member or item at a pointer, with the comments that belong to it. */
  | { readonly kind: 'remove'; readonly pointer: string };

export interface EditOptions {
  readonly limits?: ReadLimits;
  /** The names of members in the order in which a mapping should have them; a new one takes its place among them. */
  readonly order?: (pointer: string) => readonly string[];
}

export type { EditFailure } from './reach.ts';

export type EditResult =
  | {
      readonly ok: true;
      readonly text: string;
      readonly value: Json;
      /** Comments that went with what was removed. */
      readonly removedComments: readonly string[];
    }
  | { readonly ok: false; readonly failure: EditFailure };

/** Characters that are parsed for one text at most, over all of its edits: each edit parses the text that it makes. */
const parseLimit = 32 * 1024 * 1024;

/** Applies edits one after the other: all of them, or none. Never throws. */
export function editText(text: string, edits: readonly Edit[], options: EditOptions = {}): EditResult {
  const limits = options.limits ?? contractLimits;
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const before = text.slice(mark.length);
  const first = readSource(before, limits);
  if (!first.ok) return unreadable(first.problems);
  try {
    let source = first.source;
    let parsed = 0;
    for (const [done, edit] of edits.entries()) {
      source = applied(source, edit, options, limits);
      parsed += source.text.length;
      if (parsed > parseLimit && done + 1 < edits.length) {
        const message = `${edits.length} edits are too many at once for a text of ${before.length} characters`;
        throw new Refused('too-much', edit.pointer, message);
      }
    }
    const removedComments = lostComments(before, source.text);
    return { ok: true, text: mark + source.text, value: source.value, removedComments };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ok: false, failure: error.failure };
  }
}

function unreadable(problems: readonly TextProblem[]): EditResult {
  const message = problems[0]?.message ?? 'the text cannot be parsed';
  return { ok: false, failure: { reason: 'unreadable', pointer: '', message, problems } };
}

function applied(source: EditSource, edit: Edit, options: EditOptions, limits: ReadLimits): EditSource {
  const path = tokens(edit.pointer);
  const { splices, value } =
    edit.kind === 'set'
      ? set(source, path, edit.value, options)
      : edit.kind === 'append'
        ? append(source, path, edit.value, options)
        : remove(source, path);
  const read = readSource(spliced(source.text, splices), limits);
  if (!read.ok || equalityKey(read.source.value) !== equalityKey(value)) {
    throw new Refused('unsupported', edit.pointer, `${shown(edit.pointer)} is written in a way that cannot be edited`);
  }
  return read.source;
}

interface Planned {
  readonly splices: readonly Splice[];
  /** What the text has to say afterwards. */
  readonly value: Json;
}

function set(source: EditSource, path: readonly string[], value: Json, options: EditOptions): Planned {
  const pointer = pointerOf(path);
  const reached = reach(source, path, pointer);
  const after = withValue(source.value, path, value);
  if (reached.depth === path.length) {
    const old = valueAt(source.value, pointer);
    if (old !== undefined && equalityKey(old) === equalityKey(value)) return { splices: [], value: source.value };
    refuseShared(source, reached.node, pointer);
    refuseAnchored(source, reached.node, pointer);
    return { splices: replaced(source, reached, value), value: after };
  }
  const rest = path.slice(reached.depth);
  return { splices: made(source, reached, rest, value, pointer, options), value: after };
}

function append(source: EditSource, path: readonly string[], value: Json, options: EditOptions): Planned {
  const pointer = pointerOf(path);
  const list = valueAt(source.value, pointer);
  if (list === undefined || list === null) return set(source, path, [value], options);
  const { node, entry } = reach(source, path, pointer);
  refuseShared(source, node, pointer);
  if (!isArray(list) || node.kind !== 'list') throw new Refused('unsupported', pointer, `${shown(pointer)} is no list`);
  const whole = withValue(source.value, path, [...list, value]);
  if (list.length === 0 && canBeBlock(source, entry, node)) {
    return { splices: entry === undefined ? [] : replaceBlock(source, entry, [value]), value: whole };
  }
  return { splices: inserted(source, node, node.entries.length - 1, undefined, value), value: whole };
}

function remove(source: EditSource, path: readonly string[]): Planned {
  const pointer = pointerOf(path);
  const reached = reach(source, path, pointer);
  const { around, entry, index } = reached;
  if (reached.depth < path.length || around === undefined || entry === undefined) {
    throw new Refused('missing', pointer, `there is no ${shown(pointer)}`);
  }
  refuseAnchored(source, reached.node, pointer);
  const value = withoutValue(source.value, path);
  if (around.isFlow) return { splices: removeFlow(source, around, index), value };
  if (around.entries.length > 1) {
    const splices = entry.isOdd ? undefined : removeBlock(source, around, index);
    if (splices === undefined) {
      throw new Refused('unsupported', pointer, `${shown(pointer)} is written in a way that cannot be edited`);
    }
    return { splices, value };
  }
  const outer = reach(source, path.slice(0, -1), pointer);
  return { splices: replaced(source, outer, around.kind === 'list' ? [] : {}), value };
}

/** Another value in the place of a node. */
function replaced(source: EditSource, { node, entry, around }: Reached, value: Json): readonly Splice[] {
  if (entry === undefined || around === undefined) return wholeDocument(source, node, value);
  if (entry.isOdd) return [];
  if (around.isFlow) {
    if (isCollection(node) || isArray(value) || isObject(value)) return replaceFlow(source, node, value);
    const put = source.style.isJson ? JSON.stringify(value) : scalarText(value, formOf(node));
    const space = node.start === entry.mark && around.kind === 'mapping' ? ' ' : '';
    return [{ start: node.start, end: node.end, text: space + put }];
  }
  const isText = typeof value !== 'string' || !/[\r\n]/.test(value);
  const inline = isCollection(node) || isArray(value) || isObject(value) || !isText;
  return replaceBlock(source, entry, value, inline ? undefined : scalarText(value, formOf(node)));
}

function formOf(node: EditNode) {
  return isCollection(node) ? 'plain' : node.form;
}

function wholeDocument(source: EditSource, node: EditNode, value: Json): readonly Splice[] {
  const { style, newline } = source;
  if (isCollection(node) && node.isFlow) return replaceFlow(source, node, value);
  const lines = isObject(value)
    ? Object.entries(value).flatMap(([name, item]) => memberLines(name, item, 0, style))
    : isArray(value)
      ? value.flatMap((item) => itemLines(item, 0, style))
      : [behind('', value, 0, style)[0]?.trimStart() ?? ''];
  const text = lines.length === 0 ? (isArray(value) ? '[]' : '{}') : lines.join(newline);
  return [{ start: node.start, end: node.end, text }];
}

/** A new member, with all that is missing between it and what is there. */
function made(
  source: EditSource,
  reached: Reached,
  rest: readonly string[],
  value: Json,
  pointer: string,
  options: EditOptions,
): readonly Splice[] {
  const [name = '', ...inner] = rest;
  const { node, entry } = reached;
  const wrapped = inner.reduceRight<Json>((holder, token) => Object.fromEntries([[token, holder]]), value);
  const here = pointerOf(tokens(pointer).slice(0, reached.depth));
  if (valueAt(source.value, here) === null) return replaced(source, reached, Object.fromEntries([[name, wrapped]]));
  if (node.kind !== 'mapping') {
    const kind = node.kind === 'list' ? 'has no such item' : 'is no mapping';
    throw new Refused('missing', pointer, `${shown(here)} ${kind}`);
  }
  if (node.entries.length === 0 && canBeBlock(source, entry, node)) {
    return entry === undefined ? [] : replaceBlock(source, entry, Object.fromEntries([[name, wrapped]]));
  }
  const after = placeOf(node, name, options.order?.(here) ?? []);
  return inserted(source, node, after, name, wrapped);
}

/** Whether empty brackets may become lines: they are the value of a block entry, and nothing is in them. */
function canBeBlock(source: EditSource, entry: EntryNode | undefined, node: CollectionNode): boolean {
  const isEmpty = node.entries.length === 0 && source.text.slice(node.contentStart + 1, node.end - 1).trim() === '';
  return isEmpty && entry !== undefined && !entry.isOdd && !source.style.isJson && isInBlock(source, entry);
}

/** Whether no bracket is open around an entry. */
function isInBlock(source: EditSource, entry: EntryNode): boolean {
  const isBelow = (node: EditNode): boolean =>
    isCollection(node) &&
    !node.isFlow &&
    node.entries.some((each) => each === entry || (each.node.end >= entry.start && isBelow(each.node)));
  return isBelow(source.tree);
}

/** The index behind which a new member belongs: what comes before it in the order, else the last one. */
function placeOf({ entries }: CollectionNode, name: string, order: readonly string[]): number {
  const rank = order.indexOf(name);
  if (rank < 0) return entries.length - 1;
  let best = -1;
  let bestRank = -1;
  for (const [index, entry] of entries.entries()) {
    const own = entry.isMerge ? 0 : order.indexOf(entry.name);
    if (own < rank && own >= bestRank) [best, bestRank] = [index, own];
  }
  return bestRank < 0 && entries.every((entry) => !order.includes(entry.name)) ? entries.length - 1 : best;
}

function inserted(
  source: EditSource,
  node: CollectionNode,
  after: number,
  name: string | undefined,
  value: Json,
): readonly Splice[] {
  const neighbour = node.entries[after] ?? node.entries[0];
  if (node.isBare || (neighbour?.isOdd === true && !node.isFlow)) return [];
  return node.isFlow ? insertFlow(source, node, after, name, value) : insertBlock(source, node, after, name, value);
}

/** Comments that the new text has less often. */
function lostComments(before: string, after: string): string[] {
  const left = new Map<string, number>();
  for (const comment of commentLines(after).values()) left.set(comment, (left.get(comment) ?? 0) + 1);
  return [...commentLines(before).values()].filter((comment) => {
    const count = left.get(comment) ?? 0;
    if (count > 0) left.set(comment, count - 1);
    return count === 0;
  });
}
