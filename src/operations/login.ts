import { PactoError } from '../core/error.ts';
import type { LoginResult, LogoutResult } from './results.ts';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** What was done to the file of credentials, as people call it. */
export interface Stored {
  readonly file: string;
  readonly existed: boolean;
}

/** What `login` needs of the outside world. */
export interface LoginPorts {
  /**
   * Whether the registry accepts a login; `unknown` where it answers everybody. Throws REGISTRY_AUTH where it refuses,
   * and what else registries throw.
   */
  readonly verify: (registry: string, login: Login) => Promise<'accepted' | 'unknown'>;
  /** Throws CREDENTIALS_UNREADABLE, OUTPUT_UNWRITABLE. */
  readonly save: (registry: string, login: Login) => Promise<Stored>;
}

export interface LoginInput extends Login {
  /** `host[:port]`. */
  readonly registry: string;
}

/** Stores a login for a registry once the registry has accepted it. Throws PactoError. */
export async function login(ports: LoginPorts, { registry, username, password }: LoginInput): Promise<LoginResult> {
  // RFC 7617, section 2: the first colon ends the name.
  if (username.includes(':')) {
    throw new PactoError('USAGE', `the user name ${JSON.stringify(username)} has a colon in it`, {
      hint: 'Give the name alone; the password is asked for, or read with --password-stdin.',
    });
  }
  const answer = await verify(ports, registry, { username, password });
  const { file, existed } = await ports.save(registry, { username, password });
  return { schemaVersion: 1, registry, username, verified: answer === 'accepted', replaced: existed, file };
}

async function verify(ports: LoginPorts, registry: string, given: Login): Promise<'accepted' | 'unknown'> {
  try {
    return await ports.verify(registry, given);
  } catch (error) {
    if (!(error instanceof PactoError) || error.code !== 'REGISTRY_AUTH') throw error;
    const message = `this login of ${given.username} is not accepted: ${error.message}`;
    const hint = 'Check name and password; many registries want a token as password. Nothing was stored.';
    throw new PactoError('REGISTRY_AUTH', message, { cause: error, hint });
  }
}

/** Forgets the login for a registry. Throws CREDENTIALS_UNREADABLE, OUTPUT_UNWRITABLE. */
export async function logout(remove: (registry: string) => Promise<Stored>, registry: string): Promise<LogoutResult> {
  const { file, existed } = await remove(registry);
  return { schemaVersion: 1, registry, removed: existed, file };
}
