/** The cache of registries: an OCI image layout that other programs can read, and pointers from tags into it. */
import type { Manifest, Repository } from '../repository.ts';
import { type CacheRun, cachedRepository, writing } from './cached-repository.ts';
import { type CacheContent, readContent } from './entries.ts';
import { createFlights } from './flights.ts';
import { type Pruned, type PruneOptions, prune } from './prune.ts';
import { openStore } from './store.ts';
import { writeIndex } from './write-index.ts';

export interface CacheOptions {
  /** Absolute. Made when something is first stored. */
  readonly directory: string;
  /** How long a tag is believed without asking. Milliseconds. */
  readonly tagMaxAge: number;
  /** `use` asks for what is missing or old, `offline` never asks, `refresh` always, and touches no file. */
  readonly mode: 'use' | 'offline' | 'refresh';
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told once of each damaged entry, and once where the cache cannot be written. */
  readonly warn: (message: string) => void;
  readonly log?: (message: string) => void;
}

/** The cache as one run sees it: of each tag and each list of tags, all who ask get one answer. */
export interface Cache {
  readonly directory: string;
  /**
   * The repository, asked only for what the cache does not know. To write, everything is asked for, and the cache
   * forgets the tags that are written. Layouts are as near as the cache, and stay themselves.
   */
  wrap(repository: Repository, purpose?: 'read' | 'write'): Repository;
  /** Brings `index.json` up to date where this run has changed something. Never fails the run. */
  flush(): Promise<void>;
  /** What is there, whatever the mode. */
  list(): CacheContent;
  /** Throws OUTPUT_UNWRITABLE. */
  prune(options: PruneOptions): Promise<Pruned>;
}

/** Opens a cache. Nothing is read or written before a repository is asked. */
export function openCache({ directory, tagMaxAge, mode, now, warn, log }: CacheOptions): Cache {
  const store = openStore({ directory, now, warn });
  const run: CacheRun = {
    store,
    mode,
    tagMaxAge,
    now,
    log: log ?? (() => undefined),
    tagFlights: createFlights<Manifest>(true),
    digestFlights: createFlights<Manifest>(false),
    blobFlights: createFlights<Uint8Array>(false),
    listFlights: createFlights<readonly string[]>(true),
  };
  return {
    directory,
    wrap(repository, purpose = 'read') {
      if (repository.reference.startsWith('oci-layout:')) return repository;
      return purpose === 'read' ? cachedRepository(repository, run) : { ...repository, ...writing(repository, run) };
    },
    async flush() {
      if (store.changed && mode === 'use') await store.writing(() => writeIndex(directory));
    },
    list: () => readContent(directory),
    prune: (options) => prune(directory, now(), options),
  };
}
