import { lstatSync } from 'node:fs';
import { isObject, member } from '../../../core/json.ts';
import { indexType, indexTypes, manifestType, manifestTypes } from '../artifact.ts';
import { parseJson, readDescriptor, readDescriptors, textsOf } from '../json.ts';
import { readManifest } from '../manifest.ts';
import type { Descriptor, Manifest } from '../repository.ts';
import { blobPath } from './blobs.ts';
import type { LayoutIndex } from './index-file.ts';

/** The media type of a manifest by its own content; undefined for what is none. */
export function typeOf(bytes: Uint8Array): string | undefined {
  const value = parseJson(bytes);
  const stated = member(value, 'mediaType');
  if (typeof stated === 'string') return manifestTypes.find((type) => type === stated);
  // OCI manifests need not say what they are (image spec 1.1, manifest.md).
  if (member(value, 'schemaVersion') !== 2) return undefined;
  if (Array.isArray(member(value, 'layers'))) return manifestType;
  return Array.isArray(member(value, 'manifests')) ? indexType : undefined;
}

/** What a manifest says it is: its `artifactType`, undefined where it has none. */
export function artifactTypeOf(bytes: Uint8Array): string | undefined {
  const type = member(parseJson(bytes), 'artifactType');
  return typeof type === 'string' && type !== '' ? type : undefined;
}

/** A blob or manifest that a manifest cannot do without and that is not in the layout. */
export function missingBlob(directory: string, manifest: Manifest): string | undefined {
  const content = readManifest(manifest);
  if (content === undefined) return undefined;
  const needed = [content.config ?? [], content.layers, content.manifests].flat();
  return needed.find(({ mediaType, digest }) => {
    // Layers that may not be passed on lie elsewhere (image spec 1.1, layer.md, "Non-Distributable Layers").
    if (/nondistributable|foreign/.test(mediaType)) return false;
    return lstatSync(blobPath(directory, digest), { throwIfNoEntry: false })?.isFile() !== true;
  })?.digest;
}

/**
 * The manifests of a layout whose subject is the one with this digest, and what is listed under its fallback tag
 * (OCI distribution spec 1.1, "Referrers Tag Schema").
 *
 * @param read gives a manifest's bytes, undefined where it is not there
 */
export function referrersIn(
  { entries }: LayoutIndex,
  digest: string,
  read: (digest: string, size: number) => Uint8Array | undefined,
): Descriptor[] {
  const found = new Map<string, Descriptor>();
  const seen = new Set<string>();
  const fallback = digest.replace(':', '-');
  const visit = (descriptor: Descriptor) => {
    if (seen.has(descriptor.digest) || !manifestTypes.some((type) => type === descriptor.mediaType)) return;
    seen.add(descriptor.digest);
    const bytes = read(descriptor.digest, descriptor.size);
    const referrer = bytes === undefined ? undefined : asReferrer(bytes, descriptor, digest);
    if (referrer !== undefined) found.set(descriptor.digest, referrer);
  };
  for (const { descriptor, tag } of entries) {
    visit(descriptor);
    if (tag !== fallback || !indexTypes.some((type) => type === descriptor.mediaType)) continue;
    const list = read(descriptor.digest, descriptor.size);
    const listed = list === undefined ? [] : readDescriptors(member(parseJson(list), 'manifests'));
    for (const one of listed) visit(one);
  }
  return [...found.values()];
}

/** OCI distribution spec 1.1, "Listing Referrers": the type and the annotations are those of the manifest. */
function asReferrer(bytes: Uint8Array, { mediaType, size, digest }: Descriptor, of: string): Descriptor | undefined {
  const value = parseJson(bytes);
  if (readDescriptor(member(value, 'subject'))?.digest !== of) return undefined;
  const artifactType = artifactTypeOf(bytes) ?? readDescriptor(member(value, 'config'))?.mediaType;
  const annotations = member(value, 'annotations');
  return {
    mediaType,
    digest,
    size,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(isObject(annotations) ? { annotations: textsOf(annotations) } : {}),
  };
}
