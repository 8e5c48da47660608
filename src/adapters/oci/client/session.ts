/** Requests to one registry as whoever is known there: the real request first, then an answer to the challenge. */
import { PactoError } from '../../../core/error.ts';
import type { Credential, Credentials } from '../credential.ts';
import { type Challenge, chooseChallenge, parseChallenges } from './challenge.ts';
import type { Endpoint } from './endpoint.ts';
import { type Attempt, protocolError, responseError } from './error.ts';
import { type Following, follow } from './follow.ts';
import { isForbidden, isListed, isLoopback } from './host.ts';
import { type HttpRequest, type HttpResponse, header, type Outcome } from './http.ts';
import { createRefusals } from './refusals.ts';
import { covers } from './scope.ts';
import { basic, fetchToken, type TokenRequest } from './token.ts';
import { createTokenCache, type Token } from './token-cache.ts';

/** Who asks for what. */
export interface Visitor {
  /** As the reference spells it. */
  readonly registry: string;
  /** As the reference spells it; empty for the registry itself. */
  readonly repository: string;
  /** What a token must allow, the most important first. */
  readonly scopes: readonly string[];
}

export interface Call extends Omit<HttpRequest, 'source' | 'url'> {
  readonly operation: string;
  readonly visitor: Visitor;
  /** At this host, or where it sent us. */
  readonly url: URL;
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
  /** The response, whatever its status, unless who asks is refused: REGISTRY_AUTH. */
  call(call: Call): Promise<Answer>;
}

export interface SessionOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly insecure: readonly string[];
  readonly following: Omit<Following, 'send'>;
  readonly clock: () => number;
}

/** What a request is sent with. */
interface Grant {
  readonly authorization?: string;
  readonly credential?: Credential;
  readonly token?: Token;
  readonly tokenRequest?: TokenRequest;
  readonly fresh: boolean;
}

const nobody: Grant = { fresh: true };

