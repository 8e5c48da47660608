/**
 * The flat stream of events that both readers produce: js-yaml's, where a text is YAML, and ours in the same form,
 * where it is JSON. Values and positions are both walks over it.
 */

import { EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { Span } from '../finding.ts';
import type { TextProblem } from './problem.ts';

export type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
export { EVENT_ID, SCALAR_STYLE } from 'js-yaml';

/** Events of a text's single document: a DOCUMENT event, the events of its root, and perhaps a last POP. */
export type EventsRead =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly problems: TextProblem[] };

/** Whether a key is the merge key: `<<` written plainly (https://yaml.org/type/merge.html). */
export function isMergeKey(text: string, event: ScalarEvent): boolean {
  return (
    event.style === SCALAR_STYLE.PLAIN &&
    event.tagStart < 0 &&
    event.valueEnd - event.valueStart === 2 &&
    text.startsWith('<<', event.valueStart)
  );
}

/** The text of a scalar with its quotes; for a block scalar its lines without the header. Empty ones have none. */
export function scalarSpan(event: ScalarEvent): Span | undefined {
  if (event.valueStart < 0) return undefined;
  const quote = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
  return { start: event.valueStart - quote, end: event.valueEnd + quote };
}

/** Where an event begins in the text, properties included; undefined for a value that is not written at all. */
export function eventStart(event: Event): number | undefined {
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return undefined;
  // The anchor's name is what has an offset; `&` or `*` stands before it.
  const starts = event.anchorStart < 0 ? [] : [event.anchorStart - 1];
  if (event.type !== EVENT_ID.ALIAS && event.tagStart >= 0) starts.push(event.tagStart);
  if (event.type === EVENT_ID.SCALAR && event.valueStart >= 0) starts.push(scalarSpan(event)?.start ?? 0);
  if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) starts.push(event.start);
  return starts.length === 0 ? undefined : Math.min(...starts);
}
