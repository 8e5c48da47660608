/** The servers on loopback: from sockets to requests, and from answers to sockets, with what goes wrong in between. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Incoming, ServerName } from './exchange.ts';
import { changed, type FaultEffect } from './fault.ts';

/** What a server needs for https; with `requestCert` it asks for a client certificate. */
export type Tls = Pick<ServerOptions, 'key' | 'cert' | 'ca' | 'requestCert' | 'rejectUnauthorized'>;

export interface Listening {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

export interface Plan {
  readonly effects: readonly FaultEffect[];
  /** The true answer; computed only where no fault takes its place. */
  answer(): Answer;
  /** Told once it is known what is sent; undefined where nothing is. */
  settled(status: number | undefined): void;
  vanish(): void;
}

export async function listen(
  name: ServerName,
  tls: Tls | undefined,
  plan: (incoming: Incoming, message: IncomingMessage) => Plan,
): Promise<Listening> {
  const handle = (message: IncomingMessage, response: ServerResponse) => {
    serve(name, message, response, plan).catch((error: unknown) => {
      // Whoever asked went away in the middle. Anything else is a bug of the fake, and must be seen.
      if (!message.socket.destroyed) throw error;
    });
  };
  const server = tls === undefined ? createServer(handle) : createSecureServer(tls, handle);
  const sockets = new Set<Socket>();
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    origin: `${tls === undefined ? 'http' : 'https'}://${host}`,
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serve(
  server: ServerName,
  message: IncomingMessage,
  response: ServerResponse,
  plan: (incoming: Incoming, message: IncomingMessage) => Plan,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const target = message.url ?? '/';
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const { method = 'GET', headers } = message;
  const incoming: Incoming = {
    server,
    method,
    target,
    path,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.concat(chunks),
  };
  const { effects, answer, settled, vanish } = plan(incoming, message);
  for (const effect of effects) {
    if (effect.kind === 'meanwhile') effect.run();
    if (effect.kind === 'wait') await pause(effect.milliseconds);
  }
  const stop = effects.find(({ kind }) => kind === 'silence' || kind === 'reset' || kind === 'vanish');
  if (stop !== undefined) {
    settled(undefined);
    if (stop.kind === 'silence') return;
    message.socket.resetAndDestroy();
    if (stop.kind === 'vanish') vanish();
    return;
  }
  const instead = effects.find((effect) => effect.kind === 'answer');
  const given: Answer =
    instead === undefined
      ? answer()
      : { status: instead.status, headers: instead.headers ?? {}, body: bodyOf(instead, incoming) };
  const final = changed(given, effects);
  settled(final.status);
  await send(message, response, final, effects);
}

function bodyOf({ body = '' }: Extract<FaultEffect, { kind: 'answer' }>, incoming: Incoming): Uint8Array {
  return Buffer.from(typeof body === 'function' ? body(incoming) : body);
}

async function send(
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
  effects: readonly FaultEffect[],
): Promise<void> {
  const bodyless = status === 304 || status === 204;
  response.writeHead(status, { ...(bodyless ? {} : { 'content-length': String(body.length) }), ...mutable(headers) });
  const truncate = effects.find((effect) => effect.kind === 'truncate');
  const drip = effects.find((effect) => effect.kind === 'drip');
  if (truncate !== undefined) {
    response.write(body.subarray(0, truncate.bytes), () => message.socket.destroy());
    return;
  }
  if (drip !== undefined && message.method !== 'HEAD')
    for (let sent = 0; sent < body.length && !response.destroyed; sent += drip.bytes) {
      await pause(drip.milliseconds);
      response.write(body.subarray(sent, sent + drip.bytes));
    }
  response.end(drip !== undefined || bodyless || message.method === 'HEAD' ? undefined : body);
}

function mutable(headers: Answer['headers']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}
