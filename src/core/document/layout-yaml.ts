/** Block-style YAML as a layout. */

import { CHOMPING_MODE, COLLECTION_STYLE, getScalarValue } from 'js-yaml';
import {
  EVENT_ID,
  type Event,
  eventStart,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  scalarSpan,
} from './event.ts';
import { blockSpan, nodeSpan } from './event-places.ts';
import { type Collection, type Entry, type Layout, type LayoutDocument, type Leaf, leaf, trimStart } from './layout.ts';

/** Thrown and caught here only: a way of writing YAML that the layout has no place for. */
class Unsupported extends Error {}

/** A line without a token: a comment, or blank (''). */
interface GapLine {
  readonly text: string;
  readonly column: number;
  readonly end: number;
}

const gapLine = /([ \t]*)(#[^\n]*)?(?:\n|$)/y;
const lineEnd = /[ \t]*\n/y;
const trailingComment = /[ \t]+(#[^\n]*)/y;
const modeline = /^#\s*(?:yaml-language-server|yamllint|vim?:|-\*-)/;

/**
 * The layout of a text whose root is a block mapping or list; undefined for other roots and for what is too unusual to
 * be moved safely (directives, keys of several lines, a document end marker).
 *
 * @param text YAML with LF line ends, and the events that it was parsed into
 */
export function readLayout(text: string, events: readonly Event[]): LayoutDocument | undefined {
  try {
    return read(text, events);
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

function read(text: string, events: readonly Event[]): LayoutDocument {
  let index = 1;
  let at = 0;
  /** Comments that were passed and go above the next entry. */
  let pending: string[] = [];

  /** The lines without tokens from here on; the rest of the current line comes first, if nothing is on it. */
  const peekGap = (): GapLine[] => {
    const lines: GapLine[] = [];
    let next = at;
    if (at > 0 && text[at - 1] !== '\n') {
      lineEnd.lastIndex = at;
      if (!lineEnd.test(text)) return lines;
      next = lineEnd.lastIndex;
    }
    while (next < text.length) {
      gapLine.lastIndex = next;
      const [, space = '', comment = ''] = gapLine.exec(text) ?? [];
      if (gapLine.lastIndex <= next) break;
      next = gapLine.lastIndex;
      lines.push({ text: comment.trimEnd(), column: comment === '' ? -1 : space.length, end: next });
    }
    return lines;
  };
  const pass = (lines: readonly GapLine[]): string[] => {
    at = lines.at(-1)?.end ?? at;
    return lines.map((line) => line.text);
  };
  const takeGap = () => pass(peekGap());
  const takeComment = (): string => {
    trailingComment.lastIndex = at;
    const comment = trailingComment.exec(text)?.[1];
    if (comment === undefined) return '';
    at = trailingComment.lastIndex;
    return comment.trimEnd();
  };
  const columnOf = (offset: number) => offset - (text.lastIndexOf('\n', offset - 1) + 1);
  const expect = (token: RegExp): string => {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) throw new Unsupported();
    at = token.lastIndex;
    return found;
  };

  const collection = (event: SequenceEvent | MappingEvent, properties: string, parentColumn: number): Collection => {
    const kind = event.type === EVENT_ID.MAPPING ? 'mapping' : 'list';
    const column = columnOf(event.start);
    const entries: Entry[] = [];
    index += 1;
    while (index < events.length && events[index]?.type !== EVENT_ID.POP) entries.push(entry(kind, column));
    index += 1;
    return { kind, properties, entries, tail: tailComments(column, parentColumn) };
  };

  /** Comments after the last entry that are indented like it, and deeper than what comes next. */
  const tailComments = (column: number, parentColumn: number): string[] => {
    const lines = peekGap();
    const next = lines.at(-1)?.end ?? at;
    const nextColumn = next >= text.length ? -1 : (/^[ \t]*/.exec(text.slice(next, next + 1000))?.[0].length ?? 0);
    const least = Math.max(column, parentColumn + 1, nextColumn + 1);
    const foreign = lines.findIndex((line) => line.text !== '' && line.column < least);
    const own = foreign < 0 ? lines : lines.slice(0, foreign);
    const last = own.findLastIndex((line) => line.text !== '');
    return pass(own.slice(0, last + 1));
  };

  const entry = (kind: Collection['kind'], column: number): Entry => {
    const before = [...pending, ...takeGap()];
    pending = [];
    const first = index;
    const { key, name } = kind === 'list' ? { key: expect(/\s*-(?=\s|$)/y) && '', name: '' } : keyOf();
    const { value, comment, above } = contentOf(column);
    const uses = events.slice(first, index);
    return {
      before: [...before, ...above],
      key,
      name,
      value,
      comment,
      anchors: uses.flatMap((event) => (isAnchored(event) ? text.slice(event.anchorStart, event.anchorEnd) : [])),
      aliases: uses.flatMap((event) =>
        event.type === EVENT_ID.ALIAS ? text.slice(event.anchorStart, event.anchorEnd) : [],
      ),
    };
  };

  const keyOf = (): { key: string; name: string } => {
    const event = events[index];
    const start = event && eventStart(event);
    if (event === undefined || start === undefined || isCollection(event)) throw new Unsupported();
    const isExplicit = /^\s*\?[ \t]+$/.test(text.slice(at, start));
    if (!isExplicit && text.slice(at, start).trim() !== '') throw new Unsupported();
    const end =
      event.type === EVENT_ID.SCALAR ? scalarSpan(event)?.end : event.type === EVENT_ID.ALIAS && event.anchorEnd;
    const key = text.slice(start, end || start);
    if (key === '' || /\n/.test(key) || key.length > 1000) throw new Unsupported();
    at = start + key.length;
    index += 1;
    expect(isExplicit ? /\s*:(?=\s|$)/y : /[ \t]*:(?=\s|$)/y);
    const name = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : key;
    return { key: event.type === EVENT_ID.ALIAS ? `${key} ` : key, name };
  };

  /** What follows a key or dash. `above` are comments that stood where there is no line for them any more. */
  const contentOf = (column: number): { value: Layout; comment: string; above: string[] } => {
    const comment = takeComment();
    const event = events[index];
    const start = event && eventStart(event);
    if (event === undefined || start === undefined) {
      index += 1;
      return { value: leaf(''), comment, above: [] };
    }
    if (isBlockCollection(event)) {
      let properties = '';
      if (start < event.start) {
        pending = [...pending, ...takeGap()];
        properties = propertiesOf(event);
        const second = takeComment();
        if (comment === '') return { value: collection(event, properties, column), comment: second, above: [] };
        if (second !== '') pending.push(second);
      }
      return { value: collection(event, properties, column), comment, above: [] };
    }
    const above = [comment, ...takeGap()].filter((line) => line !== '');
    expect(/\s*/y);
    const value = leafOf(event, column);
    return { value, comment: takeComment(), above };
  };

  const propertiesOf = (event: SequenceEvent | MappingEvent): string => {
    const start = eventStart(event) ?? at;
    at = Math.max(event.anchorEnd, event.tagEnd);
    const properties = text.slice(start, at);
    if (properties.includes('\n')) throw new Unsupported();
    return properties;
  };

  const leafOf = (event: Event, column: number): Leaf => {
    const start = at;
    if (event.type === EVENT_ID.SCALAR && isBlockScalar(event)) {
      index += 1;
      return blockScalar(event, start);
    }
    if (isCollection(event)) {
      const from = index;
      index = pastNode(events, index);
      at = nodeSpan(text, events.slice(from, index)).end;
    } else {
      index += 1;
      const end = event.type === EVENT_ID.SCALAR ? (scalarSpan(event)?.end ?? -1) : -1;
      at = end >= 0 ? end : Math.max(...properties(event));
    }
    const [head = '', ...rest] = text.slice(start, at).split('\n');
    return { kind: 'leaf', lines: [head, ...rest.map((line) => shifted(line, column))], keepsBlankLines: false };
  };

  const blockScalar = (event: ScalarEvent, start: number): Leaf => {
    const keepsBlankLines = event.chomping === CHOMPING_MODE.KEEP;
    const content = { start: event.valueStart, end: event.valueEnd };
    const end = keepsBlankLines ? event.valueEnd : Math.max(blockSpan(text, content, start).end, start);
    const header = text.slice(start, event.valueStart).trimEnd();
    if (header.includes('\n')) throw new Unsupported();
    const body = text.slice(event.valueStart, Math.max(end, event.valueStart));
    at = body === '' ? start + header.length : event.valueStart + body.replace(/\n$/, '').length;
    const lines = body === '' ? [] : body.replace(/\n$/, '').split('\n');
    return {
      kind: 'leaf',
      // An indentation indicator counts from the collection around the scalar, and its lines will be indented by two.
      lines: [header.replace(/(?<=[|>][-+]?)\d/, '2'), ...lines.map((line) => contentLine(line, event.indent))],
      keepsBlankLines,
    };
  };

  let lines = takeGap();
  let header: string[] = [];
  let headerApart = false;
  const start = events[0];
  const root = events[1];
  if (start?.type !== EVENT_ID.DOCUMENT || start.explicitEnd || start.directives.length > 0) throw new Unsupported();
  if (root === undefined || !isBlockCollection(root) || (eventStart(root) ?? 0) < root.start) throw new Unsupported();
  if (start.explicitStart) {
    header = [...trimStart(lines), expect(/---/y) + takeComment().replace(/^/, ' ').trimEnd()];
    lines = takeGap();
    headerApart = lines[0] === '';
    if (at > root.start || text.slice(0, at).split('\n').at(-1) !== '') throw new Unsupported();
  }
  lines = trimStart(lines);
  const cut = lines.lastIndexOf('');
  if (cut >= 0) headerApart = true;
  const isModeline = cut < 0 && modeline.test(lines[0] ?? '');
  const headerLines = isModeline ? 1 : Math.max(cut, 0);
  header = [...header, ...lines.slice(0, headerLines)];
  pending = lines.slice(cut >= 0 ? cut + 1 : headerLines);
  const layout = collection(root, '', -1);
  if (takeGap().some((line) => line !== '') || text.slice(at).trim() !== '') throw new Unsupported();
  return { header, headerApart, root: layout };
}

function isCollection(event: Event): event is SequenceEvent | MappingEvent {
  return event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING;
}

function isBlockCollection(event: Event): event is SequenceEvent | MappingEvent {
  return isCollection(event) && event.style === COLLECTION_STYLE.BLOCK;
}

function isBlockScalar(event: ScalarEvent): boolean {
  return event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
}

function isAnchored(event: Event): event is SequenceEvent | MappingEvent | ScalarEvent {
  return (isCollection(event) || event.type === EVENT_ID.SCALAR) && event.anchorStart >= 0;
}

/** Ends of an event's anchor and tag. */
function properties(event: Event): number[] {
  if (event.type === EVENT_ID.ALIAS) return [event.anchorEnd];
  return event.type === EVENT_ID.SCALAR || isCollection(event) ? [event.anchorEnd, event.tagEnd] : [0];
}

/** The index after the node that begins at `index`. */
function pastNode(events: readonly Event[], index: number): number {
  let depth = 0;
  for (let i = index; i < events.length; i++) {
    const event = events[i];
    if (event !== undefined && isCollection(event)) depth += 1;
    else if (event?.type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) return i + 1;
  }
  return events.length;
}

/** A further line of a quoted, plain or flow value, indented relative to the collection around it, at least by one. */
function shifted(line: string, column: number): string {
  const rest = line.trimStart();
  const space = line.slice(0, line.length - rest.length);
  const relative = space.includes('\t') ? 2 : space.length - column;
  return rest === '' ? '' : ' '.repeat(Math.max(1, relative)) + rest;
}

/** A line of a block scalar, its indentation replaced by two spaces; what is white beyond it is content. */
function contentLine(line: string, indent: number): string {
  const space = /^ */.exec(line)?.[0].length ?? 0;
  const content = line.slice(Math.min(space, Math.max(indent, 0)));
  return content === '' ? '' : `  ${content}`;
}
