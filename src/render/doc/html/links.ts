/** Where a link of a bundle's text may lead. */
export type LinkTarget =
  | { readonly kind: 'web'; readonly url: string }
  /** Inside the text's own page. */
  | { readonly kind: 'here'; readonly fragment: string }
  /** A file of the bundle. */
  | { readonly kind: 'file'; readonly path: string; readonly fragment: string | undefined }
  /** Anything that could run, or that leads who knows where. */
  | { readonly kind: 'refused' };

const refused: LinkTarget = { kind: 'refused' };

/**
 * Judges a link. Browsers strip spaces and control characters before they look at the scheme, so these are refused, and
 * so are `//host` and backslashes, which browsers read as slashes.
 *
 * @param from bundle path of the file that has the link; relative ones are meant from there
 */
export function linkTarget(href: string, from: string): LinkTarget {
  if (/[\u0000-\u0020\u007f-\u009f\\]/.test(href)) return refused;
  if (/^(?:https?:\/\/|mailto:)./i.test(href)) return { kind: 'web', url: href };
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith('/')) return refused;
  const [path = '', ...rest] = href.split('#');
  const fragment = rest.length === 0 ? undefined : decoded(rest.join('#'));
  if (path === '') return fragment === undefined ? refused : { kind: 'here', fragment };
  const resolved = resolvePath(from, decoded(path.replace(/\?.*$/s, '')));
  return resolved === undefined ? refused : { kind: 'file', path: resolved, fragment };
}

/** The bundle path that a relative one means, or undefined where it leaves the bundle. */
function resolvePath(from: string, path: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // It has a percent sign that begins nothing; then it is meant as it is.
    return text;
  }
}
