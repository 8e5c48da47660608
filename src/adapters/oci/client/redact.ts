/** Query parameters that say nothing secret. Everything else in a query may be a signature or a session. */
const plain = new Set(['n', 'last', 'next_page', 'digest', 'mount', 'from', 'service', 'scope', 'artifactType', 'tag']);

/** A URL as it may be shown: without user, password, fragment and the values of unknown parameters. */
export function redact(url: URL): string {
  const query = [...url.searchParams].map(([name, value]) => {
    const shown = plain.has(name) ? encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2F', '/') : '…';
    return `${encodeURIComponent(name)}=${shown}`;
  });
  return `${url.origin}${url.pathname}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** Less is a number or a switch. */
const shortestSecret = 8;

/**
 * What an address answered, without what its query has of secrets: object stores repeat a signature that they do not
 * accept.
 */
export function withoutQuery(text: string, url: URL): string {
  let bare = text;
  for (const [name, value] of url.searchParams) {
    if (plain.has(name) || value.length < shortestSecret) continue;
    for (const spelling of [value, encodeURIComponent(value)]) bare = bare.replaceAll(spelling, '…');
  }
  return bare;
}

/** Text from elsewhere as it may be shown: no control or formatting characters, at most 200 characters. */
export function shown(text: string): string {
  const bare = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ').trim();
  return bare.length > 200 ? `${[...bare].slice(0, 199).join('')}…` : bare;
}
