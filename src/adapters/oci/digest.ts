import { isDigest } from './json.ts';

/** The digest of the bytes by the algorithm that another digest names: `sha256:…` or `sha512:…`. */
export function digestAs(other: string, bytes: Uint8Array): string {
  const algorithm = other.startsWith('sha512:') ? 'sha512' : 'sha256';
  // Importing node:crypto takes some milliseconds of every start; few commands need a digest.
  const { hash } = process.getBuiltinModule('node:crypto');
  return `${algorithm}:${hash(algorithm, bytes, 'hex')}`;
}

/** Whether the bytes are what a digest stands for. */
export function hasDigest(bytes: Uint8Array, digest: string): boolean {
  return isDigest(digest) && digestAs(digest, bytes) === digest;
}
