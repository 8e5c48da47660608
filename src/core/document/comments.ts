/** The comments of a YAML text. */

import { EVENT_ID, scalarSpan } from './event.ts';
import { lineAndColumn, lineTable, nextBreak } from './lines.ts';
import { fileLimits } from './read.ts';
import { yamlEvents } from './yaml-events.ts';

/**
 * The comment on each line that has one, `#` included, by line number from 1. A `#` in a quoted text or a block scalar
 * is none. Empty where the text can't be parsed.
 */
export function commentLines(text: string): ReadonlyMap<number, string> {
  const comments = new Map<number, string>();
  const read = yamlEvents(text, fileLimits);
  if (!read.ok) return comments;
  const table = lineTable(text);
  const scalars = read.events.flatMap((event) => (event.type === EVENT_ID.SCALAR ? (scalarSpan(event) ?? []) : []));
  let next = 0;
  let at = text.indexOf('#');
  while (at >= 0) {
    while ((scalars[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    const scalar = scalars[next];
    const isText = scalar !== undefined && scalar.start <= at;
    if (isText || !/[\s\uFEFF]/.test(text[at - 1] ?? ' ')) {
      at = text.indexOf('#', isText ? scalar.end : at + 1);
      continue;
    }
    const end = nextBreak(text, at);
    comments.set(lineAndColumn(table, at).line, text.slice(at, end));
    at = text.indexOf('#', end);
  }
  return comments;
}
