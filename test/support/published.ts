/** Bundles as they are published, for tests of where they lie. */
import { sha256 } from '../../src/adapters/files/digest.ts';
import type { NewManifest, Repository } from '../../src/adapters/oci/repository.ts';
import { type BuiltBundle, buildBundle } from './fake-registry/bundle.ts';

/** A small bundle that says which it is. */
export function bundleOf(name: string, version: string): BuiltBundle {
  const contract = `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: ${version}\n`;
  return buildBundle({ 'pacto.yaml': contract, 'docs/README.md': `# ${name} ${version}\n` });
}

/** Stores a bundle under tags, as a push does. */
export async function publish(
  repository: Repository,
  { blobs, manifest, mediaType, digest }: BuiltBundle,
  tags: readonly string[],
): Promise<string> {
  for (const bytes of blobs) await repository.putBlob(sha256(bytes), bytes);
  const stored: NewManifest = { bytes: manifest, mediaType };
  for (const tag of tags) await repository.putManifest(stored, tag);
  return digest;
}

/** Reads a bundle's manifest and all its blobs, and gives the digest of the manifest. */
export async function fetchAll(repository: Repository, tagOrDigest: string): Promise<string> {
  const { bytes, digest } = await repository.manifest(tagOrDigest);
  const { config, layers } = JSON.parse(Buffer.from(bytes).toString());
  for (const descriptor of [config, ...layers]) await repository.blob(descriptor);
  return digest;
}
