/** A document as what can be edited: every node with where its text begins and ends, and how it is written. */

import { CHOMPING_MODE, COLLECTION_STYLE, getScalarValue } from 'js-yaml';
import {
  EVENT_ID,
  type Event,
  eventStart,
  isMergeKey,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  scalarSpan,
} from '../document/event.ts';
import { blockSpan } from '../document/event-places.ts';

export type ScalarForm = 'plain' | 'single' | 'double' | 'block';

interface NodeSpan {
  /** Where the node begins, its anchor and tag included. */
  readonly start: number;
  /** Where it ends: of a block scalar that keeps the blank lines after it, behind them. */
  readonly end: number;
  /** Anchors on the node and in it. */
  readonly anchors: readonly string[];
  /** The anchor on the node itself. */
  readonly anchor?: string;
}

export interface ScalarNode extends NodeSpan {
  /** `empty`: a value that is not written at all. */
  readonly kind: 'scalar' | 'alias' | 'empty';
  readonly form: ScalarForm;
}

export interface CollectionNode extends NodeSpan {
  readonly kind: 'mapping' | 'list';
  readonly isFlow: boolean;
  /** Where the brackets or the first entry begin. */
  readonly contentStart: number;
  /** A pair without braces in a flow list (`[a: 1]`), which nothing can be put into. */
  readonly isBare: boolean;
  readonly entries: readonly EntryNode[];
}

export type EditNode = ScalarNode | CollectionNode;

export interface EntryNode {
  /** The name of a member; empty for items. */
  readonly name: string;
  /** Where the key, the dash, or in a flow list the item begins. */
  readonly start: number;
  /** Behind the colon or the dash; where the item begins in a flow list. */
  readonly mark: number;
  readonly node: EditNode;
  readonly isMerge: boolean;
  /** A key with `?`, without colon, or that is no plain name: its line is not to be touched. */
  readonly isOdd: boolean;
}

export function isCollection(node: EditNode): node is CollectionNode {
  return node.kind === 'mapping' || node.kind === 'list';
}

const padding = /(?:[\s,]|#[^\r\n]*)*/y;
const colon = /(?:\s|#[^\r\n]*)*:/y;

/** The tree of a document's events. Linear in the text. */
export function editTree(text: string, events: readonly Event[]): EditNode {
  let index = events[0]?.type === EVENT_ID.DOCUMENT ? 1 : 0;
  /** The end of what was passed last. */
  let end = 0;

  const skipped = (from: number): number => {
    padding.lastIndex = from;
    padding.test(text);
    return padding.lastIndex;
  };
  const more = () => index < events.length && events[index]?.type !== EVENT_ID.POP;

  const node = (emptyAt: number): EditNode => {
    const event = events[index];
    index += 1;
    const start = event === undefined ? undefined : eventStart(event);
    if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return empty(emptyAt);
    if (start === undefined) return empty(emptyAt);
    if (event.type === EVENT_ID.ALIAS) {
      end = event.anchorEnd;
      return { kind: 'alias', form: 'plain', start, end, anchors: [] };
    }
    const anchor = event.anchorStart < 0 ? undefined : text.slice(event.anchorStart, event.anchorEnd);
    const own = anchor === undefined ? {} : { anchor };
    end = Math.max(end, event.anchorEnd, event.tagEnd);
    if (event.type === EVENT_ID.SCALAR) {
      const anchors = anchor === undefined ? [] : [anchor];
      const place = scalarPlace(event, start);
      end = place.end;
      return { kind: 'scalar', form: formOf(event), ...place, anchors, ...own };
    }
    const entries = event.type === EVENT_ID.MAPPING ? members(event) : items(event);
    const isFlow = event.style === COLLECTION_STYLE.FLOW;
    const bracket = event.type === EVENT_ID.MAPPING ? '{' : '[';
    const isBare = isFlow && text[event.start] !== bracket;
    index += 1;
    if (isFlow && !isBare) end = skipped(Math.max(end, event.start + 1)) + 1;
    const inner = entries.flatMap((entry) => entry.node.anchors);
    const anchors = anchor === undefined ? inner : [anchor, ...inner];
    const kind = event.type === EVENT_ID.MAPPING ? 'mapping' : 'list';
    return { kind, isFlow, isBare, start, contentStart: event.start, end, entries, anchors, ...own };
  };

  const empty = (at: number): EditNode => {
    end = Math.max(end, at);
    return { kind: 'empty', form: 'plain', start: at, end: at, anchors: [] };
  };

  const items = (list: SequenceEvent): EntryNode[] => {
    const isFlow = list.style === COLLECTION_STYLE.FLOW;
    const entries: EntryNode[] = [];
    end = isFlow ? list.start + 1 : list.start;
    while (more()) {
      const start = skipped(end);
      const mark = isFlow ? start : start + 1;
      end = mark;
      const value = node(mark);
      entries.push({ name: '', start, mark, node: value, isMerge: false, isOdd: false });
    }
    return entries;
  };

  const members = (mapping: MappingEvent): EntryNode[] => {
    const entries: EntryNode[] = [];
    end = text[mapping.start] === '{' ? mapping.start + 1 : mapping.start;
    while (more()) {
      const event = events[index];
      const before = skipped(end);
      const key = node(before);
      const isScalar = event?.type === EVENT_ID.SCALAR && key.kind === 'scalar' && key.form !== 'block';
      colon.lastIndex = key.end;
      const hasColon = colon.test(text);
      const mark = hasColon ? colon.lastIndex : key.end;
      end = Math.max(end, mark);
      const value = node(mark);
      entries.push({
        name: event?.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '',
        start: key.start,
        mark,
        node: value,
        isMerge: event?.type === EVENT_ID.SCALAR && isMergeKey(text, event),
        isOdd: !isScalar || !hasColon || before !== key.start || key.anchors.length > 0,
      });
    }
    return entries;
  };

  /** The header of a block scalar included, which is behind what was passed last. */
  const scalarPlace = (event: ScalarEvent, start: number): { start: number; end: number } => {
    const span = scalarSpan(event);
    if (span === undefined) return { start, end };
    if (formOf(event) !== 'block') return { start, end: span.end };
    const block = blockSpan(text, span, end);
    const last = event.chomping === CHOMPING_MODE.KEEP ? event.valueEnd : block.end;
    return { start: Math.min(start, block.start), end: Math.max(last, block.end) };
  };

  return node(0);
}

function formOf({ style }: ScalarEvent): ScalarForm {
  if (style === SCALAR_STYLE.SINGLE_QUOTED) return 'single';
  if (style === SCALAR_STYLE.DOUBLE_QUOTED) return 'double';
  return style === SCALAR_STYLE.PLAIN ? 'plain' : 'block';
}

/** Names that aliases refer to. */
export function aliasedNames(text: string, events: readonly Event[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) => (event.type === EVENT_ID.ALIAS ? [text.slice(event.anchorStart, event.anchorEnd)] : [])),
  );
}
