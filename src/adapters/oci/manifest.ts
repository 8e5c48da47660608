/** Manifests of every kind that registries commonly hold, read as data (OCI image spec 1.1, manifest.md, image-index.md). */
import { isArray, isObject, type Json, member } from '../../core/json.ts';
import { indexTypes, manifestTypes } from './artifact.ts';
import { parseJson, readDescriptor, textsOf } from './json.ts';
import type { Descriptor, Manifest } from './repository.ts';

export interface ManifestContent {
  /** An image or artifact with blobs, or an index of other manifests. */
  readonly kind: 'image' | 'index';
  /** As the manifest states it, else as it was served. */
  readonly mediaType: string;
  readonly artifactType?: string;
  /** Images only. */
  readonly config?: Descriptor;
  /** Images only. */
  readonly layers: readonly Descriptor[];
  /** Indexes only. */
  readonly manifests: readonly Descriptor[];
  /** The manifest that this one is attached to. */
  readonly subject?: Descriptor;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Reads an OCI image manifest or index, or Docker's of version 2. Undefined for every other kind, and where a descriptor
 * is malformed: what is not understood in full can be neither copied in full nor described.
 */
export function readManifest({ bytes, mediaType: served }: Manifest): ManifestContent | undefined {
  const value = parseJson(bytes);
  if (!isObject(value)) return undefined;
  const stated = member(value, 'mediaType');
  const mediaType = typeof stated === 'string' ? stated : (served.split(';', 1)[0] ?? '').trim();
  const isIndex = indexTypes.some((type) => type === mediaType);
  if (!isIndex && !manifestTypes.some((type) => type === mediaType)) return undefined;

  const config = readDescriptor(member(value, 'config'));
  const listed = readAll(member(value, isIndex ? 'manifests' : 'layers'));
  const subject = member(value, 'subject');
  const attachedTo = readDescriptor(subject);
  if (listed === undefined || (!isIndex && config === undefined)) return undefined;
  if (isObject(subject) && attachedTo === undefined) return undefined;

  const artifactType = member(value, 'artifactType');
  return {
    kind: isIndex ? 'index' : 'image',
    mediaType,
    ...(typeof artifactType === 'string' && artifactType !== '' ? { artifactType } : {}),
    ...(isIndex || config === undefined ? {} : { config }),
    layers: isIndex ? [] : listed,
    manifests: isIndex ? listed : [],
    ...(attachedTo === undefined ? {} : { subject: attachedTo }),
    annotations: textsOf(member(value, 'annotations')),
  };
}

function readAll(value: Json | undefined): Descriptor[] | undefined {
  if (!isArray(value)) return undefined;
  const all = value.flatMap((item) => readDescriptor(item) ?? []);
  return all.length === value.length ? all : undefined;
}
