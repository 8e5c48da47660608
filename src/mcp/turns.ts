/** The last work of each key; it never rejects. */
const last = new Map<string, Promise<unknown>>();

/**
 * Does one work after the other of those with the same key. Models ask for several changes of a file at once, and each
 * has to see what the one before wrote.
 */
export async function inTurn<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const before = last.get(key) ?? Promise.resolve();
  const own = before.then(() => {
    signal.throwIfAborted();
    return work();
  });
  const settled = own.catch(() => undefined);
  last.set(key, settled);
  try {
    return await own;
  } finally {
    if (last.get(key) === settled) last.delete(key);
  }
}
