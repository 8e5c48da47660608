import { type Attempt, protocolError, refusePage } from './error.ts';
import { type HttpResponse, header } from './http.ts';
import { linkTo } from './link.ts';
import { attemptOf, type Place, type PlaceRequest } from './place.ts';
import { resolveTarget } from './redirect.ts';

/** Bytes of one page. */
const pageLimit = 8 * 1024 * 1024;
const mostPages = 1000;

export interface Pages {
  /** As in "to …". */
  readonly operation: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether this answer to the first request says that there is no such list, which is then empty. */
  readonly isAbsent?: (response: HttpResponse) => boolean;
}

/**
 * Reads a list page by page, along the `Link` to the next one. A link back to a page that was read ends it: what there
 * was to see has been seen. Throws for the first page that is no success, and REGISTRY_PROTOCOL for a list without end
 * or a link to another host.
 */
export async function readPages(
  place: Place,
  pages: Pages,
  read: (response: HttpResponse, attempt: Attempt) => void,
): Promise<void> {
  const seen = new Set<string>();
  let url: URL | undefined = pages.url;
  while (url !== undefined && !seen.has(url.href)) {
    seen.add(url.href);
    const { operation, headers = {} } = pages;
    const request: PlaceRequest = {
      operation,
      method: 'GET',
      url,
      headers: { accept: 'application/json', ...headers },
      limit: pageLimit,
    };
    if (seen.size > mostPages) throw protocolError(attemptOf(request), `has more than ${mostPages} pages of it`);
    const response = await place.send(request);
    if (seen.size === 1 && pages.isAbsent?.(response)) return;
    if (response.status !== 200) throw place.refuse(request, response);
    refusePage(attemptOf(request), response);
    read(response, attemptOf(request));
    url = nextPage(place, request, response);
  }
}

function nextPage(place: Place, request: PlaceRequest, response: HttpResponse): URL | undefined {
  const link = linkTo(header(response, 'link'), 'next');
  if (link === undefined) return undefined;
  const target = resolveTarget(link, response.url, place.allowsPlain);
  if (!target.ok) throw protocolError(attemptOf(request), `answered with a Link that ${target.problem}`);
  if (target.url.origin !== response.url.origin) {
    throw protocolError(attemptOf(request), `answered with a Link to another host, ${target.url.host}`);
  }
  return target.url;
}
