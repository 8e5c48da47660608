/** Requests to any host: connections, proxies, TLS, how many at once, trying again, the log. */
import type { Dispatcher } from 'undici';
import { createBarriers } from './barrier.ts';
import { exchange } from './exchange.ts';
import { createGate, type Gate } from './gate.ts';
import { type HttpRequest, header, type Outcome } from './http.ts';
import type { ClientEvent, OnWait, Timeouts } from './options.ts';
import { proxyFor } from './proxy.ts';
import { redact } from './redact.ts';
import { longestWait, mayPass, retryAfter, waitBefore } from './retry.ts';
import type { Runtime } from './runtime.ts';
import { createTls, type TlsOptions } from './tls.ts';

const defaultTimeouts: Timeouts = { connect: 10_000, headers: 30_000, body: 30_000, total: 300_000 };

export interface TransportOptions extends TlsOptions {
  /** Requests at once to one host. */
  readonly concurrency: number;
  readonly runtime: Runtime;
  readonly timeouts?: Partial<Timeouts>;
  readonly log?: (line: string) => void;
  readonly onEvent?: (event: ClientEvent) => void;
  readonly onWait?: OnWait;
}

export interface Transport {
  /** Requests sent so far. */
  readonly requests: number;
  /** Sends once, when the host has a place free. Redirects and refusals are outcomes. Throws the signal's reason. */
  send(request: HttpRequest): Promise<Outcome>;
  /** Calls `attempt` until its outcome is no longer likely to change, with pauses in which no place is taken. */
  insist(attempt: () => Promise<Outcome>, host: string): Promise<Outcome>;
  /** Whether requests to this URL go through a proxy. */
  isProxied(url: URL): boolean;
  close(): Promise<void>;
}

interface Route {
  readonly dispatcher: Dispatcher;
  /** Plain http goes to a proxy as a request for the whole URL, and not through a tunnel. */
  readonly absolute: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** `host:port` of the proxy. */
  readonly proxy?: string;
}

