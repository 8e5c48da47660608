/** What of the world the client needs beside the network; tests pass their own. */
export interface Runtime {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
  /** Waits; throws the signal's reason where it ends the waiting. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/** The runtime of this process. */
export function systemRuntime(signal: AbortSignal | undefined): Runtime {
  return {
    clock: Date.now,
    random: Math.random,
    sleep: (milliseconds) => sleep(milliseconds, signal),
    signal,
  };
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    function stop(): void {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}
