/** JSON as a layout. */

import { getScalarValue } from 'js-yaml';
import { EVENT_ID, type Event, scalarSpan } from './event.ts';
import { type Collection, type Entry, type Layout, leaf } from './layout.ts';

/** The layout of the events of a JSON text. */
export function jsonLayout(text: string, events: readonly Event[]): Layout {
  let index = 1;

  const node = (): Layout => {
    const event = events[index];
    index += 1;
    if (event?.type === EVENT_ID.SCALAR) return leaf(source(event));
    if (event?.type === EVENT_ID.SEQUENCE) return collection('list');
    return collection('mapping');
  };
  const collection = (kind: Collection['kind']): Collection => {
    const entries: Entry[] = [];
    while (index < events.length && events[index]?.type !== EVENT_ID.POP) {
      const { key, name } = kind === 'list' ? { key: '', name: '' } : keyOf();
      entries.push({ before: [], key, name, value: node(), comment: '', anchors: [], aliases: [] });
    }
    index += 1;
    return { kind, properties: '', entries, tail: [] };
  };
  const keyOf = () => {
    const event = events[index];
    index += 1;
    return event?.type === EVENT_ID.SCALAR
      ? { key: source(event), name: getScalarValue(text, event) }
      : { key: '""', name: '' };
  };
  const source = (event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>) => {
    const span = scalarSpan(event) ?? { start: 0, end: 0 };
    return text.slice(span.start, span.end);
  };

  return node();
}
