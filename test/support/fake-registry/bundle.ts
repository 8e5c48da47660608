/** Published bundles in the shapes that different programs give them, built without the code under test. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packFiles } from '../../../src/core/archive/pack.ts';

export const layerType = 'application/vnd.pacto.bundle.layer.v1.tar+gzip';
export const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/**
 * `pacto`: an image config and annotations. `plain`: Docker's config type inside an OCI manifest, no annotations, as
 * other implementations of Pacto write. `oras`: the empty config, as `oras push` writes by default.
 */
export type BundleShape = 'pacto' | 'plain' | 'oras';

export interface BuiltBundle {
  readonly manifest: Uint8Array;
  readonly mediaType: string;
  readonly digest: string;
  readonly blobs: readonly Uint8Array[];
  /** Digest of the plain tar. */
  readonly contentDigest: string;
}

export interface BundleOptions {
  readonly shape?: BundleShape;
  /** Laid over the manifest's own fields. */
  readonly manifest?: Readonly<Record<string, unknown>>;
}

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** @param files content by bundle-relative path; `pacto.yaml` among them in an honest one */
export function buildBundle(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: BundleOptions = {},
): BuiltBundle {
  const { shape = 'pacto' } = options;
  const bytes = Object.entries(files).map(([path, content]): [string, Uint8Array] => [path, Buffer.from(content)]);
  const { tar } = packFiles(new Map(bytes));
  const contentDigest = digestOf(tar);
  // Not our own encoder: a reader may rely on nothing but the format.
  const layer = gzipSync(tar);
  const contract = Buffer.from(files['pacto.yaml'] ?? '').toString();
  const field = (name: string) => new RegExp(`^\\s*${name}:\\s*["']?([^"'\\s]+)`, 'm').exec(contract)?.[1] ?? '';
  const config = configs[shape](contentDigest, {
    'io.pacto.name': field('name'),
    'io.pacto.pactoVersion': field('pactoVersion'),
    'io.pacto.version': field('version'),
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: manifestType,
    ...(shape === 'pacto' ? { artifactType: 'application/vnd.pacto.bundle.v1' } : {}),
    ...(shape === 'oras' ? { artifactType: 'application/vnd.unknown.artifact.v1' } : {}),
    config: { mediaType: config.type, digest: digestOf(config.bytes), size: config.bytes.length },
    layers: [{ mediaType: layerType, digest: digestOf(layer), size: layer.length }],
    ...(shape === 'pacto'
      ? { annotations: { 'io.pacto.name': field('name'), 'org.opencontainers.image.version': field('version') } }
      : {}),
    ...options.manifest,
  });
  return { manifest, mediaType: manifestType, digest: digestOf(manifest), blobs: [config.bytes, layer], contentDigest };
}

type Labels = Readonly<Record<string, string>>;

const configs: Record<BundleShape, (diffId: string, labels: Labels) => { type: string; bytes: Uint8Array }> = {
  pacto: (diffId, labels) => ({
    type: 'application/vnd.oci.image.config.v1+json',
    bytes: json({
      architecture: 'unknown',
      os: 'unknown',
      config: { Labels: labels },
      rootfs: { type: 'layers', diff_ids: [diffId] },
    }),
  }),
  plain: (diffId, labels) => ({
    type: 'application/vnd.docker.container.image.v1+json',
    bytes: json({
      architecture: '',
      created: '0001-01-01T00:00:00Z',
      history: [{ created: '0001-01-01T00:00:00Z' }],
      os: '',
      rootfs: { type: 'layers', diff_ids: [diffId] },
      config: { Labels: labels },
    }),
  }),
  oras: () => ({ type: 'application/vnd.oci.empty.v1+json', bytes: json({}) }),
};
