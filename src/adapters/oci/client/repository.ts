import { type RegistryReference, repositoryOf } from '../../../core/contract/reference.ts';
import { digestAs } from '../digest.ts';
import { isDigest } from '../json.ts';
import type { Manifest, Repository } from '../repository.ts';
import { addToFallback, subjectOf } from './attach.ts';
import { readBlob } from './blobs.ts';
import { createFlights, createTurns } from './flights.ts';
import { header } from './http.ts';
import { readManifest, readWhole, resolve, writeManifest } from './manifests.ts';
import type { Place } from './place.ts';
import { readReferrers } from './referrers.ts';
import { readTags } from './tag-list.ts';
import { writeBlob } from './upload.ts';

/** Repositories whose readers share what is under way. */
export function createRepositories(): (reference: RegistryReference, place: Place) => Repository {
  const tagLists = createFlights<readonly string[]>();
  const manifests = createFlights<Manifest>();
  const blobs = createFlights<Uint8Array>();
  /** Nobody here writes what another one is about to. */
  const turns = createTurns();

  return (reference, place) => {
    function manifest(tagOrDigest: string): Promise<Manifest>;
    function manifest(tag: string, unless: Pick<Manifest, 'digest' | 'etag'>): Promise<Manifest | 'unchanged'>;
    function manifest(name: string, unless?: Pick<Manifest, 'digest' | 'etag'>): Promise<Manifest | 'unchanged'> {
      if (unless !== undefined) return readManifest(place, name, unless);
      return manifests(`${place.label}@${name}`, () => readWhole(place, name));
    }
    return {
      reference: repositoryOf(reference),
      tags: () => tagLists(place.label, () => readTags(place)),
      manifest,
      resolve: (tagOrDigest) => resolve(place, tagOrDigest),
      blob: ({ digest, size }) => blobs(`${place.label}@${digest} ${size}`, () => readBlob(place, { digest, size })),
      putBlob: (digest, bytes, mountFrom) => writeBlob(place, digest, bytes, mountFrom),
      async putManifest(written, tagOrDigest) {
        const response = await writeManifest(place, written, tagOrDigest);
        const subject = subjectOf(written);
        if (subject === undefined || header(response, 'oci-subject') !== undefined) return;
        const digest = digestAs(isDigest(tagOrDigest) ? tagOrDigest : 'sha256:', written.bytes);
        await turns(`${place.label}@${subject}`, () => addToFallback(place, subject, written, digest));
      },
      referrers: (digest) => readReferrers(place, digest),
    };
  };
}
