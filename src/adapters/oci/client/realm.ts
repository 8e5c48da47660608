import type { Challenge } from './challenge.ts';
import { type Attempt, protocolError } from './error.ts';
import { isForbidden, isListed, isLoopback } from './host.ts';

/**
 * The address of the token service in a challenge, where it is one that a password may be sent to: https, or plain http
 * where the service is listed as insecure or is, like the registry itself, on this machine. Throws REGISTRY_PROTOCOL.
 *
 * @param host of the registry
 */
export function readRealm({ parameters }: Challenge, host: string, insecure: readonly string[], attempt: Attempt): URL {
  const text = parameters.get('realm') ?? '';
  if (!URL.canParse(text)) throw protocolError(attempt, 'names no URL as the place to get a token from');
  const realm = new URL(text);
  realm.username = '';
  realm.password = '';
  realm.hash = '';
  const allowsPlain = isListed(insecure, realm.host) || (isLoopback(realm.host) && isLoopback(host));
  if (realm.protocol !== 'https:' && !(realm.protocol === 'http:' && allowsPlain)) {
    throw protocolError(attempt, `wants credentials sent to ${realm.protocol}//${realm.host}, which is not https`);
  }
  if (isForbidden(realm.host)) {
    throw protocolError(attempt, `wants a token from ${realm.host}, which no registry has a reason to name`);
  }
  return realm;
}
