import { registryHost } from '../core/contract/registry-name.ts';
import type { Arguments } from './arguments.ts';
import { usageError } from './usage.ts';

/** The `host[:port]` of the registry that the first argument names, in whatever spelling. Throws USAGE. */
export function registryArgument(args: Arguments): string {
  const text = args.positionals[0] ?? '';
  const host = registryHost(text);
  if (host !== undefined) return host.toLowerCase();
  // What stands before it may be a password.
  if (text.includes('@')) throw usageError('a registry has no @ in it', 'Give the user name with --username.');
  throw usageError(`${JSON.stringify(text)} names no registry`, 'A registry is HOST or HOST:PORT, such as ghcr.io.');
}
