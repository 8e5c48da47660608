import { join } from 'node:path';
import { isDigest } from '../json.ts';

/** Bytes. */
export const manifestLimit = 4 * 1024 * 1024;
export const blobLimit = 64 * 1024 * 1024;

/** The file of a blob in a layout: `blobs/sha256/…`. The digest must be one: it becomes a path. */
export function blobPath(directory: string, digest: string): string {
  if (!isDigest(digest)) throw new Error(`${JSON.stringify(digest)} is not a digest`);
  const colon = digest.indexOf(':');
  return join(directory, 'blobs', digest.slice(0, colon), digest.slice(colon + 1));
}
