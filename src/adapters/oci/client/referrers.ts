import { PactoError } from '../../../core/error.ts';
import { isObject, member } from '../../../core/json.ts';
import { indexTypes } from '../artifact.ts';
import { parseJson, readDescriptors } from '../json.ts';
import { readManifest } from '../manifest.ts';
import type { Descriptor, Manifest } from '../repository.ts';
import { protocolError } from './error.ts';
import { type HttpResponse, mediaTypeOf } from './http.ts';
import { readWhole } from './manifests.ts';
import { readPages } from './pages.ts';
import type { Place } from './place.ts';

const [indexType] = indexTypes;
/** More are not listed: each may take a request. */
const most = 1000;
/** What registries without referrers answer; some send a page for people. */
const unknownStatuses = new Set([400, 404, 405, 501]);

/** The tag of the index that stands in for the referrers API (distribution spec 1.1, "Referrers Tag Schema"). */
export function fallbackTag(digest: string): string {
  const [algorithm = '', encoded = ''] = digest.split(':');
  return `${algorithm.slice(0, 32)}-${encoded.slice(0, 64)}`;
}

/**
 * What has this manifest as its subject, by the registry's own list and by the fallback tag: what was attached before a
 * registry learnt of referrers is found there only.
 */
export async function readReferrers(place: Place, digest: string): Promise<Descriptor[]> {
  const [native, { manifests }] = await Promise.all([readNative(place, digest), readFallback(place, digest)]);
  const found = new Map(native.map((descriptor) => [descriptor.digest, descriptor]));
  const others = manifests.filter((descriptor) => !found.has(descriptor.digest)).slice(0, most - found.size);
  for (const descriptor of await Promise.all(others.map((other) => complete(place, other)))) {
    found.set(descriptor.digest, descriptor);
  }
  return [...found.values()];
}

async function readNative(place: Place, digest: string): Promise<Descriptor[]> {
  const descriptors: Descriptor[] = [];
  const pages = {
    operation: `list what refers to ${digest} in ${place.label}`,
    url: place.url(`referrers/${digest}`),
    headers: { accept: indexType },
    isAbsent: (response: HttpResponse) => unknownStatuses.has(response.status) || mediaTypeOf(response) === 'text/html',
  };
  await readPages(place, pages, (response, attempt) => {
    const index = parseJson(response.body);
    if (!isObject(index)) throw protocolError(attempt, 'answered with something that is not an index');
    descriptors.push(...readDescriptors(member(index, 'manifests')).slice(0, most - descriptors.length));
  });
  return descriptors;
}

export interface Fallback {
  readonly manifests: readonly Descriptor[];
  /** As it is now; undefined where there is none. */
  readonly current?: Manifest;
}

/** What the fallback tag of a manifest holds. */
export async function readFallback(place: Place, digest: string): Promise<Fallback> {
  const current = await readIfThere(place, fallbackTag(digest));
  if (current === undefined) return { manifests: [] };
  return { manifests: readDescriptors(member(parseJson(current.bytes), 'manifests')), current };
}

/** Some tools write fallback indexes whose entries lack what the manifest says of itself. */
async function complete(place: Place, descriptor: Descriptor): Promise<Descriptor> {
  if (descriptor.artifactType !== undefined) return descriptor;
  // An entry may outlive what it is of.
  const manifest = await readIfThere(place, descriptor.digest);
  const content = manifest && readManifest(manifest);
  const artifactType = content?.artifactType ?? content?.config?.mediaType;
  if (content === undefined || artifactType === undefined) return descriptor;
  return { ...descriptor, artifactType, annotations: descriptor.annotations ?? content.annotations };
}

async function readIfThere(place: Place, name: string): Promise<Manifest | undefined> {
  try {
    return await readWhole(place, name);
  } catch (error) {
    if (error instanceof PactoError && error.code === 'REGISTRY_NOT_FOUND') return undefined;
    throw error;
  }
}
