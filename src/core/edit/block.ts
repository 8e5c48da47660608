/** Edits of collections in block style: whole lines come and go. */

import { nextBreak } from '../document/lines.ts';
import type { Json } from '../json.ts';
import { behind, flowText, isTall, itemLines, memberLines } from './print.ts';
import { beginsLine, columnOf, type EditSource, entryColumn, lineStart, pastBreak, type Splice } from './source.ts';
import { type CollectionNode, type EntryNode, isCollection } from './tree.ts';

const gapLine = /([ \t]*)(#[^\r\n]*)?(?=[\r\n]|$)/y;
/** Comments at the top of a file that are for programs, and no remark on what follows. */
const modeline = /^#\s*(?:yaml-language-server|yamllint|vim?:|-\*-|!)/;

/** Where a line without tokens ends, and the column of its comment; undefined for any other line. */
function gapAt(text: string, start: number): { end: number; column: number | undefined } | undefined {
  if (start >= text.length) return undefined;
  gapLine.lastIndex = start;
  const match = gapLine.exec(text);
  if (match === null) return undefined;
  return { end: gapLine.lastIndex, column: match[2] === undefined ? undefined : (match[1] ?? '').length };
}

/**
 * The end of the last line of an entry, its break excluded: the comment behind it and comments that are indented deeper
 * than the entry belong to it.
 */
function lastLineEnd({ text }: EditSource, entry: EntryNode): number {
  const content = Math.max(entry.node.end, entry.mark);
  const endsInBreak = content > 0 && /[\r\n]/.test(text[content - 1] ?? '');
  let end = endsInBreak ? content : nextBreak(text, content);
  const column = columnOf(text, entry.start);
  for (let at = endsInBreak ? content : pastBreak(text, end); ; ) {
    const line = gapAt(text, at);
    if (line === undefined || (line.column !== undefined && line.column <= column)) return end;
    if (line.column !== undefined) end = line.end;
    at = pastBreak(text, line.end);
  }
}

/** Where the lines of an entry begin: comments right above it, in its column, belong to it. */
function firstLineStart({ text }: EditSource, entry: EntryNode, least: number): number {
  const column = columnOf(text, entry.start);
  let start = lineStart(text, entry.start);
  while (start > least) {
    const above = lineStart(text, start - (text[start - 1] === '\n' && text[start - 2] === '\r' ? 2 : 1));
    const line = above < least ? undefined : gapAt(text, above);
    if (line?.column !== column || modeline.test(text.slice(above + column, line.end))) return start;
    start = above;
  }
  return start;
}

/** Behind the last line of an entry, and what has to be put there before a line of its own. */
function placeAfter(source: EditSource, entry: EntryNode): { at: number; opener: string; closer: string } {
  const { text, newline } = source;
  const end = lastLineEnd(source, entry);
  const endsInBreak = end > 0 && /[\r\n]/.test(text[end - 1] ?? '');
  if (endsInBreak) return { at: end, opener: '', closer: newline };
  return end < text.length
    ? { at: pastBreak(text, end), opener: '', closer: newline }
    : { at: end, opener: newline, closer: '' };
}

/** Whether most entries of a collection are apart by blank lines. */
function isSpacious(source: EditSource, { entries }: CollectionNode): boolean {
  let apart = 0;
  for (const entry of entries.slice(0, -1)) {
    const { at } = placeAfter(source, entry);
    if (isBlankLine(source.text, at)) apart += 1;
  }
  return apart > 0 && apart * 2 >= entries.length - 1;
}

function isBlankLine(text: string, start: number): boolean {
  return start < text.length && /^[ \t]*$/.test(text.slice(start, nextBreak(text, start)));
}

/** A new entry behind the one at `after`, or before all others. */
export function insertBlock(
  source: EditSource,
  collection: CollectionNode,
  after: number,
  name: string | undefined,
  value: Json,
): Splice[] {
  const { text, newline, style } = source;
  const column = entryColumn(text, collection);
  const lines = name === undefined ? itemLines(value, column, style) : memberLines(name, value, column, style);
  const isApart = isSpacious(source, collection);
  const before = collection.entries[after];
  if (before !== undefined) {
    const { at, opener, closer } = placeAfter(source, before);
    const put = (isApart ? newline : '') + lines.join(newline);
    return [{ start: at, end: at, text: opener + put + closer }];
  }
  const first = collection.entries[0];
  if (first === undefined) return [];
  if (!beginsLine(text, first.start)) {
    const put = `${lines.join(newline).slice(column)}${newline}${' '.repeat(column)}`;
    return [{ start: first.start, end: first.start, text: put }];
  }
  const at = firstLineStart(source, first, 0);
  return [{ start: at, end: at, text: lines.join(newline) + newline + (isApart ? newline : '') }];
}

/** Removes an entry that is not the only one, with the comments that belong to it; undefined where that is not safe. */
export function removeBlock(source: EditSource, collection: CollectionNode, index: number): Splice[] | undefined {
  const { text } = source;
  const entry = collection.entries[index];
  if (entry === undefined) return undefined;
  if (!beginsLine(text, entry.start)) return removeBehindDash(source, collection, index);
  const previous = collection.entries[index - 1];
  const least = previous === undefined ? 0 : placeAfter(source, previous).at;
  let start = firstLineStart(source, entry, least);
  const { at } = placeAfter(source, entry);
  let end = at;
  const isLast = end >= text.length;
  if (isLast) {
    // Neither blank lines nor a line break come to the end that were not there.
    while (start > least && isBlankLine(text, lineStart(text, start - 1))) start = lineStart(text, start - 1);
    const hadBreak = /[\r\n]$/.test(text);
    if (!hadBreak && start > 0) start -= text[start - 1] === '\n' && text[start - 2] === '\r' ? 2 : 1;
  } else if (isBlankLine(text, end) && (index === 0 || start === 0 || isBlankLine(text, lineStart(text, start - 1)))) {
    end = pastBreak(text, nextBreak(text, end));
  }
  return [{ start, end, text: '' }];
}

/** The first entry of what begins behind a dash: the next one moves up, unless comments stand between them. */
function removeBehindDash(source: EditSource, { entries }: CollectionNode, index: number): Splice[] | undefined {
  const { text } = source;
  const [entry, next] = [entries[index], entries[index + 1]];
  if (index !== 0 || entry === undefined || next === undefined) return undefined;
  if (!/^[ \t]*(?:-[ \t]+)+$/.test(text.slice(lineStart(text, entry.start), entry.start))) return undefined;
  const end = lastLineEnd(source, entry);
  if (/^\s*$/.test(text.slice(end, next.start))) return [{ start: entry.start, end: next.start, text: '' }];
  const dash = entry.start - (/[ \t]+$/.exec(text.slice(0, entry.start).slice(-1000))?.[0].length ?? 0);
  return [{ start: dash, end, text: '' }];
}

/** Another value behind the key or dash of an entry in block style. */
export function replaceBlock(source: EditSource, entry: EntryNode, value: Json, inline?: string): Splice[] {
  const { text, newline, style } = source;
  const { node, mark } = entry;
  const wasTall = isCollection(node) && !node.isFlow;
  const isMultiline = typeof value === 'string' && inline === undefined && /[\r\n]/.test(value);
  if (!wasTall && !isTall(value) && !isMultiline) {
    const put = inline ?? flowText(value, style);
    return [{ start: node.start, end: node.end, text: node.start === mark ? ` ${put}` : put }];
  }
  const column = columnOf(text, entry.start);
  const isItem = entry.name === '' && text[mark - 1] === '-';
  const [head = '', ...rest] = isItem
    ? itemLines(value, column, style)
    : behind(`${' '.repeat(column)}:`, value, column, style);
  const onMarkLine = head.slice(column + 1);
  const below = rest.map((line) => newline + line).join('');
  if (!wasTall) {
    const lineEnd = nextBreak(text, node.end);
    const keepsComment = /#/.test(text.slice(node.end, lineEnd)) && below !== '' && onMarkLine === '';
    if (!keepsComment) return [{ start: mark, end: node.end, text: onMarkLine + below }];
    return [
      { start: mark, end: node.end, text: onMarkLine },
      { start: lineEnd, end: lineEnd, text: below },
    ];
  }
  const end = trimBreak(text, lastLineEnd(source, entry));
  const markLine = nextBreak(text, mark);
  // Nothing but a comment is behind the mark, and it stays there.
  const isBelow = node.start === node.contentStart && node.contentStart > markLine;
  if (!isBelow) return [{ start: mark, end, text: onMarkLine + below }];
  return [
    { start: mark, end: mark, text: onMarkLine },
    { start: markLine, end, text: below },
  ];
}

function trimBreak(text: string, end: number): number {
  let at = end;
  while (at > 0 && /[\r\n]/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}
