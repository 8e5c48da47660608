import type { IncomingMessage } from 'node:http';

/** Names of the loopback interface that a browser may have in its address bar. */
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a request to a loopback server is meant for it and comes from its own page, an address bar or a link. A site
 * that points its name at 127.0.0.1 (DNS rebinding) sends that name as the host. A page of another origin sends its
 * origin, or nothing but where the request comes from, as for a picture (https://www.w3.org/TR/fetch-metadata/).
 */
export function isOwnRequest({ headers, socket }: IncomingMessage): boolean {
  const hosts = loopbackNames.map((name) => `${name}:${socket.localPort ?? 0}`);
  // Browsers leave the port out where it is HTTP's own.
  if (socket.localPort === 80) hosts.push(...loopbackNames);
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host.toLowerCase())) return false;
  if (origin !== undefined) return origin.toLowerCase() === `http://${host.toLowerCase()}`;
  const { 'sec-fetch-site': site = 'none', 'sec-fetch-dest': use } = headers;
  return site === 'none' || site === 'same-origin' || use === 'document';
}
