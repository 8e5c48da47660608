import type { PactoError } from '../../../core/error.ts';
import type { Credential } from '../credential.ts';

/** Who is asked for, in the registry's own spelling: Docker Hub's repositories have their `library/`. */
export interface Wanted {
  readonly registry: string;
  readonly repository: string;
}

export interface Answer {
  readonly credential?: Credential;
  /** What was looked at and had nothing, as people call it. */
  readonly tried?: readonly string[];
  /** A failure that matters only if nobody else has a credential and the registry wants one. */
  readonly failure?: PactoError;
}

/** One link of the chain. */
export type CredentialSource = (wanted: Wanted) => Answer | Promise<Answer>;
