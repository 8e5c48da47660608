import { Console } from 'node:console';
import type { Host } from './call.ts';
import { ProtocolErrorCode, parseJSONRPCMessage, serveStdio, type Transport } from './sdk.ts';
import { makeServer } from './server.ts';

/** The longest line that is read: arguments of the size that tools take, as JSON in JSON. Bytes. */
export const lineLimit = 4 * 1024 * 1024;

/** How long calls may still take when the client has nothing more to say. Milliseconds. */
const lastCalls = 10_000;

/** Standard input and output, as the door has them. */
export interface Streams {
  readonly input: AsyncIterable<Uint8Array | string>;
  /** Gives false once nobody reads any more. */
  readonly write: (text: string) => boolean;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
}

/** Serves one client over standard input and output, until the input ends or the signal is aborted. */
export async function serveOverStdio(host: Host, streams: Streams): Promise<void> {
  const release = keepStdoutClean();
  try {
    await new Promise<void>((resolve) => {
      const transport = lineTransport(streams, () => resolve());
      serveStdio((context) => makeServer(host, context), {
        transport,
        onerror: ({ message }) => host.log(`mcp: ${message}`),
      });
    });
  } finally {
    release();
  }
}

/** Whatever a package prints goes to standard error: on standard output it would break the protocol. */
function keepStdoutClean(): () => void {
  const own = globalThis.console;
  globalThis.console = new Console(process.stderr, process.stderr);
  return () => {
    globalThis.console = own;
  };
}

type Id = string | number;

/** One JSON-RPC message a line. A line that is too long or no message is answered, and the next one is read. */
export function lineTransport({ input, write, signal }: Streams, onEnd: () => void): Transport {
  const waiting = new Set<Id>();
  let isClosed = false;
  let settled: (() => void) | undefined;

  const transport: Transport = {
    async start() {
      signal.addEventListener('abort', () => void transport.close(), { once: true });
      void read();
    },
    async send(message) {
      if (isClosed) return;
      say(message);
      if (!('method' in message) && message.id !== undefined) answered(message.id);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      transport.onclose?.();
      onEnd();
    },
  };

  function say(message: object): void {
    if (!write(`${JSON.stringify(message)}\n`)) void transport.close();
  }

  function answered(id: Id): void {
    waiting.delete(id);
    if (waiting.size === 0) settled?.();
  }

  async function read(): Promise<void> {
    try {
      for await (const line of linesOf(input)) {
        if (isClosed) return;
        receive(line);
      }
      await lastAnswers();
    } catch (error) {
      transport.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
    await transport.close();
  }

  /** Who closes the input may still read: `printf … | pacto mcp`. */
  function lastAnswers(): Promise<void> {
    return new Promise((resolve) => {
      settled = resolve;
      if (waiting.size === 0) resolve();
      setTimeout(resolve, lastCalls).unref();
    });
  }

  function receive(line: Line): void {
    if ('size' in line) {
      const message = `the message has ${line.size} bytes, and ${lineLimit} are read`;
      refuse(line.id, ProtocolErrorCode.InvalidRequest, message);
      return;
    }
    const value = parsed(line.text);
    const message = messageOf(value);
    if (value === undefined) refuse(undefined, ProtocolErrorCode.ParseError, 'the line is not JSON');
    else if (message === undefined) refuse(idOf(value), ProtocolErrorCode.InvalidRequest, 'the line is not a message');
    else {
      const id = idOf(value);
      if ('method' in message && id !== undefined) waiting.add(id);
      if ('method' in message && message.method === 'notifications/cancelled') forget(message.params);
      transport.onmessage?.(message);
    }
  }

  /** What is cancelled is not answered. */
  function forget(cancelled: unknown): void {
    const id = member(cancelled, 'requestId');
    if (isId(id)) answered(id);
  }

  function refuse(id: Id | undefined, code: number, message: string): void {
    say({ jsonrpc: '2.0', id: id ?? null, error: { code, message } });
  }

  return transport;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown) {
  try {
    return parseJSONRPCMessage(value);
  } catch {
    return undefined;
  }
}

function idOf(value: unknown): Id | undefined {
  const id = member(value, 'id');
  return isId(id) ? id : undefined;
}

function isId(value: unknown): value is Id {
  return typeof value === 'string' || typeof value === 'number';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A line, or how long it is and what it asks to be answered under. */
type Line = { readonly text: string } | { readonly size: number; readonly id: Id | undefined };

/** Bytes kept of each end of a line that is too long. */
const kept = 1024;

/** The lines of an input that are not empty; no more than {@link lineLimit} bytes are held of one. */
async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (bytes: Buffer) => {
    if (bytes.length === 0) return;
    parts.push(bytes);
    size += bytes.length;
    if (size <= lineLimit) return;
    // Only the ends are of interest any more.
    const all = Buffer.concat(parts);
    parts = all.length <= 2 * kept ? [all] : [Buffer.from(all.subarray(0, kept)), Buffer.from(all.subarray(-kept))];
  };
  for await (const chunk of input) {
    let rest = Buffer.from(chunk);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      take(rest.subarray(0, end));
      const line = Buffer.concat(parts).toString('utf8');
      const length = size;
      parts = [];
      size = 0;
      rest = rest.subarray(end + 1);
      if (length > lineLimit) yield { size: length, id: idAtTheEnds(line) };
      else if (line.trim() !== '') yield { text: line };
    }
    take(rest);
  }
  const line = Buffer.concat(parts).toString('utf8');
  if (size <= lineLimit && line.trim() !== '') yield { text: line };
}

/** The id of a message of which only the ends are known: clients write it first or last. */
function idAtTheEnds(line: string): Id | undefined {
  const id = String.raw`"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,100}")\s*`;
  const first = new RegExp(String.raw`^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?${id},`);
  const last = new RegExp(String.raw`,\s*${id}(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$`);
  const found = first.exec(line.slice(0, kept)) ?? last.exec(line.slice(-kept));
  return found?.[1] === undefined ? undefined : JSON.parse(found[1]);
}
