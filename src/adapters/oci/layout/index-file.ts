/** `index.json` of an image layout (OCI image spec 1.1, image-layout.md and image-index.md). */
import { isTag } from '../../../core/contract/registry-name.ts';
import { PactoError } from '../../../core/error.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../../core/json.ts';
import { indexType } from '../artifact.ts';
import { isDigest, parseJson, readDescriptor } from '../json.ts';
import type { Descriptor } from '../repository.ts';

/** The annotation that holds a manifest's name in a layout. */
export const nameAnnotation = 'org.opencontainers.image.ref.name';

/** Bytes. */
export const indexLimit = 16 * 1024 * 1024;

export interface IndexEntry {
  readonly descriptor: Descriptor;
  /** As the layout's writer gave it: a tag, or a whole reference. */
  readonly name?: string;
  /** The tag in that name. */
  readonly tag?: string;
}

export interface LayoutIndex {
  /** As it was read: what is not understood stays when it is written again. */
  readonly document: JsonObject;
  readonly entries: readonly IndexEntry[];
}

/** The index of a layout that holds nothing yet. */
export const emptyIndex: JsonObject = { schemaVersion: 2, mediaType: indexType, manifests: [] };

/**
 * Reads an index. Throws INVALID_LAYOUT.
 *
 * @param label what to call the file in messages
 */
export function parseIndex(bytes: Uint8Array, label: string): LayoutIndex {
  const document = parseJson(bytes);
  if (document === undefined) throw invalid(`${label} is not JSON in UTF-8`);
  if (!isObject(document)) throw invalid(`${label} is not a JSON object`);
  const manifests = member(document, 'manifests');
  if (!isArray(manifests)) throw invalid(`${label} has no list "manifests"`);
  return { document, entries: manifests.flatMap((item, i) => readEntry(item, `manifests[${i}] in ${label}`) ?? []) };
}

/** Undefined for what has a digest of an algorithm that is not known here: others may have use for it. */
function readEntry(item: Json, label: string): IndexEntry | undefined {
  const descriptor = readDescriptor(item);
  if (descriptor === undefined) {
    const digest = member(item, 'digest');
    // OCI image spec 1.1, descriptor.md, "Digests": the grammar of algorithms.
    const isForeign = typeof digest === 'string' && /^(?!sha(?:256|512):)[a-z0-9]+(?:[+._-][a-z0-9]+)*:/.test(digest);
    if (isForeign) return undefined;
    if (!isDigest(digest)) throw invalid(`${label} has no valid digest`);
    throw invalid(`${label} is not a descriptor: it needs a mediaType and a size`);
  }
  const name = descriptor.annotations?.[nameAnnotation];
  if (name === undefined) return { descriptor };
  const tag = tagOf(name);
  return tag === undefined ? { descriptor, name } : { descriptor, name, tag };
}

/** The tag of a name: a bare one, or that of `host/repository:tag`, as containerd and Podman write it. */
function tagOf(name: string): string | undefined {
  if (isTag(name)) return name;
  const [reference = ''] = name.split('@', 1);
  const colon = reference.lastIndexOf(':');
  const tag = reference.slice(colon + 1);
  return colon > 0 && colon > reference.lastIndexOf('/') && isTag(tag) ? tag : undefined;
}

/**
 * What a tag or a digest leads to, undefined where nothing does. A bare tag comes before the tag of a whole reference,
 * and of equal names the last counts, as in oras. Throws INVALID_LAYOUT where several repositories have the tag.
 */
export function findEntry({ entries }: LayoutIndex, tagOrDigest: string, label: string): Descriptor | undefined {
  if (isDigest(tagOrDigest)) return entries.findLast(({ descriptor }) => descriptor.digest === tagOrDigest)?.descriptor;
  const bare = entries.findLast(({ name }) => name === tagOrDigest);
  if (bare !== undefined) return bare.descriptor;
  const byName = new Map(
    entries.flatMap(({ name, tag, descriptor }) =>
      tag === tagOrDigest && name !== undefined ? [[name, descriptor]] : [],
    ),
  );
  const found = [...byName.values()];
  if (new Set(found.map(({ digest }) => digest)).size > 1) {
    throw new PactoError(
      'INVALID_LAYOUT',
      `${label} has the tag "${tagOrDigest}" for ${byName.size} repositories, with different content`,
      { hint: 'Name the one that you mean by its digest.' },
    );
  }
  return found[0];
}

/** The index with a manifest under a tag, or under its digest alone; undefined where it says so already. */
export function withManifest(
  index: LayoutIndex,
  descriptor: Descriptor,
  tag: string | undefined,
): JsonObject | undefined {
  const manifests = member(index.document, 'manifests');
  const items = isArray(manifests) ? manifests : [];
  const isSame = (item: Json) => member(item, 'digest') === descriptor.digest;
  const named = items.filter((item) => nameOf(item) === tag);
  const isThere = tag === undefined ? items.some(isSame) : named.length === 1 && named.every(isSame);
  if (isThere) return undefined;
  // The tag's old entry goes, and so does one of the same manifest that has no name yet.
  const kept = items.filter((item) => {
    const name = nameOf(item);
    return name === undefined ? !isSame(item) : name !== tag;
  });
  return { ...index.document, manifests: [...kept, indexItem(descriptor, tag)] };
}

/** A descriptor as an index holds it, with its name. */
export function indexItem(descriptor: Descriptor, name: string | undefined): JsonObject {
  const { mediaType, digest, size, artifactType } = descriptor;
  return {
    mediaType,
    digest,
    size,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(name === undefined ? {} : { annotations: { [nameAnnotation]: name } }),
  };
}

function nameOf(item: Json): Json | undefined {
  return member(member(item, 'annotations'), nameAnnotation);
}

/** The bytes of an index. Throws INVALID_LAYOUT for one that could not be read back. */
export function printIndex(document: JsonObject, label: string): Uint8Array {
  let text: string;
  try {
    text = JSON.stringify(document);
  } catch (error) {
    // Reading JSON knows no depth, writing does.
    if (!(error instanceof RangeError)) throw error;
    throw invalid(`${label} is nested too deeply to be written again`);
  }
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > indexLimit)
    throw invalid(`${label} would have ${bytes.length} bytes; at most ${indexLimit} are read`);
  return bytes;
}

function invalid(message: string): PactoError {
  return new PactoError('INVALID_LAYOUT', message);
}
