/** Lists in pages, with `Link` as registries write it (distribution spec 1.1, "Listing tags"; RFC 8288). */
import type { LinkStyle } from './behaviour.ts';
import type { Surroundings } from './blobs.ts';
import type { Headers, Incoming } from './exchange.ts';

export interface Page {
  readonly items: readonly string[];
  readonly headers: Headers;
}

/** The page that a request asks for by `n` and `last`, or by the parameter of an opaque link; undefined for a bad `n`. */
export function pageOf(all: readonly string[], incoming: Incoming, around: Surroundings): Page | undefined {
  const { behaviour, origins } = around;
  const asked = incoming.query.get('n');
  if (asked !== null && !/^\d{1,4}$/.test(asked)) return undefined;
  const size = Math.min(asked === null ? Infinity : Number(asked), behaviour.pageSize ?? Infinity);
  const opaque = incoming.query.get('next_page');
  const last = opaque === null ? incoming.query.get('last') : Buffer.from(opaque, 'base64').toString();
  const start = last === null ? 0 : startAfter(all, last);
  const items = all.slice(start, start + size);
  const final = items.at(-1);
  if (final === undefined || start + size >= all.length) return { items, headers: {} };

  const loops = behaviour.link === 'loop';
  const query = new URLSearchParams(loops ? [...incoming.query] : [['last', final]]);
  query.set('n', String(size));
  if (behaviour.link === 'opaque') {
    query.delete('last');
    query.set('next_page', Buffer.from(final).toString('base64'));
  }
  return { items, headers: { link: linkSpellings[behaviour.link](incoming.path, `?${query}`, origins) } };
}

const linkSpellings: Record<
  LinkStyle,
  (path: string, query: string, origins: Surroundings['origins']) => string | readonly string[]
> = {
  relative: (path, query) => `<${path}${query}>; rel="next"`,
  absolute: (path, query, { registry }) => `<${registry}${path}${query}>; rel="next"`,
  unquoted: (path, query) => `<${path}${query}>;rel=next`,
  spaced: (path, query) => `<${path}${query}> ; title="a, b; rel=prev" ; REL = "Next"`,
  several: (path, query) => `<${path}>; rel="first", <${path}${query}>; rel="next"`,
  'two-lines': (path, query) => [`<${path}>; rel="first"`, `<${path}${query}>; rel="next"`],
  opaque: (path, query) => `<${path}${query}>; rel="next"`,
  query: (_, query) => `<${query}>; rel="next"`,
  loop: (path, query) => `<${path}${query}>; rel="next"`,
  'other-host': (path, query, { blobs }) => `<${blobs}${path}${query}>; rel="next"`,
};

function startAfter(all: readonly string[], last: string): number {
  const position = all.indexOf(last);
  if (position >= 0) return position + 1;
  const next = all.findIndex((item) => item > last);
  return next < 0 ? all.length : next;
}
