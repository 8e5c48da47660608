import { registryHost } from '../../../core/contract/registry-name.ts';
import type { Credential } from '../credential.ts';
import { canonicalHost } from './server-key.ts';
import type { CredentialSource } from './source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What GitHub's own tokens begin with. */
const githubToken = /^(?:gh[a-z]_|github_pat_)/;

/**
 * `PACTO_REGISTRY_TOKEN`, or `PACTO_REGISTRY_USERNAME` with `PACTO_REGISTRY_PASSWORD`: only for `PACTO_REGISTRY_HOST`,
 * or without it for the one registry that the command line names. A contract's dependencies are in registries that
 * anybody chose, and those never see it.
 *
 * @param named registries that the command line names
 */
export function environmentCredentials(env: Environment, named: readonly string[]): CredentialSource {
  const read = readCredential(env);
  const host = hostOf(env, named);
  return ({ registry }) => {
    if (read === undefined) return {};
    const { names, credential } = read;
    if (host === undefined) return { tried: [`${names} (for no registry: PACTO_REGISTRY_HOST is not set)`] };
    if (host !== registry) return { tried: [`${names} (for ${host} only)`] };
    if (credential === undefined) return { tried: [`${names} (the other half is not set)`] };
    return { credential: credential(registry) };
  };
}

/** Whether there is a token that a CI system or the user has set. */
export function hasEnvironmentToken(env: Environment): boolean {
  return isSet(env.PACTO_REGISTRY_TOKEN) || isSet(env.PACTO_REGISTRY_PASSWORD);
}

interface Read {
  readonly names: string;
  readonly credential?: (registry: string) => Credential;
}

/** What a CI system has no secret for is often set and empty, which is as good as not set. */
function readCredential(env: Environment): Read | undefined {
  const { PACTO_REGISTRY_USERNAME: username, PACTO_REGISTRY_PASSWORD: password, PACTO_REGISTRY_TOKEN: token } = env;
  if (isSet(token)) {
    const source = 'PACTO_REGISTRY_TOKEN';
    return {
      names: source,
      credential: (registry) => {
        if (isSet(username)) return { kind: 'basic', username, password: token, source };
        // GitHub's registry takes its tokens as passwords, and refuses them as bearer tokens.
        if (registry === 'ghcr.io' && githubToken.test(token)) {
          return { kind: 'basic', username: 'x-access-token', password: token, source };
        }
        return { kind: 'bearer', token, source };
      },
    };
  }
  const source = 'PACTO_REGISTRY_USERNAME and PACTO_REGISTRY_PASSWORD';
  if (isSet(username) && isSet(password)) {
    return { names: source, credential: () => ({ kind: 'basic', username, password, source }) };
  }
  if (isSet(username)) return { names: 'PACTO_REGISTRY_USERNAME' };
  return isSet(password) ? { names: 'PACTO_REGISTRY_PASSWORD' } : undefined;
}

function hostOf({ PACTO_REGISTRY_HOST: host }: Environment, named: readonly string[]): string | undefined {
  // A host that cannot be one is still a decision: it must not send the secret to another.
  if (isSet(host)) return canonicalHost(registryHost(host.trim()) ?? host.trim());
  const hosts = new Set(named.map(canonicalHost));
  return hosts.size === 1 ? [...hosts][0] : undefined;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
