/** Entries of `auths`, as Docker and Podman write them (docker/cli, config/types/authconfig.go). */
import { isObject, type Json, member } from '../../../core/json.ts';
import type { Credential } from '../credential.ts';

export type Entry =
  | { readonly kind: 'credential'; readonly credential: Credential }
  | { readonly kind: 'empty' }
  | { readonly kind: 'broken'; readonly reason: string };

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Reads an entry. What is wrong is said without a word of what is in it. */
export function readEntry(entry: Json | undefined, source: string): Entry {
  if (!isObject(entry)) return broken('the entry is not a mapping');
  for (const name of ['auth', 'username', 'password', 'identitytoken', 'registrytoken']) {
    const value = member(entry, name);
    if (value !== undefined && value !== null && typeof value !== 'string') return broken(`"${name}" is not a string`);
  }
  const [identity, bearer, auth] = [text(entry, 'identitytoken'), text(entry, 'registrytoken'), text(entry, 'auth')];
  if (identity !== '') return credential({ kind: 'identity', token: identity, source });
  if (bearer !== '') return credential({ kind: 'bearer', token: bearer, source });
  if (auth !== '') {
    const decoded = decodeAuth(auth);
    if (decoded === undefined) return broken('"auth" is not USER:PASSWORD in base64');
    return credential({ kind: 'basic', ...decoded, source });
  }
  const [username, password] = [text(entry, 'username'), text(entry, 'password')];
  if (username === '' && password === '') return { kind: 'empty' };
  return credential({ kind: 'basic', username, password, source });
}

/** `USER:PASSWORD` in base64, with or without padding; only the first colon separates. */
function decodeAuth(auth: string): { username: string; password: string } | undefined {
  const trimmed = auth.trim();
  if (!base64.test(trimmed)) return undefined;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(trimmed, 'base64'));
  } catch {
    // Not text, and so nothing that could be sent.
    return undefined;
  }
  const colon = text.indexOf(':');
  // Docker strips NULs too, which some writers pad with.
  return colon < 1
    ? undefined
    : { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, '') };
}

/** The `auth` of a name and a password. */
export function encodeAuth(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

function text(entry: Json, name: string): string {
  const value = member(entry, name);
  return typeof value === 'string' ? value : '';
}

function credential(found: Credential): Entry {
  return { kind: 'credential', credential: found };
}

function broken(reason: string): Entry {
  return { kind: 'broken', reason };
}
