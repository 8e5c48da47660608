import type { Lock, LockEntry } from './lock.ts';
import { contentOf } from './lock-problem.ts';

/**
 * Whether everything below a bundle that both graphs have is the same in both. `content` is the bundle as locks name
 * it, where that is known.
 */
export type SameBelow = (content: string | undefined) => boolean;

/**
 * Without locks, or under locks that pin the same, what is below one bundle is the same on both sides. Where the locks
 * differ, it is so unless the bundle leads to an entry that only one of them has. Takes linear time.
 */
export function sameBelow(old: Lock | undefined, fresh: Lock | undefined): SameBelow {
  if (old === undefined && fresh === undefined) return () => true;
  if (old === undefined || fresh === undefined) return () => false;
  const [gone, come] = [entriesMissingIn(fresh, old), entriesMissingIn(old, fresh)];
  if (gone.length === 0 && come.length === 0) return () => true;
  const leading = new Set([...leadingTo(gone, old), ...leadingTo(come, fresh)].map(contentOf));
  const known = new Set([...old.dependencies, ...fresh.dependencies].map(contentOf));
  // A bundle that is in no lock may need what only one of them pins.
  return (content) => content !== undefined && known.has(content) && !leading.has(content);
}

function entriesMissingIn(other: Lock, lock: Lock): LockEntry[] {
  const theirs = new Set(other.dependencies.map(pinning));
  return lock.dependencies.filter((entry) => !theirs.has(pinning(entry)));
}

function pinning(entry: LockEntry): string {
  return JSON.stringify([entry.ref, entry.constraint, contentOf(entry)]);
}

/** The entries, and those that need them, directly or through others. */
function leadingTo(entries: readonly LockEntry[], lock: Lock): Set<LockEntry> {
  const declarers = new Map<string, LockEntry[]>();
  for (const entry of lock.dependencies) {
    for (const name of entry.dependsOn) {
      const known = declarers.get(name);
      if (known === undefined) declarers.set(name, [entry]);
      else known.push(entry);
    }
  }
  const leading = new Set(entries);
  // A set's own iteration visits what is added on the way.
  for (const { name, version } of leading) {
    // As `dependsOn` names dependencies.
    for (const text of [name, `${name}@${version}`]) {
      for (const declarer of declarers.get(text) ?? []) leading.add(declarer);
    }
  }
  return leading;
}
