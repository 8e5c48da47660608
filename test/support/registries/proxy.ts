/** A forward proxy on loopback (RFC 9110, 9.3.6 CONNECT and 7.1 absolute targets) that remembers what passes. */
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ProxyRecord {
  /** `CONNECT host:port`, or `GET http://host/path`. */
  readonly line: string;
  readonly proxyAuthorization: string | undefined;
  /** What an eavesdropper sees; nothing of it may be in a CONNECT. */
  readonly authorization: string | undefined;
}

export interface RunningProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly host: string;
  readonly records: readonly ProxyRecord[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Passwords by user; nobody passes without where given. */
  readonly users?: Readonly<Record<string, string>>;
  /** Where names lead that no name server knows: `registry.test:443` to `127.0.0.1:PORT`. */
  readonly hosts?: Readonly<Record<string, string>>;
}

export async function startProxy({ users, hosts = {} }: ProxyOptions = {}): Promise<RunningProxy> {
  const records: ProxyRecord[] = [];
  const sockets = new Set<Socket>();

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  }

  function placeOf(host: string): { host: string; port: number } {
    const [name = '', port = '80'] = (hosts[host] ?? hosts[`${host}:80`] ?? host).split(':');
    return { host: name, port: Number(port) };
  }

  function mayPass(message: IncomingMessage): boolean {
    const { authorization } = message.headers;
    const proxyAuthorization = message.headers['proxy-authorization'];
    records.push({ line: `${message.method} ${message.url}`, proxyAuthorization, authorization });
    if (users === undefined) return true;
    const known = Object.entries(users).map(([user, password]) =>
      Buffer.from(`${user}:${password}`).toString('base64'),
    );
    return known.includes(/^Basic (.+)$/i.exec(proxyAuthorization ?? '')?.[1] ?? '');
  }

  function forward(message: IncomingMessage, response: ServerResponse): void {
    if (!mayPass(message)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end();
      return;
    }
    const target = new URL(message.url ?? '');
    const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = message.headers;
    const path = `${target.pathname}${target.search}`;
    const onward = httpRequest({ ...placeOf(target.host), path, method: message.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    message.pipe(onward);
  }

  const server = createServer(forward);
  server.on('connection', keep);
  server.on('connect', (message: IncomingMessage, client: Socket, head: Buffer) => {
    if (!mayPass(message)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\n\r\n');
      return;
    }
    const onward = keep(connect(placeOf(message.url ?? '')));
    onward.on('connect', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    records,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
