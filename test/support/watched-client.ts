/** The registry client in a test: its time passes at once, and everything that it says is kept. */
import { inspect } from 'node:util';
import { createRegistryClient, type RegistryClientOptions } from '../../src/adapters/oci/client/client.ts';
import type { Credential, Credentials } from '../../src/adapters/oci/credential.ts';
import type { Repository } from '../../src/adapters/oci/repository.ts';
import { PactoError } from '../../src/core/error.ts';

export interface WatchedClient {
  repository(name: string): Repository;
  /** The pauses that it wanted to make, in milliseconds. */
  readonly waits: readonly number[];
  /** Everything that anybody may get to see of it: log lines, events, and what `outcome` was given. */
  said(): string;
  /** The value or the error of what it does, and remembers how the error looks from all sides. */
  outcome<T>(promise: Promise<T>): Promise<T | PactoError>;
  close(): Promise<void>;
}

export function watchClient(registry: string, options: Partial<RegistryClientOptions> = {}): WatchedClient {
  const waits: number[] = [];
  const said: string[] = [];
  // The time of the machine, ahead by what was slept.
  const clock = () => Date.now() + waits.reduce((sum, wait) => sum + wait, 0);
  const client = createRegistryClient({
    credentials: none,
    insecure: [],
    ca: [],
    clientCertificates: [],
    env: {},
    runtime: {
      clock,
      random: () => 0.5,
      sleep: async (milliseconds) => void waits.push(milliseconds),
    },
    log: (line) => void said.push(line),
    onEvent: (event) => void said.push(JSON.stringify(event)),
    ...options,
  });
  return {
    repository: (repository) => client.repository({ kind: 'registry', registry, repository }),
    waits,
    said: () => said.join('\n'),
    async outcome(promise) {
      try {
        return await promise;
      } catch (error) {
        if (!(error instanceof PactoError)) throw error;
        const shown = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
        said.push(shown, JSON.stringify(error), String(error), error.hint, error.stack ?? '');
        return error;
      }
    },
    close: () => client.close(),
  };
}

const none: Credentials = { find: async () => undefined, tried: () => ['the place where tests look'] };

/** Credentials that are the same for every repository of every registry. */
export function credentialsOf(credential: Credential): Credentials {
  return { find: async () => credential, tried: () => [] };
}
