/** The form in which a bundle lies in a registry: an OCI image manifest with one layer (OCI image spec 1.1). */
import { PactoError } from '../../core/error.ts';
import { isArray, isObject, member } from '../../core/json.ts';
import { sha256 } from '../files/digest.ts';
import { isDigest, parseJson, readDescriptor, textsOf } from './json.ts';
import type { Descriptor, Manifest, NewManifest } from './repository.ts';

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';
export const bundleType = 'application/vnd.pacto.bundle.v1';
const configType = 'application/vnd.oci.image.config.v1+json';
const layerType = 'application/vnd.pacto.bundle.layer.v1.tar+gzip';
const dockerManifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const dockerListType = 'application/vnd.docker.distribution.manifest.list.v2+json';

/** Types of manifests that list other manifests. */
export const indexTypes = [indexType, dockerListType] as const;

/** Every type of manifest that is asked for, the one that bundles have first. */
export const manifestTypes = [manifestType, dockerManifestType, ...indexTypes] as const;

/** What a bundle's contract says of itself. */
export interface ArtifactFacts {
  readonly name: string;
  readonly version: string;
  readonly pactoVersion: string;
  /** Team, else the string, else the dri. */
  readonly owner?: string;
  /** RFC 3339; left out unless the caller wants a time in the artifact, which makes its digest depend on it. */
  readonly created?: string;
}

interface Blob {
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** What is stored to publish a bundle: the blobs, then the manifest. */
export interface Artifact {
  readonly manifest: NewManifest & { readonly digest: string };
  readonly config: Blob;
  readonly layer: Blob;
  /** Digest of the plain tar, which the config names as `rootfs.diff_ids[0]`. */
  readonly contentDigest: string;
}

/** Builds the artifact of a packed bundle. The same content and facts give the same bytes everywhere. */
export function buildArtifact(packed: { tar: Uint8Array; gzip: Uint8Array }, facts: ArtifactFacts): Artifact {
  const { name, version, pactoVersion, owner, created } = facts;
  const contentDigest = sha256(packed.tar);
  const layer = { digest: sha256(packed.gzip), bytes: packed.gzip };
  const config = blobOf({
    // Required by the image spec; as BuildKit writes it for what runs nowhere.
    architecture: 'unknown',
    os: 'unknown',
    config: { Labels: { 'io.pacto.name': name, 'io.pacto.pactoVersion': pactoVersion, 'io.pacto.version': version } },
    rootfs: { type: 'layers', diff_ids: [contentDigest] },
  });
  const manifest = blobOf({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: bundleType,
    config: { mediaType: configType, digest: config.digest, size: config.bytes.length },
    layers: [{ mediaType: layerType, digest: layer.digest, size: layer.bytes.length }],
    annotations: {
      'io.pacto.name': name,
      'io.pacto.version': version,
      ...(created === undefined ? {} : { 'org.opencontainers.image.created': created }),
      'org.opencontainers.image.title': name,
      ...(owner === undefined ? {} : { 'org.opencontainers.image.vendor': owner }),
      'org.opencontainers.image.version': version,
    },
  });
  return { manifest: { ...manifest, mediaType: manifestType }, config, layer, contentDigest };
}

function blobOf(value: object): Blob {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return { digest: sha256(bytes), bytes };
}

/** What a bundle's manifest says. */
export interface BundleManifest {
  readonly config: Descriptor;
  readonly layer: Descriptor;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Reads the manifest of a bundle, ours or another implementation's. Throws NOT_A_PACTO_BUNDLE for anything else.
 *
 * @param label the reference, for messages
 */
export function readBundleManifest(manifest: Manifest, label: string): BundleManifest {
  const value = parseJson(manifest.bytes);
  if (!isObject(value)) throw notABundle(label, 'its manifest is not a JSON object');
  const stated = member(value, 'mediaType');
  const type = typeof stated === 'string' ? stated : manifest.mediaType.split(';', 1)[0]?.trim();
  if (indexTypes.some((index) => index === type)) {
    throw notABundle(label, 'it is an index of several images or artifacts');
  }
  if (type !== manifestType && type !== dockerManifestType) throw notABundle(label, 'its manifest is of another type');
  const config = readDescriptor(member(value, 'config'));
  const layers = member(value, 'layers');
  if (config === undefined || !isArray(layers)) throw notABundle(label, 'its manifest has no config or no layers');
  const layer = readDescriptor(layers[0]);
  if (layers.length !== 1 || layer === undefined) {
    throw notABundle(label, `it has ${layers.length} layers, and a bundle has exactly one`);
  }
  if (!/\btar(?:\+gzip|\.gzip)$/.test(layer.mediaType)) throw notABundle(label, 'its layer is no gzipped tar');
  return { config, layer, annotations: textsOf(member(value, 'annotations')) };
}

/** What the config of a bundle says: its labels, and the digest of the plain tar where it names one. */
export function readBundleConfig(bytes: Uint8Array): { labels: Record<string, string>; contentDigest?: string } {
  const value = parseJson(bytes);
  const ids = member(member(value, 'rootfs'), 'diff_ids');
  const id = isArray(ids) && ids.length === 1 ? ids[0] : undefined;
  const labels = textsOf(member(member(value, 'config'), 'Labels'));
  return isDigest(id) ? { labels, contentDigest: id } : { labels };
}

/** The error for what a reference leads to in place of a bundle. */
export function notABundle(label: string, reason: string): PactoError {
  return new PactoError('NOT_A_PACTO_BUNDLE', `${label} is not a Pacto bundle: ${reason}`);
}
