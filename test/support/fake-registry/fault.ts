/** What goes wrong with requests, as data. */
import type { Answer, Incoming, ServerName } from './exchange.ts';

/** Which requests a fault is about; all that is given must hold. */
export interface FaultMatch {
  readonly server?: ServerName;
  /** HEAD is not GET here. */
  readonly method?: string | readonly string[];
  /** Held against path and query as they came. */
  readonly path?: RegExp;
  /** How many matching requests pass unharmed before. */
  readonly skip?: number;
  /** How many requests it befalls. Default: all. */
  readonly times?: number;
}

export type FaultEffect =
  /** This answer, and nothing is done. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string | readonly string[]>;
      readonly body?: string | Uint8Array | ((incoming: Incoming) => string);
    }
  /** The true answer, changed. A header that is undefined is left out; lengths follow the body unless given. */
  | {
      readonly kind: 'change';
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly body?: (body: Uint8Array) => Uint8Array;
    }
  /** The connection is reset before anything is answered; the request may have been done. */
  | { readonly kind: 'reset' }
  /** The connection ends after that many bytes of a body whose length was told. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** Nothing happens for that long. */
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** The body comes in pieces of so many bytes, with a pause before each. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly milliseconds: number }
  /** The request is taken, and never answered. */
  | { readonly kind: 'silence' }
  /** Something else happens just before: somebody moves a tag. */
  | { readonly kind: 'meanwhile'; readonly run: () => void }
  /** The whole registry goes away: this connection is reset, and nothing listens any more. */
  | { readonly kind: 'vanish' };

export type Fault = FaultMatch & FaultEffect;

/** Faults with what is left of them. */
export interface FaultList {
  add(...faults: readonly Fault[]): void;
  clear(): void;
  /** The faults that befall this request, in the order in which they were set; counts them. */
  take(incoming: Incoming): readonly FaultEffect[];
}

export function faultList(): FaultList {
  const rows: { fault: Fault; skip: number; times: number }[] = [];
  return {
    add: (...faults) => {
      for (const fault of faults) rows.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? Infinity });
    },
    clear: () => rows.splice(0),
    take(incoming) {
      const taken: FaultEffect[] = [];
      for (const row of rows) {
        if (row.times <= 0 || !matches(row.fault, incoming)) continue;
        if (row.skip > 0) row.skip -= 1;
        else {
          row.times -= 1;
          taken.push(row.fault);
        }
      }
      return taken;
    },
  };
}

function matches({ server, method, path }: FaultMatch, incoming: Incoming): boolean {
  if (server !== undefined && server !== incoming.server) return false;
  if (method !== undefined && ![method].flat().includes(incoming.method)) return false;
  return path === undefined || path.test(incoming.target);
}

/** The answer after the faults that change it. */
export function changed(given: Answer, effects: readonly FaultEffect[]): Answer {
  return effects.reduce((current, effect) => {
    if (effect.kind !== 'change') return current;
    const headers = { ...current.headers, ...effect.headers };
    for (const [name, value] of Object.entries(headers)) if (value === undefined) delete headers[name];
    return {
      status: effect.status ?? current.status,
      headers: headers as Answer['headers'],
      body: effect.body?.(current.body) ?? current.body,
    };
  }, given);
}
