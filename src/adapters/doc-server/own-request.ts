import type { IncomingMessage } from 'node:http';

/** Names of the loopback interface that a browser may have in its address bar. */
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a request to a loopback server is meant for it and comes from its own page or an address bar. A site that
 * points its name at 127.0.0.1 (DNS rebinding) sends that name as the host; a page of another origin sends its origin.
 */
export function isOwnRequest({ headers, socket }: IncomingMessage): boolean {
  const hosts = loopbackNames.map((name) => `${name}:${socket.localPort ?? 0}`);
  // Browsers leave the port out where it is HTTP's own.
  if (socket.localPort === 80) hosts.push(...loopbackNames);
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host.toLowerCase())) return false;
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`;
}
