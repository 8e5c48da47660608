/** The faults that registries have in practice, ready to be set. */
import { errorAnswer } from './exchange.ts';
import type { Fault, FaultMatch } from './fault.ts';

const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>';

function refusal(match: FaultMatch, status: number, code: string, message: string, headers = {}): Fault {
  const { body } = errorAnswer(status, code, message);
  return { ...match, kind: 'answer', status, headers: { 'content-type': 'application/json', ...headers }, body };
}

export const faults = {
  /** @param retryAfter the header's value: seconds or a date; undefined for none */
  rateLimited: (match: FaultMatch, retryAfter?: string): Fault =>
    refusal(
      match,
      429,
      'TOOMANYREQUESTS',
      'rate limit exceeded',
      retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    ),
  failing: (match: FaultMatch, status = 503): Fault => refusal(match, status, 'UNKNOWN', 'unknown error'),
  /** Refused whatever is sent, with a challenge that can be answered. */
  unauthorised: (match: FaultMatch, challenge: string | readonly string[]): Fault =>
    refusal(match, 401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': challenge }),
  denied: (match: FaultMatch): Fault => refusal(match, 403, 'DENIED', 'requested access to the resource is denied'),
  /** A portal, or a registry that answers odd names with its website. */
  html: (match: FaultMatch, status = 200): Fault => ({
    ...match,
    kind: 'answer',
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: page,
  }),
  noHead: (match: FaultMatch = {}): Fault => ({ ...match, method: 'HEAD', kind: 'answer', status: 405 }),
  reset: (match: FaultMatch): Fault => ({ ...match, kind: 'reset' }),
  truncated: (match: FaultMatch, bytes = 10): Fault => ({ ...match, kind: 'truncate', bytes }),
  /** Other bytes of the same length. */
  lyingBody: (match: FaultMatch): Fault => ({
    ...match,
    kind: 'change',
    body: (body) => body.map((byte, position) => (position === body.length - 1 ? byte ^ 1 : byte)),
  }),
  /** More than was announced. */
  longBody: (match: FaultMatch, bytes = 1): Fault => ({
    ...match,
    kind: 'change',
    body: (body) => Buffer.concat([body, Buffer.alloc(bytes, ' ')]),
  }),
  shortBody: (match: FaultMatch, bytes = 1): Fault => ({
    ...match,
    kind: 'change',
    body: (body) => body.subarray(0, Math.max(0, body.length - bytes)),
  }),
  lyingDigestHeader: (match: FaultMatch): Fault => ({
    ...match,
    kind: 'change',
    headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` },
  }),
  noDigestHeader: (match: FaultMatch): Fault => ({
    ...match,
    kind: 'change',
    headers: { 'docker-content-digest': undefined },
  }),
  slow: (match: FaultMatch, milliseconds: number): Fault => ({ ...match, kind: 'wait', milliseconds }),
  dripping: (match: FaultMatch, bytes: number, milliseconds: number): Fault => ({
    ...match,
    kind: 'drip',
    bytes,
    milliseconds,
  }),
  silent: (match: FaultMatch): Fault => ({ ...match, kind: 'silence' }),
  meanwhile: (match: FaultMatch, run: () => void): Fault => ({ times: 1, ...match, kind: 'meanwhile', run }),
  vanishing: (match: FaultMatch): Fault => ({ ...match, kind: 'vanish' }),
} as const;
