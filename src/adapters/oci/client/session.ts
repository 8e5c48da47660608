/** Requests to one registry as whoever is known there: the real request first, then an answer to the challenge. */
import type { Credential, Credentials } from '../credential.ts';
import { type Acquaintance, createAnswering, type Visitor, visitorKey } from './answering.ts';
import type { Endpoint } from './endpoint.ts';
import type { Attempt } from './error.ts';
import { type Following, follow } from './follow.ts';
import type { Grant } from './grant.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { createRefusals } from './refusals.ts';
import { fetchToken } from './token.ts';
import { createTokenCache } from './token-cache.ts';

export interface Call extends Omit<HttpRequest, 'credential'> {
  /** As in "to …". */
  readonly operation: string;
  readonly visitor: Visitor;
  /** Sent once, whatever comes back: repeating is up to the caller. */
  readonly once?: true;
}

export interface Answer {
  readonly response: HttpResponse;
  /** Where the credential was from that let us in. */
  readonly source?: string;
  /** The scheme of the challenge that was answered. */
  readonly scheme?: string;
}

export interface Session {
  readonly endpoint: Endpoint;
  /**
   * The response, whatever its status, unless who asks is refused: REGISTRY_AUTH. A URL at another host, where the
   * registry sent us, is asked as nobody.
   */
  call(call: Call): Promise<Answer>;
}

export interface SessionOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly insecure: readonly string[];
  readonly following: Omit<Following, 'send'>;
  readonly clock: () => number;
}

export function createSession(options: SessionOptions): Session {
  const { endpoint, credentials, insecure, clock } = options;
  const { host } = endpoint;
  const following: Following = { ...options.following, send: endpoint.send };
  const onceOnly: Following = { ...following, insist: (send) => send() };
  const found = new Map<string, Promise<Credential | undefined>>();
  const known: Acquaintance = {
    host,
    insecure,
    clock,
    tokens: createTokenCache(
      (request, operation) => fetchToken(request, operation, (sent, attempt) => follow(sent, attempt, following)),
      clock,
    ),
    refusals: createRefusals(host, clock),
    find({ registry, repository }, refused) {
      const key = JSON.stringify([registry, repository, refused]);
      const finding = found.get(key) ?? credentials.find(registry, repository, refused);
      found.set(key, finding);
      return finding;
    },
    tried: ({ registry }) => credentials.tried(registry),
    usual: undefined,
  };

  function answerOf(response: HttpResponse, { credential }: Grant): Answer {
    return {
      response,
      ...(credential === undefined ? {} : { source: credential.source }),
      ...(known.usual === undefined ? {} : { scheme: known.usual.scheme }),
    };
  }

  return {
    endpoint,
    async call({ operation, visitor, once, ...request }) {
      const attempt: Attempt = { operation, method: request.method, url: request.url, about: visitor };
      const followed = once ? onceOnly : following;
      if (!endpoint.owns(request.url)) return { response: await follow(request, attempt, followed) };

      known.refusals.check(visitorKey(visitor), operation);
      const answering = createAnswering(known, visitor, attempt);
      let refused: Grant | undefined;
      let response: HttpResponse | undefined;
      let grant = await answering.first();
      while (grant !== undefined) {
        response = await follow(withGrant(request, grant), attempt, followed);
        const isRefusal = response.status === 401 || response.status === 403;
        // What a redirect led to refuses somebody else than the one who asked.
        if (!isRefusal || !endpoint.owns(response.url)) {
          if (response.status < 500 && response.status !== 429) answering.accepted(grant, refused);
          return answerOf(response, grant);
        }
        refused = grant;
        grant = await answering.after(refused, response);
      }
      throw await answering.refusal(refused, response);
    },
  };
}

function withGrant(request: HttpRequest, { authorization, credential }: Grant): HttpRequest {
  if (authorization === undefined) return request;
  const headers = { ...request.headers, authorization };
  return { ...request, headers, ...(credential === undefined ? {} : { credential }) };
}
