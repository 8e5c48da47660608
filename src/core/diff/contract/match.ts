/** Pairs of things that are the same on both sides, and what has no counterpart. */
export interface Matches<T> {
  readonly pairs: readonly { readonly old: T; readonly new: T; readonly oldIndex: number; readonly newIndex: number }[];
  readonly removed: readonly { readonly item: T; readonly index: number }[];
  readonly added: readonly { readonly item: T; readonly index: number }[];
}

/**
 * Matches two lists by a first key, and what is left over by the next one, so that giving something a name is no change.
 * A key that is undefined, or that several of the left-over items of one side have, matches nothing. Linear.
 *
 * @param keys from the most to the least telling
 */
export function matchLists<T>(
  before: readonly T[],
  after: readonly T[],
  keys: readonly ((item: T) => string | undefined)[],
): Matches<T> {
  const pairs: { old: T; new: T; oldIndex: number; newIndex: number }[] = [];
  let oldLeft = before.map((item, index) => ({ item, index }));
  let newLeft = after.map((item, index) => ({ item, index }));
  for (const key of keys) {
    const counterparts = uniquely(newLeft, key);
    const own = uniquely(oldLeft, key);
    const matched = new Set<number>();
    oldLeft = oldLeft.filter(({ item, index }) => {
      const name = key(item);
      const other = name === undefined || !own.has(name) ? undefined : counterparts.get(name);
      if (other === undefined) return true;
      pairs.push({ old: item, new: other.item, oldIndex: index, newIndex: other.index });
      matched.add(other.index);
      return false;
    });
    newLeft = newLeft.filter(({ index }) => !matched.has(index));
  }
  pairs.sort((a, b) => a.newIndex - b.newIndex);
  return { pairs, removed: oldLeft, added: newLeft };
}

/** The items by key, without those whose key is not theirs alone. */
function uniquely<T>(
  items: readonly { readonly item: T; readonly index: number }[],
  key: (item: T) => string | undefined,
): Map<string, { readonly item: T; readonly index: number }> {
  const found = new Map<string, { readonly item: T; readonly index: number }>();
  const shared = new Set<string>();
  for (const entry of items) {
    const name = key(entry.item);
    if (name === undefined) continue;
    if (found.has(name)) shared.add(name);
    found.set(name, entry);
  }
  for (const name of shared) found.delete(name);
  return found;
}
