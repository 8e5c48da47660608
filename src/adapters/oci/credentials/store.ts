/** Writes our own `config.json`: `pacto login` and `pacto logout`. */
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PactoError } from '../../../core/error.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { systemCode, systemReason } from '../../file-system.ts';
import { withLock } from '../../files/lock.ts';
import { writeFileAtomically } from '../../files/write.ts';
import { encodeAuth } from './auth-entry.ts';
import { authFileLimit } from './auth-file.ts';
import { ownConfig, readOwnConfig } from './own-config.ts';
import { isKeyOf, serverName } from './server-key.ts';

export interface StoreOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** What was done to which file, as people call it. */
export interface StoreResult {
  readonly file: string;
  /** Whether there was an entry for the registry before. */
  readonly existed: boolean;
}

/**
 * Stores a name and a password for a registry, instead of what there was for it. Everything else in the file stays.
 * Throws CREDENTIALS_UNREADABLE where there is a file that cannot be read, and OUTPUT_UNWRITABLE.
 */
export function saveCredential(
  registry: string,
  { username, password }: { readonly username: string; readonly password: string },
  options: StoreOptions,
): Promise<StoreResult> {
  const entry: [string, Json] = [serverName(registry), { auth: encodeAuth(username, password) }];
  return change(registry, (others) => [...others, entry], options);
}

/** Forgets what was stored for a registry, in whatever spelling. Throws what {@link saveCredential} does. */
export function removeCredential(registry: string, options: StoreOptions): Promise<StoreResult> {
  return change(registry, (others) => others, options);
}

type Entries = readonly (readonly [string, Json])[];

async function change(
  registry: string,
  toEntries: (others: Entries) => Entries,
  { env, signal }: StoreOptions,
): Promise<StoreResult> {
  const config = ownConfig(env);
  if (config === undefined) {
    throw new PactoError('OUTPUT_UNWRITABLE', 'there is no place for credentials: HOME is not set', {
      hint: placeHint,
    });
  }
  const { path, label } = config;
  // Nothing to forget is no reason to make a directory, or to write where that is not allowed.
  const before = readOwnConfig(path, label);
  const isThere = before.kind === 'file' && Object.keys(before.auths).some((key) => isKeyOf(key, registry));
  if (!isThere && toEntries([]).length === 0) return { file: label, existed: false };
  try {
    makePrivateDirectory(dirname(path));
    return await withLock(
      `${path}.lock`,
      async (lock) => {
        sweep(dirname(path));
        const file = readOwnConfig(path, label);
        const content: JsonObject = file.kind === 'file' ? file.content : {};
        const auths = file.kind === 'file' ? Object.entries(file.auths) : [];
        const others = auths.filter(([key]) => !isKeyOf(key, registry));
        const existed = others.length < auths.length;
        const entries = toEntries(others);
        if (existed || entries.length > others.length) {
          const text = JSON.stringify({ ...content, auths: Object.fromEntries(entries) }, undefined, 2);
          const bytes = new TextEncoder().encode(`${text}\n`);
          if (bytes.length > authFileLimit) {
            throw new PactoError('OUTPUT_UNWRITABLE', `${label} has no room for more: ${authFileLimit} bytes at most`);
          }
          lock.check();
          await writeFileAtomically(path, bytes, 0o600);
        }
        return { file: label, existed };
      },
      signal,
    );
  } catch (error) {
    if (!(error instanceof PactoError) || error.code !== 'OUTPUT_UNWRITABLE') throw error;
    throw new PactoError(error.code, error.message, { cause: error, hint: placeHint });
  }
}

const placeHint = 'Check the directory, its permissions and the free space; XDG_CONFIG_HOME names another place.';

function makePrivateDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if ((statSync(directory).mode & 0o077) !== 0) chmodSync(directory, 0o700);
  } catch (error) {
    const message = `${directory} cannot be made private: ${systemReason(error)}`;
    throw new PactoError('OUTPUT_UNWRITABLE', message, { cause: error });
  }
}

/** Milliseconds. */
const leftBehindAfter = 60_000;

/** Removes what a process that was killed while writing has left: it holds every password of the file. */
function sweep(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!/^\.pacto-[0-9a-f]{16}\.tmp$/.test(name)) continue;
    const path = join(directory, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > leftBehindAfter) rmSync(path, { force: true });
    } catch (error) {
      // Somebody else was faster.
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
}
