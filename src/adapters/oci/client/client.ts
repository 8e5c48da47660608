/** Our door to OCI registries (distribution spec 1.1), on undici. */
import type { RegistryReference } from '../../../core/contract/reference.ts';
import { canonicalRegistry } from '../../../core/contract/registry-name.ts';
import type { Credentials } from '../credential.ts';
import type { Repository } from '../repository.ts';
import { createEndpoint } from './endpoint.ts';
import { isListed, isLoopback } from './host.ts';
import { header } from './http.ts';
import type { ClientCertificate, ClientEvent, OnWait, Timeouts } from './options.ts';
import { createPlace } from './place.ts';
import { shown } from './redact.ts';
import { createRepositories } from './repository.ts';
import { type Runtime, systemRuntime } from './runtime.ts';
import { createSession, type Session } from './session.ts';
import { certificateFor } from './tls.ts';
import { createTransport } from './transport.ts';

export type { ClientEvent, OnWait } from './options.ts';

export interface RegistryClientOptions {
  readonly credentials: Credentials;
  /** `host[:port]` that plain http, and nothing else, is used for. Without a port: whatever the port. */
  readonly insecure: readonly string[];
  /** PEM texts of authorities, in addition to the system's. */
  readonly ca: readonly string[];
  readonly clientCertificates: readonly ClientCertificate[];
  /** For `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` in both cases, `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends everything under way; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Requests at once to one host, 8 by default. Fewer while the host asks for fewer. */
  readonly concurrency?: number;
  /** A line for each request: method, URL, status, time, where the credential is from. Never has a secret in it. */
  readonly log?: (line: string) => void;
  readonly onEvent?: (event: ClientEvent) => void;
  readonly onWait?: OnWait;
  /** For tests: the clock, chance and waiting. */
  readonly runtime?: Partial<Omit<Runtime, 'signal'>>;
  readonly timeouts?: Partial<Timeouts>;
}

/** What a registry says at its front door. */
export interface Ping {
  readonly status: number;
  /** `Docker-Distribution-Api-Version`. */
  readonly apiVersion?: string;
  /** `Date`, as sent. */
  readonly date?: string;
  /** `bearer` or `basic`; absent where the registry lets everybody in. */
  readonly authScheme?: string;
  readonly credentialSource?: string;
  readonly url: string;
  readonly plainHttp: boolean;
  readonly proxied: boolean;
}

export interface RegistryClient {
  /** The repository of a reference; its tag and digest do not matter. Sends nothing. */
  repository(reference: RegistryReference, purpose?: 'read' | 'write'): Repository;
  /** `GET /v2/` as whoever is known there. Throws REGISTRY_AUTH where that is refused, REGISTRY_UNREACHABLE. */
  ping(registry: string): Promise<Ping>;
  /** HTTP requests sent so far. */
  readonly requests: number;
  /** Closes all connections. */
  close(): Promise<void>;
}

const defaultConcurrency = 8;

/** Opens nothing before the first request. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { credentials, insecure, ca, clientCertificates, env, log, onEvent, onWait, timeouts } = options;
  const runtime = { ...systemRuntime(options.signal), ...options.runtime };
  const transport = createTransport({
    ca,
    clientCertificates,
    env,
    runtime,
    concurrency: options.concurrency ?? defaultConcurrency,
    ...(log === undefined ? {} : { log }),
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(onWait === undefined ? {} : { onWait }),
    ...(timeouts === undefined ? {} : { timeouts }),
  });
  const sessions = new Map<string, Session>();
  const openRepository = createRepositories();
  const allowsPlain = (host: string) => isLoopback(host) || isListed(insecure, host);

  function sessionOf(registry: string): Session {
    const host = canonicalRegistry(registry, 'any/name').registry;
    const known = sessions.get(host);
    if (known !== undefined) return known;
    const requiresTls = certificateFor(clientCertificates, host) !== undefined;
    const endpoint = createEndpoint(host, { insecure, expectsTls: ca.length > 0, requiresTls, send: transport.send });
    const following = { insist: transport.insist, allowsPlain };
    const session = createSession({ endpoint, credentials, insecure, following, clock: runtime.clock });
    sessions.set(host, session);
    return session;
  }

  return {
    repository(reference, purpose = 'read') {
      const place = createPlace(reference, purpose === 'write', sessionOf(reference.registry), runtime, allowsPlain);
      return openRepository(reference, place);
    },
    async ping(registry) {
      const { endpoint, call } = sessionOf(registry);
      const url = endpoint.url('/v2/');
      const { response, source, scheme } = await call({
        operation: `talk to ${registry}`,
        method: 'GET',
        url,
        headers: {},
        limit: 64 * 1024,
        visitor: { registry, repository: '', scopes: [] },
      });
      const version = header(response, 'docker-distribution-api-version');
      const apiVersion = version === undefined ? undefined : shown(version);
      const date = header(response, 'date');
      return {
        status: response.status,
        ...(apiVersion === undefined ? {} : { apiVersion }),
        ...(date === undefined ? {} : { date }),
        ...(scheme === undefined ? {} : { authScheme: scheme }),
        ...(source === undefined ? {} : { credentialSource: source }),
        url: endpoint.url('/v2/').href,
        plainHttp: endpoint.plainHttp,
        proxied: transport.isProxied(response.url),
      };
    },
    get requests() {
      return transport.requests;
    },
    close: () => transport.close(),
  };
}
