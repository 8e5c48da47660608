import { type Bundle, lockFile, type OpenBundle } from '../core/contract/bundle.ts';
import { PactoError } from '../core/error.ts';
import type { Lock } from '../core/graph/lock.ts';
import type { LockFileProblem, LockRead } from '../core/graph/lock-file.ts';

/** Reads the lock of a bundle; undefined where it has none. */
export async function readLockOf(bundle: Bundle): Promise<LockRead | undefined> {
  // Most bundles have no lock, and what reads one is loaded for those that do.
  if (bundle.read(lockFile).kind === 'missing') return undefined;
  return (await import('../core/graph/lock-file.ts')).readBundleLock(bundle);
}

/** The lock of a bundle; undefined where it has none. Throws INVALID_LOCK. */
export async function lockOf(bundle: Bundle): Promise<Lock | undefined> {
  const read = await readLockOf(bundle);
  if (read?.ok === false) throw invalidLock(read.problems);
  return read?.lock;
}

/**
 * Opens what `bundle` refers to as its lock pins it, and anything else as ever; `open` itself where it has no lock.
 * Throws INVALID_LOCK.
 */
export async function openWithLock(open: OpenBundle, bundle: Bundle): Promise<OpenBundle> {
  return openPinned(open, await lockOf(bundle), bundle);
}

/** The same, for who tells otherwise that a lock cannot be read: it then pins nothing. */
export async function openAsFarAsLocked(open: OpenBundle, bundle: Bundle): Promise<OpenBundle> {
  const read = await readLockOf(bundle);
  return openPinned(open, read?.ok === true ? read.lock : undefined, bundle);
}

async function openPinned(open: OpenBundle, lock: Lock | undefined, bundle: Bundle): Promise<OpenBundle> {
  return lock === undefined ? open : (await import('../core/graph/lock-pins.ts')).lockedOpen(open, lock, bundle);
}

function invalidLock(problems: readonly LockFileProblem[]): PactoError {
  const lines = problems.map(({ message, help, at }) => {
    return `${at.file}:${at.line}:${at.column} ${message}${help === undefined ? '' : ` (${help})`}`;
  });
  return new PactoError('INVALID_LOCK', lines.join('\n'));
}
