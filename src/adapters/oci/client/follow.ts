import { type Attempt, failureError, protocolError } from './error.ts';
import { type HttpRequest, type HttpResponse, header, type Outcome } from './http.ts';
import { headersFor, isRedirect, mostRedirects, resolveTarget } from './redirect.ts';

export interface Following {
  /** Sends once. */
  readonly send: (request: HttpRequest) => Promise<Outcome>;
  /** Sends until the outcome is final. */
  readonly insist: (attempt: () => Promise<Outcome>, host: string) => Promise<Outcome>;
  /** Whether a host may be talked to by plain http. */
  readonly allowsPlain: (host: string) => boolean;
}

/** The response to a request after retries and redirects, whatever its status. Throws PactoError where there is none. */
export async function follow(first: HttpRequest, attempt: Attempt, following: Following): Promise<HttpResponse> {
  let request = first;
  for (let redirects = 0; ; redirects++) {
    const current = request;
    const outcome = await following.insist(() => following.send(current), current.url.host);
    if (outcome.kind === 'failure')
      throw failureError({ ...attempt, url: outcome.failure.url ?? current.url }, outcome.failure);
    const { response } = outcome;
    if (!isRedirect(current, response)) return response;
    if (redirects === mostRedirects) throw protocolError(attempt, `redirects more than ${mostRedirects} times`);
    const target = resolveTarget(header(response, 'location') ?? '', response.url, following.allowsPlain);
    if (!target.ok) throw protocolError(attempt, `redirects by a Location that ${target.problem}`);
    const { credential, ...rest } = current;
    const headers = headersFor({ ...current, url: response.url }, target.url);
    request = {
      ...rest,
      ...(credential === undefined || headers.authorization === undefined ? {} : { credential }),
      url: target.url,
      headers,
    };
  }
}
