import { wantsTls } from './error.ts';
import { isListed, isLoopback } from './host.ts';
import type { HttpRequest, Outcome } from './http.ts';

/** Where a registry answers, and by which scheme. */
export interface Endpoint {
  /** `host[:port]`. */
  readonly host: string;
  readonly plainHttp: boolean;
  url(pathAndQuery: string): URL;
  /** Whether a URL is at this host, by whatever scheme. */
  owns(url: URL): boolean;
  /** Sends a request to this host by the scheme that it speaks, any other as it is. */
  send(request: HttpRequest): Promise<Outcome>;
}

export interface EndpointOptions {
  readonly insecure: readonly string[];
  /** Whether certificates are configured that this host may need. */
  readonly expectsTls: boolean;
  /** Whether a client certificate is configured for exactly this host: then nothing but TLS will do. */
  readonly requiresTls: boolean;
  readonly send: (request: HttpRequest) => Promise<Outcome>;
}

/**
 * Plain http is for hosts that are listed as insecure, which get nothing else, and for this machine. A registry on this
 * machine may speak either: whichever is the less likely is tried once where the other is not understood, and what
 * worked is remembered.
 */
export function createEndpoint(host: string, options: EndpointOptions): Endpoint {
  const { insecure, expectsTls, requiresTls, send } = options;
  const listed = isListed(insecure, host);
  let settled = listed || requiresTls || !isLoopback(host);
  let scheme: 'http:' | 'https:' = listed || (isLoopback(host) && !expectsTls && !requiresTls) ? 'http:' : 'https:';

  function by(protocol: typeof scheme, request: HttpRequest): HttpRequest {
    if (request.url.protocol === protocol) return request;
    const url = new URL(request.url);
    url.protocol = protocol;
    return { ...request, url };
  }

  return {
    host,
    get plainHttp() {
      return scheme === 'http:';
    },
    owns: (url) => isAt(url, host),
    url: (pathAndQuery) => new URL(pathAndQuery, `${scheme}//${host}`),
    async send(request) {
      if (!isAt(request.url, host)) return send(request);
      const usual = scheme;
      const outcome = await send(by(usual, request));
      if (settled) return outcome;
      if (!wantsOther(outcome)) {
        settled = outcome.kind === 'response';
        return outcome;
      }
      const other = usual === 'http:' ? 'https:' : 'http:';
      const second = await send(by(other, request));
      if (second.kind === 'failure') {
        if (second.failure.kind !== 'untrusted') return outcome;
        return { kind: 'failure', failure: { ...second.failure, url: by(other, request).url } };
      }
      scheme = other;
      settled = true;
      return second;
    },
  };
}

/** A URL leaves out the port that its scheme has by default. */
function isAt(url: URL, host: string): boolean {
  return url.host === host || url.host === new URL(`${url.protocol}//${host}`).host;
}

/** What plain http to a TLS port meets (an answer or, of Node, a closed connection), and TLS to plain http. */
function wantsOther(outcome: Outcome): boolean {
  if (outcome.kind === 'response') return wantsTls(outcome.response);
  return ['not-tls', 'not-http', 'broken'].includes(outcome.failure.kind);
}
