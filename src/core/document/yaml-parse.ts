/** The call of js-yaml's parser, its exceptions turned into data. */

import { parseEvents, YAMLException } from 'js-yaml';
import type { Event } from './event.ts';
import type { ReadLimits } from './problem.ts';

export type YamlParse =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly kind: 'nesting' | 'syntax'; readonly reason: string; readonly at: number };

/** Parsing begins again for each bracket that has to be moved: this many characters in all. */
const maxReparsed = 8 * 1024 * 1024;

/**
 * The events of a text, or js-yaml's verdict; `at` is the offset that it complains about.
 *
 * YAML wants a closing bracket deeper than the key of its value, and everybody writes it right below the key. Other
 * parsers accept that, so do we: such a bracket is moved by one column for js-yaml, and the offsets moved back.
 */
export function parse(text: string, limits: ReadLimits): YamlParse {
  let moved = text;
  /** Offsets, in `moved`, of the spaces that were put in. */
  const added: number[] = [];
  for (let left = maxReparsed; ; left -= moved.length) {
    const parsed = call(moved, limits);
    if (parsed.ok)
      return added.length === 0 ? parsed : { ok: true, events: parsed.events.map((event) => back(event, added)) };
    const { at, reason } = parsed;
    const isLow = reason === 'deficient indentation' && /[\]}]/.test(moved[at] ?? '') && added.at(-1) !== at - 1;
    if (!isLow || left < moved.length) return { ...parsed, at: original(at, added) };
    moved = `${moved.slice(0, at)} ${moved.slice(at)}`;
    added.push(at);
  }
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

function back(event: Event, added: readonly number[]): Event {
  const moved: Record<string, unknown> = { ...event };
  for (const [name, value] of Object.entries(event)) {
    const isOffset = /(?:start|end)$/i.test(name) && typeof value === 'number' && value >= 0;
    if (isOffset) moved[name] = original(value, added);
  }
  return Object.assign({ ...event }, moved);
}
