import { isAbsolute, relative, resolve } from 'node:path';
import { type Bundle, standingPlace } from '../../core/contract/bundle.ts';
import { type LayoutReference, type RegistryReference, repositoryOf } from '../../core/contract/reference.ts';
import { PactoError } from '../../core/error.ts';
import type { NetworkSettings } from '../network-settings.ts';
import type { Cache } from './cache/cache.ts';
import type { OnWait, RegistryClient } from './client/client.ts';
import type { Credentials } from './credential.ts';
import { throughMirror } from './mirror.ts';
import { offlineRepository } from './offline.ts';
import { createOpenArtifact } from './open-artifact.ts';
import type { Repository } from './repository.ts';

export interface RegistriesOptions {
  /** Absolute directory that layouts on the command line are relative to. */
  readonly cwd: string;
  readonly network: NetworkSettings;
  /** Whom the registries see. Asked for when a registry is first talked to. */
  readonly credentials: () => Promise<Credentials>;
  /** For the proxy variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long a tag is believed, instead of what the settings say. Milliseconds. */
  readonly tagMaxAge?: number;
  readonly signal?: AbortSignal;
  /** A line for whoever wants to know what is requested. Never has a secret in it. */
  readonly log?: (line: string) => void;
  /** Told of each host that is waited for. */
  readonly onWait?: OnWait;
  /** What the user should know although nothing failed. */
  readonly note?: (message: string) => void;
}

type Published = RegistryReference | LayoutReference;

/** Everything that lies in registries and image layouts, with the settings of one run. */
export interface Registries {
  /** `from` is the bundle that declares the reference. To read: through mirrors and the cache. To write: itself. */
  repository(reference: Published, purpose: 'read' | 'write', from?: Bundle): Promise<Repository>;
  open(reference: Published, from?: Bundle, constraint?: string): Promise<Bundle>;
  /** The client itself, for what is about a registry and not about one of its repositories. */
  client(): Promise<RegistryClient>;
  /** The cache; undefined where there is none. */
  cache(): Promise<Cache | undefined>;
  /** Ends what is left of connections and writes what the cache has gathered. */
  close(): Promise<void>;
}

/** Nothing is loaded, read or connected before it is needed. */
export function createRegistries(options: RegistriesOptions): Registries {
  const { cwd, network, env, signal, log, onWait } = options;
  const note = options.note ?? (() => undefined);
  const repositories = new Map<string, Promise<Repository>>();
  const openArtifact = createOpenArtifact();
  let client: Promise<RegistryClient> | undefined;
  let cache: Promise<Cache> | undefined;

  function openClient(): Promise<RegistryClient> {
    client ??= (async () => {
      const [{ createRegistryClient }, credentials] = await Promise.all([
        import('./client/client.ts'),
        options.credentials(),
      ]);
      const { insecure, ca, clientCertificates } = network;
      return createRegistryClient({
        credentials,
        insecure,
        ca,
        clientCertificates,
        env,
        ...(signal === undefined ? {} : { signal }),
        ...(log === undefined ? {} : { log }),
        ...(onWait === undefined ? {} : { onWait }),
      });
    })();
    return client;
  }

  /** Without a directory it touches no file, and still gives all who ask in one run the same answer. */
  function openCacheOnce(): Promise<Cache> {
    const { cacheDirectory: directory, offline } = network;
    const { tagMaxAge = network.tagMaxAge } = options;
    const isUsed = directory !== undefined && network.cache;
    cache ??= import('./cache/cache.ts').then(({ openCache }) =>
      openCache({
        directory: directory ?? '',
        tagMaxAge,
        mode: offline && directory !== undefined ? 'offline' : isUsed ? 'use' : 'refresh',
        now: Date.now,
        warn: note,
        ...(log === undefined ? {} : { log }),
      }),
    );
    return cache;
  }

  async function openRepository(reference: RegistryReference, purpose: 'read' | 'write'): Promise<Repository> {
    const place = purpose === 'read' ? throughMirror(reference, network.mirrors) : reference;
    const name = repositoryOf(reference);
    if (place.kind === 'layout') return openLayout(resolve(cwd, place.directory), name);
    if (network.offline) {
      const offline = offlineRepository(name, purpose);
      // Without the cache there is only what lies in layouts.
      return purpose === 'write' || !network.cache ? offline : (await openCacheOnce()).wrap(offline);
    }
    const repository = { ...(await openClient()).repository(place, purpose), reference: name };
    return (await openCacheOnce()).wrap(repository, purpose);
  }

  function repository(reference: Published, purpose: 'read' | 'write', from?: Bundle): Promise<Repository> {
    const directory = reference.kind === 'layout' ? layoutDirectory(reference, cwd, from) : undefined;
    const key = `${purpose} ${directory ?? repositoryOf(reference)}`;
    const opened = repositories.get(key);
    if (opened !== undefined) return opened;
    const opening =
      reference.kind === 'registry'
        ? openRepository(reference, purpose)
        : openLayout(resolve(cwd, directory ?? ''), `oci-layout:${directory}`);
    repositories.set(key, opening);
    return opening;
  }

  return {
    repository,
    async open(reference, from, constraint) {
      const opened = await repository(reference, 'read', from);
      return openArtifact(opened, reference, { note, ...(constraint === undefined ? {} : { constraint }) });
    },
    client: openClient,
    cache: async () => (network.cacheDirectory === undefined ? undefined : openCacheOnce()),
    async close() {
      await (await cache)?.flush();
      await (await client)?.close();
    },
  };
}

async function openLayout(directory: string, name: string): Promise<Repository> {
  const { layoutRepository } = await import('./layout/layout.ts');
  return layoutRepository(directory, name);
}

/**
 * The directory of a layout, as short as it can be seen from `cwd`. On the command line it is meant from there, in a
 * contract from the directory or the layout that the contract lies in; layouts are no part of a git revision, so one
 * that is read from git means the layout beside it in the working tree. What came from elsewhere has no place that a
 * path could start at, and must not choose directories of this machine.
 */
function layoutDirectory({ directory }: LayoutReference, cwd: string, from: Bundle | undefined): string {
  if (from === undefined) return directory;
  const { artifact, label } = from.origin;
  const layout = from.origin.kind === 'layout' ? artifact?.repository : undefined;
  const start =
    layout?.startsWith(layoutScheme) === true ? layout.slice(layoutScheme.length) : standingPlace(from.origin);
  if (start === undefined || (layout !== undefined && isAbsolute(directory))) {
    const message = `${layoutScheme}${directory} is a directory of some machine, and ${label} lies in none of this one`;
    throw new PactoError('INVALID_REFERENCE', message, { hint: 'A bundle that travels refers to registries.' });
  }
  const absolute = resolve(cwd, start, directory);
  return isAbsolute(start) && layout !== undefined ? absolute : relative(cwd, absolute) || '.';
}

const layoutScheme = 'oci-layout:';
