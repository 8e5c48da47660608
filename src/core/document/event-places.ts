/** Where the values of a document stand, from its events. */

import { getScalarValue } from 'js-yaml';
import type { Span } from '../finding.ts';
import { EVENT_ID, type Event, eventStart, isMergeKey, SCALAR_STYLE, type ScalarEvent, scalarSpan } from './event.ts';
import type { MemberPlace, Place } from './places.ts';

const padding = /(?:[\s,:?]|#.*)*/y;

/** The tree of places. Events have no ends of collections, so the walk keeps the end of what it passed last. */
export function eventPlaces(text: string, events: readonly Event[]): Place {
  const anchors = new Map<string, Place>();
  let index = events[0]?.type === EVENT_ID.DOCUMENT ? 1 : 0;
  let end = 0;

  const skipTo = () => {
    padding.lastIndex = end;
    padding.test(text);
    return padding.lastIndex;
  };

  const read = (emptySpan: () => Span): Place => {
    const event = events[index];
    index += 1;
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
      return { kind: 'scalar', span: emptySpan() };
    }
    if (event.type === EVENT_ID.ALIAS) {
      const span = { start: event.anchorStart - 1, end: event.anchorEnd };
      end = event.anchorEnd;
      const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
      return target === undefined ? { kind: 'scalar', span } : { kind: 'alias', span, target };
    }
    end = Math.max(end, event.anchorEnd, event.tagEnd);
    const node =
      event.type === EVENT_ID.SCALAR
        ? scalar(event, emptySpan)
        : event.type === EVENT_ID.SEQUENCE
          ? list(event.start)
          : mapping(event.start);
    if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  };

  const scalar = (event: ScalarEvent, emptySpan: () => Span): Place => {
    const own = scalarSpan(event);
    if (own === undefined) {
      const start = eventStart(event);
      return { kind: 'scalar', span: start === undefined ? emptySpan() : { start, end } };
    }
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    const span = isBlock ? blockSpan(text, own, end) : own;
    end = isBlock ? Math.max(own.end, span.end) : own.end;
    return { kind: 'scalar', span };
  };

  /** Passes the end of a collection: its bracket in flow style; in block style it ends with its last child. */
  const close = (start: number, last: number | undefined): Span => {
    index += 1;
    const bracket = text[start];
    if (bracket !== '[' && bracket !== '{') return { start, end: last ?? end };
    const after = skipTo();
    if (text[after] !== (bracket === '[' ? ']' : '}')) return { start, end: last ?? end };
    end = after + 1;
    return { start, end };
  };

  const more = () => index < events.length && events[index]?.type !== EVENT_ID.POP;

  const list = (start: number): Place => {
    const items: Place[] = [];
    end = Math.max(end, start + 1);
    while (more()) {
      // An item that is not written stands where its dash does.
      items.push(
        read(() => {
          const dash = items.length === 0 ? start : skipTo();
          end = dash + 1;
          return { start: dash, end: dash + 1 };
        }),
      );
    }
    return { kind: 'list', span: close(start, items.at(-1)?.span.end), item: (index) => items[index] };
  };

  const mapping = (start: number): Place => {
    const members = new Map<string, MemberPlace>();
    const merged: Place[] = [];
    let last: number | undefined;
    end = Math.max(end, text[start] === '{' ? start + 1 : start);
    while (more()) {
      const event = events[index];
      const isMerge = event?.type === EVENT_ID.SCALAR && isMergeKey(text, event);
      const node = read(() => ({ start: end, end }));
      const key = node.span;
      const value = read(() => key);
      last = value.span === key ? key.end : value.span.end;
      if (isMerge) merged.push(...sourcesIn(value));
      else members.set(keyName(event, node), { key, node: value });
    }
    return { kind: 'mapping', span: close(start, last), member: (name) => members.get(name), merged };
  };

  /** What {@link buildValue} calls the member. */
  const keyName = (event: Event | undefined, node: Place): string => {
    if (event?.type === EVENT_ID.SCALAR) return getScalarValue(text, event);
    const target = node.kind === 'alias' ? node.target : node;
    return text.slice(target.span.start, target.span.end);
  };

  return read(() => ({ start: 0, end: 0 }));
}

/** What `<<` merges: one mapping, or several in a list. */
function sourcesIn(value: Place): Place[] {
  if (value.kind !== 'list') return [value];
  const sources: Place[] = [];
  for (let next = value.item(0); next !== undefined; next = value.item(sources.length)) sources.push(next);
  return sources;
}

/** The span of the node that these events are: for flow collections the brackets and all between them. */
export function nodeSpan(text: string, events: readonly Event[]): Span {
  return eventPlaces(text, events).span;
}

/** A block scalar with its header (`|` or `>` and what belongs to it), without the line breaks at its end. */
export function blockSpan(text: string, content: Span, from: number): Span {
  let end = content.end;
  while (end > content.start && /[\r\n]/.test(text[end - 1] ?? '')) end -= 1;
  // The header is on the line before, after whatever else is on it.
  const header = text.slice(from, content.start);
  const lastLine = Math.max(header.trimEnd().lastIndexOf('\n'), header.trimEnd().lastIndexOf('\r')) + 1;
  const mark = header.slice(lastLine).search(/[|>]/);
  const start = mark < 0 ? content.start : from + lastLine + mark;
  return { start, end: Math.max(end, start + 1) };
}
