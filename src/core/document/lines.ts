/** Offsets as lines and columns. */

import type { Position, Span } from '../finding.ts';

/** The offset at which each line of a text begins. A line ends at LF, CRLF or CR, as in YAML 1.2 (5.4). */
export type LineTable = readonly number[];

/** Texts looked at last. Findings come file by file, so a few suffice. */
const recent: { text: string; readonly table: LineTable }[] = [];

/** The line table of a text; kept for the few texts asked for last. */
export function lineTable(text: string): LineTable {
  const known = recent.find((entry) => entry.text === text);
  if (known) {
    // Equal texts that are not one are compared character by character, the next time not again.
    known.text = text;
    return known.table;
  }
  const table = [0];
  let feed = text.indexOf('\n');
  let carriage = text.indexOf('\r');
  // Each of the two is looked for from where it was found last, so that the text is searched twice and no more.
  while (feed >= 0 || carriage >= 0) {
    if (carriage >= 0 && (feed < 0 || carriage < feed)) {
      if (carriage + 1 !== feed) table.push(carriage + 1);
      carriage = text.indexOf('\r', carriage + 1);
    } else {
      table.push(feed + 1);
      feed = text.indexOf('\n', feed + 1);
    }
  }
  recent.unshift({ text, table });
  recent.length = Math.min(recent.length, 4);
  return table;
}

/** Line and column of an offset, both from 1; the column counts UTF-16 units. */
export function lineAndColumn(table: LineTable, offset: number): { line: number; column: number } {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((table[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (table[low] ?? 0) + 1 };
}

/** A span of `text` as a position in `file`. */
export function positionOf(text: string, span: Span, file: string): Position {
  const table = lineTable(text);
  const start = lineAndColumn(table, span.start);
  const end = lineAndColumn(table, span.end);
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** The offset of the first line break at or after `from`, or the text's length. */
export function nextBreak(text: string, from: number): number {
  const lineFeed = text.indexOf('\n', from);
  const end = lineFeed < 0 ? text.length : lineFeed;
  // A lone CR is rare: look for one only up to the line feed, so that the whole text is read once.
  for (let at = from; at < end; at++) if (text.charCodeAt(at) === 13) return at;
  return end;
}
