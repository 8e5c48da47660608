import { PactoError } from '../../../core/error.ts';
import { isObject, type Json, member } from '../../../core/json.ts';
import { indexTypes } from '../artifact.ts';
import { parseJson, readDescriptor, readDescriptors } from '../json.ts';
import { readManifest as readContent } from '../manifest.ts';
import type { Descriptor, Manifest, NewManifest } from '../repository.ts';
import { digestLike } from './digest.ts';
import { protocolError } from './error.ts';
import { readManifest, writeManifest } from './manifests.ts';
import { readPages } from './pages.ts';
import { attemptOf, type Place } from './place.ts';

const [indexType] = indexTypes;
/** More are not listed: each may take a request. */
const most = 1000;
/** How often the fallback index is written before somebody else's writing is let win. */
const attempts = 5;

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
  const found = new Map<string, Descriptor>();
  for (const descriptor of await readNative(place, digest)) found.set(descriptor.digest, descriptor);
  for (const descriptor of (await readFallback(place, digest)).manifests) {
    if (found.size >= most) break;
    if (!found.has(descriptor.digest)) found.set(descriptor.digest, await complete(place, descriptor));
  }
  return [...found.values()];
}

async function readNative(place: Place, digest: string): Promise<Descriptor[]> {
  const operation = `list what refers to ${digest} in ${place.label}`;
  const descriptors: Descriptor[] = [];
  try {
    const url = place.url(`referrers/${digest}`);
    await readPages(place, { operation, url, headers: { accept: indexType } }, (response, attempt) => {
      const index = parseJson(response.body);
      if (!isObject(index)) throw protocolError(attempt, 'answered with something that is not an index');
      descriptors.push(...readDescriptors(member(index, 'manifests')).slice(0, most - descriptors.length));
    });
  } catch (error) {
    // Registries without referrers answer 404, older ones also 400 or 405, and some a page.
    const unknown = error instanceof PactoError && ['REGISTRY_NOT_FOUND', 'REGISTRY_PROTOCOL'].includes(error.code);
    if (!unknown) throw error;
    return [];
  }
  return descriptors;
}

interface Fallback {
  readonly manifests: readonly Descriptor[];
  /** As it is now; undefined where there is none. */
  readonly current?: Manifest;
}

async function readFallback(place: Place, digest: string): Promise<Fallback> {
  try {
    const current = await readManifest(place, fallbackTag(digest));
    if (current === 'unchanged') return { manifests: [] };
    return { manifests: readDescriptors(member(parseJson(current.bytes), 'manifests')), current };
  } catch (error) {
    if (error instanceof PactoError && error.code === 'REGISTRY_NOT_FOUND') return { manifests: [] };
    throw error;
  }
}

/** Some tools write fallback indexes whose entries lack what the manifest says of itself. */
async function complete(place: Place, descriptor: Descriptor): Promise<Descriptor> {
  if (descriptor.artifactType !== undefined) return descriptor;
  try {
    const manifest = await readManifest(place, descriptor.digest);
    const content = manifest === 'unchanged' ? undefined : readContent(manifest);
    const artifactType = content?.artifactType ?? content?.config?.mediaType;
    if (content === undefined || artifactType === undefined) return descriptor;
    return { ...descriptor, artifactType, annotations: descriptor.annotations ?? content.annotations };
  } catch (error) {
    // An entry may outlive what it is of.
    if (error instanceof PactoError && error.code === 'REGISTRY_NOT_FOUND') return descriptor;
    throw error;
  }
}

/** The subject that a manifest names; undefined for none. */
export function subjectOf(manifest: Json | undefined): string | undefined {
  return readDescriptor(member(manifest, 'subject'))?.digest;
}

/** What runs for a tag of a place, so that nobody here writes what another one is about to. */
const turns = new WeakMap<Place, Map<string, Promise<void>>>();

/** Adds a stored manifest to the fallback index of its subject, after whoever is at it already. */
export async function addToFallback(place: Place, subject: string, manifest: NewManifest): Promise<void> {
  const running = turns.get(place) ?? new Map<string, Promise<void>>();
  turns.set(place, running);
  const before = running.get(subject);
  const turn = (async () => {
    // How the others fared is theirs to tell.
    await before?.catch(() => undefined);
    await addInTurn(place, subject, manifest);
  })();
  running.set(subject, turn);
  try {
    await turn;
  } finally {
    if (running.get(subject) === turn) running.delete(subject);
  }
}

/**
 * Others, elsewhere, may be at it at the same time, and most registries cannot be told to compare before they write: so
 * the index is read again, and written again where the entry got lost.
 */
async function addInTurn(place: Place, subject: string, manifest: NewManifest): Promise<void> {
  const entry = entryOf(manifest);
  const tag = fallbackTag(subject);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { manifests, current } = await readFallback(place, subject);
    if (manifests.some(({ digest }) => digest === entry.digest)) return;
    const before = current === undefined ? undefined : parseJson(current.bytes);
    if (current !== undefined && member(before, 'manifests') === undefined) {
      const request = {
        operation: `attach ${entry.digest} in ${place.label}`,
        method: 'GET',
        url: place.url(`manifests/${tag}`),
      } as const;
      throw protocolError(attemptOf(request), 'is no index, so that nothing can be added to it');
    }
    const index = {
      schemaVersion: 2,
      mediaType: indexType,
      ...(isObject(before) ? before : {}),
      manifests: [...manifests, entry],
    };
    const bytes = new TextEncoder().encode(JSON.stringify(index));
    await writeManifest(place, { bytes, mediaType: indexType }, tag, current?.etag);
  }
}

function entryOf({ bytes, mediaType }: NewManifest): Descriptor {
  const manifest = { bytes, mediaType, digest: digestLike('sha256:', bytes) };
  const content = readContent(manifest);
  const artifactType = content?.artifactType ?? content?.config?.mediaType;
  return {
    mediaType,
    digest: manifest.digest,
    size: bytes.length,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(content === undefined || Object.keys(content.annotations).length === 0
      ? {}
      : { annotations: content.annotations }),
  };
}
