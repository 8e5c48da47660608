/** What the cache knows beside content: where a tag led, and which tags a repository had. One small JSON file each. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isTag } from '../../../core/contract/registry-name.ts';
import { isArray, type Json, member } from '../../../core/json.ts';
import { isDigest, parseJson } from '../json.ts';

/** A manifest that was fetched: by a tag, or by its digest alone. */
export interface Pointer {
  /** `ghcr.io/acme/payments`. */
  readonly repository: string;
  /** Absent where the digest was asked for. */
  readonly tag?: string;
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes of the manifest. */
  readonly size: number;
  readonly etag?: string;
  /** When the registry said so last. Milliseconds since 1970. */
  readonly checkedAt: number;
}

/** The tags that a repository had. */
export interface TagList {
  readonly repository: string;
  readonly tags: readonly string[];
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
}

/** The directory of all pointers in a cache. */
export const pointerFolder = 'pointers';

/** Bytes of one pointer, and of one list. */
export const pointerLimit = 16 * 1024;
export const tagListLimit = 16 * 1024 * 1024;

/** No encoded name is like this: after a percent sign, those have two hexadecimal digits. */
const listName = '%tags.json';
const longestName = 120;
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/;

/** The file of the pointer of a tag or of a digest, relative to the cache. */
export function pointerPath(repository: string, tagOrDigest: string): string {
  const name = isDigest(tagOrDigest) ? `%${tagOrDigest.replace(':', '-')}` : encodeName(tagOrDigest);
  return join(repositoryFolder(repository), `${name}.json`);
}

/** The file of the list of a repository's tags, relative to the cache. */
export function tagListPath(repository: string): string {
  return join(repositoryFolder(repository), listName);
}

/** Whether a file's name says that it is a list of tags. */
export function isTagListName(name: string): boolean {
  return name === listName;
}

function repositoryFolder(repository: string): string {
  const slash = repository.indexOf('/');
  // Flat: as folders in folders, the repository a/b and the tag b of a could have one place.
  return join(pointerFolder, encodeName(repository.slice(0, slash)), encodeName(repository.slice(slash + 1)));
}

/** A file name of its own for each text, also where file systems ignore case, reserve names or have short ones. */
function encodeName(text: string): string {
  const safe = text
    .replace(/[^a-z0-9._-]/gu, (character) => Array.from(Buffer.from(character), percent).join(''))
    .replace(/^\./, '%2E')
    .replace(windowsDevice, (device) => percent(device.charCodeAt(0)) + device.slice(1));
  if (safe.length <= longestName) return safe;
  return `${safe.slice(0, longestName / 2)}%-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

export function printPointer({ repository, tag, digest, mediaType, size, etag, checkedAt }: Pointer): Uint8Array {
  return print({ repository, tag, digest, mediaType, size, etag, checkedAt: new Date(checkedAt).toISOString() });
}

export function printTagList({ repository, tags, checkedAt }: TagList): Uint8Array {
  return print({ repository, tags, checkedAt: new Date(checkedAt).toISOString() });
}

function print(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

/** Reads a pointer; undefined where anything in it is not as it should be. */
export function parsePointer(bytes: Uint8Array): Pointer | undefined {
  const value = parseJson(bytes);
  const [repository, tag, digest] = [member(value, 'repository'), member(value, 'tag'), member(value, 'digest')];
  const [mediaType, size, etag] = [member(value, 'mediaType'), member(value, 'size'), member(value, 'etag')];
  const checkedAt = timeOf(value);
  if (!isRepository(repository) || !isDigest(digest) || checkedAt === undefined) return undefined;
  if (tag !== undefined && !(typeof tag === 'string' && isTag(tag))) return undefined;
  if (typeof mediaType !== 'string' || typeof size !== 'number' || !Number.isSafeInteger(size)) return undefined;
  return {
    repository,
    ...(tag === undefined ? {} : { tag }),
    digest,
    mediaType,
    size,
    ...(typeof etag === 'string' ? { etag } : {}),
    checkedAt,
  };
}

/** Reads a list of tags; undefined where anything in it is not as it should be. */
export function parseTagList(bytes: Uint8Array): TagList | undefined {
  const value = parseJson(bytes);
  const [repository, tags, checkedAt] = [member(value, 'repository'), member(value, 'tags'), timeOf(value)];
  if (!isRepository(repository) || !isArray(tags) || checkedAt === undefined) return undefined;
  const read = tags.filter((tag) => typeof tag === 'string' && isTag(tag)).map(String);
  return read.length === tags.length ? { repository, tags: read, checkedAt } : undefined;
}

function isRepository(value: Json | undefined): value is string {
  return typeof value === 'string' && /^[^/\0]+\/[^\0]+$/.test(value);
}

function timeOf(value: Json | undefined): number | undefined {
  const text = member(value, 'checkedAt');
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
