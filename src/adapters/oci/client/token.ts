/** Asking a token service (distribution's token authentication and its OAuth2 variant). */

import { member } from '../../../core/json.ts';
import type { Credential } from '../credential.ts';
import { parseJson } from '../json.ts';
import { type Attempt, protocolError, refusePage } from './error.ts';
import { type HttpRequest, type HttpResponse, isSuccess } from './http.ts';

export interface TokenService {
  readonly realm: URL;
  readonly service: string | undefined;
}

export interface TokenRequest {
  readonly service: TokenService;
  /** Never one that is itself a token to be sent. */
  readonly credential: Exclude<Credential, { kind: 'bearer' }> | undefined;
  /** The one that matters most first: some services look at no other. */
  readonly scopes: readonly string[];
}

export type TokenAnswer =
  | { readonly kind: 'token'; readonly text: string /** Milliseconds. */; readonly lifetime: number }
  | { readonly kind: 'denied'; readonly response: HttpResponse; readonly attempt: Attempt };

/** Bytes. */
const limit = 1024 * 1024;
const longestToken = 64 * 1024;
/** Seconds, where a service does not say (token specification, "Token Response Fields"). */
const defaultLifetime = 60;
const client = 'pacto';

type Send = (request: HttpRequest, attempt: Attempt) => Promise<HttpResponse>;

/**
 * Asks for a token: by GET, and by POST for a credential that is a refresh token; by the other where the service does
 * not know the one. Throws PactoError where it cannot be reached or makes no sense.
 *
 * @param operation what the token is for, for error messages
 */
export async function fetchToken(request: TokenRequest, operation: string, send: Send): Promise<TokenAnswer> {
  const { credential } = request;
  const get = getRequest(request);
  const post = credential === undefined ? undefined : postRequest(request, credential);
  const order = credential?.kind === 'identity' ? [post, get] : [get, post];
  let answer: { readonly response: HttpResponse; readonly attempt: Attempt } | undefined;
  for (const way of order) {
    if (way === undefined) continue;
    const attempt: Attempt = { operation, method: way.method, url: way.url };
    const response = await send(way, attempt);
    if (isSuccess(response)) return readToken(response, attempt);
    // The second way's refusal says more only if it is not that this way is unknown too.
    const unknown = response.status === 404 || response.status === 405;
    if (answer === undefined || !unknown) answer = { response, attempt };
    if (!unknown) break;
  }
  if (answer === undefined) throw new Error('a token is always asked for by GET');
  return { kind: 'denied', ...answer };
}

function getRequest({ service, credential, scopes }: TokenRequest): HttpRequest {
  const url = new URL(service.realm);
  if (service.service !== undefined) url.searchParams.set('service', service.service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const authorization = credential === undefined ? {} : { authorization: basic(credential) };
  return {
    method: 'GET',
    url,
    headers: { accept: 'application/json', ...authorization },
    limit,
    ...(credential === undefined ? {} : { credential }),
  };
}

function postRequest(
  { service, scopes }: TokenRequest,
  credential: NonNullable<TokenRequest['credential']>,
): HttpRequest {
  const form = new URLSearchParams({ client_id: client });
  if (credential.kind === 'identity') {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', credential.token);
  } else {
    form.set('grant_type', 'password');
    form.set('username', credential.username);
    form.set('password', credential.password);
  }
  if (service.service !== undefined) form.set('service', service.service);
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
  return {
    method: 'POST',
    url: service.realm,
    headers,
    body: form.toString(),
    limit,
    ...(credential === undefined ? {} : { credential }),
  };
}

/** A refresh token goes where a password would, under the user name that credential helpers give it. */
export function basic(credential: Exclude<Credential, { kind: 'bearer' }>): string {
  const user = credential.kind === 'identity' ? '<token>' : credential.username;
  const password = credential.kind === 'identity' ? credential.token : credential.password;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function readToken(response: HttpResponse, attempt: Attempt): TokenAnswer {
  refusePage(attempt, response);
  const value = parseJson(response.body);
  const tokens = [member(value, 'token'), member(value, 'access_token')];
  const text = tokens.find((token) => typeof token === 'string' && token !== '');
  if (typeof text !== 'string') throw protocolError(attempt, `answered ${response.status} without a token`);
  if (text.length > longestToken || !/^[\x21-\x7e]+$/.test(text)) {
    throw protocolError(attempt, 'answered with a token that cannot be sent in a header');
  }
  const seconds = member(value, 'expires_in');
  const known = typeof seconds === 'number' && seconds > 0 ? seconds : defaultLifetime;
  return { kind: 'token', text, lifetime: known * 1000 };
}
