import type { Outcome } from './http.ts';
import { retryAfter } from './retry.ts';

/** Hosts that are not to be asked for a while, so that a thousand requests do not each wait for the same to happen. */
export interface Barriers {
  /** What the host would say, while it is not to be asked. */
  at(host: string): Outcome | undefined;
  /** Takes note of an outcome that repeating did not change. */
  learn(host: string, outcome: Outcome): void;
}

/** What went wrong may be mended soon: a fan-out has ended long before. Milliseconds. */
const memory = 10_000;

export function createBarriers(clock: () => number): Barriers {
  const barriers = new Map<string, { readonly until: number; readonly outcome: Outcome }>();
  const answered = new Set<string>();

  return {
    at(host) {
      const barrier = barriers.get(host);
      if (barrier === undefined || barrier.until > clock()) return barrier?.outcome;
      barriers.delete(host);
      return undefined;
    },
    learn(host, outcome) {
      if (outcome.kind === 'failure') {
        const { kind } = outcome.failure;
        // A host that has answered before may lose a connection now and then.
        if (answered.has(host) || (kind !== 'unreachable' && kind !== 'timeout')) return;
        barriers.set(host, { until: clock() + memory, outcome });
        return;
      }
      answered.add(host);
      const { response } = outcome;
      if (response.status !== 429) return;
      const until = clock() + (retryAfter(response, clock()) ?? memory);
      // Seconds would be counted from whenever it is looked at.
      const headers = { ...response.headers, 'retry-after': new Date(until).toUTCString() };
      barriers.set(host, { until, outcome: { kind: 'response', response: { ...response, headers } } });
    },
  };
}
