import { PactoError } from '../../core/error.ts';
import type { Repository } from './repository.ts';

/** A repository that may not be asked. Every method throws REGISTRY_OFFLINE. */
export function offlineRepository(reference: string, purpose: 'read' | 'write' = 'read'): Repository {
  async function refuse(): Promise<never> {
    const name = reference.replace(/^oci:\/\//, '');
    if (purpose === 'read') throw new PactoError('REGISTRY_OFFLINE', `${name} is not asked with --offline`);
    throw new PactoError('REGISTRY_OFFLINE', `nothing is published to ${name} with --offline`, {
      hint: 'Run it without --offline, or publish to a directory: oci-layout:DIR.',
    });
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
