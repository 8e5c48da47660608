/**
 * An OCI registry (distribution spec 1.1) in memory, on loopback: honest unless told otherwise, and a witness of every
 * request. What goes wrong is data: {@link Fault}, {@link Behaviour}.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Auth, accessOf } from './access.ts';
import { type Behaviour, honest } from './behaviour.ts';
import type { Surroundings } from './blobs.ts';
import { type BuiltBundle, type BundleOptions, buildBundle } from './bundle.ts';
import type { Incoming, ServerName } from './exchange.ts';
import { type Fault, faultList } from './fault.ts';
import { respond } from './routes.ts';
import { type Listening, listen, type Plan, type Tls } from './server.ts';
import { repositoryOf, type Store, sha256 } from './store.ts';

export type { Fault } from './fault.ts';
export { faults } from './faults.ts';

/** A request as it came, whether a fault befell it or not. */
export interface RecordedRequest {
  readonly server: ServerName;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** The `Host` header. */
  readonly host: string;
  readonly headers: IncomingHttpHeaders;
  /** Header names and values as they were spelled. */
  readonly rawHeaders: readonly string[];
  /** Bytes of the body. */
  readonly size: number;
  readonly body: string;
  /** Milliseconds since the registry started. */
  readonly at: number;
  /** How many requests were under way, this one among them. */
  readonly concurrent: number;
  /** The peer's certificate, where one was asked for and given. */
  readonly clientName: string | undefined;
  /** What was answered; undefined where nothing was. */
  status: number | undefined;
}

export interface FakeRegistryOptions {
  readonly auth?: Auth;
  readonly tls?: Tls;
  readonly behaviour?: Partial<Behaviour>;
  readonly faults?: readonly Fault[];
}

export interface FakeRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string;
  /** Where redirects of blobs, and where tokens `elsewhere` lead. */
  readonly blobHost: string;
  readonly tokenHost: string;
  readonly requests: readonly RecordedRequest[];
  /** `GET /v2/acme/a/manifests/1.0.0`, for each request, with the server's name before those of the other servers. */
  log(): readonly string[];
  forget(): void;
  /** Everything that nobody may see: tokens given out, signatures of addresses. */
  secrets(): readonly string[];
  /** Publishes files without a request. */
  putBundle(
    repository: string,
    tags: string | readonly string[],
    files: Readonly<Record<string, string | Uint8Array>>,
    options?: BundleOptions,
  ): BuiltBundle;
  putBlob(repository: string, bytes: Uint8Array): string;
  /** Stores a manifest under tags, or under its digest alone; gives the digest. */
  putManifest(repository: string, tags: readonly string[], bytes: Uint8Array, mediaType: string): string;
  tag(repository: string, tag: string, digest: string): void;
  readonly store: Store;
  setFault(...faults: readonly Fault[]): void;
  clearFaults(): void;
  behave(behaviour: Partial<Behaviour>): void;
  close(): Promise<void>;
}

export async function startFakeRegistry(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const { auth, tls } = options;
  const store: Store = new Map();
  const requests: RecordedRequest[] = [];
  const rules = faultList();
  rules.add(...(options.faults ?? []));
  const signature = `secret-signature-${randomUUID()}`;
  const started = performance.now();
  let behaviour: Behaviour = { ...honest, ...options.behaviour };
  let concurrent = 0;
  const realm = () => {
    const elsewhere = auth?.kind === 'token' && auth.realm === 'elsewhere';
    return `${(elsewhere ? tokens : registry).origin}/token`;
  };
  const access = accessOf(auth, realm);

  function around(): Surroundings {
    const origins = { registry: registry.origin, blobs: blobs.origin, tokens: tokens.origin };
    return { store, behaviour, origins, signature };
  }

  function plan(incoming: Incoming, message: IncomingMessage): Plan {
    concurrent += 1;
    const record: RecordedRequest = {
      server: incoming.server,
      method: incoming.method,
      path: incoming.target,
      host: incoming.headers.host ?? '',
      headers: incoming.headers,
      rawHeaders: message.rawHeaders,
      size: incoming.body.length,
      body: incoming.body.subarray(0, 4096).toString(),
      at: performance.now() - started,
      concurrent,
      clientName: clientName(message),
      status: undefined,
    };
    requests.push(record);
    return {
      effects: rules.take(incoming),
      answer: () => respond(incoming, around(), access),
      settled(status) {
        concurrent -= 1;
        record.status = status;
      },
      vanish: () => void close(),
    };
  }

  const start = (name: ServerName) => listen(name, tls, plan);
  const [registry, blobs, tokens]: [Listening, Listening, Listening] = await Promise.all([
    start('registry'),
    start('blobs'),
    start('tokens'),
  ]);
  const close = async () => {
    await Promise.all([registry, blobs, tokens].map((server) => server.close()));
  };

  const publish: Pick<FakeRegistry, 'putBundle' | 'putBlob' | 'putManifest' | 'tag'> = {
    putBlob(repository, bytes) {
      const digest = sha256(bytes);
      repositoryOf(store, repository).blobs.set(digest, bytes);
      return digest;
    },
    putManifest(repository, tags, bytes, mediaType) {
      const digest = sha256(bytes);
      repositoryOf(store, repository).manifests.set(digest, { bytes, mediaType, digest });
      for (const tag of tags) publish.tag(repository, tag, digest);
      return digest;
    },
    tag: (repository, tag, digest) => void repositoryOf(store, repository).tags.set(tag, digest),
    putBundle(repository, tags, files, bundleOptions) {
      const built = buildBundle(files, bundleOptions);
      for (const blob of built.blobs) publish.putBlob(repository, blob);
      publish.putManifest(repository, [tags].flat(), built.manifest, built.mediaType);
      return built;
    },
  };

  return {
    host: registry.host,
    url: registry.origin,
    blobHost: blobs.host,
    tokenHost: tokens.host,
    requests,
    log: () =>
      requests.map(({ server, method, path }) => `${server === 'registry' ? '' : `${server} `}${method} ${path}`),
    forget: () => void requests.splice(0),
    secrets: () => [...access.issued, signature],
    ...publish,
    store,
    setFault: rules.add,
    clearFaults: rules.clear,
    behave(changes) {
      behaviour = { ...behaviour, ...changes };
    },
    close,
  };
}

function clientName(message: IncomingMessage): string | undefined {
  if (!('getPeerCertificate' in message.socket)) return undefined;
  const peer = (message.socket as import('node:tls').TLSSocket).getPeerCertificate();
  const name = peer.subject?.CN;
  return Array.isArray(name) ? name[0] : name;
}
