import type { Name } from '../../interface/proto/model.ts';

export interface NamedPairs<T> {
  readonly pairs: readonly { readonly old: T; readonly fresh: T }[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** What has the same name on both sides, in the order of the old one. Of equal names the first counts. */
export function pairNamed<T extends { readonly name: Name }>(old: readonly T[], fresh: readonly T[]): NamedPairs<T> {
  const [before, after] = [byName(old), byName(fresh)];
  const pairs: { old: T; fresh: T }[] = [];
  const removed: T[] = [];
  for (const [name, one] of before) {
    const other = after.get(name);
    if (other === undefined) removed.push(one);
    else pairs.push({ old: one, fresh: other });
  }
  return { pairs, removed, added: [...after].flatMap(([name, one]) => (before.has(name) ? [] : [one])) };
}

function byName<T extends { readonly name: Name }>(all: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const one of all) if (!found.has(one.name.text)) found.set(one.name.text, one);
  return found;
}
