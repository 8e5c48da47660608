/**
 * Where the values of a JSON text stand. Only what is asked for is looked at: of a container, its members and no further.
 * The text must be JSON, as whoever read its value has seen.
 */

import type { MemberPlace, Place } from './places.ts';

const [quote, backslash, comma] = [34, 92, 44];
const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125];

/** Containers of so many characters are passed over at once when they are met again. */
const worthKeeping = 256;

/** The places of a JSON text. Looking for all of them takes time linear in the text. */
export function jsonPlaces(text: string): Place {
  /** Where large containers end, by where they begin. */
  const ends = new Map<number, number>();

  function afterSpace(from: number): number {
    let at = from;
    while (text.charCodeAt(at) <= 32) at += 1;
    return at;
  }

  function afterString(from: number): number {
    let at = from + 1;
    for (let c = text.charCodeAt(at); c !== quote && at < text.length; c = text.charCodeAt(at)) {
      at += c === backslash ? 2 : 1;
    }
    return at + 1;
  }

  function afterContainer(from: number): number {
    const open: number[] = [];
    let at = from;
    do {
      const c = text.charCodeAt(at);
      if (c === quote) at = afterString(at);
      else if (c === openObject || c === openList) {
        const end = ends.get(at);
        if (end === undefined) open.push(at);
        at = end ?? at + 1;
      } else {
        at += 1;
        if (c !== closeObject && c !== closeList) continue;
        const start = open.pop() ?? from;
        if (at - start >= worthKeeping) ends.set(start, at);
      }
    } while (open.length > 0 && at < text.length);
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

  function placeAt(start: number): Place {
    switch (text.charCodeAt(start)) {
      case openObject:
        return mapping(start, afterContainer(start));
      case openList:
        return list(start, afterContainer(start));
      case quote:
        return { kind: 'scalar', span: { start, end: afterString(start) } };
      default:
        return { kind: 'scalar', span: { start, end: afterScalar(start) } };
    }
  }

  function mapping(start: number, end: number): Place {
    let found: ReadonlyMap<string, MemberPlace> | undefined;
    const members = () => {
      found ??= membersOf(start, end);
      return found;
    };
    return { kind: 'mapping', span: { start, end }, members, merged: [] };
  }

  function list(start: number, end: number): Place {
    let found: readonly Place[] | undefined;
    const items = () => {
      found ??= itemsOf(start, end);
      return found;
    };
    return { kind: 'list', span: { start, end }, items };
  }

  function membersOf(start: number, end: number): ReadonlyMap<string, MemberPlace> {
    const members = new Map<string, MemberPlace>();
    for (let at = afterSpace(start + 1); at < end - 1; at = afterSpace(at)) {
      const key = { start: at, end: afterString(at) };
      const colon = afterSpace(key.end);
      const node = placeAt(afterSpace(colon + 1));
      members.set(nameAt(key.start, key.end), { key, node });
      // The comma, or the end of all.
      at = afterSpace(node.span.end) + 1;
    }
    return members;
  }

  function itemsOf(start: number, end: number): readonly Place[] {
    const items: Place[] = [];
    for (let at = afterSpace(start + 1); at < end - 1; at = afterSpace(at)) {
      const item = placeAt(at);
      items.push(item);
      at = afterSpace(item.span.end) + 1;
    }
    return items;
  }

  function nameAt(start: number, end: number): string {
    const written = text.slice(start + 1, end - 1);
    return written.includes('\\') ? String(JSON.parse(text.slice(start, end))) : written;
  }

  return placeAt(afterSpace(0));
}
