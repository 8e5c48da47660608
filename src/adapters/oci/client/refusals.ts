import { PactoError } from '../../../core/error.ts';
import type { Credential } from '../credential.ts';

/** What a host has refused, so that a thousand references to it do not each find out for themselves. */
export interface Refusals {
  /** Throws what this visitor met before, or that the host refuses everybody. */
  check(visitor: string, operation: string): void;
  /** Throws where the host does not take this credential. */
  checkCredential(credential: Credential | undefined): void;
  remember(visitor: string, error: PactoError): void;
  /** Nothing is remembered of a credential that was of use here before. */
  rememberCredential(credential: Credential, error: PactoError): void;
  /** The host let one in. */
  accepted(credential: Credential | undefined): void;
}

/** Visitors refused, with none let in, after which the host is not asked for more. */
const enough = 8;
/** What was refused may be allowed later: doors that stay open ask again after this time. Milliseconds. */
const memory = 60_000;

interface Refusal {
  readonly error: PactoError;
  readonly until: number;
}

export function createRefusals(host: string, clock: () => number): Refusals {
  const visitors = new Map<string, Refusal>();
  const credentials = new Map<string, Refusal>();
  const accepted = new Set<string>();
  let anybody = false;

  function recall(memories: Map<string, Refusal>, key: string): PactoError | undefined {
    const refusal = memories.get(key);
    if (refusal === undefined || refusal.until > clock()) return refusal?.error;
    memories.delete(key);
    return undefined;
  }

  return {
    check(visitor, operation) {
      const error = recall(visitors, visitor);
      if (error !== undefined) throw error;
      if (anybody || visitors.size < enough) return;
      const [first, ...more] = [...visitors.keys()].flatMap((key) => recall(visitors, key) ?? []);
      if (first === undefined || more.length + 1 < enough) return;
      const met = `refused ${more.length + 1} requests and allowed none, and is not asked again`;
      const message = `${host} ${met} (to ${operation}); the first: ${first.message}`;
      throw new PactoError('REGISTRY_AUTH', message, { cause: first });
    },
    checkCredential(credential) {
      const error = credential === undefined ? undefined : recall(credentials, JSON.stringify(credential));
      if (error !== undefined) throw error;
    },
    remember(visitor, error) {
      visitors.set(visitor, { error, until: clock() + memory });
    },
    rememberCredential(credential, error) {
      const key = JSON.stringify(credential);
      if (!accepted.has(key)) credentials.set(key, { error, until: clock() + memory });
    },
    accepted(credential) {
      anybody = true;
      if (credential !== undefined) accepted.add(JSON.stringify(credential));
    },
  };
}
