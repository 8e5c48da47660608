import { createHash } from 'node:crypto';

/** The digest of the bytes, `sha512:…` where the other text is such a digest, else `sha256:…`. */
export function digestLike(digest: string, bytes: Uint8Array): string {
  const algorithm = digest.startsWith('sha512:') ? 'sha512' : 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}
