import { groupBy } from '../group-by.ts';
import { dependencyKey, type Lock, referenceKey } from './lock.ts';
import {
  changeOf,
  constraintOf,
  itemsOf,
  kindOf,
  type LockedItem,
  type LockProblem,
  leftOver,
  lockProblem,
} from './lock-problem.ts';

/** An item of one lock and its counterpart in another; `before` alone is gone, `after` alone is new. */
interface ItemPair {
  readonly before?: LockedItem;
  readonly after?: LockedItem;
}

/**
 * Every difference between a lock and what the contracts of the graph declare now, in the order of the lock, new
 * declarations last. Takes linear time.
 *
 * @param current the lock that would be written of what was resolved
 * @param unknown what could not be resolved: items of `lock` that are not judged
 */
export function compareLock(lock: Lock, current: Lock, unknown: ReadonlySet<LockedItem> = new Set()): LockProblem[] {
  const pointers = itemsOf(lock);
  const itemKey = (item: LockedItem) => JSON.stringify([kindOf(item), item.name, item.ref]);
  const locked = groupBy(
    lock.dependencies.filter((item) => !unknown.has(item)),
    itemKey,
  );
  return diffLocks(lock, current, unknown).flatMap(({ before, after }) => {
    const pointer = before === undefined ? undefined : pointers.get(before);
    if (before !== undefined && pointer !== undefined) {
      return after === undefined ? [leftOver(before, pointer)] : [difference(before, after, pointer)];
    }
    if (after === undefined) return [];
    const about = { kind: kindOf(after), name: after.name };
    // The same bundle may be locked for what others ask of it.
    const other = locked.get(itemKey(after))?.[0];
    const message =
      other === undefined
        ? `is declared as ${after.ref} and not locked`
        : changeOf(other, after.ref, constraintOf(after));
    return [lockProblem('LOCK_STALE', about, message)];
  });
}

/** Pairs the items of two locks that differ: those about one declaration, then those that have only the name in common. */
export function diffLocks(lock: Lock, current: Lock, unknown: ReadonlySet<LockedItem> = new Set()): ItemPair[] {
  const before = byDeclaration(lock);
  const now = byDeclaration(current);
  const nameKey = (item: LockedItem) => JSON.stringify([kindOf(item), item.name]);
  const fresh = [...now].flatMap(([key, item]) => (before.has(key) ? [] : [item]));
  // From the end, so that taking the last takes the first.
  const unpaired = groupBy(fresh.toReversed(), nameKey);
  const pairs = [...before].flatMap(([key, item]): ItemPair[] => {
    if (unknown.has(item)) return [];
    const after = now.get(key) ?? unpaired.get(nameKey(item))?.pop();
    if (after === undefined) return [{ before: item }];
    return now.has(key) && isSame(item, after) ? [] : [{ before: item, after }];
  });
  const left = new Set([...unpaired.values()].flat());
  return [...pairs, ...fresh.filter((item) => left.has(item)).map((after) => ({ after }))];
}

/** The items of a lock by what declares them. */
function byDeclaration(lock: Lock): ReadonlyMap<string, LockedItem> {
  const keyOf = (item: LockedItem) => ('constraint' in item ? dependencyKey(item) : referenceKey(item));
  return new Map([...itemsOf(lock).keys()].map((item) => [keyOf(item), item]));
}

function isSame(a: LockedItem, b: LockedItem): boolean {
  return (['ref', 'source', 'digest', 'contentHash', 'version'] as const).every((key) => a[key] === b[key]);
}

/** What differs first, from what matters most. */
function difference(item: LockedItem, now: LockedItem, pointer: string): LockProblem {
  const about = { kind: kindOf(item), name: item.name };
  const stale = (message: string) => lockProblem('LOCK_STALE', about, message, pointer);
  const isOneDeclaration = item.ref === now.ref && constraintOf(item) === constraintOf(now);
  if (!isOneDeclaration) return stale(changeOf(item, now.ref, constraintOf(now)));
  if (item.source !== now.source) return stale(`is locked as ${item.source} and is ${now.source}`);
  if (item.digest !== now.digest) {
    const message = `is locked to ${item.digest}, and ${item.ref} is ${now.digest} now`;
    return lockProblem('LOCK_DIGEST_MISMATCH', about, message, pointer);
  }
  if (item.contentHash !== now.contentHash) {
    const message = `has other content in ${item.ref} than when it was locked`;
    return lockProblem('LOCK_LOCAL_DRIFT', about, message, pointer);
  }
  return stale(`is locked as version ${item.version} and is ${now.version}`);
}
