/** The call of js-yaml's parser, its exceptions turned into data. */

import { parseEvents, YAMLException } from 'js-yaml';
import { EVENT_ID, type Event } from './event.ts';
import type { ReadLimits } from './problem.ts';

export type YamlParse =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly kind: 'nesting' | 'syntax'; readonly reason: string; readonly at: number };

/**
 * The events of a text, or js-yaml's verdict; `at` is the offset that it complains about.
 *
 * YAML wants a closing bracket deeper than the key of its value, and everybody writes it right below the key. Other
 * parsers accept that, so do we: where js-yaml stops at such a bracket, all that begin a line are moved by one column,
 * and the offsets moved back.
 */
export function parse(text: string, limits: ReadLimits): YamlParse {
  const parsed = call(text, limits);
  if (parsed.ok || parsed.reason !== 'deficient indentation' || !/[\]}]/.test(text[parsed.at] ?? '')) return parsed;
  const brackets = [...text.matchAll(/^[ \t]*(?=[\]}])/gm)].map((space) => space.index + space[0].length);
  let low = brackets.filter((bracket) => !opensBlockScalar(text, bracket));
  for (let round = 0; round < 4; round++) {
    const moved = callMoved(text, limits, low);
    if (!moved.ok) return moved.at <= parsed.at ? parsed : moved;
    // What is in a text is no bracket, and moving it may even have put it there.
    const outside = outsideScalars(low, moved.events);
    if (outside.length === low.length) return moved;
    low = outside;
  }
  return parsed;
}

/** The offsets that are in no scalar. Both offsets and events are in the order of the text. */
function outsideScalars(offsets: readonly number[], events: readonly Event[]): number[] {
  const scalars = events.filter((event) => event.type === EVENT_ID.SCALAR);
  let next = 0;
  return offsets.filter((offset) => {
    while ((scalars[next]?.valueEnd ?? Number.POSITIVE_INFINITY) <= offset) next += 1;
    return !((scalars[next]?.valueStart ?? Number.POSITIVE_INFINITY) <= offset);
  });
}

/**
 * Whether the line that begins at this bracket is the first of a block scalar, which takes its indentation from it.
 */
function opensBlockScalar(text: string, bracket: number): boolean {
  const before = text.slice(0, bracket).trimEnd();
  return /[|>][-+\d]*(?:[ \t]+#.*)?$/.test(before.slice(before.lastIndexOf('\n') + 1));
}

/** As {@link call}, with a space put in at each of the offsets. */
function callMoved(text: string, limits: ReadLimits, at: readonly number[]): YamlParse {
  let moved = '';
  let from = 0;
  for (const offset of at) {
    moved += `${text.slice(from, offset)} `;
    from = offset;
  }
  const parsed = call(moved + text.slice(from), limits);
  const added = at.map((offset, i) => offset + i);
  if (parsed.ok) return { ok: true, events: parsed.events.map((event) => back(event, added)) };
  return { ...parsed, at: original(parsed.at, added) };
}

function call(text: string, limits: ReadLimits): YamlParse {
  try {
    // js-yaml counts attempts at scalars too; whether collections keep to the limit is counted on the events.
    return { ok: true, events: parseEvents(text, { maxDepth: limits.maxDepth + 2 }) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, kind: 'nesting', reason: error.message, at: 0 };
    if (!(error instanceof YAMLException)) throw error;
    const kind = error.reason.startsWith('nesting exceeded') ? 'nesting' : 'syntax';
    return { ok: false, kind, reason: error.reason, at: Math.min(error.mark?.position ?? 0, text.length) };
  }
}

/** The offset in the text that an offset in the moved text stands for. The added ones are in ascending order. */
function original(offset: number, added: readonly number[]): number {
  let low = 0;
  let high = added.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((added[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return offset - low;
}

/** The event with its offsets as they are in the text that was given. */
function back(event: Event, added: readonly number[]): Event {
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return event;
  const to = (offset: number) => (offset < 0 ? offset : original(offset, added));
  const anchor = { anchorStart: to(event.anchorStart), anchorEnd: to(event.anchorEnd) };
  if (event.type === EVENT_ID.ALIAS) return { ...event, ...anchor };
  const properties = { ...anchor, tagStart: to(event.tagStart), tagEnd: to(event.tagEnd) };
  if (event.type !== EVENT_ID.SCALAR) return { ...event, ...properties, start: to(event.start) };
  return { ...event, ...properties, valueStart: to(event.valueStart), valueEnd: to(event.valueEnd) };
}
