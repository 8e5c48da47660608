import { PactoError } from '../../../core/error.ts';
import { isArray, isObject, type Json, member } from '../../../core/json.ts';
import { indexTypes, manifestTypes } from '../artifact.ts';
import { digestAs } from '../digest.ts';
import { isDigest, parseJson } from '../json.ts';
import type { Manifest } from '../repository.ts';
import { problemOf, protocolError, refusePage } from './error.ts';
import { type HttpResponse, header, mediaTypeOf } from './http.ts';
import { attemptOf, type Place, type PlaceRequest } from './place.ts';

/** What every registry must take (distribution spec 1.1, "Pushing Manifests"). Bytes. */
export const manifestLimit = 4 * 1024 * 1024;

/** Without it some registries say that there is no manifest of a type that they think unknown to us. */
const accept = manifestTypes.join(', ');

type Known = Pick<Manifest, 'digest' | 'etag'>;

/** Docker Hub counts what is read of manifests and not what is asked for by HEAD. */
const meteredHost = 'registry-1.docker.io';

/** How often a manifest is fetched that is not what it should be: once more, for what was garbled on the way. */
const attempts = 2;

/** The manifest of a tag or digest; `unchanged` where it is the known one. */
export async function readManifest(place: Place, name: string, known?: Known): Promise<Manifest | 'unchanged'> {
  if (known !== undefined && place.host === meteredHost && (await resolve(place, name)) === known.digest) {
    return 'unchanged';
  }
  const request: PlaceRequest = {
    operation: `read the manifest ${name} of ${place.label}`,
    method: 'GET',
    url: place.url(`manifests/${name}`),
    headers: { accept, ...(known === undefined ? {} : { 'if-none-match': known.etag ?? `"${known.digest}"` }) },
    limit: manifestLimit,
  };
  let problem: PactoError | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const response = await place.send(request);
    if (response.status === 304 && known !== undefined) return 'unchanged';
    if (response.status !== 200) throw missing(place, name, response) ?? place.refuse(request, response);
    refusePage(attemptOf(request), response);
    // Some registries answer a condition that they do not know with the whole.
    if (known !== undefined && digestAs(known.digest, response.body) === known.digest) return 'unchanged';
    const manifest = judge(place, name, request, response);
    if (!(manifest instanceof PactoError)) return manifest;
    problem = manifest;
  }
  throw problem;
}

/** That the repository is there, and has no such manifest; undefined for whatever else a registry says. */
function missing(place: Place, name: string, response: HttpResponse): PactoError | undefined {
  if (response.status !== 404 || problemOf(response).code !== 'MANIFEST_UNKNOWN') return undefined;
  const what = isDigest(name) ? name : `tag "${name}"`;
  return new PactoError('REGISTRY_NOT_FOUND', `${place.label} has no ${what}`, {
    hint: `Check the spelling; \`pacto tags ${place.label}\` lists what there is.`,
  });
}

/** The manifest in a response, or what is wrong with it. */
function judge(place: Place, name: string, request: PlaceRequest, response: HttpResponse): Manifest | PactoError {
  const { body: bytes } = response;
  const digest = digestAs(name, bytes);
  if (isDigest(name) && digest !== name) {
    const message = `${place.label} has something else under ${name}: its digest is ${digest}`;
    return new PactoError('DIGEST_MISMATCH', message);
  }
  const value = parseJson(bytes);
  if (!isObject(value)) return protocolError(attemptOf(request), 'answered with something that is not a manifest');
  const etag = header(response, 'etag');
  return { bytes, digest, mediaType: typeOf(value, response), ...(etag === undefined ? {} : { etag }) };
}

/**
 * The type that the manifest states, which its digest covers, before the one that the header gives: some registries
 * serve everything as JSON.
 */
function typeOf(manifest: Json, response: HttpResponse): string {
  const stated = member(manifest, 'mediaType');
  if (typeof stated === 'string' && stated !== '') return stated;
  const served = mediaTypeOf(response);
  if (served !== '' && served !== 'application/json' && !served.startsWith('text/')) return served;
  return isArray(member(manifest, 'manifests')) ? indexTypes[0] : manifestTypes[0];
}

/** The manifest of a tag or digest, whatever is known of it. */
export async function readWhole(place: Place, name: string): Promise<Manifest> {
  const manifest = await readManifest(place, name);
  if (manifest === 'unchanged') throw new Error('nothing was said to be known');
  return manifest;
}

/** The digest of a tag or digest, undefined where there is no such manifest. */
export async function resolve(place: Place, name: string): Promise<string | undefined> {
  const request: PlaceRequest = {
    operation: `find the manifest ${name} of ${place.label}`,
    method: 'HEAD',
    url: place.url(`manifests/${name}`),
    headers: { accept },
  };
  const response = await place.send(request);
  if (response.status === 404) return undefined;
  const claimed = header(response, 'docker-content-digest')?.trim();
  if (response.status === 200 && isDigest(claimed) && (!isDigest(name) || claimed === name)) return claimed;
  // Some registries do not know HEAD or do not say the digest; an error that has no body is told by GET as well.
  try {
    return (await readWhole(place, name)).digest;
  } catch (error) {
    if (error instanceof PactoError && error.code === 'REGISTRY_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Stores a manifest. The response tells whether the registry took notice of its subject. */
export async function writeManifest(
  place: Place,
  { bytes, mediaType }: Pick<Manifest, 'bytes' | 'mediaType'>,
  name: string,
  ifMatch?: string,
): Promise<HttpResponse> {
  const digest = digestAs(name, bytes);
  if (isDigest(name) && digest !== name) {
    const what = `the manifest that was to be stored in ${place.label}`;
    throw new PactoError('DIGEST_MISMATCH', `${what} is not ${name}: its digest is ${digest}`);
  }
  const request: PlaceRequest = {
    operation: `write the manifest ${name} of ${place.label}`,
    method: 'PUT',
    url: place.url(`manifests/${name}`),
    headers: { 'content-type': mediaType, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
    body: bytes,
    actions: 'pull,push',
  };
  const response = await place.send(request);
  if (response.status === 412 && ifMatch !== undefined) return response;
  if (response.status !== 201 && response.status !== 200 && response.status !== 202) {
    throw place.refuse(request, response);
  }
  const stored = header(response, 'docker-content-digest')?.trim();
  if (isDigest(stored) && stored !== digestAs(stored, bytes)) {
    throw new PactoError(
      'DIGEST_MISMATCH',
      `${place.label} stored ${stored} where ${digestAs(stored, bytes)} was sent`,
    );
  }
  return response;
}
