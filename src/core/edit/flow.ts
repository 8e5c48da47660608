/** Edits of collections in flow style: `[a, b]`, `{ a: 1 }` and JSON, in one line or several. */

import { nextBreak } from '../document/lines.ts';
import { isArray, isObject, type Json } from '../json.ts';
import { flowText, isTall, nameText } from './print.ts';
import { beginsLine, columnOf, type EditSource, lineStart, pastBreak, type Splice } from './source.ts';
import type { CollectionNode } from './tree.ts';

const gap = /(?:\s|#[^\r\n]*)*/y;
const restOfLine = /[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)/y;

/** Where the comma behind an entry is; undefined where there is none. */
function commaAfter(text: string, end: number): number | undefined {
  gap.lastIndex = end;
  gap.test(text);
  return text[gap.lastIndex] === ',' ? gap.lastIndex : undefined;
}

/** Where a line ends, if nothing but a comment is left in it. */
function endOfLine(text: string, from: number): number | undefined {
  restOfLine.lastIndex = from;
  return restOfLine.test(text) ? restOfLine.lastIndex : undefined;
}

/** A value in flow style; over several lines where what is around it is. */
function text(value: Json, source: EditSource, column: number | undefined): string {
  const { style, newline } = source;
  if (column === undefined || !style.isJson || !isTall(value)) return flowText(value, style);
  const inner = ' '.repeat(column + style.indent);
  const parts = isArray(value)
    ? value.map((item) => text(item, source, column + style.indent))
    : Object.entries(isObject(value) ? value : {}).map(
        ([name, item]) => `${nameText(name, style)}: ${text(item, source, column + style.indent)}`,
      );
  const [open, close] = isArray(value) ? '[]' : '{}';
  return `${open}${newline}${parts.map((part) => inner + part).join(`,${newline}`)}${newline}${' '.repeat(column)}${close}`;
}

/** A value that takes another one's place. */
export function replaceFlow(source: EditSource, node: { start: number; end: number }, value: Json): Splice[] {
  const isLong = source.text.slice(0, node.start).includes('\n');
  const put = text(value, source, isLong ? indentAt(source.text, node.start) : undefined);
  return [{ start: node.start, end: node.end, text: put }];
}

/** The spaces at the beginning of a line. */
function indentAt(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0].length ?? 0;
}

/** A new entry behind the one at `after`, or before all others. */
export function insertFlow(
  source: EditSource,
  collection: CollectionNode,
  after: number,
  name: string | undefined,
  value: Json,
): Splice[] {
  const all = source.text;
  const { style, newline } = source;
  const label = name === undefined ? '' : `${nameText(name, style)}: `;
  const previous = collection.entries[after];
  const next = collection.entries[after + 1];
  const close = collection.end - 1;
  if (previous === undefined && next === undefined) {
    const inside = all.slice(collection.contentStart + 1, close);
    const put = label + text(value, source, undefined);
    if (inside.trim() !== '') return [{ start: close, end: close, text: `${put} ` }];
    const space = name !== undefined && !style.isJson ? ' ' : '';
    return [{ start: collection.contentStart + 1, end: close, text: space + put + space }];
  }
  if (previous === undefined && next !== undefined) {
    const isOwn = beginsLine(all, next.start);
    const column = isOwn ? columnOf(all, next.start) : undefined;
    const gapText = isOwn ? newline + all.slice(lineStart(all, next.start), next.start) : ' ';
    return [{ start: next.start, end: next.start, text: `${label}${text(value, source, column)},${gapText}` }];
  }
  if (previous === undefined) return [];
  const isOwn = beginsLine(all, previous.start);
  const comma = commaAfter(all, previous.node.end);
  const behind = comma === undefined ? previous.node.end : comma + 1;
  const lineEnd = isOwn ? endOfLine(all, behind) : undefined;
  if (lineEnd === undefined) {
    const put = `, ${label}${text(value, source, undefined)}`;
    return [{ start: previous.node.end, end: previous.node.end, text: put }];
  }
  const indent = all.slice(lineStart(all, previous.start), previous.start);
  const put = `${newline}${indent}${label}${text(value, source, indent.length)}${comma === undefined ? '' : ','}`;
  const entry = { start: lineEnd, end: lineEnd, text: put };
  return comma === undefined ? [{ start: previous.node.end, end: previous.node.end, text: ',' }, entry] : [entry];
}

/** Removes an entry and one comma, with the comment behind it in its line. */
export function removeFlow(source: EditSource, collection: CollectionNode, index: number): Splice[] {
  const all = source.text;
  const { entries } = collection;
  const [previous, entry, next] = [entries[index - 1], entries[index], entries[index + 1]];
  if (entry === undefined) return [];
  const close = collection.end - 1;
  const comma = commaAfter(all, entry.node.end);
  const behind = comma === undefined ? entry.node.end : comma + 1;
  const lineEnd = beginsLine(all, entry.start) ? endOfLine(all, behind) : undefined;
  if (previous === undefined && next === undefined && lineEnd === undefined) {
    return [{ start: collection.contentStart + 1, end: close, text: '' }];
  }
  const ownComma = previous === undefined ? undefined : commaAfter(all, previous.node.end);
  // The last one takes the comma before it along, unless the list keeps one at its end.
  const before: Splice[] =
    next === undefined && comma === undefined && ownComma !== undefined
      ? [{ start: ownComma, end: ownComma + 1, text: '' }]
      : [];
  if (lineEnd !== undefined) {
    return [...before, { start: lineStart(all, entry.start), end: pastBreak(all, lineEnd), text: '' }];
  }
  if (next !== undefined && nextBreak(all, behind) > next.start) {
    return [{ start: entry.start, end: next.start, text: '' }];
  }
  if (next !== undefined) return [{ start: entry.start, end: behind, text: '' }];
  if (ownComma === undefined) return [{ start: entry.start, end: behind, text: '' }];
  const isPlain = all.slice(ownComma + 1, entry.start).trim() === '';
  if (isPlain) return [{ start: ownComma, end: comma ?? entry.node.end, text: '' }];
  return [...before, { start: entry.start, end: comma ?? entry.node.end, text: '' }];
}
