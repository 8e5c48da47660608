/** References between schemas: RFC 3986 section 5.2, without any of the fetching. */

interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

// RFC 3986, appendix B.
const uriParts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function split(uri: string): UriParts {
  const [, scheme, authority, path = '', query, fragment] = uriParts.exec(uri) ?? [];
  return { scheme, authority, path, query, fragment };
}

function join({ scheme, authority, path, query, fragment }: UriParts): string {
  return [
    scheme === undefined ? '' : `${scheme}:`,
    authority === undefined ? '' : `//${authority}`,
    path,
    query === undefined ? '' : `?${query}`,
    fragment === undefined ? '' : `#${fragment}`,
  ].join('');
}

/** The reference as seen from `base`. An empty base leaves it as it is. */
export function resolveUri(base: string, reference: string): string {
  if (base === '') return reference;
  if (reference.startsWith('#')) return `${withoutFragment(base)}${reference}`;
  const from = split(base);
  const to = split(reference);
  if (to.scheme !== undefined) return join({ ...to, path: withoutDots(to.path) });
  if (to.authority !== undefined) return join({ ...to, scheme: from.scheme, path: withoutDots(to.path) });
  const at = { scheme: from.scheme, authority: from.authority, fragment: to.fragment };
  if (to.path === '') return join({ ...at, path: from.path, query: to.query ?? from.query });
  if (to.path.startsWith('/')) return join({ ...at, path: withoutDots(to.path), query: to.query });
  const folder = from.path.slice(0, from.path.lastIndexOf('/') + 1);
  const root = folder === '' && from.authority !== undefined ? '/' : folder;
  return join({ ...at, path: withoutDots(root + to.path), query: to.query });
}

function withoutFragment(uri: string): string {
  const hash = uri.indexOf('#');
  return hash < 0 ? uri : uri.slice(0, hash);
}

/** RFC 3986 section 5.2.4. Opaque paths (`urn:uuid:…`) have no segments to remove. */
function withoutDots(path: string): string {
  if (!path.includes('.')) return path;
  const segments = path.split('/');
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '.' || segment === '..') {
      if (segment === '..' && kept.length > 1) kept.pop();
      if (last) kept.push('');
    } else kept.push(segment);
  }
  return kept.join('/');
}

/** The URI before the `#`, and the percent-decoded fragment ('' where there is none, undefined where it is broken). */
export function splitFragment(uri: string): { readonly base: string; readonly fragment: string | undefined } {
  const hash = uri.indexOf('#');
  if (hash < 0) return { base: uri, fragment: '' };
  return { base: uri.slice(0, hash), fragment: decodePercent(uri.slice(hash + 1)) };
}

function decodePercent(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // decodeURIComponent has no other way to say that the escapes are not UTF-8.
    return undefined;
  }
}
