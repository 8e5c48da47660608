import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';
import { type EventStreams, eventStreams } from './events.ts';
import { isOwnRequest } from './own-request.ts';

/** A page to answer with. */
export interface ServedPage {
  readonly html: string;
  /** What the page may load and run: the value of the header Content-Security-Policy. */
  readonly securityPolicy: string;
  /** 200, or an error's status. */
  readonly status: number;
}

export interface PageServerOptions {
  /** A port of 127.0.0.1; 0 is any that is free. */
  readonly port: number;
  /**
   * Makes the page, for whoever asks at the same time. It hears of whatever changes from now on at `events`: a stream of
   * server-sent events, `change` each, which begins with one where something has changed before the page listens.
   */
  readonly page: (events: string) => Promise<ServedPage>;
  /** Told what `page` threw; whoever asked gets no answer. */
  readonly onFailure: (error: unknown) => void;
}

export interface PageServer {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** Tells everybody who looks at the page that it is another one now. */
  readonly changed: () => void;
  /** Ends all connections, and resolves when the port is free again. */
  readonly close: () => Promise<void>;
}

const eventsPath = '/events';

/** Nothing that other sites or an address bar can reach is kept, embedded, sniffed or told where it came from. */
const headers = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const address = '127.0.0.1';

/**
 * Serves one page to this machine and nobody else: it listens on the loopback address, and answers only requests that
 * name it as their host and come from no other site. Throws PORT_UNAVAILABLE.
 */
export async function servePage({ port, page, onFailure }: PageServerOptions): Promise<PageServer> {
  const streams = eventStreams();
  const started = randomUUID();
  let changes = 0;
  let making: Promise<ServedPage> | undefined;
  const events = () => `${eventsPath}?after=${started}-${changes}`;
  const current = () => {
    if (making !== undefined) return making;
    const own = page(events()).finally(() => {
      if (making === own) making = undefined;
    });
    making = own;
    return own;
  };
  const server = createServer((request, response) => {
    answer(request, response, { current, events, streams }).catch((error: unknown) => {
      response.destroy();
      onFailure(error);
    });
  });
  await listen(server, port);
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${own}/`,
    changed() {
      changes += 1;
      making = undefined;
      streams.send('change');
    },
    close() {
      streams.close();
      return new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      });
    },
  };
}

interface Served {
  readonly current: () => Promise<ServedPage>;
  /** Where a page hears of changes that was made now. */
  readonly events: () => string;
  readonly streams: EventStreams;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { current, events, streams }: Served,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!isOwnRequest(request)) {
    refuse(response, 403, 'This page is for this machine alone, under the address that `pacto doc --serve` printed.');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    refuse(response, 405, 'There is nothing to send to this page.');
    return;
  }
  const { url = '' } = request;
  const path = url.replace(/\?.*$/s, '');
  if (path === eventsPath && request.method === 'GET') {
    if (!streams.add(response)) refuse(response, 503, 'Too many tabs have this page open.');
    // A page that was made before the last change, or by a server that is gone, came too late to be told.
    else if (url !== events()) streams.send('change', response);
    return;
  }
  if (path !== '/') {
    refuse(response, 404, 'There is one page here: /');
    return;
  }
  const { html, securityPolicy, status } = await current();
  response.setHeader('content-security-policy', `${securityPolicy}; frame-ancestors 'none'`);
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(unavailable(port, error)));
    server.listen({ port, host: address, exclusive: true }, resolve);
  });
}

function unavailable(port: number, error: Error): PactoError {
  const code = systemCode(error);
  const reason =
    code === 'EADDRINUSE'
      ? 'another program has it'
      : code === 'EACCES'
        ? 'ports below 1024 are for administrators'
        : systemReason(error);
  return new PactoError('PORT_UNAVAILABLE', `port ${port} of ${address} cannot be used: ${reason}`, { cause: error });
}
