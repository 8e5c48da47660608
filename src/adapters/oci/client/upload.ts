import { errorKinds, PactoError } from '../../../core/error.ts';
import { digestAs } from '../digest.ts';
import { hasBlob } from './blobs.ts';
import { protocolError } from './error.ts';
import { type HttpResponse, header } from './http.ts';
import { attemptOf, type Place, type PlaceRequest } from './place.ts';
import { resolveTarget } from './redirect.ts';
import { backoff, waitBefore } from './retry.ts';

/** How often an upload is begun. One that broke off is not taken up again where it was: bundles are small. */
const attempts = 4;

type Content = Uint8Array | (() => Promise<Uint8Array>);

/**
 * Stores a blob unless it is there: a mount where another repository may have it, else one upload. Throws
 * DIGEST_MISMATCH for bytes that have another digest, whatever the registry would say: not every one looks.
 */
export async function writeBlob(
  place: Place,
  digest: string,
  content: Content,
  mountFrom?: string,
): Promise<'present' | 'mounted' | 'stored'> {
  if (typeof content !== 'function') hold(place, digest, content);
  if (await hasBlob(place, digest)) return 'present';
  const mounted = mountFrom === undefined ? undefined : await mount(place, digest, mountFrom);
  if (mounted?.status === 201) return 'mounted';
  const bytes = typeof content === 'function' ? await content() : content;
  if (typeof content === 'function') hold(place, digest, bytes);
  // A registry that did not mount has begun an upload instead.
  let session = mounted;
  for (let attempt = 0; ; attempt++) {
    const wait = await upload(place, digest, bytes, session, attempt);
    if (wait === undefined) return 'stored';
    await place.runtime.sleep(wait);
    session = undefined;
  }
}

function hold({ label }: Place, digest: string, bytes: Uint8Array): void {
  const actual = digestAs(digest, bytes);
  if (actual === digest) return;
  throw new PactoError(
    'DIGEST_MISMATCH',
    `what was to be stored in ${label} is not ${digest}: its digest is ${actual}`,
  );
}

/** Undefined where the registry does not mount, which is no failure. */
async function mount(place: Place, digest: string, other: string): Promise<HttpResponse | undefined> {
  const from = place.inRegistry(other);
  try {
    const response = await place.send({
      operation: `mount the blob ${digest} in ${place.label}`,
      method: 'POST',
      url: place.url(`blobs/uploads/?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`),
      actions: 'pull,push',
      alsoPull: from,
    });
    return response.status === 201 || response.status === 202 ? response : undefined;
  } catch (error) {
    // The other repository may be out of reach for one who may well write to this one.
    if (error instanceof PactoError && error.code === 'REGISTRY_AUTH') return undefined;
    throw error;
  }
}

/** One upload from begin to end: undefined where it is stored, else the milliseconds to wait before another. */
async function upload(
  place: Place,
  digest: string,
  bytes: Uint8Array,
  begun: HttpResponse | undefined,
  attempt: number,
): Promise<number | undefined> {
  const operation = `store the blob ${digest} in ${place.label}`;
  const session = begun ?? (await begin(place, operation));
  const request: PlaceRequest = {
    operation,
    method: 'PUT',
    url: uploadUrl(place, operation, session, digest),
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    actions: 'pull,push',
    once: true,
  };
  const last = attempt + 1 === attempts;
  let response: HttpResponse;
  try {
    response = await place.send(request);
  } catch (error) {
    if (last || !(error instanceof PactoError) || !errorKinds[error.code].retryable) throw error;
    return backoff(attempt, place.runtime.random);
  }
  if (response.status === 201 || response.status === 200 || response.status === 204) return undefined;
  // The session is gone, or has a part of something in it.
  if (!last && (response.status === 404 || response.status === 416)) return 0;
  const wait = last ? undefined : waitBefore({ kind: 'response', response }, attempt, place.runtime);
  if (wait === undefined) throw place.refuse(request, response);
  return wait;
}

async function begin(place: Place, operation: string): Promise<HttpResponse> {
  const request: PlaceRequest = { operation, method: 'POST', url: place.url('blobs/uploads/'), actions: 'pull,push' };
  const response = await place.send(request);
  if (response.status !== 202) throw place.refuse(request, response);
  return response;
}

/** Where to send the blob. The location has parameters of its own, which are kept as they are (distribution spec 1.1, "Pushing blobs"). */
function uploadUrl(place: Place, operation: string, { headers, url }: HttpResponse, digest: string): URL {
  const attempt = attemptOf({ operation, method: 'POST', url });
  const location = header({ headers }, 'location');
  if (location === undefined) throw protocolError(attempt, 'answered without saying where to upload to');
  const target = resolveTarget(location, url, place.allowsPlain);
  if (!target.ok) throw protocolError(attempt, `answered with a Location that ${target.problem}`);
  const { href, search } = target.url;
  return new URL(`${href}${search === '' ? '?' : '&'}digest=${encodeURIComponent(digest)}`);
}
