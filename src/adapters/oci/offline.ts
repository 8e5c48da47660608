import { PactoError } from '../../core/error.ts';
import type { Repository } from './repository.ts';

/** A repository that may not be asked. Every method throws REGISTRY_OFFLINE. */
export function offlineRepository(reference: string): Repository {
  async function refuse(): Promise<never> {
    throw new PactoError('REGISTRY_OFFLINE', `${reference} is not to be asked with --offline`);
  }
  return {
    reference,
    tags: refuse,
    manifest: refuse,
    resolve: refuse,
    blob: refuse,
    putBlob: refuse,
    putManifest: refuse,
    referrers: refuse,
  };
}
