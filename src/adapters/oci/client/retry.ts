import { type Failure, type HttpResponse, header, type Outcome } from './http.ts';
import type { Runtime } from './runtime.ts';

/** How often a request is sent at most. */
const attempts = 5;
/** A host that took its time and gave nothing is asked once more, on another connection. */
const attemptsAfterTimeout = 2;
/** Nobody waits longer than this at once; a host that asks for more is not asked again. Milliseconds. */
export const longestWait = 60_000;
const firstBackoff = 1000;
const longestBackoff = 16_000;

/** What is likely to pass. Any other status is an answer. */
const passing = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Milliseconds to wait by a `Retry-After` header, in seconds or as a date (RFC 9110 section 10.2.3); undefined where
 * there is none that can be read.
 */
export function retryAfter(response: Pick<HttpResponse, 'headers'>, now: number): number | undefined {
  const value = header(response, 'retry-after')?.trim() ?? '';
  if (/^[0-9]+(?:\.[0-9]+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  // Date.parse takes much for a date; the three forms of HTTP all start with the name of a day.
  const date = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Milliseconds before the attempt after this one (0 the first): doubling, and scattered so that clients part. */
export function backoff(attempt: number, random: () => number): number {
  const whole = Math.min(longestBackoff, firstBackoff * 2 ** attempt);
  return Math.round(whole / 2 + (random() * whole) / 2);
}

/** Whether the same request may go better later. */
export function mayPass(outcome: Outcome): boolean {
  return outcome.kind === 'response' ? passing.has(outcome.response.status) : isPassing(outcome.failure);
}

function isPassing({ kind }: Failure): boolean {
  return kind === 'broken' || kind === 'timeout';
}

/**
 * Milliseconds to wait before the next attempt; undefined where this outcome is to be taken as it is.
 *
 * @param attempt how many came before, 0 for the first
 */
export function waitBefore(
  outcome: Outcome,
  attempt: number,
  { clock, random }: Pick<Runtime, 'clock' | 'random'>,
): number | undefined {
  const slow = outcome.kind === 'failure' && outcome.failure.kind === 'timeout';
  if (!mayPass(outcome) || attempt + 1 >= (slow ? attemptsAfterTimeout : attempts)) return undefined;
  const asked = outcome.kind === 'response' ? retryAfter(outcome.response, clock()) : undefined;
  if (asked === undefined) return backoff(attempt, random);
  // Everybody was told the same time; a little scatter keeps them from coming back together.
  return asked > longestWait ? undefined : Math.min(longestWait, Math.round(asked + random() * Math.min(asked, 1000)));
}