export function createTransport(options: TransportOptions): Transport {
  const { concurrency, runtime, log, onEvent, onWait, env } = options;
  const { clock, sleep, signal } = runtime;
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const routes = new Map<string, Promise<Route>>();
  const gates = new Map<string, Gate>();
  const barriers = createBarriers(clock);
  const tls = createTls(options);
  let requests = 0;

  function routeTo(url: URL): Promise<Route> {
    const known = routes.get(url.origin);
    if (known !== undefined) return known;
    const opened = openRoute(url);
    routes.set(url.origin, opened);
    return opened;
  }

  async function openRoute(url: URL): Promise<Route> {
    const proxy = proxyFor(url, env);
    const { Pool, ProxyAgent } = await import('undici');
    const [context, proxyContext] = await Promise.all([tls(url.host), proxy && tls(proxy.url.host)]);
    const settings = { connections: concurrency, pipelining: 1, keepAliveTimeout: 30_000 };
    const connect = secure(context, timeouts.connect);
    if (proxy === undefined)
      return { dispatcher: new Pool(url.origin, { ...settings, connect }), absolute: false, headers: {} };

    const { authorization } = proxy;
    const through = { proxy: proxy.url.host };
    if (url.protocol === 'http:') {
      const dispatcher = new Pool(proxy.url.origin, { ...settings, connect: secure(proxyContext, timeouts.connect) });
      const headers = {
        host: url.host,
        ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
      };
      return { dispatcher, absolute: true, headers, ...through };
    }
    const dispatcher = new ProxyAgent({
      ...settings,
      uri: proxy.url.href,
      requestTls: connect,
      proxyTls: secure(proxyContext, timeouts.connect),
      ...(authorization === undefined ? {} : { token: authorization }),
    });
    return { dispatcher, absolute: false, headers: {}, ...through };
  }

  function gateOf(host: string): Gate {
    const known = gates.get(host);
    if (known !== undefined) return known;
    const gate = createGate({ most: concurrency, clock, sleep });
    gates.set(host, gate);
    return gate;
  }

  function report(request: HttpRequest, outcome: Outcome, milliseconds: number): void {
    const url = redact(request.url);
    const response = outcome.kind === 'response' ? outcome.response : undefined;
    const result = outcome.kind === 'response' ? outcome.response.status : outcome.failure.reason;
    const source = request.credential === undefined ? '' : ` (${request.credential.source})`;
    log?.(`${request.method} ${url} ${result} ${milliseconds} ms${source}`);
    const { method } = request;
    const bytes = response?.body.length ?? 0;
    const date = response === undefined ? undefined : header(response, 'date');
    const told = { kind: 'request', method, url, status: response?.status, milliseconds, bytes } as const;
    onEvent?.(date === undefined ? told : { ...told, date });
  }

  async function send(request: HttpRequest): Promise<Outcome> {
    signal?.throwIfAborted();
    const { host } = request.url;
    const before = barriers.at(host);
    if (before !== undefined) return before;
    const route = await routeTo(request.url);
    const gate = gateOf(host);
    const endWait = onWait?.(host);
    try {
      return await sendThrough(gate, request, route);
    } finally {
      endWait?.();
    }
  }

  async function sendThrough(gate: Gate, request: HttpRequest, route: Route): Promise<Outcome> {
    const { host } = request.url;
    const { dispatcher, absolute, headers, proxy } = route;
    const place = await gate.enter();
    let result: 'served' | 'refused' | 'neutral' = 'neutral';
    try {
      // Those who waited for a place learn what those who had one met.
      const meanwhile = barriers.at(host);
      if (meanwhile !== undefined) return meanwhile;
      requests++;
      const started = clock();
      const met = await exchange(request, {
        dispatcher,
        ...(absolute ? { target: request.url.href } : {}),
        headers: { 'user-agent': 'pacto', ...request.headers, ...headers },
        headersTimeout: timeouts.headers,
        bodyTimeout: timeouts.body,
        totalTimeout: timeouts.total,
        clock,
        signal,
      });
      const outcome = proxy === undefined ? met : throughProxy(met, proxy);
      report(request, outcome, clock() - started);
      if (outcome.kind === 'response') {
        const { status } = outcome.response;
        result = mayPass(outcome) ? 'refused' : 'served';
        const pause = status === 429 || status === 503 ? retryAfter(outcome.response, clock()) : undefined;
        // A host that asks for more is not asked again at all.
        if (pause !== undefined && pause <= longestWait) gate.pause(clock() + pause);
      }
      return outcome;
    } finally {
      place.leave(result);
    }
  }

  return {
    get requests() {
      return requests;
    },
    send,
    async insist(attempt, host) {
      for (let count = 0; ; count++) {
        const outcome = await attempt();
        const wait = waitBefore(outcome, count, runtime);
        if (wait === undefined) barriers.learn(host, outcome);
        if (wait === undefined || barriers.at(host) !== undefined) return outcome;
        const reason = outcome.kind === 'response' ? `status ${outcome.response.status}` : outcome.failure.reason;
        onEvent?.({ kind: 'waiting', host, milliseconds: wait, reason });
        const endWait = onWait?.(host);
        await sleep(wait).finally(endWait);
      }
    },
    isProxied: (url) => proxyFor(url, env) !== undefined,
    async close() {
      const opened = await Promise.allSettled(routes.values());
      routes.clear();
      await Promise.all(
        opened.map((route) => (route.status === 'fulfilled' ? route.value.dispatcher.destroy() : undefined)),
      );
    },
  };
}

/** What a proxy did is not put down to the registry. */
function throughProxy(outcome: Outcome, proxy: string): Outcome {
  if (outcome.kind === 'failure') {
    const { failure } = outcome;
    return { kind: 'failure', failure: { ...failure, reason: `${failure.reason}, through the proxy ${proxy}` } };
  }
  if (outcome.response.status !== 407) return outcome;
  const reason = `the proxy ${proxy} wants another user or password`;
  return { kind: 'failure', failure: { kind: 'unreachable', reason } };
}

function secure(context: import('node:tls').SecureContext | undefined, timeout: number) {
  return { timeout, ...(context === undefined ? {} : { secureContext: context }) };
}
