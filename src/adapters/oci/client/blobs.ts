import { PactoError } from '../../../core/error.ts';
import { digestAs } from '../digest.ts';
import type { Descriptor } from '../repository.ts';
import { protocolError, refusePage } from './error.ts';
import type { Place, PlaceRequest } from './place.ts';
import { attemptOf } from './place.ts';

/** The most that a blob may have. Bytes. */
export const blobLimit = 64 * 1024 * 1024;

/** How often a blob is fetched that is not what its digest says: once more, for what was garbled on the way. */
const attempts = 2;

/** The bytes of a blob, held to digest and size. Throws DIGEST_MISMATCH where they are others. */
export async function readBlob(
  place: Place,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
): Promise<Uint8Array> {
  const request: PlaceRequest = {
    operation: `read the blob ${digest} of ${place.label}`,
    method: 'GET',
    url: place.url(`blobs/${digest}`),
    // One more, so that too much is seen and need not be read.
    limit: size + 1,
    cut: true,
  };
  if (size > blobLimit) {
    throw protocolError(attemptOf(request), `would send ${size} bytes, and ${blobLimit} are allowed`);
  }
  let problem = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    const response = await place.send(request);
    if (response.status !== 200) throw place.refuse(request, response);
    const { body } = response;
    const actual = body.length === size ? digestAs(digest, body) : undefined;
    if (actual === digest) return body;
    refusePage(attemptOf(request), response);
    const length = body.length > size ? 'more' : body.length;
    problem = actual === undefined ? `it has ${length} bytes, and should have ${size}` : `its digest is ${actual}`;
  }
  throw new PactoError('DIGEST_MISMATCH', `${place.label} has something else under ${digest}: ${problem}`);
}

/** Whether the blob is there; false also where the registry does not say. */
export async function hasBlob(place: Place, digest: string): Promise<boolean> {
  const response = await place.send({
    operation: `look for the blob ${digest} of ${place.label}`,
    method: 'HEAD',
    url: place.url(`blobs/${digest}`),
    actions: 'pull,push',
  });
  return response.status === 200;
}
