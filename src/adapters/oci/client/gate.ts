/** How many requests a host gets at once: as many as it bears (additive increase, multiplicative decrease). */

export interface Gate {
  /** The requests allowed at once at this moment. */
  readonly limit: number;
  /** Waits for a place. The place must be left. Throws the signal's reason. */
  enter(): Promise<Place>;
  /** Lets nobody in before that time. Milliseconds of the clock. */
  pause(until: number): void;
}

export interface Place {
  /** @param result `refused` where the host asked for fewer requests, `neutral` where nothing was learnt */
  leave(result: 'served' | 'refused' | 'neutral'): void;
}

export interface GateOptions {
  /** The limit at the beginning, which is never exceeded. */
  readonly most: number;
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export function createGate({ most, clock, sleep }: GateOptions): Gate {
  const waiting: (() => void)[] = [];
  let limit = most;
  let inside = 0;
  let served = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  /** Requests that were under way together are refused together, and that is one refusal. */
  let epoch = 0;

  function admit(): void {
    while (inside < limit) {
      const next = waiting.shift();
      if (next === undefined) return;
      inside++;
      next();
    }
  }

  function learn(result: 'served' | 'refused' | 'neutral', since: number): void {
    if (result === 'served') {
      served++;
      if (served < limit || limit >= most) return;
      served = 0;
      limit++;
    } else if (result === 'refused' && since === epoch) {
      epoch++;
      served = 0;
      limit = Math.max(1, Math.floor(limit / 2));
    }
  }

  return {
    get limit() {
      return limit;
    },
    async enter() {
      for (;;) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          admit();
        });
        // Those who were waiting for a place when the pause was asked for keep to it too.
        const pause = pausedUntil - clock();
        if (pause <= 0) break;
        inside--;
        admit();
        await sleep(pause);
      }
      const since = epoch;
      let left = false;
      return {
        leave(result) {
          if (left) return;
          left = true;
          inside--;
          learn(result, since);
          admit();
        },
      };
    },
    pause(until) {
      pausedUntil = Math.max(pausedUntil, until);
    },
  };
}
