/** Failures in words: what was tried, where, what came back, and who asked. */
import { type ErrorCode, errorKinds, PactoError } from '../../../core/error.ts';
import { isArray, member } from '../../../core/json.ts';
import { parseJson } from '../json.ts';
import { type Failure, type HttpResponse, mediaTypeOf } from './http.ts';
import { redact, shownOf } from './redact.ts';
import { retryAfter } from './retry.ts';

/** What was being done. */
export interface Attempt {
  /** As in "to …": `list the tags of ghcr.io/acme/payments`. */
  readonly operation: string;
  readonly method: string;
  readonly url: URL;
  /** The repository that it was about, as the reference spells it; its name is empty for the registry itself. */
  readonly about?: { readonly registry: string; readonly repository: string; readonly writes?: boolean };
}

/** What a registry says of an error: `{"errors": [{code, message}]}` (distribution spec 1.1, "Error Codes"). */
export interface RegistryProblem {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** The first error of a response body; where it is not JSON its text, of a page or a document only what matters. */
export function problemOf(response: HttpResponse): RegistryProblem {
  const text = (value: unknown) => (typeof value === 'string' ? shownOf(value, response) || undefined : undefined);
  const value = parseJson(response.body);
  const errors = member(value, 'errors');
  const first = isArray(errors) ? errors[0] : undefined;
  // Token services use `details` or the members of OAuth2 (RFC 6749 section 5.2), gateways `message`.
  const code = text(member(first, 'code')) ?? text(member(value, 'error'));
  const message =
    text(member(first, 'message')) ??
    text(member(value, 'error_description')) ??
    text(member(value, 'details')) ??
    text(member(value, 'message'));
  if (value !== undefined) return { code, message };
  const body = new TextDecoder().decode(response.body.subarray(0, 4096));
  if (!body.trimStart().startsWith('<')) return { code: undefined, message: text(body) };
  // Object stores answer in XML, gateways with a page for people.
  const element = (name: string) => text(new RegExp(`<${name}(?: [^>]*)?>([^<]*)`, 'i').exec(body)?.[1]);
  return { code: element('Code'), message: element('Message') ?? element('title') };
}

/** How an error answer is told, after the name of who gave it. */
function answered({ status }: HttpResponse, { code, message }: RegistryProblem): string {
  const own = [code, message].filter((part) => part !== undefined).join(': ');
  return own === '' ? `answered ${status}` : `answered ${status}, ${own}`;
}

/** A token request may name twenty scopes. Characters. */
const longestUrl = 300;

/** Who did what comes first, for where it is shown there may be room for one line only. */
function told({ operation, method }: Attempt, url: URL, what: string): string {
  const shownUrl = redact(url);
  const cut = shownUrl.length > longestUrl ? `${shownUrl.slice(0, longestUrl)}…` : shownUrl;
  return `${url.host} ${what} (to ${operation}: ${method} ${cut})`;
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
  const parts = [answered(response, problem)];
  if (code === 'REGISTRY_AUTH' && known.who !== undefined) parts.push(known.who);
  if (code === 'REGISTRY_RATE_LIMITED') {
    const wait = retryAfter(response, now);
    if (wait !== undefined) parts.push(`it asks to wait until ${new Date(now + wait).toISOString()}`);
  }
  const hint = response.url.protocol === 'http:' && wantsTls(response) ? tlsHint : namedHint(code, attempt.about);
  const options = hint === undefined ? {} : { hint };
  const message = unknownRepository(attempt, response, problem) ?? told(attempt, response.url, parts.join('; '));
  return new PactoError(code, message, options);
}

/** Whoever writes may need the registry's own words: some want a repository to be made before. */
function unknownRepository(
  { method, about }: Attempt,
  { status }: HttpResponse,
  { code }: RegistryProblem,
): string | undefined {
  const isAsked = about !== undefined && about.repository !== '' && (method === 'GET' || method === 'HEAD');
  if (!isAsked || status !== 404 || code !== 'NAME_UNKNOWN') return undefined;
  return `${about.registry} has no repository "${about.repository}"`;
}

/** The usual hint with the names that are known here. */
function namedHint(code: ErrorCode, about: Attempt['about']): string | undefined {
  if (about === undefined || !['REGISTRY_AUTH', 'REGISTRY_NOT_FOUND', 'REGISTRY_UNREACHABLE'].includes(code)) {
    return undefined;
  }
  const { registry, repository, writes = false } = about;
  const hint = errorKinds[code].hint.replace('login REGISTRY', `login ${registry}`);
  // Only repositories can be looked at closer, and be in the cache.
  if (repository === '') return hint.replace(/; `pacto doctor.*$/, '.');
  const cached = code === 'REGISTRY_UNREACHABLE' && !writes ? ' What is cached works with --offline.' : '';
  return `${hint.replace('doctor REF', `doctor ${registry}/${repository}`)}${cached}`;
}

/** Whether this is what Go, nginx and Apache answer to plain http at a port for TLS. */
export function wantsTls({ status, body }: Pick<HttpResponse, 'status' | 'body'>): boolean {
  if (status !== 400 || body.length > 4096) return false;
  return /HTTP request (?:was sent )?to (?:an? )?HTTPS (?:server|port)|plain HTTP to an SSL-enabled/i.test(
    new TextDecoder().decode(body),
  );
}

const tlsHint = 'It speaks TLS, so it is not to be listed as insecure; --ca-file names an authority to trust.';

function codeOf({ status }: HttpResponse, { code }: RegistryProblem): ErrorCode {
  if (status === 429 || (status >= 400 && code === 'TOOMANYREQUESTS')) return 'REGISTRY_RATE_LIMITED';
  if (status === 401 || status === 403 || status === 407) return 'REGISTRY_AUTH';
  if (status === 404) return 'REGISTRY_NOT_FOUND';
  return status >= 500 || status === 408 ? 'REGISTRY_UNREACHABLE' : 'REGISTRY_PROTOCOL';
}

/** The error for a request without response. */
export function failureError(attempt: Attempt, { kind, reason, cause }: Failure): PactoError {
  const code = kind === 'too-large' || kind === 'not-http' ? 'REGISTRY_PROTOCOL' : 'REGISTRY_UNREACHABLE';
  const hint = hintFor(kind, attempt.url) ?? namedHint(code, attempt.about);
  const message = told(attempt, attempt.url, `${verbs[kind] ?? 'cannot be reached'}: ${reason}`);
  return new PactoError(code, message, { cause, ...(hint === undefined ? {} : { hint }) });
}

const verbs: Partial<Record<Failure['kind'], string>> = {
  untrusted: 'cannot be trusted',
  'not-http': 'cannot be understood',
  'too-large': 'answered too much',
};

function hintFor(kind: Failure['kind'], { host, protocol }: URL): string | undefined {
  if (kind === 'broken' && protocol === 'https:') {
    // TLS 1.3 has clients refused after the handshake, and some servers just hang up.
    return `Check the network and the proxy; if ${host} wants a client certificate, name one under clientCertificates in the user's config.yaml.`;
  }
  if (kind === 'not-tls') return `If it is meant to speak plain http, allow it with --insecure-registry ${host}.`;
  if (kind !== 'untrusted') return undefined;
  return `If a private authority signed its certificate, give the authority's own certificate with --ca-file, or caFiles in the user's config.yaml; otherwise whoever runs ${host} has to renew it.`;
}

/**
 * The error for an answer that breaks the rules.
 *
 * @param problem what the host does, as in `answered without a list of tags`
 */
export function protocolError(attempt: Attempt, problem: string): PactoError {
  return new PactoError('REGISTRY_PROTOCOL', told(attempt, attempt.url, problem));
}

/** Throws for an answer that is a page for people, as gateways and misspelt hosts send with status 200. */
export function refusePage(attempt: Attempt, response: HttpResponse): void {
  if (mediaTypeOf(response) !== 'text/html') return;
  throw protocolError(attempt, `answered ${response.status} with an HTML page, which a registry would not do`);
}
