import { isArray, isObject, member } from '../../../core/json.ts';
import { indexTypes } from '../artifact.ts';
import { parseJson, readDescriptor } from '../json.ts';
import { readManifest } from '../manifest.ts';
import type { Descriptor, NewManifest } from '../repository.ts';
import { type Attempt, protocolError } from './error.ts';
import { writeManifest } from './manifests.ts';
import type { Place } from './place.ts';
import { fallbackTag, readFallback } from './referrers.ts';

const [indexType] = indexTypes;
/** How often the fallback index is written before others are let win. */
const attempts = 5;

/** The digest of the manifest that this one is attached to; undefined for none. */
export function subjectOf({ bytes }: NewManifest): string | undefined {
  return readDescriptor(member(parseJson(bytes), 'subject'))?.digest;
}

/**
 * Adds a stored manifest to the fallback index of its subject. Others, elsewhere, may do so at the same time, and most
 * registries cannot be told to compare before they write: so the index is read again, and written again where the entry
 * got lost.
 *
 * @param digest of the manifest
 */
export async function addToFallback(
  place: Place,
  subject: string,
  manifest: NewManifest,
  digest: string,
): Promise<void> {
  const entry = entryOf(manifest, digest);
  const tag = fallbackTag(subject);
  const url = place.url(`manifests/${tag}`);
  const attempt: Attempt = { operation: `attach ${digest} in ${place.label}`, method: 'PUT', url };
  for (let written = 0; ; written++) {
    const { manifests, current } = await readFallback(place, subject);
    if (manifests.some((other) => other.digest === digest)) return;
    if (written === attempts)
      throw protocolError(attempt, `lost it ${attempts} times to others who wrote the same index`);
    const before = current === undefined ? undefined : parseJson(current.bytes);
    if (current !== undefined && !isArray(member(before, 'manifests'))) {
      throw protocolError(attempt, `has something under ${tag} that is not an index`);
    }
    const others = isObject(before) ? before : {};
    const index = { schemaVersion: 2, mediaType: indexType, ...others, manifests: [...manifests, entry] };
    const bytes = new TextEncoder().encode(JSON.stringify(index));
    // A weak validator never matches (RFC 9110 section 13.1.1).
    const etag = current?.etag?.startsWith('"') ? current.etag : undefined;
    await writeManifest(place, { bytes, mediaType: indexType }, tag, etag);
  }
}

/** What an index says of a manifest (distribution spec 1.1, "Listing Referrers"). */
function entryOf({ bytes, mediaType }: NewManifest, digest: string): Descriptor {
  const content = readManifest({ bytes, mediaType, digest });
  const artifactType = content?.artifactType ?? content?.config?.mediaType;
  const annotations = content?.annotations ?? {};
  return {
    mediaType,
    digest,
    size: bytes.length,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}
