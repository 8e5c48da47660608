/** What Docker and Podman keep, in the order in which it is asked. */
import { join } from 'node:path';
import { PactoError } from '../../../core/error.ts';
import { member } from '../../../core/json.ts';
import { baseDirectory, homeDirectory, withTilde } from '../../base-directories.ts';
import { readEntry } from './auth-entry.ts';
import { type AuthFile, readAuthFile } from './auth-file.ts';
import type { AskHelper } from './helper.ts';
import { bestKey, helperServer, serverName } from './server-key.ts';
import type { Answer, CredentialSource, Wanted } from './source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Files of other programs, `$DOCKER_CONFIG/config.json` or `~/.docker/config.json` first, then Podman's. In each:
 * `credHelpers`, then `credsStore`, then `auths`. A file that cannot be read is told among what was tried, for it is
 * not ours to insist on.
 */
export function dockerConfigs(env: Environment, ask: AskHelper): readonly CredentialSource[] {
  return authFiles(env).map((path) => {
    const label = withTilde(path, env);
    let file: AuthFile | undefined;
    return (wanted) => {
      file ??= readAuthFile(path);
      return lookUp(file, label, wanted, ask);
    };
  });
}

/** https://docs.docker.com/reference/cli/docker/#environment-variables, containers-auth.json(5). */
function authFiles(env: Environment): string[] {
  const home = homeDirectory(env);
  const docker = given(env.DOCKER_CONFIG) ?? (home === undefined ? undefined : join(home, '.docker'));
  const config = baseDirectory(env, 'XDG_CONFIG_HOME', '.config');
  const runtime = given(env.XDG_RUNTIME_DIR);
  const files = [
    docker === undefined ? undefined : join(docker, 'config.json'),
    given(env.REGISTRY_AUTH_FILE),
    runtime === undefined ? undefined : join(runtime, 'containers', 'auth.json'),
    config === undefined ? undefined : join(config, 'containers', 'auth.json'),
  ];
  return [...new Set(files.filter((file) => file !== undefined))];
}

async function lookUp(file: AuthFile, label: string, wanted: Wanted, ask: AskHelper): Promise<Answer> {
  if (file.kind === 'missing') return {};
  if (file.kind === 'unreadable') return { tried: [`${label} (${file.reason})`] };
  const { auths, credHelpers, credsStore } = file;
  const tried: string[] = [];

  const helperKey = bestKey(Object.keys(credHelpers), wanted);
  const helper = helperKey === undefined ? undefined : member(credHelpers, helperKey);
  if (helperKey !== undefined && typeof helper === 'string' && helper !== '') {
    const credential = await ask(helper, helperServer(helperKey));
    if (credential !== undefined) return { credential };
    tried.push(`docker-credential-${helper}`);
  }

  const entryKey = bestKey(Object.keys(auths), wanted);
  const stored = credsStore === '' ? {} : await askStore(credsStore, wanted, entryKey, ask);
  if (stored.credential !== undefined) return stored;
  const { failure } = stored;
  tried.push(...(stored.tried ?? []));

  const entry = entryKey === undefined ? undefined : readEntry(member(auths, entryKey), label);
  if (entry?.kind === 'credential') return { credential: entry.credential };
  tried.push(entry?.kind === 'broken' ? `${label} (${entry.reason})` : label);
  return failure === undefined ? { tried } : { tried, failure };
}

/**
 * The store is for every registry there is, public ones among them, which need nothing that a locked or missing one
 * could have: its failure is told only once a credential turns out to be needed.
 */
async function askStore(store: string, wanted: Wanted, key: string | undefined, ask: AskHelper): Promise<Answer> {
  const servers = new Set([serverName(wanted.registry), ...(key === undefined ? [] : [key])]);
  try {
    for (const server of servers) {
      const credential = await ask(store, server);
      if (credential !== undefined) return { credential };
    }
  } catch (failure) {
    if (!(failure instanceof PactoError)) throw failure;
    return { failure, tried: [`docker-credential-${store} (failed)`] };
  }
  return { tried: [`docker-credential-${store}`] };
}

function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
