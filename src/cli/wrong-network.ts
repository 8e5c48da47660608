import { type GivenNetwork, networkSettings } from '../adapters/config/network.ts';
import type { LoadedSettings } from '../adapters/config/settings.ts';

/** Holds what is said of registries to what can be. No file that is named is read. Throws USAGE. */
export function checkNetwork(
  given: Partial<Pick<GivenNetwork, 'mirrors' | 'insecure'>> & { readonly settings?: readonly LoadedSettings[] },
): void {
  const { mirrors = [], insecure = [], settings = [] } = given;
  networkSettings({ cwd: '/', env: {}, mirrors, insecure, caFiles: [], offline: false, cache: false }, settings);
}
