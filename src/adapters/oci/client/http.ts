/** One request and what becomes of it, before anybody judges it. */
import type { Credential } from '../credential.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** The most bytes that the body of a successful answer may have. */
  readonly limit: number;
  /** Whether the beginning of a longer body is of use. */
  readonly cut?: boolean;
  /** Whose it is: the log names the source, and no message repeats the secret. */
  readonly credential?: Credential;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Cut at 64 KiB where the status is no success. */
  readonly body: Uint8Array;
  /** Who answered: after redirects, the last. */
  readonly url: URL;
  /** What the request had in it that no message may repeat. */
  readonly secrets?: readonly string[];
}

/** Why there is no response. */
export interface Failure {
  readonly kind: 'unreachable' | 'broken' | 'timeout' | 'untrusted' | 'not-tls' | 'not-http' | 'too-large';
  /** As the end of a sentence. */
  readonly reason: string;
  readonly cause?: unknown;
  /** What was asked, where it is not what the request says. */
  readonly url?: URL;
}

export type Outcome =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** A header; lines of the same name joined as RFC 9110 section 5.3 says. */
export function header({ headers }: Pick<HttpResponse, 'headers'>, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return typeof value === 'object' ? value.join(', ') : value;
}

/** The media type without parameters, in lower case; empty where none is given. */
export function mediaTypeOf(response: Pick<HttpResponse, 'headers'>): string {
  return ((header(response, 'content-type') ?? '').split(';', 1)[0] ?? '').trim().toLowerCase();
}

export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}
