import type { Lock } from './lock.ts';
import { diffLocks } from './lock-compare.ts';
import { kindOf, type LockedItem, type LockKind } from './lock-problem.ts';

/** What a lock says of one declaration, before or after. */
export interface LockedState {
  readonly ref: string;
  readonly constraint?: string;
  readonly version: string;
  readonly digest?: string;
  readonly contentHash?: string;
}

/** How one entry of a lock changed. */
export interface LockChange {
  readonly change: 'added' | 'changed' | 'removed';
  readonly kind: LockKind;
  readonly name: string;
  readonly before?: LockedState;
  readonly after?: LockedState;
}

/** What writing the second lock in place of the first changes, in the order of the first, new entries last. */
export function lockChanges(previous: Lock, next: Lock): LockChange[] {
  return diffLocks(previous, next).flatMap(({ before, after }): LockChange[] => {
    const item = after ?? before;
    if (item === undefined) return [];
    const about = { kind: kindOf(item), name: item.name };
    if (before === undefined) return [{ change: 'added', ...about, after: stateOf(item) }];
    if (after === undefined) return [{ change: 'removed', ...about, before: stateOf(item) }];
    return [{ change: 'changed', ...about, before: stateOf(before), after: stateOf(after) }];
  });
}

function stateOf(item: LockedItem): LockedState {
  const { ref, version, digest, contentHash } = item;
  return {
    ref,
    ...('constraint' in item ? { constraint: item.constraint } : {}),
    version,
    ...(digest === undefined ? {} : { digest }),
    ...(contentHash === undefined ? {} : { contentHash }),
  };
}
