import type { ServerResponse } from 'node:http';

/** Whoever waits for news. */
export interface EventStreams {
  /** Begins a stream of server-sent events. False: there are too many; nothing was answered. */
  readonly add: (response: ServerResponse) => boolean;
  /** Tells everybody, or one alone. */
  readonly send: (event: string, to?: ServerResponse) => void;
  readonly close: () => void;
}

const maxStreams = 64;
/** A line now and then keeps what is in between from giving up. Milliseconds. */
const pulse = 20_000;

/** Streams of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function eventStreams(): EventStreams {
  const open = new Set<ServerResponse>();
  const timer = setInterval(() => {
    for (const response of open) response.write(':\n\n');
  }, pulse).unref();
  return {
    add(response) {
      if (open.size >= maxStreams) return false;
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      // The time after which a browser comes back when the server was away, in milliseconds.
      response.write('retry: 1000\n\n');
      open.add(response);
      response.once('close', () => open.delete(response));
      return true;
    },
    send(event, to) {
      for (const response of to === undefined ? open : [to]) response.write(`event: ${event}\ndata:\n\n`);
    },
    close() {
      clearInterval(timer);
      for (const response of open) response.end();
    },
  };
}
