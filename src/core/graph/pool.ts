/** Runs tasks, so many at a time, in the order in which they come. */
export interface Pool {
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Starts nothing that has not started. Promises of what is left out stay pending. */
  close(): void;
}

export function createPool(size: number): Pool {
  const waiting: (() => void)[] = [];
  let next = 0;
  let active = 0;
  let closed = false;

  function start(): void {
    while (!closed && active < size && next < waiting.length) {
      const begin = waiting[next++];
      active++;
      begin?.();
    }
    // What has begun is let go of, without moving the rest each time.
    if (next > 1024 && next * 2 > waiting.length) next -= waiting.splice(0, next).length;
  }

  return {
    async run(task) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        start();
      });
      try {
        return await task();
      } finally {
        active--;
        start();
      }
    },
    close() {
      closed = true;
      waiting.length = 0;
    },
  };
}
