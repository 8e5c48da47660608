import type { Lock, LockEntry, LockReference } from './lock.ts';

export type LockProblemCode = 'LOCK_STALE' | 'LOCK_DIGEST_MISMATCH' | 'LOCK_LOCAL_DRIFT' | 'LOCK_MISSING';

/** One way in which a lock does not fit, and the entry that it is about. */
export interface LockProblem {
  readonly code: LockProblemCode;
  readonly kind: LockKind;
  /** Name of the entry or declaration. */
  readonly name: string;
  readonly message: string;
  /** The entry as a JSON pointer into the lock; absent where there is none. */
  readonly entry?: string;
}

export type LockKind = 'dependency' | 'config' | 'policy';

export type LockedItem = LockEntry | LockReference;

export function kindOf(item: LockedItem): LockKind {
  return 'kind' in item ? item.kind : 'dependency';
}

export function constraintOf(item: LockedItem): string | undefined {
  return 'constraint' in item ? item.constraint : undefined;
}

/** The bundle that an item leads to, as {@link LockReference.from} names declarers. */
export function contentOf({ source, digest, contentHash }: LockedItem): string {
  return source === 'oci' ? `oci:${digest}` : `local:${contentHash}`;
}

/** Everything in a lock, with pointers into it. */
export function itemsOf(lock: Lock): ReadonlyMap<LockedItem, string> {
  return new Map<LockedItem, string>([
    ...lock.dependencies.map((item, i) => [item, `/dependencies/${i}`] as const),
    ...lock.references.map((item, i) => [item, `/references/${i}`] as const),
  ]);
}

const titles: Readonly<Record<LockKind, string>> = {
  dependency: 'dependency',
  config: 'configuration',
  policy: 'policy',
};

/** A problem whose message begins with what it is about: `dependency "auth" is …`. */
export function lockProblem(
  code: LockProblemCode,
  { kind, name }: { readonly kind: LockKind; readonly name: string },
  message: string,
  entry?: string,
): LockProblem {
  const problem: LockProblem = { code, kind, name, message: `${titles[kind]} "${name}" ${message}` };
  return entry === undefined ? problem : { ...problem, entry };
}

/** That nothing leads to an item any more. */
export function leftOver(item: LockedItem, pointer: string): LockProblem {
  const about = { kind: kindOf(item), name: item.name };
  return lockProblem('LOCK_STALE', about, 'is locked, and nothing declares it any more', pointer);
}

/** What a declaration says now that its item in the lock does not, as the end of a sentence. */
export function changeOf(item: LockedItem, ref: string, constraint: string | undefined): string {
  if (item.ref !== ref) return `is locked as ${item.ref} and declared as ${ref}`;
  return `is locked for "${constraintOf(item)}" and declared for "${constraint}"`;
}
