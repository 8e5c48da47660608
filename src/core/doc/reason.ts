import type { GraphEdge } from '../graph/model.ts';

/** Why something could not be resolved, by the code of the error. `HOST` is the registry. */
const reasons: Readonly<Record<string, string>> = {
  CONTRACT_NOT_FOUND: 'no contract is there',
  DIGEST_MISMATCH: 'its content is not what its digest says',
  INVALID_ARCHIVE: 'its archive is damaged',
  INVALID_BUNDLE: 'its bundle is damaged',
  INVALID_COMPATIBILITY: 'the constraint on its version means nothing',
  INVALID_CONTRACT: 'its contract is invalid',
  INVALID_REFERENCE: 'the reference means nothing',
  LOCK_MISMATCH: 'it is not what was locked',
  NOT_A_PACTO_BUNDLE: 'it is no bundle of a contract',
  NO_MATCHING_VERSION: 'no version of it fits',
  REGISTRY_AUTH: 'HOST refuses access',
  REGISTRY_NOT_FOUND: 'HOST does not have it',
  REGISTRY_OFFLINE: 'it is not cached, and nobody was asked',
  REGISTRY_PROTOCOL: 'HOST does not answer as a registry does',
  REGISTRY_RATE_LIMITED: 'HOST was asked too often',
  REGISTRY_UNREACHABLE: 'HOST cannot be reached',
  TIMED_OUT: 'it took too long',
};

/**
 * Why a reference could not be resolved, in a few words that are the same wherever and whenever it fails in that way, so
 * that documents are. The error itself has the details.
 */
export function reasonOf({ code, message }: NonNullable<GraphEdge['error']>, ref: string): string {
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return (reason ?? message).replace('HOST', () => hostOf(ref));
}

function hostOf(ref: string): string {
  const host = /^oci:\/\/([^/]+)\//.exec(ref)?.[1];
  return host ?? 'the registry';
}
