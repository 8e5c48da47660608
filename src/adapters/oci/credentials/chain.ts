import { canonicalRegistry } from '../../../core/contract/registry-name.ts';
import type { PactoError } from '../../../core/error.ts';
import type { Credential, Credentials } from '../credential.ts';
import { dockerConfigs } from './docker-config.ts';
import { environmentCredentials } from './environment.ts';
import { githubCommandLine } from './github.ts';
import { createHelpers } from './helper.ts';
import { ownCredentials } from './own-config.ts';
import { canonicalHost } from './server-key.ts';
import type { CredentialSource } from './source.ts';

export interface CredentialOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From `--username` with `--password-stdin`: for the registries that the command line names. */
  readonly commandLine?: { readonly username: string; readonly password: string };
  /** Registries (`host[:port]`, as spelled) that the command line names. */
  readonly named: readonly string[];
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

/**
 * The credentials of a person at a machine. Per registry the first that has something: the command line, the
 * environment, our own `config.json`, Docker's and Podman's files with their helpers, and, once the registry has
 * refused to answer anybody, GitHub's command line. Nothing is read or run before it is asked for.
 *
 * `find` throws CREDENTIALS_UNREADABLE and CREDENTIAL_HELPER_FAILED.
 */
export function createCredentials(options: CredentialOptions): Credentials {
  const { env, named, commandLine, signal, log } = options;
  const sources: readonly CredentialSource[] = [
    commandLineCredential(commandLine, named),
    environmentCredentials(env, named),
    ownCredentials(env),
    ...dockerConfigs(env, createHelpers(signal === undefined ? { env } : { env, signal })),
  ];
  const afterRefusal = githubCommandLine(env, signal);
  const tried = new Map<string, Set<string>>();
  const logged = new Set<string>();

  return {
    async find(spelled, name, refused) {
      const wanted = canonicalRegistry(spelled, name);
      const { registry } = wanted;
      const looked = tried.get(registry) ?? new Set();
      tried.set(registry, looked);
      let failure: PactoError | undefined;
      for (const source of refused ? [...sources, afterRefusal] : sources) {
        const answer = await source(wanted);
        for (const what of answer.tried ?? []) looked.add(what);
        failure ??= answer.failure;
        if (answer.credential === undefined) continue;
        const line = `credential for ${registry}: ${answer.credential.source}`;
        if (!logged.has(line)) log?.(line);
        logged.add(line);
        return answer.credential;
      }
      if (refused && failure !== undefined) throw failure;
      return undefined;
    },
    tried: (registry) => [...(tried.get(canonicalHost(registry)) ?? [])],
  };
}

function commandLineCredential(given: CredentialOptions['commandLine'], named: readonly string[]): CredentialSource {
  const hosts = new Set(named.map(canonicalHost));
  if (given === undefined) return () => ({});
  const credential: Credential = { kind: 'basic', ...given, source: '--username' };
  return ({ registry }) => (hosts.has(registry) ? { credential } : { tried: ['--username (not for this registry)'] });
}
