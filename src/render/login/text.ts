import type { LoginResult, LogoutResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';

/** `Logged in to ghcr.io as alice (~/.config/pacto/config.json)`. */
export function renderLogin({ registry, username, verified, file }: LoginResult): string {
  const line = `Logged in to ${registry} as ${printable(username)} (${printable(file)})\n`;
  const doubt = 'The password could not be verified: the registry answers without one.\n';
  return verified ? line : `${line}${doubt}`;
}

/** What `logout` forgot, if anything. */
export function renderLogout({ registry, removed, file }: LogoutResult): string {
  const where = printable(file);
  return removed ? `Logged out of ${registry} (${where})\n` : `There is no login for ${registry} in ${where}\n`;
}
