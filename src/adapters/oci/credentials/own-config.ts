/** Our own `config.json`, which `pacto login` writes. */
import { join } from 'node:path';
import { PactoError } from '../../../core/error.ts';
import { member } from '../../../core/json.ts';
import { configDirectory, withTilde } from '../../base-directories.ts';
import { readEntry } from './auth-entry.ts';
import { type AuthFile, readAuthFile } from './auth-file.ts';
import { bestKey } from './server-key.ts';
import type { CredentialSource } from './source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where our own credentials are, and what people call it; undefined without a home directory. */
export function ownConfig(env: Environment): { readonly path: string; readonly label: string } | undefined {
  const directory = configDirectory(env);
  if (directory === undefined) return undefined;
  const path = join(directory, 'config.json');
  return { path, label: withTilde(path, env) };
}

/** Our own file, which has to be right where it exists. Throws CREDENTIALS_UNREADABLE. */
export function readOwnConfig(path: string, label: string): Exclude<AuthFile, { kind: 'unreadable' }> {
  const file = readAuthFile(path);
  if (file.kind === 'unreadable') throw unreadable(label, file.reason);
  return file;
}

/** What `pacto login` stored. Throws CREDENTIALS_UNREADABLE when asked. */
export function ownCredentials(env: Environment): CredentialSource {
  const config = ownConfig(env);
  let file: ReturnType<typeof readOwnConfig> | undefined;
  return (wanted) => {
    if (config === undefined) return {};
    file ??= readOwnConfig(config.path, config.label);
    if (file.kind === 'missing') return {};
    const key = bestKey(Object.keys(file.auths), wanted);
    const entry = key === undefined ? undefined : readEntry(member(file.auths, key), config.label);
    if (entry?.kind === 'broken') throw unreadable(`the entry for ${key} in ${config.label}`, entry.reason);
    return entry?.kind === 'credential' ? { credential: entry.credential } : { tried: [config.label] };
  };
}

function unreadable(what: string, reason: string): PactoError {
  return new PactoError('CREDENTIALS_UNREADABLE', `${what} cannot be read: ${reason}`);
}
