import { isArray, isObject, type Json, member } from '../json.ts';
import type { InterfaceFile } from './model.ts';

/** Servers per list whose base paths are tried: real documents have a handful. */
const maxServers = 100;

/**
 * The paths of an OpenAPI document as clients may call them: each below every base path of its servers, and bare.
 * Templates stay as they are: `/v1/orders/{id}`. Empty for other formats.
 */
export function httpPaths(file: InterfaceFile): readonly string[] {
  if (file.format !== 'openapi' || file.document === undefined) return [];
  const { value } = file.document;
  const paths = member(value, 'paths');
  if (!isObject(paths)) return [];
  const shared = basePaths(value);
  const found = new Set<string>();
  for (const [path, item] of Object.entries(paths)) {
    if (!path.startsWith('/')) continue;
    for (const base of new Set(['', ...shared, ...basePaths(item)])) found.add(base + path);
  }
  return [...found];
}

/** Path prefixes without trailing slash: of `basePath` (2.0) and of the servers (3.x), variables at their defaults. */
function basePaths(value: Json): string[] {
  const basePath = member(value, 'basePath');
  const servers = member(value, 'servers');
  const bases = typeof basePath === 'string' ? [basePath] : [];
  for (const server of isArray(servers) ? servers.slice(0, maxServers) : []) {
    const url = member(server, 'url');
    if (typeof url === 'string') bases.push(pathOf(withDefaults(url, member(server, 'variables'))));
  }
  return bases.map((base) => (base.startsWith('/') ? base : `/${base}`).replace(/\/{1,99}$/, ''));
}

function withDefaults(url: string, variables: Json | undefined): string {
  return url.replace(/\{([^{}]*)\}/g, (template, name: string) => {
    const value = member(member(variables, name), 'default');
    return typeof value === 'string' ? value : template;
  });
}

/** The path of a URL, which may be relative. */
function pathOf(url: string): string {
  const [address = ''] = url.split(/[?#]/, 1);
  const authority = /^(?:[A-Za-z][\w+.-]*:)?\/\//.exec(address)?.[0];
  if (authority === undefined) return address.replace(/^\.\//, '/');
  const slash = address.indexOf('/', authority.length);
  return slash < 0 ? '' : address.slice(slash);
}
