/**
 * Where the values of a JSON text stand. Only what is asked for is looked at: of a container, its members and no further.
 * The text must be JSON, as whoever read its value has seen.
 */

import type { Span } from '../finding.ts';
import { afterString, closeList, closeObject, comma, openList, openObject, quote } from './json-text.ts';
import type { MemberPlace, Place } from './places.ts';

/**
 * The places of a JSON text. Looking for all of them takes time linear in the text.
 *
 * @param ends where large containers end, by where they begin
 */
export function jsonPlaces(text: string, ends: ReadonlyMap<number, number>): Place {
  /** Containers that were asked for, by where they begin. */
  const known = new Map<number, Place>();

  function afterSpace(from: number): number {
    let at = from;
    while (text.charCodeAt(at) <= 32) at += 1;
    return at;
  }

  function afterContainer(from: number): number {
    const known = ends.get(from);
    if (known !== undefined) return known;
    let at = from;
    let depth = 0;
    do {
      const c = text.charCodeAt(at);
      if (c === openObject || c === openList) depth += 1;
      else if (c === closeObject || c === closeList) depth -= 1;
      at = c === quote ? afterString(text, at) : at + 1;
    } while (depth > 0 && at < text.length);
    return at;
  }

  function afterScalar(from: number): number {
    let at = from;
    for (let c = text.charCodeAt(at); c > 32 && c !== comma && c !== closeList && c !== closeObject; ) {
      at += 1;
      c = text.charCodeAt(at);
    }
    return at;
  }

  function afterValue(start: number): number {
    const c = text.charCodeAt(start);
    if (c === openObject || c === openList) return afterContainer(start);
    return c === quote ? afterString(text, start) : afterScalar(start);
  }

  function placeAt(start: number): Place {
    const span = { start, end: afterValue(start) };
    const c = text.charCodeAt(start);
    if (c !== openObject && c !== openList) return { kind: 'scalar', span };
    const place = known.get(start) ?? (c === openObject ? mapping(span) : list(span));
    known.set(start, place);
    return place;
  }

  function mapping(span: Span): Place {
    let names: ReadonlyMap<string, number> | undefined;
    const member = (name: string): MemberPlace | undefined => {
      names ??= namesIn(span);
      const start = names.get(name);
      if (start === undefined) return undefined;
      const key = { start, end: afterString(text, start) };
      return { key, node: placeAt(afterColon(key.end)) };
    };
    return { kind: 'mapping', span, member, merged: [] };
  }

  function list(span: Span): Place {
    let starts: readonly number[] | undefined;
    const item = (index: number): Place | undefined => {
      starts ??= itemsIn(span);
      const start = starts[index];
      return start === undefined ? undefined : placeAt(start);
    };
    return { kind: 'list', span, item };
  }

  /** Where the names of members stand. */
  function namesIn({ start, end }: Span): ReadonlyMap<string, number> {
    const names = new Map<string, number>();
    for (let at = afterSpace(start + 1); at < end - 1; at = afterSpace(at)) {
      const after = afterString(text, at);
      names.set(nameAt(at, after), at);
      // The comma, or the end of all.
      at = afterSpace(afterValue(afterColon(after))) + 1;
    }
    return names;
  }

  /** Where items begin. */
  function itemsIn({ start, end }: Span): readonly number[] {
    const items: number[] = [];
    for (let at = afterSpace(start + 1); at < end - 1; at = afterSpace(at)) {
      items.push(at);
      at = afterSpace(afterValue(at)) + 1;
    }
    return items;
  }

  function afterColon(from: number): number {
    return afterSpace(afterSpace(from) + 1);
  }

  function nameAt(start: number, end: number): string {
    const written = text.slice(start + 1, end - 1);
    return written.includes('\\') ? String(JSON.parse(text.slice(start, end))) : written;
  }

  return placeAt(afterSpace(0));
}