export function createSession(options: SessionOptions): Session {
  const { endpoint, credentials, insecure, clock } = options;
  const following: Following = { ...options.following, send: endpoint.send };
  const refusals = createRefusals(endpoint.host, clock);
  const found = new Map<string, Promise<Credential | undefined>>();
  const tokens = createTokenCache(
    (request, operation) => fetchToken(request, operation, (sent, attempt) => follow(sent, attempt, following)),
    clock,
  );
  /** What the host asked for last. Whoever comes next brings it along. */
  let usual: Challenge | undefined;

  function find({ registry, repository }: Visitor, refused: boolean): Promise<Credential | undefined> {
    const key = JSON.stringify([registry, repository, refused]);
    const known = found.get(key);
    if (known !== undefined) return known;
    const finding = credentials.find(registry, repository, refused);
    found.set(key, finding);
    return finding;
  }

  /** One call's way through the challenges. */
  function start(call: Call) {
    const { operation, visitor } = call;
    let renewed = false;
    let lastRound = false;
    let denial: { readonly response: HttpResponse; readonly attempt: Attempt } | undefined;

    function tokenRequest(challenge: Challenge, credential: Exclude<Credential, { kind: 'bearer' }> | undefined) {
      const realm = readRealm(challenge, call, endpoint, insecure);
      const service = { realm, service: challenge.parameters.get('service') };
      const asked = scopesOf(challenge);
      const scopes = covers(visitor.scopes, asked) ? visitor.scopes : [...new Set([...asked, ...visitor.scopes])];
      return { service, credential, scopes };
    }

    /** Undefined where the credential is of no use here or is refused. */
    async function grantFor(challenge: Challenge, credential: Credential | undefined): Promise<Grant | undefined> {
      refusals.checkCredential(credential);
      if (credential?.kind === 'bearer')
        return { authorization: `Bearer ${credential.token}`, credential, fresh: true };
      if (challenge.scheme === 'basic') {
        return credential?.kind === 'basic' ? { authorization: basic(credential), credential, fresh: true } : undefined;
      }
      if (!challenge.parameters.has('realm')) return undefined;
      const request = tokenRequest(challenge, credential);
      const granted = await tokens.get(request, operation, renewed);
      if (granted.kind === 'denied') {
        denial = granted;
        return undefined;
      }
      const { token, fresh } = granted;
      const authorization = `Bearer ${token.text}`;
      return {
        authorization,
        token,
        fresh,
        tokenRequest: request,
        ...(credential === undefined ? {} : { credential }),
      };
    }

    async function first(challenge: Challenge): Promise<Grant | undefined> {
      const credential = await find(visitor, false);
      const grant = await grantFor(challenge, credential);
      return grant === undefined && credential === undefined ? last(challenge) : grant;
    }

    /** Some sources are asked only once it is sure that they are needed. */
    async function last(challenge: Challenge): Promise<Grant | undefined> {
      if (lastRound) return undefined;
      lastRound = true;
      const credential = await find(visitor, true);
      return credential === undefined ? undefined : grantFor(challenge, credential);
    }

    return {
      async before(): Promise<Grant | undefined> {
        if (usual === undefined) return nobody;
        const { scheme, parameters } = usual;
        const challenge = { scheme, parameters: new Map([...parameters].filter(([name]) => name !== 'scope')) };
        // Where a password is wanted and there is none, the host may still show this one to everybody.
        return (await first(challenge)) ?? (scheme === 'basic' && denial === undefined ? nobody : undefined);
      },
      /** What to try after a refusal; undefined where nothing is left. */
      async after(refused: Grant, response: HttpResponse): Promise<Grant | undefined> {
        const challenge =
          response.status === 401
            ? chooseChallenge(parseChallenges(header(response, 'www-authenticate') ?? ''))
            : usual;
        if (challenge === undefined) return undefined;
        if (response.status === 401) usual = challenge;
        const { token, credential } = refused;
        if (token !== undefined && (response.status === 401 || token.shared)) {
          tokens.drop(token);
          const outdated = !refused.fresh || token.shared || !covers(token.scopes, scopesOf(challenge));
          if (outdated && !renewed) {
            renewed = true;
            const grant = await grantFor(challenge, credential);
            if (grant !== undefined) return grant;
          }
        }
        if (refused.authorization === undefined) return first(challenge);
        return credential === undefined ? last(challenge) : undefined;
      },
      /** A shared token was refused and one of its own was not: this service does not share. */
      accepted(refused: Grant | undefined): void {
        if (refused?.token?.shared === true && refused.tokenRequest !== undefined && renewed) {
          tokens.stopSharing(refused.tokenRequest);
        }
      },
      async refusal(grant: Grant | undefined, response: HttpResponse | undefined): Promise<PactoError> {
        const credential = grant?.credential ?? (await find(visitor, lastRound));
        const attempt = denial?.attempt ?? { operation, method: call.method, url: call.url };
        const answer = denial?.response ?? response;
        const who = whoOf(credential, credentials.tried(visitor.registry));
        if (answer === undefined) return new PactoError('REGISTRY_AUTH', `cannot ${operation}; ${who}`);
        // Whatever status the token service chose, what it refused is the token.
        const error = responseError(attempt, { ...answer, status: answer.status }, clock(), who);
        const wrong = answer.status === 401 && (denial !== undefined || usual?.scheme === 'basic');
        if (wrong && credential !== undefined) refusals.rememberCredential(credential, error);
        return error;
      },
    };
  }

  return {
    endpoint,
    async call(call) {
      const { operation, visitor, once, ...request } = call;
      const key = JSON.stringify([visitor.registry, visitor.repository, visitor.scopes]);
      const way = start(call);
      const attempt: Attempt = { operation, method: call.method, url: call.url };
      const reach = once ? { ...following, insist: (send: () => Promise<Outcome>) => send() } : following;
      const ownHost = endpoint.url('/').host;
      // An upload may be taken by another host, which is told nothing of who we are here.
      if (call.url.host !== ownHost) return { response: await follow(request, attempt, reach) };
      let grant: Grant | undefined;
      let response: HttpResponse | undefined;
      let refused: Grant | undefined;
      refusals.check(key, operation);
      for (grant = await way.before(); grant !== undefined; grant = await way.after(refused ?? nobody, response)) {
        const { authorization, credential } = grant;
        const sent: HttpRequest = {
          ...request,
          headers: { ...request.headers, ...(authorization === undefined ? {} : { authorization }) },
          ...(credential === undefined ? {} : { source: credential.source }),
        };
        response = await follow(sent, attempt, reach);
        if (response.url.host !== ownHost || (response.status !== 401 && response.status !== 403)) {
          refusals.granted();
          way.accepted(refused);
          return {
            response,
            ...(credential === undefined ? {} : { source: credential.source }),
            ...(usual === undefined ? {} : { scheme: usual.scheme }),
          };
        }
        refused = grant;
      }
      const error = await way.refusal(refused, response);
      refusals.remember(key, error);
      throw error;
    },
  };
}

/** The scopes that a challenge names; none is what some registries give. */
function scopesOf({ parameters }: Challenge): string[] {
  return (parameters.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
}

/**
 * The address of the token service, where it is one that a password may be sent to: https, or plain http where the
 * registry itself lies on this machine or is listed as insecure. Throws REGISTRY_PROTOCOL.
 */
function readRealm({ parameters }: Challenge, call: Call, { host }: Endpoint, insecure: readonly string[]): URL {
  const attempt: Attempt = { operation: call.operation, method: call.method, url: call.url };
  const text = parameters.get('realm') ?? '';
  if (!URL.canParse(text)) throw protocolError(attempt, 'names no URL as the place to get a token from');
  const realm = new URL(text);
  realm.username = '';
  realm.password = '';
  realm.hash = '';
  const allowed = isListed(insecure, realm.host) || (isLoopback(realm.host) && isLoopback(host));
  if (realm.protocol !== 'https:' && !(realm.protocol === 'http:' && allowed)) {
    throw protocolError(attempt, `wants credentials sent to ${realm.protocol}//${realm.host}, which is not https`);
  }
  if (isForbidden(realm.host)) {
    throw protocolError(attempt, `wants a token from ${realm.host}, which no registry has a reason to name`);
  }
  return realm;
}

function whoOf(credential: Credential | undefined, tried: readonly string[]): string {
  if (credential !== undefined) return `the credentials are from ${credential.source}`;
  return tried.length === 0 ? 'no credentials were given' : `no credentials were found in ${tried.join(', ')}`;
}
