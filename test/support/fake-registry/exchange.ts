/** One request and its answer, in memory, before any fault changes it. */
import type { IncomingHttpHeaders } from 'node:http';

/** Which of the three servers was asked: the registry, the host that blobs are redirected to, the token service. */
export type ServerName = 'registry' | 'blobs' | 'tokens';

export interface Incoming {
  readonly server: ServerName;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const noBytes = new Uint8Array();

export function answer(status: number, headers: Headers = {}, body: Uint8Array = noBytes): Answer {
  return { status, headers, body };
}

export function jsonAnswer(status: number, value: unknown, headers: Headers = {}): Answer {
  return answer(
    status,
    { 'content-type': 'application/json; charset=utf-8', ...headers },
    Buffer.from(JSON.stringify(value)),
  );
}

/** An error in the registry's own form (distribution spec, "Error codes"). */
export function errorAnswer(status: number, code: string, message: string, headers: Headers = {}): Answer {
  return jsonAnswer(status, { errors: [{ code, message, detail: null }] }, headers);
}

/** The answer for content of which a conditional or a partial request may ask less (RFC 9110, 13.1.2 and 14.2). */
export function contentAnswer(
  incoming: Incoming,
  content: { readonly bytes: Uint8Array; readonly digest: string; readonly mediaType: string },
  allowed: { readonly conditional: boolean; readonly digestHeader: boolean; readonly ranges: boolean },
): Answer {
  const etag = `"${content.digest}"`;
  const headers = {
    'content-type': content.mediaType,
    ...(allowed.digestHeader ? { 'docker-content-digest': content.digest } : {}),
    ...(allowed.conditional ? { etag } : {}),
  };
  if (allowed.conditional && namesTag(incoming.headers['if-none-match'], etag)) return answer(304, headers);
  const range = allowed.ranges ? /^bytes=(\d+)-(\d*)$/.exec(incoming.headers.range ?? '') : null;
  if (range === null) return answer(200, headers, content.bytes);
  const start = Number(range[1]);
  const end = Math.min(range[2] === '' ? Infinity : Number(range[2]), content.bytes.length - 1);
  if (start > end) return answer(416, { 'content-range': `bytes */${content.bytes.length}` });
  const contentRange = `bytes ${start}-${end}/${content.bytes.length}`;
  return answer(206, { ...headers, 'content-range': contentRange }, content.bytes.subarray(start, end + 1));
}

function namesTag(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((item) => item.trim().replace(/^W\//, '') === etag || item.trim() === '*');
}
