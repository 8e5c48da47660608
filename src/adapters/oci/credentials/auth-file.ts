/** Files with an `auths` mapping: Docker's, Podman's and our own. */
import { isObject, type Json, type JsonObject, member } from '../../../core/json.ts';
import { readRegularFile } from '../../file-system.ts';

export type AuthFile =
  | {
      readonly kind: 'file';
      readonly auths: JsonObject;
      readonly credHelpers: JsonObject;
      readonly credsStore: string;
      /** All that is in it. */
      readonly content: JsonObject;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The most that is read of one. Bytes; real files have some thousand. */
export const authFileLimit = 1024 * 1024;

/** Reads such a file. Never throws, and never says a word of what is in it. */
export function readAuthFile(path: string): AuthFile {
  const read = readRegularFile(path);
  switch (read.kind) {
    case 'missing':
      return { kind: 'missing' };
    case 'unreadable':
      return unreadable(read.reason);
    case 'too-large':
      return unreadable(tooLarge(read.size));
    case 'file':
      return read.bytes.length > authFileLimit ? unreadable(tooLarge(read.bytes.length)) : parse(read.bytes);
    default:
      return unreadable('it is not a regular file');
  }
}

function parse(bytes: Uint8Array): AuthFile {
  let content: Json;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // What the parser says quotes the text, and the text has passwords.
    return unreadable('it is not JSON');
  }
  if (!isObject(content)) return unreadable('it is not a JSON object');
  const [auths, credHelpers] = [member(content, 'auths') ?? {}, member(content, 'credHelpers') ?? {}];
  const credsStore = member(content, 'credsStore') ?? '';
  if (!isObject(auths)) return unreadable('"auths" is not a mapping');
  if (!isObject(credHelpers)) return unreadable('"credHelpers" is not a mapping');
  if (typeof credsStore !== 'string') return unreadable('"credsStore" is not a string');
  return { kind: 'file', auths, credHelpers, credsStore, content };
}

function unreadable(reason: string): AuthFile {
  return { kind: 'unreadable', reason };
}

function tooLarge(size: number): string {
  return `it has ${size} bytes; at most ${authFileLimit} are read`;
}
