import { randomUUID } from 'node:crypto';
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PactoError } from '../core/error.ts';
import type { Host } from './call.ts';
import {
  createMcpHandler,
  isLegacyRequest,
  localhostHostValidation,
  localhostOriginValidation,
  type Server,
  toNodeHandler,
  WebStandardStreamableHTTPServerTransport,
} from './sdk.ts';
import { makeServer } from './server.ts';

/** The largest body that is read. Bytes. */
export const bodyLimit = 4 * 1024 * 1024;
/** Sessions that are kept; with one more, the one that was silent longest ends. Its client starts a new one. */
export const sessionLimit = 64;
/** How long a session may be silent. Milliseconds. */
const silenceLimit = 24 * 60 * 60 * 1000;
/** Connections that are open at once; a client has one or two. */
const connectionLimit = 256;

/** Loopback, and nothing else: a server that reads files is for this machine alone. */
const address = '127.0.0.1';

export interface HttpOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Told once, with the address of the endpoint. */
  readonly onListening: (url: string) => void;
}

/** What servers get always has both. */
type ServerRequest = IncomingMessage & { readonly method: string; readonly url: string };

interface Session {
  readonly server: Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  lastUsed: number;
}

/** Serves any number of clients over Streamable HTTP at `/mcp`, until the signal is aborted. Throws where it cannot listen. */
export async function serveOverHttp(host: Host, { port, signal, onListening }: HttpOptions): Promise<void> {
  const endpoint = createEndpoint(host);
  const [isOwnHost, isOwnOrigin] = [localhostHostValidation(), localhostOriginValidation()];
  const answer = (request: ServerRequest, response: ServerResponse) => {
    // Pages of other sites can make browsers ask here; they cannot make them name this host and no origin.
    if (!isOwnHost(request, response) || !isOwnOrigin(request, response)) return;
    if (request.url.split('?', 1)[0] === '/mcp') void endpoint.handle(request, response);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('The endpoint is /mcp\n');
  };
  const server = createServer((request, response) => answer(request as ServerRequest, response));
  server.maxConnections = connectionLimit;
  try {
    onListening(`http://${address}:${await listen(server, port)}/mcp`);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await endpoint.close();
    server.close();
    server.closeAllConnections();
  }
}

function listen(server: HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Readonly<Record<string, string>> = {
        EADDRINUSE: 'another program has it',
        EACCES: 'ports below 1024 are for administrators',
      };
      const reason = reasons[error.code ?? ''] ?? error.message;
      const message = `port ${port} of ${address} cannot be used: ${reason}`;
      reject(new PactoError('PORT_UNAVAILABLE', message, { cause: error }));
    });
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}

/** What answers requests: with sessions for clients that begin with `initialize`, and without for those since 2026-07-28. */
function createEndpoint(host: Host) {
  const sessions = new Map<string, Session>();
  const onerror = ({ message }: Error) => host.log(`mcp: ${message}`);
  const modern = createMcpHandler((context) => makeServer(host, context), {
    legacy: 'reject',
    maxRequestBodySize: bodyLimit,
    onerror,
  });

  async function fetch(request: Request): Promise<Response> {
    if (!(await isLegacyRequest(request, undefined, { maxRequestBodySize: bodyLimit }))) return modern.fetch(request);
    const id = request.headers.get('mcp-session-id');
    if (id === null) return begin(request);
    const session = sessions.get(id);
    if (session === undefined) return ended();
    session.lastUsed = Date.now();
    return session.transport.handleRequest(request);
  }

  async function begin(request: Request): Promise<Response> {
    const server = makeServer(host, { era: 'legacy' });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: bodyLimit,
      async onsessioninitialized(id) {
        await makeRoom();
        sessions.set(id, { server, transport, lastUsed: Date.now() });
      },
      onsessionclosed: (id) => void sessions.delete(id),
    });
    server.onerror = onerror;
    await server.connect(transport);
    const response = await transport.handleRequest(request);
    if (transport.sessionId === undefined) await server.close();
    return response;
  }

  async function makeRoom(): Promise<void> {
    const now = Date.now();
    const bySilence = [...sessions].sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
    const surplus = sessions.size - sessionLimit + 1;
    const over = bySilence.filter(([, { lastUsed }], index) => index < surplus || now - lastUsed > silenceLimit);
    for (const [id, { server }] of over) {
      sessions.delete(id);
      await server.close();
    }
  }

  return {
    handle: toNodeHandler({ fetch }, { maxRequestBodySize: bodyLimit, onerror }),
    async close(): Promise<void> {
      await Promise.all([...sessions.values()].map(({ server }) => server.close()));
      await modern.close();
    },
  };
}

/** 404 tells a client to begin again (Streamable HTTP, session management). */
function ended(): Response {
  const error = { code: -32001, message: 'there is no such session, or it has ended' };
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 });
}
