/** Turning a challenge and a credential into what a request is sent with. */
import { PactoError } from '../../../core/error.ts';
import type { Credential } from '../credential.ts';
import type { Challenge } from './challenge.ts';
import type { Attempt } from './error.ts';
import type { HttpResponse } from './http.ts';
import { readRealm } from './realm.ts';
import { covers } from './scope.ts';
import { basic, type TokenRequest } from './token.ts';
import type { Token, TokenCache } from './token-cache.ts';

/** What a request is sent with; nothing, where nobody in particular asks. */
export interface Grant {
  readonly authorization?: string;
  readonly credential?: Credential;
  /** Absent where the credential itself is sent. */
  readonly ticket?: {
    readonly token: Token;
    readonly request: TokenRequest;
    /** Not from an earlier request. */
    readonly fresh: boolean;
  };
}

export type Granting =
  | { readonly kind: 'granted'; readonly grant: Grant }
  /** The token service refuses. */
  | { readonly kind: 'denied'; readonly response: HttpResponse; readonly attempt: Attempt }
  /** This credential, or none, is no answer to this challenge. */
  | { readonly kind: 'unfit' };

export interface GrantOptions {
  /** `host[:port]` of the registry. */
  readonly host: string;
  readonly insecure: readonly string[];
  readonly tokens: TokenCache;
}

/**
 * @param wanted the scopes that a token needs
 * @param attempt what it is for
 * @param alone with a token that is for nobody else
 */
export async function grantFor(
  { host, insecure, tokens }: GrantOptions,
  challenge: Challenge,
  credential: Credential | undefined,
  wanted: readonly string[],
  attempt: Attempt,
  alone: boolean,
): Promise<Granting> {
  const who = credential === undefined ? {} : { credential };
  if (credential?.kind === 'bearer') {
    if (!/^[\x21-\x7e]+$/.test(credential.token)) throw unsendable(credential, attempt);
    return { kind: 'granted', grant: { authorization: `Bearer ${credential.token}`, ...who } };
  }
  if (challenge.scheme === 'basic') {
    if (credential?.kind !== 'basic') return { kind: 'unfit' };
    return { kind: 'granted', grant: { authorization: basic(credential), ...who } };
  }
  if (!challenge.parameters.has('realm')) return { kind: 'unfit' };
  const realm = readRealm(challenge, host, insecure, attempt);
  const asked = scopesOf(challenge);
  const scopes = covers(wanted, asked) ? wanted : [...new Set([...asked, ...wanted])];
  const request = { service: { realm, service: challenge.parameters.get('service') }, credential, scopes };
  const granted = await tokens.get(request, attempt.operation, alone);
  if (granted.kind === 'denied') return granted;
  const { token, fresh } = granted;
  return {
    kind: 'granted',
    grant: { authorization: `Bearer ${token.text}`, ticket: { token, request, fresh }, ...who },
  };
}

/** The scopes that a challenge names; none is what some registries give. */
export function scopesOf({ parameters }: Challenge): string[] {
  return (parameters.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
}

function unsendable({ source }: Credential, { operation }: Attempt): PactoError {
  const message = `the token from ${source} has characters in it that no header may have (to ${operation})`;
  return new PactoError('REGISTRY_AUTH', message);
}
