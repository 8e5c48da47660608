/** One request's way through the challenges of its registry: what to send first, and what after a refusal. */
import type { PactoError } from '../../../core/error.ts';
import type { Credential } from '../credential.ts';
import { type Challenge, chooseChallenge, parseChallenges } from './challenge.ts';
import { type Attempt, responseError } from './error.ts';
import { type Grant, type Granting, type GrantOptions, grantFor, scopesOf } from './grant.ts';
import { type HttpResponse, header } from './http.ts';
import type { Refusals } from './refusals.ts';
import { covers } from './scope.ts';

/** Who asks for what. */
export interface Visitor {
  /** As the reference spells it. */
  readonly registry: string;
  /** As the reference spells it; empty for the registry itself. */
  readonly repository: string;
  /** Whether the repository is written to, by this request or a later one. */
  readonly writes?: boolean;
  /** What a token must allow, the most important first. */
  readonly scopes: readonly string[];
}

/** What is known of a registry and of who is known there. */
export interface Acquaintance extends GrantOptions {
  readonly refusals: Refusals;
  readonly clock: () => number;
  readonly find: (visitor: Visitor, refused: boolean) => Promise<Credential | undefined>;
  readonly tried: (visitor: Visitor) => readonly string[];
  /** What the registry asked for last: whoever comes next brings it along. */
  usual: Challenge | undefined;
}

export interface Answering {
  /** What to send the request with at first; undefined where it is refused already. */
  first(): Promise<Grant | undefined>;
  /** What to try after a 401 or 403; undefined where nothing is left. */
  after(refused: Grant, response: HttpResponse): Promise<Grant | undefined>;
  /** The request was let in with this, `refused` before. */
  accepted(grant: Grant, refused: Grant | undefined): void;
  /** The error for what is refused for good, which is remembered. */
  refusal(refused: Grant | undefined, response: HttpResponse | undefined): Promise<PactoError>;
}

const nobody: Grant = {};

export function createAnswering(known: Acquaintance, visitor: Visitor, attempt: Attempt): Answering {
  const { refusals } = known;
  /** A token was asked for anew, for this request alone. */
  let renewed = false;
  /** All sources of credentials were asked. */
  let exhausted = false;
  let denial: Extract<Granting, { kind: 'denied' }> | undefined;

  async function grant(challenge: Challenge, credential: Credential | undefined): Promise<Grant | undefined> {
    refusals.checkCredential(credential);
    const granting = await grantFor(known, challenge, credential, visitor.scopes, attempt, renewed);
    denial = granting.kind === 'denied' ? granting : undefined;
    return granting.kind === 'granted' ? granting.grant : undefined;
  }

  async function introduce(challenge: Challenge): Promise<Grant | undefined> {
    const credential = await known.find(visitor, false);
    const granted = await grant(challenge, credential);
    return granted === undefined && credential === undefined ? askAllSources(challenge) : granted;
  }

  /** Some sources are asked only once it is sure that they are needed. */
  async function askAllSources(challenge: Challenge): Promise<Grant | undefined> {
    if (exhausted) return undefined;
    exhausted = true;
    const credential = await known.find(visitor, true);
    return credential === undefined ? undefined : grant(challenge, credential);
  }

  return {
    async first() {
      if (known.usual === undefined) return nobody;
      const { scheme, parameters } = known.usual;
      // The scopes in it were for another request.
      const challenge = { scheme, parameters: new Map([...parameters].filter(([name]) => name !== 'scope')) };
      // Without a credential the registry may still show this to everybody, unless its token service said no.
      return (await introduce(challenge)) ?? (denial === undefined ? nobody : undefined);
    },
    async after(refused, response) {
      const asked = chooseChallenge(parseChallenges(header(response, 'www-authenticate') ?? ''));
      const challenge = response.status === 401 ? asked : known.usual;
      if (challenge === undefined) return undefined;
      known.usual = challenge;
      const { ticket, credential, authorization } = refused;
      if (ticket !== undefined && (response.status === 401 || ticket.token.shared)) {
        known.tokens.drop(ticket.token);
        const scoped = covers(ticket.token.scopes, scopesOf(challenge));
        if (!renewed && (!ticket.fresh || ticket.token.shared || !scoped)) {
          renewed = true;
          const granted = await grant(challenge, credential);
          if (granted !== undefined) return granted;
        }
      }
      if (authorization === undefined) return introduce(challenge);
      return credential === undefined ? askAllSources(challenge) : undefined;
    },
    accepted({ credential }, refused) {
      refusals.accepted(credential);
      // Asked for with others' scopes the token was refused, asked for alone it was not: this service does not share.
      const ticket = refused?.ticket;
      if (ticket?.token.shared === true && renewed) known.tokens.stopSharing(ticket.request);
    },
    async refusal(refused, response) {
      const credential = refused?.credential ?? (await known.find(visitor, exhausted));
      const who = whoOf(credential, known.tried(visitor));
      const answer = denial?.response ?? response;
      if (answer === undefined) throw new Error('nobody has refused anything');
      // 400 is what OAuth2 says of a credential that is refused (RFC 6749 section 5.2).
      const code = denial !== undefined && [400, 401, 403].includes(answer.status) ? 'REGISTRY_AUTH' : undefined;
      const refusing = { ...(denial?.attempt ?? attempt), about: visitor };
      const error = responseError(refusing, answer, known.clock(), { who, code });
      if (error.code !== 'REGISTRY_AUTH') return error;
      const wrong = answer.status === 401 && (denial !== undefined || known.usual?.scheme === 'basic');
      if (wrong && credential !== undefined) refusals.rememberCredential(credential, error);
      refusals.remember(visitorKey(visitor), error);
      return error;
    },
  };
}

/** The same for all requests that are refused or let in together. */
export function visitorKey({ registry, repository, scopes }: Visitor): string {
  return JSON.stringify([registry, repository, scopes]);
}

function whoOf(credential: Credential | undefined, tried: readonly string[]): string {
  if (credential !== undefined) return `the credentials are from ${credential.source}`;
  return tried.length === 0 ? 'no credentials were given' : `no credentials were found in ${tried.join(', ')}`;
}
