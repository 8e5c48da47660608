import { type RegistryReference, repositoryOf } from '../../../core/contract/reference.ts';
import { parseJson } from '../json.ts';
import type { Manifest, Repository } from '../repository.ts';
import { readBlob } from './blobs.ts';
import { header } from './http.ts';
import { readManifest, resolve, writeManifest } from './manifests.ts';
import type { Place } from './place.ts';
import { addToFallback, readReferrers, subjectOf } from './referrers.ts';
import { readTags } from './tag-list.ts';
import { writeBlob } from './upload.ts';

/** A repository of a registry behind the port that layouts and the cache have, too. */
export function createRepository(reference: RegistryReference, place: Place): Repository {
  function manifest(tagOrDigest: string): Promise<Manifest>;
  function manifest(tag: string, unless: Pick<Manifest, 'digest' | 'etag'>): Promise<Manifest | 'unchanged'>;
  function manifest(name: string, unless?: Pick<Manifest, 'digest' | 'etag'>): Promise<Manifest | 'unchanged'> {
    return readManifest(place, name, unless);
  }
  return {
    reference: repositoryOf(reference),
    tags: () => readTags(place),
    manifest,
    resolve: (tagOrDigest) => resolve(place, tagOrDigest),
    blob: (descriptor) => readBlob(place, descriptor),
    putBlob: (digest, bytes, mountFrom) => writeBlob(place, digest, bytes, mountFrom),
    async putManifest(manifest, tagOrDigest) {
      const response = await writeManifest(place, manifest, tagOrDigest);
      const subject = subjectOf(parseJson(manifest.bytes));
      if (subject !== undefined && header(response, 'oci-subject') === undefined) {
        await addToFallback(place, subject, manifest);
      }
    },
    referrers: (digest) => readReferrers(place, digest),
  };
}
