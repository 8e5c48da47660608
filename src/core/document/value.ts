/** Values from events: aliases and merge keys followed, everything wrong collected. */

import { getScalarValue } from 'js-yaml';
import type { Span } from '../finding.ts';
import { isArray, isObject, type Json } from '../json.ts';
import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  eventStart,
  isMergeKey,
  SCALAR_STYLE,
  type ScalarEvent,
  scalarSpan,
} from './event.ts';
import { ExactNumber, numberText } from './number.ts';
import { maxProblems, nestingProblem, type ReadLimits, syntaxProblem, type TextProblem } from './problem.ts';
import { resolvePlain, Unreadable } from './scalar.ts';
import { resolveTagged } from './tag.ts';

/** A node that has an anchor; `closed` once it was read to its end. */
interface Anchor {
  value: Json;
  closed: boolean;
  /** Values in it, aliases expanded. */
  size: number;
  /** Collections inside each other in it, aliases followed. */
  height: number;
}

type MutableObject = { [name: string]: Json };

/**
 * The value that the events of one document say. Depth and the number of values that aliases add stay within the
 * limits; each violation and everything else wrong is a problem, in the order of the text.
 */
export function buildValue(
  text: string,
  events: readonly Event[],
  limits: ReadLimits,
): { readonly value: Json; readonly problems: TextProblem[] } {
  const problems: TextProblem[] = [];
  const anchors = new Map<string, Anchor>();
  let index = events[0]?.type === EVENT_ID.DOCUMENT ? 1 : 0;
  let depth = 0;
  let deepest = 0;
  let size = 0;
  let copied = 0;
  let exhausted = false;

  const report = (problem: TextProblem) => {
    if (problems.length < maxProblems) problems.push(problem);
  };
  /** The place of the event at `at`; of the nearest one before it that has a place, if it has none itself. */
  const place = (at: number): Span => {
    for (let i = at; i >= 0; i--) {
      const event = events[i];
      const start = event === undefined ? undefined : eventStart(event);
      if (event === undefined || start === undefined) continue;
      if (event.type === EVENT_ID.ALIAS) return { start, end: event.anchorEnd };
      if (event.type === EVENT_ID.SCALAR) return { start, end: scalarSpan(event)?.end ?? start + 1 };
      return { start, end: start + 1 };
    }
    return { start: 0, end: 0 };
  };

  const node = (): Json => {
    const event = events[index];
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return null;
    if (event.type === EVENT_ID.ALIAS) {
      index += 1;
      return alias(event);
    }
    if (event.anchorStart < 0) return content(event);
    const anchor: Anchor = { value: null, closed: false, size: 0, height: 0 };
    anchors.set(text.slice(event.anchorStart, event.anchorEnd), anchor);
    const outer = { size, deepest };
    deepest = depth;
    anchor.value = content(event);
    anchor.closed = true;
    anchor.size = size - outer.size;
    anchor.height = deepest - depth;
    deepest = Math.max(deepest, outer.deepest);
    return anchor.value;
  };

  const content = (event: Exclude<Event, AliasEvent>): Json => {
    size += 1;
    const at = index;
    index += 1;
    if (event.type === EVENT_ID.SCALAR) return scalar(event, at);
    if (event.type !== EVENT_ID.SEQUENCE && event.type !== EVENT_ID.MAPPING) return null;
    if (event.tagStart >= 0) checkCollectionTag(text.slice(event.tagStart, event.tagEnd), event.type, at);
    depth += 1;
    deepest = Math.max(deepest, depth);
    if (depth === limits.maxDepth + 1) report(nestingProblem(limits.maxDepth, place(at)));
    const value = event.type === EVENT_ID.SEQUENCE ? sequence() : mapping();
    depth -= 1;
    index += 1;
    return value;
  };

  const more = () => index < events.length && events[index]?.type !== EVENT_ID.POP;

  const sequence = (): Json => {
    const items: Json[] = [];
    while (more()) items.push(node());
    return items;
  };

  const mapping = (): Json => {
    const value: MutableObject = {};
    const first = index;
    let merged: Set<string> | undefined;
    let hasMerge = false;
    while (more()) {
      const keyAt = index;
      const keyEvent = events[index];
      if (keyEvent?.type === EVENT_ID.SCALAR && isMergeKey(text, keyEvent)) {
        if (hasMerge) reportDuplicate('<<', first, keyAt);
        hasMerge = true;
        index += 1;
        merged ??= new Set();
        merge(value, merged, index, node());
        continue;
      }
      const name = key();
      const member = node();
      if (merged?.delete(name) !== true && Object.hasOwn(value, name)) reportDuplicate(name, first, keyAt);
      setMember(value, name, member);
    }
    return value;
  };

  /** The name of a member as it is written: `200:` is the member "200", `1.10:` the member "1.10". */
  const key = (): string => {
    const at = index;
    const event = events[at];
    if (event?.type === EVENT_ID.SCALAR && event.tagStart < 0) {
      if (event.anchorStart >= 0) node();
      else index += 1;
      return getScalarValue(text, event);
    }
    const value = node();
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || value instanceof ExactNumber) return numberText(value);
    if (isArray(value) || isObject(value)) {
      report(syntaxProblem('a key must be a single word or text, not a list or a mapping', place(at)));
    }
    return String(value);
  };

  const reportDuplicate = (name: string, first: number, at: number) => {
    if (problems.length >= maxProblems) return;
    const earlier = place(firstKey(text, events, first, name) ?? first);
    const help = name === '<<' ? 'merge several at once: `<<: [*a, *b]`' : 'remove one of the two';
    report({
      ...syntaxProblem(`duplicate key ${JSON.stringify(name)}`, place(at), help),
      related: [{ message: 'first used here', span: earlier }],
    });
  };

  const merge = (target: MutableObject, merged: Set<string>, at: number, source: Json) => {
    for (const from of isArray(source) ? source : [source]) {
      if (exhausted) return;
      if (!isObject(from)) {
        report(syntaxProblem('`<<` merges mappings only', place(at), 'write `<<: *name` or `<<: [*a, *b]`'));
        return;
      }
      const names = Object.keys(from);
      if (!charge(names.length, place(at))) return;
      for (const name of names) {
        if (Object.hasOwn(target, name)) continue;
        setMember(target, name, from[name] ?? null);
        merged.add(name);
      }
    }
  };

  /** Counts values that an alias or a merge adds; false where that is too many. */
  const charge = (count: number, span: Span): boolean => {
    copied += count;
    if (copied <= limits.maxAliasNodes) return true;
    const message = `aliases and merge keys expand to more than ${limits.maxAliasNodes} values`;
    if (!exhausted) report({ kind: 'aliases', message, span });
    exhausted = true;
    return false;
  };

  const alias = (event: AliasEvent): Json => {
    const name = text.slice(event.anchorStart, event.anchorEnd);
    const span = { start: event.anchorStart - 1, end: event.anchorEnd };
    const anchor = anchors.get(name);
    if (anchor === undefined) {
      if (problems.length < maxProblems) report(unknownAlias(name, anchors, span));
      return null;
    }
    if (!anchor.closed) {
      report({ kind: 'aliases', message: `*${name} refers to a value that contains it`, span });
      return null;
    }
    if (!charge(anchor.size, span)) return null;
    size += anchor.size;
    deepest = Math.max(deepest, depth + anchor.height);
    if (depth + anchor.height > limits.maxDepth) report(nestingProblem(limits.maxDepth, span));
    return anchor.value;
  };

  const scalar = (event: ScalarEvent, at: number): Json => {
    const written = getScalarValue(text, event);
    if (event.tagStart < 0 && event.style !== SCALAR_STYLE.PLAIN) return written;
    const value =
      event.tagStart < 0 ? resolvePlain(written) : resolveTagged(text.slice(event.tagStart, event.tagEnd), written);
    if (!(value instanceof Unreadable)) return value;
    report(syntaxProblem(value.reason, place(at), value.help));
    return null;
  };

  const checkCollectionTag = (tag: string, type: number, at: number) => {
    const expected = type === EVENT_ID.SEQUENCE ? 'seq' : 'map';
    if (tag === '!' || tag === `!!${expected}` || tag === `!<tag:yaml.org,2002:${expected}>`) return;
    report(unknownTag(tag, place(at)));
  };

  const value = node();
  return { value, problems: problems.sort((a, b) => a.span.start - b.span.start) };
}

function unknownTag(tag: string, { start }: Span): TextProblem {
  const span = { start, end: start + tag.length };
  return syntaxProblem(`the tag ${tag} is not supported`, span, 'only plain values can be read: remove the tag');
}

function unknownAlias(name: string, anchors: ReadonlyMap<string, Anchor>, span: Span): TextProblem {
  const known = [...anchors.keys()].slice(0, 10).map((each) => `&${each}`);
  const help = known.length === 0 ? 'an anchor is written `&name` before its value' : `known here: ${known.join(', ')}`;
  return { kind: 'aliases', message: `*${name} refers to no anchor above it`, help, span };
}

function setMember(target: MutableObject, name: string, value: Json): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The index of the first key of that name among the members that begin at `from`. */
function firstKey(text: string, events: readonly Event[], from: number, name: string): number | undefined {
  let depth = 0;
  let isKey = true;
  for (let i = from; i < events.length && depth >= 0; i++) {
    const event = events[i];
    if (event === undefined) return undefined;
    if (depth === 0 && isKey && event.type === EVENT_ID.SCALAR && getScalarValue(text, event) === name) return i;
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) depth += 1;
    else if (event.type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) isKey = !isKey;
  }
  return undefined;
}
