/** What a service calls of those that called it. */
import { at, entriesOf, isExtension, type Mapping, type Opened } from '../opened.ts';
import type { ApiDocument } from './document.ts';
import type { PathItem } from './model.ts';
import { readNamedItems } from './read-paths.ts';

/** Calls by what they are called for: the name of a webhook, the expression of a callback. */
export type Items = ReadonlyMap<string, PathItem>;

export interface Callback {
  readonly opened: Opened;
  readonly items: Items;
}

/** The callbacks of an operation by name. */
export function readCallbacks(document: ApiDocument, place: Mapping): Map<string, Callback> {
  const holder = at(place, 'callbacks');
  const found = new Map<string, Callback>();
  if (holder === undefined) return found;
  const all = document.open(holder);
  if (all.kind === 'opaque') return found;
  for (const [name, entry] of entriesOf(all)) {
    const opened = document.open(entry);
    found.set(name, { opened, items: expressionsOf(document, opened) });
  }
  return found;
}

function expressionsOf(document: ApiDocument, callback: Opened): Items {
  if (callback.kind === 'opaque') return new Map();
  return readNamedItems(
    document,
    entriesOf(callback).filter(([name]) => !isExtension(name)),
  );
}
