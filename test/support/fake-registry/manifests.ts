/** Manifests, tags and referrers (distribution spec 1.1). */
import type { Surroundings } from './blobs.ts';
import { type Answer, answer, contentAnswer, errorAnswer, type Incoming, jsonAnswer } from './exchange.ts';
import { pageOf } from './pages.ts';
import { digestLike, findManifest, repositoryOf, type StoredManifest, type StoredRepository, sha256 } from './store.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';
const largest = 4 * 1024 * 1024;

interface ManifestFields {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly config?: { readonly mediaType: string; readonly digest: string };
  readonly layers?: readonly { readonly digest: string }[];
  readonly manifests?: readonly { readonly digest: string }[];
  readonly subject?: { readonly digest: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

export function getManifest(incoming: Incoming, name: string, reference: string, around: Surroundings): Answer {
  const { behaviour, store } = around;
  const found = findManifest(store.get(name), reference);
  const listed = (incoming.headers.accept ?? '').split(',').map((type) => type.split(';')[0]?.trim());
  if (found === undefined || (behaviour.accept === 'listed' && !listed.includes(found.mediaType)))
    return errorAnswer(404, 'MANIFEST_UNKNOWN', `manifest unknown: ${reference}`);
  return contentAnswer(incoming, found, { ...behaviour, ranges: false });
}

export function putManifest(incoming: Incoming, name: string, reference: string, around: Surroundings): Answer {
  const { behaviour } = around;
  const bytes = incoming.body;
  if (bytes.length > largest) return errorAnswer(413, 'SIZE_INVALID', `a manifest has at most ${largest} bytes`);
  const fields = fieldsOf(bytes);
  const mediaType = incoming.headers['content-type'] ?? '';
  if (fields === undefined || mediaType === '') return errorAnswer(400, 'MANIFEST_INVALID', 'manifest invalid');
  if (fields.mediaType !== undefined && fields.mediaType !== mediaType)
    return errorAnswer(400, 'MANIFEST_INVALID', `mediaType is ${fields.mediaType}, and Content-Type ${mediaType}`);
  const isDigest = reference.includes(':');
  if (!isDigest && !/^\w[\w.-]{0,127}$/.test(reference)) return errorAnswer(400, 'TAG_INVALID', 'manifest tag invalid');
  const digest = isDigest ? digestLike(reference, bytes) : sha256(bytes);
  if (digest === undefined || (isDigest && digest !== reference))
    return errorAnswer(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const repository = repositoryOf(around.store, name);
  const missing = behaviour.checksBlobs ? missingFrom(repository, fields) : undefined;
  if (missing !== undefined) return errorAnswer(400, 'MANIFEST_BLOB_UNKNOWN', `blob unknown to registry: ${missing}`);

  repository.manifests.set(digest, { bytes, mediaType, digest });
  if (!isDigest) repository.tags.set(reference, digest);
  return answer(201, {
    location: `/v2/${name}/manifests/${reference}`,
    ...(behaviour.digestHeader ? { 'docker-content-digest': digest } : {}),
    ...(behaviour.referrers && fields.subject !== undefined ? { 'oci-subject': fields.subject.digest } : {}),
  });
}

export function deleteManifest(name: string, reference: string, around: Surroundings): Answer {
  if (!around.behaviour.deletes) return errorAnswer(405, 'UNSUPPORTED', 'the operation is unsupported');
  const repository = around.store.get(name);
  if (repository === undefined || findManifest(repository, reference) === undefined)
    return errorAnswer(404, 'MANIFEST_UNKNOWN', `manifest unknown: ${reference}`);
  if (!reference.includes(':')) repository.tags.delete(reference);
  else {
    repository.manifests.delete(reference);
    for (const [tag, digest] of repository.tags) if (digest === reference) repository.tags.delete(tag);
  }
  return answer(202);
}

export function listTags(incoming: Incoming, name: string, around: Surroundings): Answer {
  const { behaviour } = around;
  const repository = around.store.get(name);
  if (repository === undefined) return errorAnswer(404, 'NAME_UNKNOWN', 'repository name not known to registry');
  const tags = [...repository.tags.keys()].sort();
  if (behaviour.tagOrder === 'unsorted')
    tags.sort((a, b) => sha256(Buffer.from(a)).localeCompare(sha256(Buffer.from(b))));
  const page = pageOf(tags, incoming, around);
  if (page === undefined) return errorAnswer(400, 'PAGINATION_NUMBER_INVALID', 'invalid number of results requested');
  const none = tags.length === 0 && behaviour.noTags === 'null';
  return jsonAnswer(200, { name, tags: none ? null : page.items }, page.headers);
}

export function listReferrers(incoming: Incoming, name: string, subject: string, around: Surroundings): Answer {
  if (!around.behaviour.referrers)
    return answer(404, { 'content-type': 'text/plain' }, Buffer.from('404 page not found\n'));
  if (!/^sha(256|512):[0-9a-f]+$/.test(subject)) return errorAnswer(400, 'DIGEST_INVALID', 'invalid digest');
  const wanted = incoming.query.get('artifactType');
  const all = [...(around.store.get(name)?.manifests.values() ?? [])]
    .filter(({ bytes }) => fieldsOf(bytes)?.subject?.digest === subject)
    .map(descriptorOf)
    .filter(({ artifactType }) => wanted === null || artifactType === wanted);
  const byDigest = new Map(all.map((descriptor) => [descriptor.digest, descriptor]));
  const page = pageOf([...byDigest.keys()].sort(), incoming, around);
  if (page === undefined) return errorAnswer(400, 'PAGINATION_NUMBER_INVALID', 'invalid number of results requested');
  const manifests = page.items.map((digest) => byDigest.get(digest));
  return jsonAnswer(
    200,
    { schemaVersion: 2, mediaType: indexType, manifests },
    {
      'content-type': indexType,
      ...page.headers,
      ...(wanted === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
  );
}

/** The artifact type of a manifest that has none is its config's media type (image spec 1.1, descriptor guidance). */
function descriptorOf({ bytes, mediaType, digest }: StoredManifest) {
  const fields = fieldsOf(bytes);
  const artifactType = fields?.artifactType || fields?.config?.mediaType;
  return { mediaType, digest, size: bytes.length, artifactType, annotations: fields?.annotations };
}

function missingFrom(repository: StoredRepository, fields: ManifestFields): string | undefined {
  const blobs = [...(fields.config === undefined ? [] : [fields.config]), ...(fields.layers ?? [])];
  const missing =
    blobs.find(({ digest }) => !repository.blobs.has(digest)) ??
    fields.manifests?.find(({ digest }) => !repository.manifests.has(digest));
  return missing?.digest;
}

function fieldsOf(bytes: Uint8Array): ManifestFields | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
