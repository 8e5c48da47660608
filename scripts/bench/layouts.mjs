// Published contracts for the benchmarks, written as `pacto push` writes them but without waiting for the disk.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const configType = 'application/vnd.oci.image.config.v1+json';
const layerType = 'application/vnd.pacto.bundle.layer.v1.tar+gzip';
const bundleType = 'application/vnd.pacto.bundle.v1';

/**
 * Writes one image layout for each bundle into a directory.
 * @param {string} directory
 * @param {Iterable<{ name: string, version: string, files: Record<string, string> }>} bundles
 */
export function writeLayouts(directory, bundles) {
  for (const { name, version, files } of bundles) {
    const layout = path.join(directory, name);
    const blobs = path.join(layout, 'blobs/sha256');
    mkdirSync(blobs, { recursive: true });
    const put = (/** @type {Buffer} */ bytes) => {
      const digest = sha256(bytes);
      writeFileSync(path.join(blobs, digest), bytes);
      return { digest: `sha256:${digest}`, size: bytes.length };
    };
    const plain = tar(files);
    const config = put(
      json({
        architecture: 'unknown',
        os: 'unknown',
        rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(plain)}`] },
      }),
    );
    const layer = put(gzipSync(plain));
    const manifest = put(
      json({
        schemaVersion: 2,
        mediaType: manifestType,
        artifactType: bundleType,
        config: { mediaType: configType, ...config },
        layers: [{ mediaType: layerType, ...layer }],
        annotations: { 'io.pacto.name': name, 'io.pacto.version': version },
      }),
    );
    const annotations = { 'org.opencontainers.image.ref.name': version };
    const entry = { mediaType: manifestType, ...manifest, artifactType: bundleType, annotations };
    writeFileSync(path.join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
    writeFileSync(path.join(layout, 'index.json'), json({ schemaVersion: 2, manifests: [entry] }));
  }
}

/** A tar of files whose names are short, without folders. @param {Record<string, string>} files */
function tar(files) {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const bytes = Buffer.from(text);
    const header = Buffer.alloc(512);
    const put = (/** @type {number} */ offset, /** @type {string} */ value) => header.write(value, offset, 'latin1');
    put(0, name);
    put(100, '0000644\0');
    put(108, '0000000\0');
    put(116, '0000000\0');
    put(124, `${bytes.length.toString(8).padStart(11, '0')}\0`);
    put(136, '00000000000\0');
    put(148, '        ');
    put(156, '0');
    put(257, 'ustar\0');
    put(263, '00');
    put(329, '0000000\0');
    put(337, '0000000\0');
    const sum = header.reduce((total, byte) => total + byte, 0);
    put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** @param {object} value */
function json(value) {
  return Buffer.from(JSON.stringify(value));
}

/** @param {Buffer} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
