import { isForbidden, isLoopback } from './host.ts';
import { type HttpRequest, type HttpResponse, header } from './http.ts';

/** How many redirects of one request are followed. */
export const mostRedirects = 5;

const statuses = new Set([301, 302, 303, 307, 308]);

/** Whether the response sends elsewhere and the request may follow: what changes something never does by itself. */
export function isRedirect({ method }: HttpRequest, response: HttpResponse): boolean {
  return (
    statuses.has(response.status) &&
    (method === 'GET' || method === 'HEAD') &&
    header(response, 'location') !== undefined
  );
}

export type Target = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly problem: string };

/**
 * Where a registry sends us by a `Location` or a `Link`, checked: http or https, never from https down to http, plain
 * http only where it is allowed (to this machine: only from this machine), never to an address inside clouds. A registry
 * behind a proxy that ends TLS may call itself http: on the same host that means https.
 */
export function resolveTarget(location: string, from: URL, allowsPlain: (host: string) => boolean): Target {
  if (!URL.canParse(location, from.href)) return refused('is no URL');
  const url = new URL(location, from);
  url.username = '';
  url.password = '';
  url.hash = '';
  if (url.protocol === 'http:' && from.protocol === 'https:' && url.host === from.host) url.protocol = 'https:';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused(`leads to ${url.protocol}`);
  if (url.host === from.host && url.protocol === from.protocol) return { ok: true, url };
  if (url.protocol === 'http:' && from.protocol === 'https:')
    return refused(`leads from https to http, to ${url.host}`);
  const comesFromElsewhere = isLoopback(url.host) && !isLoopback(from.host);
  if (url.protocol === 'http:' && (comesFromElsewhere || !allowsPlain(url.host))) {
    return refused(`leads to ${url.host} by plain http, which is not allowed there`);
  }
  if (isForbidden(url.host)) {
    return refused(`leads to ${url.host}, which no registry has a reason to name`);
  }
  return { ok: true, url };
}

function refused(problem: string): Target {
  return { ok: false, problem };
}

/** The headers of a request that go along to another URL: what authorises is for one origin only. */
export function headersFor({ headers, url }: HttpRequest, target: URL): Readonly<Record<string, string>> {
  if (url.origin === target.origin) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization' && name !== 'cookie'));
}
