import type { Dispatcher } from 'undici';
import { failureOf } from './failure.ts';
import type { HttpRequest, HttpResponse, Outcome } from './http.ts';
import { secretsOf } from './redact.ts';

/** The most that is read of an answer that is no success. Bytes. */
const errorBodyLimit = 64 * 1024;

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  /** What to ask for instead of the URL's path: the whole URL, through a proxy (RFC 9112 section 3.2.2). */
  readonly target?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  /** Milliseconds after which an answer that still trickles in is given up. */
  readonly totalTimeout: number;
  readonly clock: () => number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends one request and reads the answer, body and all. What happens to the connection is an outcome; only the signal's
 * reason and bugs are thrown.
 */
export function exchange(request: HttpRequest, options: ExchangeOptions): Promise<Outcome> {
  const { dispatcher, headers, headersTimeout, bodyTimeout, signal } = options;
  const { method, url, body } = request;
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    const started = options.clock();
    let controller: Dispatcher.DispatchController | undefined;
    let answer: Pick<HttpResponse, 'status' | 'headers'> = { status: 0, headers: {} };
    let size = 0;
    let ended = false;

    function end(finish: () => void): void {
      if (ended) return;
      ended = true;
      signal?.removeEventListener('abort', abort);
      finish();
    }
    /** Ends it with what is known, and the connection with it. */
    function cut(outcome: Outcome): void {
      end(() => resolve(outcome));
      controller?.abort(new Error('no longer of interest'));
    }
    function abort(): void {
      end(() => reject(signal?.reason));
      controller?.abort(new Error('aborted'));
    }
    function response(): Outcome {
      return { kind: 'response', response: { ...answer, body: join(chunks, size), url, secrets: secretsOf(request) } };
    }

    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: options.target ?? url.pathname + url.search,
        method,
        headers: { ...headers },
        body: body ?? null,
        headersTimeout,
        bodyTimeout,
      },
      {
        onRequestStart(started) {
          controller = started;
          if (ended) started.abort(new Error('aborted'));
        },
        onResponseStart(_, status, received) {
          answer = { status, headers: received };
        },
        onResponseData(_, chunk) {
          if (ended) return;
          const success = answer.status >= 200 && answer.status < 300;
          const room = (success ? request.limit : errorBodyLimit) - size;
          chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
          size += Math.min(chunk.length, room);
          if (chunk.length > room) cut(success && !request.cut ? tooLarge(request.limit) : response());
          else if (options.clock() - started > options.totalTimeout) cut(tooSlow);
        },
        onResponseEnd() {
          end(() => resolve(response()));
        },
        onResponseError(_, error) {
          end(() => {
            try {
              resolve({ kind: 'failure', failure: failureOf(error) });
            } catch (bug) {
              reject(bug);
            }
          });
        },
      },
    );
  });
}

const tooSlow: Outcome = { kind: 'failure', failure: { kind: 'timeout', reason: 'the answer came too slowly' } };

function tooLarge(limit: number): Outcome {
  return { kind: 'failure', failure: { kind: 'too-large', reason: `the answer has more than ${limit} bytes` } };
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
