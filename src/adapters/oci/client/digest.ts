import { createHash } from 'node:crypto';

/** The digest of the bytes by the algorithm of another digest: `sha256:…` or `sha512:…`. */
export function digestLike(digest: string, bytes: Uint8Array): string {
  const algorithm = digest.startsWith('sha512:') ? 'sha512' : 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}
