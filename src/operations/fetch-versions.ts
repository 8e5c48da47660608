import { readBundleManifest } from '../adapters/oci/artifact.ts';
import { labelOf } from '../adapters/oci/open-artifact.ts';
import { sortTags } from '../core/contract/tags.ts';
import { PactoError } from '../core/error.ts';
import { createPool } from '../core/graph/pool.ts';
import type { Ports } from './ports.ts';
import { publishedReference } from './published-reference.ts';
import type { FetchedVersion, FetchVersionsResult } from './results.ts';

/** Versions that are fetched at a time; the registry client bounds requests for each host by itself. */
const concurrency = 8;

export interface FetchVersionsOptions {
  /** Told once before anything is fetched, and after each version. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops before the next version. What has been fetched stays in the cache. */
  readonly signal?: AbortSignal;
}

/**
 * Fetches every version of a repository, so that the cache behind the ports has them all. A version that cannot be
 * fetched is told of, and is not the end. Throws PactoError where the versions cannot be listed, and the signal's reason.
 *
 * @param reference a repository; its tag or digest, if it has one, does not matter
 */
export async function fetchVersions(
  ports: Ports,
  reference: string,
  { onProgress, signal }: FetchVersionsOptions = {},
): Promise<FetchVersionsResult> {
  signal?.throwIfAborted();
  const repository = await ports.repository(publishedReference(reference), 'read');
  const tags = sortTags([...new Set(await repository.tags())]).map(({ tag }) => tag);
  let done = 0;
  onProgress?.(done, tags.length);

  async function fetchVersion(tag: string): Promise<FetchedVersion> {
    signal?.throwIfAborted();
    try {
      const manifest = await repository.manifest(tag);
      const { layer } = readBundleManifest(manifest, labelOf(repository, { tag }));
      await repository.blob(layer);
      return { tag, digest: manifest.digest };
    } catch (error) {
      if (!(error instanceof PactoError)) throw error;
      return { tag, error: { code: error.code, message: error.message, hint: error.hint } };
    }
  }

  const pool = createPool(concurrency);
  const fetching = tags.map((tag) =>
    pool.run(async () => {
      const version = await fetchVersion(tag);
      done += 1;
      onProgress?.(done, tags.length);
      return version;
    }),
  );
  const versions = await Promise.all(fetching).finally(() => pool.close());
  return { schemaVersion: 1, ref: labelOf(repository, {}), versions };
}
