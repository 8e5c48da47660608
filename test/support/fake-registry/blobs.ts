/** Blobs and their uploads (distribution spec 1.1, "Pulling blobs", "Pushing blobs"). */
import { randomUUID } from 'node:crypto';
import type { Behaviour, RedirectStyle } from './behaviour.ts';
import { type Answer, answer, contentAnswer, errorAnswer, type Incoming } from './exchange.ts';
import { digestLike, repositoryOf, type Store } from './store.ts';

export interface Surroundings {
  readonly store: Store;
  readonly behaviour: Behaviour;
  /** `http://127.0.0.1:PORT` of each server. */
  readonly origins: { readonly registry: string; readonly blobs: string; readonly tokens: string };
  /** Part of the query of every redirect to the blob host, as in presigned URLs. */
  readonly signature: string;
}

const octets = 'application/octet-stream';
const unknownBlob = () => errorAnswer(404, 'BLOB_UNKNOWN', 'blob unknown to registry');

export function getBlob(incoming: Incoming, name: string, digest: string, around: Surroundings): Answer {
  const bytes = around.store.get(name)?.blobs.get(digest);
  if (bytes === undefined) return unknownBlob();
  const { redirect, redirectStatus } = around.behaviour;
  if (redirect !== undefined && incoming.method === 'GET')
    return answer(redirectStatus, { location: redirectTarget(redirect, incoming, `${name}/${digest}`, around) });
  return contentAnswer(incoming, { bytes, digest, mediaType: octets }, around.behaviour);
}

function redirectTarget(style: RedirectStyle, incoming: Incoming, blob: string, around: Surroundings): string {
  const signed = `/storage/${blob}?X-Amz-Expires=1200&X-Amz-Signature=${around.signature}`;
  switch (style) {
    case 'blob-host':
      return `${around.origins.blobs}${signed}`;
    case 'blob-host-relative-hop':
      return `${around.origins.blobs}${signed}&hop=1`;
    case 'same-host':
      return signed;
    case 'loop':
      return incoming.target;
    case 'plain-http':
      return `${around.origins.blobs}${signed}`.replace(/^https:/, 'http:');
    case 'nowhere':
      return `http://127.0.0.1:1${signed}`;
  }
}

/** What a redirect leads to: a store that knows signed addresses and, as S3 does, refuses a second kind of credential. */
export function getStored(incoming: Incoming, around: Surroundings): Answer {
  if (incoming.headers.authorization !== undefined)
    return answer(
      400,
      { 'content-type': 'application/xml' },
      Buffer.from('<Error><Code>InvalidArgument</Code></Error>'),
    );
  if (incoming.query.get('X-Amz-Signature') !== around.signature) return answer(403);
  if (incoming.query.get('hop') !== null) {
    const query = new URLSearchParams(incoming.query);
    query.delete('hop');
    return answer(302, { location: `?${query}` });
  }
  const [, name, digest] = /^\/storage\/(.+)\/([^/]+)$/.exec(incoming.path) ?? [];
  const bytes = around.store.get(name ?? '')?.blobs.get(digest ?? '');
  if (bytes === undefined || digest === undefined) return answer(404);
  return contentAnswer(incoming, { bytes, digest, mediaType: octets }, { ...around.behaviour, digestHeader: false });
}

export function deleteBlob(name: string, digest: string, around: Surroundings): Answer {
  if (!around.behaviour.deletes) return errorAnswer(405, 'UNSUPPORTED', 'the operation is unsupported');
  return around.store.get(name)?.blobs.delete(digest) === true ? answer(202) : unknownBlob();
}

/** POST: mounts a blob, takes one at once, or opens an upload. `mayRead` tells of the repository to mount from. */
export function startUpload(
  incoming: Incoming,
  name: string,
  around: Surroundings,
  mayRead: (repository: string) => boolean,
): Answer {
  const { behaviour, store } = around;
  const repository = repositoryOf(store, name);
  const [mount, from, digest] = ['mount', 'from', 'digest'].map((key) => incoming.query.get(key));
  const mountable = mount && from && behaviour.mount && mayRead(from) ? store.get(from)?.blobs.get(mount) : undefined;
  if (mount && mountable !== undefined) {
    repository.blobs.set(mount, mountable);
    return created(name, mount, around);
  }
  if (digest && behaviour.singlePost) return storeBlob(name, digest, incoming.body, around);
  const id = randomUUID();
  repository.uploads.set(id, Buffer.alloc(0));
  return uploadAnswer(202, name, id, around);
}

export function uploadStep(incoming: Incoming, name: string, id: string, around: Surroundings): Answer {
  const uploads = around.store.get(name)?.uploads;
  const received = uploads?.get(id);
  if (uploads === undefined || received === undefined)
    return errorAnswer(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
  if (around.behaviour.location === 'with-query' && incoming.query.get('_state') !== stateOf(id))
    return errorAnswer(400, 'BLOB_UPLOAD_INVALID', 'the state of the upload was lost');
  switch (incoming.method) {
    case 'GET':
      return uploadAnswer(204, name, id, around);
    case 'DELETE':
      uploads.delete(id);
      return answer(204);
    case 'PATCH': {
      const start = /^(?:bytes )?(\d+)-/.exec(incoming.headers['content-range'] ?? '')?.[1];
      if (start !== undefined && Number(start) !== received.length) return uploadAnswer(416, name, id, around);
      uploads.set(id, Buffer.concat([received, incoming.body]));
      return uploadAnswer(202, name, id, around);
    }
    default: {
      const digest = incoming.query.get('digest');
      if (digest === null) return errorAnswer(400, 'DIGEST_INVALID', 'no digest was given');
      const stored = storeBlob(name, digest, Buffer.concat([received, incoming.body]), around);
      if (stored.status === 201) uploads.delete(id);
      return stored;
    }
  }
}

function storeBlob(name: string, digest: string, bytes: Uint8Array, around: Surroundings): Answer {
  if (digestLike(digest, bytes) !== digest)
    return errorAnswer(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  repositoryOf(around.store, name).blobs.set(digest, bytes);
  return created(name, digest, around);
}

function created(name: string, digest: string, around: Surroundings): Answer {
  const { behaviour, origins } = around;
  const location = `${behaviour.location === 'absolute' ? origins.registry : ''}/v2/${name}/blobs/${digest}`;
  return answer(201, { location, ...(behaviour.digestHeader ? { 'docker-content-digest': digest } : {}) });
}

function uploadAnswer(status: number, name: string, id: string, around: Surroundings): Answer {
  const { behaviour, origins, store } = around;
  const path = `/v2/${name}/blobs/uploads/${id}`;
  const spelled = {
    relative: path,
    absolute: `${origins.registry}${path}`,
    'with-query': `${origins.registry}${path}?_state=${encodeURIComponent(stateOf(id))}`,
  }[behaviour.location];
  const received = store.get(name)?.uploads.get(id)?.length ?? 0;
  const range = received === 0 ? '0-0' : `0-${received - 1}`;
  return answer(status, { location: spelled, range, 'docker-upload-uuid': id });
}

/** Something that must come back unchanged, with characters that a careless client re-encodes. */
function stateOf(id: string): string {
  return `a+b/c=&${id}`;
}
