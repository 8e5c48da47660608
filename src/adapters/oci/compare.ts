import { PactoError } from '../../core/error.ts';
import { readArchive } from '../archive.ts';
import { type Artifact, readBundleConfig, readBundleManifest } from './artifact.ts';
import type { Repository } from './repository.ts';

/** What a tag has, seen from what is about to be published under it. */
export interface TagState {
  readonly tag: string;
  /** Digest of the manifest that is there; absent where the tag is free. */
  readonly digest?: string;
  /** Whether that is the same content: equal tars, or where another implementation packed it, equal files. */
  readonly same: boolean;
}

/**
 * Compares what a tag has with an artifact. Throws what the repository throws.
 *
 * @param files the files of the artifact
 */
export async function tagState(
  repository: Repository,
  tag: string,
  artifact: Artifact,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<TagState> {
  const digest = await repository.resolve(tag);
  if (digest === undefined) return { tag, same: false };
  if (digest === artifact.manifest.digest) return { tag, digest, same: true };
  try {
    const { config, layer } = readBundleManifest(await repository.manifest(digest), tag);
    const { contentDigest } = readBundleConfig(await repository.blob(config));
    if (contentDigest === artifact.contentDigest) return { tag, digest, same: true };
    return { tag, digest, same: equalFiles(readArchive(await repository.blob(layer), tag).files, files) };
  } catch (error) {
    if (error instanceof PactoError && ['NOT_A_PACTO_BUNDLE', 'INVALID_ARCHIVE'].includes(error.code)) {
      return { tag, digest, same: false };
    }
    throw error;
  }
}

function equalFiles(a: ReadonlyMap<string, Uint8Array>, b: ReadonlyMap<string, Uint8Array>): boolean {
  if (a.size !== b.size) return false;
  for (const [path, bytes] of a) {
    const other = b.get(path);
    if (other === undefined || Buffer.compare(bytes, other) !== 0) return false;
  }
  return true;
}
