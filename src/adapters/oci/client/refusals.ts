import { PactoError } from '../../../core/error.ts';
import type { Credential } from '../credential.ts';

/** What a host has refused, so that a thousand references to it do not each find out for themselves. */
export interface Refusals {
  /** Throws what this repository met before, or that the host refuses everybody. */
  check(key: string, operation: string): void;
  /** Throws where the host does not take this credential. */
  checkCredential(credential: Credential | undefined): void;
  remember(key: string, error: PactoError): void;
  rememberCredential(credential: Credential, error: PactoError): void;
  /** The host let somebody in. */
  granted(): void;
}

/** Repositories refused, with none allowed, after which the host is not asked for more. */
const enough = 8;
/** What was refused may be allowed later: doors that stay open ask again after this time. Milliseconds. */
const memory = 60_000;

export function createRefusals(host: string, clock: () => number): Refusals {
  const refused = new Map<string, { readonly error: PactoError; readonly until: number }>();
  let grants = 0;

  function recall(key: string): PactoError | undefined {
    const found = refused.get(key);
    if (found === undefined || found.until > clock()) return found?.error;
    refused.delete(key);
    return undefined;
  }
  function keep(key: string, error: PactoError): void {
    refused.set(key, { error, until: clock() + memory });
  }
  const keyOf = (credential: Credential) => `credential ${JSON.stringify(credential)}`;

  return {
    check(key, operation) {
      const error = recall(`place ${key}`);
      if (error !== undefined) throw error;
      if (grants > 0) return;
      const places = [...refused.keys()].filter((known) => known.startsWith('place ')).filter(recall);
      const [first] = places;
      if (first === undefined || places.length < enough) return;
      const message = `cannot ${operation}: ${host} refused the first ${places.length} requests and allowed none, so it is not asked for more`;
      throw new PactoError('REGISTRY_AUTH', message, { cause: recall(first) });
    },
    checkCredential(credential) {
      const error = credential === undefined ? undefined : recall(keyOf(credential));
      if (error !== undefined) throw error;
    },
    remember(key, error) {
      keep(`place ${key}`, error);
    },
    rememberCredential(credential, error) {
      keep(keyOf(credential), error);
    },
    granted() {
      grants++;
    },
  };
}
