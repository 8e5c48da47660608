import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type PageServer, servePage } from '../../../src/adapters/doc-server/server.ts';
import { PactoError } from '../../../src/core/error.ts';

const open: PageServer[] = [];
const failures: unknown[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(page: (events: string) => string | Promise<string> = () => 'page') {
  let made = 0;
  const server = await servePage({
    port: 0,
    async page(events) {
      made += 1;
      return { html: await page(events), securityPolicy: "default-src 'none'", status: 200 };
    },
    onFailure: (error) => failures.push(error),
  });
  open.push(server);
  return { server, port: Number(new URL(server.url).port), made: () => made };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function ask(
  port: number,
  headers: Readonly<Record<string, string>> = {},
  { method = 'GET', path = '/', opened = (): unknown => undefined } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      opened();
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.on('error', reject).end();
  });
}

describe('serving a page', () => {
  it('answers with the page, which may load nothing, be kept nowhere and be embedded by nobody', async () => {
    const { port } = await serve();
    const { status, headers, text } = await ask(port);
    expect([status, text]).toEqual([200, 'page']);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['its own address', (port: number) => ({ host: `127.0.0.1:${port}` }), 200],
    ['the name of this machine', (port: number) => ({ host: `LOCALHOST:${port}` }), 200],
    ['its own origin', (port: number) => ({ origin: `http://127.0.0.1:${port}` }), 200],
    ['a name that somebody points here', (port: number) => ({ host: `rebound.example:${port}` }), 403],
    ['another port', () => ({ host: '127.0.0.1:1' }), 403],
    ['the page of another origin', () => ({ origin: 'https://evil.example' }), 403],
    ['a sandboxed frame', () => ({ origin: 'null' }), 403],
    ['another local server', () => ({ origin: 'http://127.0.0.1:1' }), 403],
    ['an address bar', () => ({ 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }), 200],
    ['its own script', () => ({ 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }), 200],
    ['a link elsewhere', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }), 200],
    ['a picture elsewhere', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }), 403],
    ['a frame elsewhere', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }), 403],
    ['a script of another local server', () => ({ 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' }), 403],
  ])('answers a request for %s', async (_, headers, status) => {
    const { port } = await serve();
    expect((await ask(port, headers(port))).status).toBe(status);
    if (status === 403) expect((await ask(port, headers(port), { path: '/events' })).status).toBe(403);
  });

  it('has nothing but the page, and takes nothing', async () => {
    const { port } = await serve();
    expect((await ask(port, {}, { path: '/pacto.yaml' })).status).toBe(404);
    expect((await ask(port, {}, { path: '/..%2f..%2fetc/passwd' })).status).toBe(404);
    expect((await ask(port, {}, { path: '/?from=mail' })).status).toBe(200);
    const refused = await ask(port, {}, { method: 'POST' });
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await ask(port, {}, { method: 'HEAD' })).text).toBe('');
    expect((await ask(port, {}, { method: 'HEAD', path: '/events' })).status).toBe(404);
  });

  it('makes the page once for everybody who asks at a time, and anew for the next', async () => {
    const { port, made } = await serve(async () => {
      await turn();
      return 'page';
    });
    const together = connect(port, '127.0.0.1');
    // What arrives as one is asked at one time, however slow the machine is.
    const get = `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`;
    together.end(`${get}\r\n${get}\r\n${get}connection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of together.setEncoding('utf8')) text += chunk;
    expect(text.split('HTTP/1.1 200 OK').length - 1).toBe(3);
    expect(made()).toBe(1);
    await ask(port);
    expect(made()).toBe(2);
  });

  it('tells what keeps it from making a page, and goes on', async () => {
    let isBroken = true;
    const { port } = await serve(() => {
      if (isBroken) throw new TypeError('a bug');
      return 'mended';
    });
    await expect(ask(port)).rejects.toThrow();
    expect(failures.splice(0)).toEqual([new TypeError('a bug')]);
    isBroken = false;
    expect((await ask(port)).text).toBe('mended');
  });

  it('tells everybody who waits of a change', async () => {
    const { server, port } = await serve((events) => events);
    const { text: events } = await ask(port);
    let waiting = 0;
    const ready = () => {
      waiting += 1;
      if (waiting === 2) server.changed();
    };
    expect(await Promise.all([firstEvent(port, events, ready), firstEvent(port, events, ready)])).toEqual([
      'event: change',
      'event: change',
    ]);
  });

  it('tells a page that was made before a change, however late it listens', async () => {
    const { server, port } = await serve((events) => {
      // Somebody saves once more while the page is made.
      if (events.endsWith('-0')) server.changed();
      return events;
    });
    const { text: events } = await ask(port);
    expect(await firstEvent(port, events)).toBe('event: change');
  });

  it('tells a page nothing as long as nothing changes', async () => {
    const { server, port } = await serve((events) => events);
    const { text: events } = await ask(port);
    const stream = ask(port, {}, { path: events, opened: () => server.close() });
    expect((await stream).text).toBe('retry: 1000\n\n');
    open.splice(0);
  });

  it('tells a page of a server that is gone to come again', async () => {
    const { server, port } = await serve((events) => events);
    const { text: events } = await ask(port);
    await server.close();
    open.splice(0);
    const again = await serve();
    expect(await firstEvent(again.port, events)).toBe('event: change');
  });

  it('closes while somebody waits, and the port is free again', async () => {
    const { server, port } = await serve();
    const sent = request({ host: '127.0.0.1', port, path: '/events', agent: false });
    sent.on('error', () => undefined).end();
    await once(sent, 'response');
    open.splice(0);
    await server.close();
    const again = await servePage({
      port,
      page: async () => ({ html: 'again', securityPolicy: '', status: 200 }),
      onFailure: (error) => failures.push(error),
    });
    open.push(again);
    expect((await ask(port)).text).toBe('again');
  });

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure = await servePage({
      port,
      page: async () => ({ html: '', securityPolicy: '', status: 200 }),
      onFailure: (error) => failures.push(error),
    }).catch((error: unknown) => error);
    other.close();
    expect(failure).toBeInstanceOf(PactoError);
    expect(failure).toMatchObject({
      code: 'PORT_UNAVAILABLE',
      message: `port ${port} of 127.0.0.1 cannot be used: another program has it`,
    });
  });
});

/** The first event of a stream; `ready` is called once it is open. */
function firstEvent(port: number, path: string, ready: () => void = () => undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const event = /^event: .*$/m.exec(text)?.[0];
        if (event === undefined) return;
        resolve(event);
        sent.destroy();
      });
      ready();
    });
    sent.on('error', reject).end();
  });
}
