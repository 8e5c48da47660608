/** Failures in words: what was tried, where, what came back, and who asked. */
import { type ErrorCode, PactoError } from '../../../core/error.ts';
import { isArray, member } from '../../../core/json.ts';
import { parseJson } from '../json.ts';
import { type Failure, type HttpResponse, mediaTypeOf } from './http.ts';
import { redact, shown, withoutQuery } from './redact.ts';
import { retryAfter } from './retry.ts';

/** What was being done. */
export interface Attempt {
  /** As in "cannot …": `list the tags of ghcr.io/acme/payments`. */
  readonly operation: string;
  readonly method: string;
  readonly url: URL;
}

/** What a registry says of an error: `{"errors": [{code, message}]}` (distribution spec 1.1, "Error Codes"). */
export interface RegistryProblem {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** The first error of a response body; its text where it is not JSON and not a page. */
export function problemOf(response: HttpResponse): RegistryProblem {
  const text = (value: unknown) => (typeof value === 'string' ? shownText(value, response.url) : undefined);
  const value = parseJson(response.body);
  const errors = member(value, 'errors');
  const first = isArray(errors) ? errors[0] : undefined;
  // Token services use `details` or the members of OAuth2 (RFC 6749 section 5.2).
  const code = text(member(first, 'code')) ?? text(member(value, 'error'));
  const message =
    text(member(first, 'message')) ?? text(member(value, 'error_description')) ?? text(member(value, 'details'));
  if (code !== undefined || message !== undefined || value !== undefined) return { code, message };
  return { code: undefined, message: text(new TextDecoder().decode(response.body.subarray(0, 4096))) };
}

function shownText(value: string, url: URL): string | undefined {
  const bare = shown(withoutQuery(value, url));
  return bare === '' ? undefined : bare;
}

export function answered({ status }: HttpResponse, { code, message }: RegistryProblem): string {
  const own = [code, message].filter((part) => part !== undefined).join(': ');
  return own === '' ? `answered ${status}` : `answered ${status}, ${own}`;
}

/**
 * The error for a response that is not what the operation needs.
 *
 * @param known.who whom the registry saw
 * @param known.code where the status does not say it
 */
export function responseError(
  attempt: Attempt,
  response: HttpResponse,
  now: number,
  known: { readonly who?: string; readonly code?: ErrorCode | undefined } = {},
): PactoError {
  const problem = problemOf(response);
  const code = known.code ?? codeOf(response, problem);
  const parts = [
    `cannot ${attempt.operation}: ${attempt.method} ${redact(response.url)} ${answered(response, problem)}`,
  ];
  if (code === 'REGISTRY_AUTH' && known.who !== undefined) parts.push(known.who);
  if (code === 'REGISTRY_RATE_LIMITED') {
    const wait = retryAfter(response, now);
    if (wait !== undefined) parts.push(`it asks to wait until ${new Date(now + wait).toISOString()}`);
  }
  return new PactoError(code, parts.join('; '));
}

function codeOf({ status }: HttpResponse, { code }: RegistryProblem): ErrorCode {
  if (status === 429 || (status >= 400 && code === 'TOOMANYREQUESTS')) return 'REGISTRY_RATE_LIMITED';
  if (status === 401 || status === 403 || status === 407) return 'REGISTRY_AUTH';
  if (status === 404) return 'REGISTRY_NOT_FOUND';
  return status >= 500 || status === 408 ? 'REGISTRY_UNREACHABLE' : 'REGISTRY_PROTOCOL';
}

/** The error for a request without response. */
export function failureError(attempt: Attempt, { kind, reason, cause }: Failure): PactoError {
  const code = kind === 'too-large' || kind === 'not-http' ? 'REGISTRY_PROTOCOL' : 'REGISTRY_UNREACHABLE';
  const hint = hints[kind];
  const message = `cannot ${attempt.operation}: ${attempt.method} ${redact(attempt.url)}: ${reason}`;
  return new PactoError(code, message, { cause, ...(hint === undefined ? {} : { hint }) });
}

const hints: Partial<Record<Failure['kind'], string>> = {
  untrusted:
    "Give the certificate of the authority that signed it with --ca-file, or caFiles in the user's config.yaml.",
  'not-tls': 'If the registry is meant to speak plain http, allow it with --insecure-registry HOST.',
};

/** The error for an answer that breaks the rules. */
export function protocolError(attempt: Attempt, problem: string): PactoError {
  return new PactoError(
    'REGISTRY_PROTOCOL',
    `cannot ${attempt.operation}: ${attempt.method} ${redact(attempt.url)} ${problem}`,
  );
}

/** Throws for an answer that is a page for people, as gateways and misspelt hosts send with status 200. */
export function refusePage(attempt: Attempt, response: HttpResponse): void {
  if (mediaTypeOf(response) !== 'text/html') return;
  throw protocolError(
    attempt,
    `answered ${response.status} with an HTML page, as something else than a registry would`,
  );
}
