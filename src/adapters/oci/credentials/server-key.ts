/** How files and helpers name registries. */
import { canonicalRegistry } from '../../../core/contract/registry-name.ts';
import type { Wanted } from './source.ts';

const dockerHub = 'registry-1.docker.io';
/** Docker keeps what is for its hub under this name, whatever people typed. */
const dockerHubKey = 'https://index.docker.io/v1/';

/** The host that answers for a registry. */
export function canonicalHost(registry: string): string {
  return canonicalRegistry(registry, 'x/x').registry;
}

/** What a registry is called in files and by helpers. */
export function serverName(registry: string): string {
  const host = canonicalHost(registry);
  return host === dockerHub ? dockerHubKey : host;
}

/**
 * A key of `auths`: `host`, `https://host`, `https://host/v1/` (Docker's oldest), and of Podman `host/path` for what
 * is below (containers-auth.json(5)).
 */
function parseKey(key: string): Wanted {
  const bare = key.replace(/^https?:\/\//, '').replace(/\/$/, '');
  const slash = bare.indexOf('/');
  const host = slash < 0 ? bare : bare.slice(0, slash);
  const path = slash < 0 ? '' : bare.slice(slash + 1);
  return { registry: canonicalHost(host), repository: /^v[12]$/.test(path) ? '' : path };
}

/** Whether a key is for a whole registry, in whatever spelling. */
export function isKeyOf(key: string, registry: string): boolean {
  const parsed = parseKey(key);
  return parsed.registry === canonicalHost(registry) && parsed.repository === '';
}

/** The key that is for a repository: of several the one with the longest path, then the usual spelling. */
export function bestKey(keys: readonly string[], { registry, repository }: Wanted): string | undefined {
  const usual = serverName(registry);
  let best: { readonly key: string; readonly rank: number } | undefined;
  for (const key of keys) {
    const parsed = parseKey(key);
    const path = parsed.repository;
    const covers = path === '' || repository === path || repository.startsWith(`${path}/`);
    if (parsed.registry !== registry || !covers) continue;
    const rank = 2 * path.length + (key === usual ? 1 : 0);
    if (best === undefined || rank > best.rank) best = { key, rank };
  }
  return best?.key;
}

/** What a helper is asked for where a key chose it: the registry, or the path that the key is for. */
export function helperServer(key: string): string {
  const { registry, repository } = parseKey(key);
  return repository === '' ? serverName(registry) : `${registry}/${repository}`;
}
