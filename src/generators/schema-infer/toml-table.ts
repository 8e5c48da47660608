/** The tables of a TOML document while it is read: what may still be added to, and what not (TOML 1.0, "Table"). */

import type { Json } from '../../core/json.ts';

/**
 * How a table came to be: on the way to another one (`implicit`), by its own header, or by a dotted key. Only the first
 * can get a header of its own later.
 */
type Origin = 'implicit' | 'header' | 'dotted';

export interface Table {
  readonly kind: 'table';
  origin: Origin;
  readonly members: Map<string, Item>;
}

/** What stands behind a key: a table, an array of tables that headers add to, or a value that nothing can be added to. */
type Item =
  | Table
  | { readonly kind: 'tables'; readonly items: Table[] }
  | { readonly kind: 'value'; readonly value: Json };

export function newTable(origin: Origin): Table {
  return { kind: 'table', origin, members: new Map() };
}

/** The table of a header `[a.b]`, or a new one in the array of `[[a.b]]`. Undefined where there can be none. */
export function openTable(root: Table, path: readonly string[], isArray: boolean): Table | undefined {
  let table = root;
  for (const key of path.slice(0, -1)) {
    const item = table.members.get(key) ?? put(table, key, newTable('implicit'));
    const next = item.kind === 'tables' ? item.items.at(-1) : item;
    if (next?.kind !== 'table') return undefined;
    table = next;
  }
  const last = path.at(-1) ?? '';
  const found = table.members.get(last);
  const fresh = newTable('header');
  if (isArray) {
    if (found === undefined) put(table, last, { kind: 'tables', items: [fresh] });
    else if (found.kind === 'tables') found.items.push(fresh);
    else return undefined;
    return fresh;
  }
  if (found === undefined) return put(table, last, fresh);
  if (found.kind !== 'table' || found.origin !== 'implicit') return undefined;
  found.origin = 'header';
  return found;
}

/** Sets a dotted key. False where the key has a value, or leads into what a header or a value has settled. */
export function setValue(table: Table, path: readonly string[], value: Json): boolean {
  let target = table;
  for (const key of path.slice(0, -1)) {
    const item = target.members.get(key) ?? put(target, key, newTable('dotted'));
    if (item.kind !== 'table' || item.origin === 'header') return false;
    item.origin = 'dotted';
    target = item;
  }
  const last = path.at(-1) ?? '';
  if (target.members.has(last)) return false;
  target.members.set(last, { kind: 'value', value });
  return true;
}

/** The table as a JSON object. */
export function tableValue({ members }: Table): Json {
  const entries = [...members].map(([key, item]): [string, Json] => {
    if (item.kind === 'value') return [key, item.value];
    return [key, item.kind === 'table' ? tableValue(item) : item.items.map(tableValue)];
  });
  return Object.fromEntries(entries);
}

function put<Kind extends Item>(table: Table, key: string, item: Kind): Kind {
  table.members.set(key, item);
  return item;
}
