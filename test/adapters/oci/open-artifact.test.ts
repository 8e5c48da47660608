import { describe, expect, it } from 'vitest';
import { createOpenArtifact } from '../../../src/adapters/oci/open-artifact.ts';
import type { Pin } from '../../../src/core/contract/registry-name.ts';
import { type BundleShape, buildBundle } from '../../support/fake-registry/bundle.ts';
import { type MemoryRepository, memoryRepository } from '../../support/memory-repository.ts';
import { bundleOf, publish } from '../../support/published.ts';

const reference = 'oci://r.io/shop';

/** A repository in which each tag is the version of the bundle that it leads to, but `latest`, which is of the first. */
async function withTags(...tags: string[]): Promise<MemoryRepository> {
  const repository = memoryRepository(reference);
  for (const tag of tags) await publish(repository, bundleOf('shop', tag === 'latest' ? '0.0.1' : tag), [tag]);
  repository.calls.length = 0;
  return repository;
}

async function open(repository: MemoryRepository, pin: Pin, constraint?: string) {
  const notes: string[] = [];
  const note = (message: string) => void notes.push(message);
  const choice = { note, ...(constraint === undefined ? {} : { constraint }) };
  const bundle = await createOpenArtifact()(repository, pin, choice);
  return { bundle, tag: bundle.origin.artifact?.tag, notes };
}

describe('the version that is opened', () => {
  it.each([
    { tags: ['1.9.0', '2.0.0-rc.1', '1.10.0'], pin: {}, chosen: '1.10.0' },
    { tags: ['2.0.0-rc.1', '2.0.0-rc.2'], pin: {}, chosen: '2.0.0-rc.2' },
    { tags: ['1.9.0', '2.0.0', 'latest'], pin: {}, constraint: '^1.0.0', chosen: '1.9.0' },
    { tags: ['1.9.0', '2.0.0-rc.1'], pin: {}, constraint: '>=1.0.0-0', chosen: '2.0.0-rc.1' },
    { tags: ['1.9.0', 'latest'], pin: { tag: 'latest' }, chosen: 'latest' },
    { tags: ['v1.9', 'edge'], pin: {}, chosen: 'v1.9' },
    { tags: ['1.9.0', '2.0.0'], pin: { tag: '1.9.0' }, constraint: '^2.0.0', chosen: '1.9.0' },
  ])('is $chosen of $tags for $pin within $constraint', async ({ tags, pin, constraint, chosen }) => {
    const { tag, notes } = await open(await withTags(...tags), pin, constraint);
    expect(tag).toBe(chosen);
    expect(notes).toEqual([]);
  });

  it('is the highest release for a latest that is not there, whatever the range, and says so', async () => {
    const { tag, notes } = await open(await withTags('1.9.0', '2.0.0', '3.0.0-rc.1'), { tag: 'latest' }, '^1.0.0');
    expect(tag).toBe('2.0.0');
    expect(notes).toEqual(['r.io/shop has no tag "latest"; its highest version 2.0.0 is used']);
  });

  it.each([
    [['1.0.0', '1.1.0'], '^2.0.0', 'r.io/shop has no version within "^2.0.0"; it has 1.1.0, 1.0.0'],
    [['stable', 'edge'], undefined, 'r.io/shop has no tag that is a version; it has edge, stable'],
    [
      Array.from({ length: 12 }, (_, i) => `1.${i}.0`),
      '^2.0.0',
      'r.io/shop has no version within "^2.0.0"; it has 1.11.0, 1.10.0, 1.9.0, 1.8.0, 1.7.0, 1.6.0, 1.5.0, 1.4.0, 1.3.0, 1.2.0, and 2 more',
    ],
  ])('is none of %j within %s', async (tags, constraint, message) => {
    const opening = open(await withTags(...tags), {}, constraint);
    await expect(opening).rejects.toMatchObject({ code: 'NO_MATCHING_VERSION', message });
  });

  it('is asked for without a list of tags where one is named', async () => {
    const repository = await withTags('1.0.0');
    const digest = repository.tagged.get('1.0.0') ?? '';
    await open(repository, { tag: '1.0.0' });
    await open(repository, { tag: 'moved-on', digest });
    expect(repository.calls.filter((call) => !call.startsWith('blob '))).toEqual([
      'manifest 1.0.0',
      `manifest ${digest}`,
    ]);
  });

  it('is not looked for by a shortened digest', async () => {
    const opening = open(await withTags('1.0.0'), { digest: 'sha256:abc123', malformedDigest: true });
    await expect(opening).rejects.toMatchObject({ code: 'INVALID_REFERENCE', exit: 2 });
  });
});

describe('what is opened', () => {
  const files = { 'pacto.yaml': 'pactoVersion: "1.0"\nservice:\n  name: shop\n  version: 1.0.0\n' };

  it.each<BundleShape>(['pacto', 'plain', 'oras'])('may have been published by others: %s', async (shape) => {
    const repository = memoryRepository(reference);
    const built = buildBundle(files, { shape });
    await publish(repository, built, ['1.0.0']);
    const { bundle } = await open(repository, { tag: '1.0.0' });
    expect(bundle.files()).toEqual(['pacto.yaml']);
    expect(bundle.origin).toMatchObject({
      kind: 'registry',
      label: 'r.io/shop:1.0.0',
      artifact: { repository: reference, tag: '1.0.0', digest: built.digest, contentDigest: built.contentDigest },
    });
  });

  it('may be a Docker manifest', async () => {
    const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
    const repository = memoryRepository(reference);
    await publish(repository, { ...buildBundle(files, { manifest: { mediaType } }), mediaType }, ['1.0.0']);
    expect((await open(repository, {})).bundle.files()).toEqual(['pacto.yaml']);
  });

  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: `sha256:${'0'.repeat(64)}`,
    size: 1,
  };
  it.each([
    ['a second layer', { layers: [layer, layer] }, 'it has 2 layers, and a bundle has exactly one'],
    ['no layer', { layers: [] }, 'it has 0 layers, and a bundle has exactly one'],
    ['a layer that is none', { layers: [{ size: 1 }] }, 'it has 1 layers, and a bundle has exactly one'],
    ['a layer of zstd', { layers: [{ ...layer, mediaType: 'x/y.tar+zstd' }] }, 'its layer is no gzipped tar'],
    ['no config', { config: null }, 'its manifest has no config or no layers'],
    ['an index', { mediaType: 'application/vnd.oci.image.index.v1+json' }, 'it is an index of several'],
    ['another type', { mediaType: 'application/vnd.acme+json' }, 'its manifest is of another type'],
  ])('is no bundle with %s', async (_, manifest, reason) => {
    const repository = memoryRepository(reference);
    repository.add(Buffer.from(buildBundle(files, { manifest }).manifest).toString(), '1.0.0');
    const opening = open(repository, { tag: '1.0.0' });
    await expect(opening).rejects.toMatchObject({
      code: 'NOT_A_PACTO_BUNDLE',
      message: expect.stringContaining(`r.io/shop:1.0.0 is not a Pacto bundle: ${reason}`),
    });
  });

  it('is no bundle without a contract, or without a manifest that is JSON', async () => {
    const repository = memoryRepository(reference);
    await publish(repository, buildBundle({ 'README.md': '# An image\n' }), ['1.0.0']);
    repository.add('[]', '2.0.0');
    await expect(open(repository, { tag: '1.0.0' })).rejects.toMatchObject({ code: 'NOT_A_PACTO_BUNDLE' });
    await expect(open(repository, { tag: '2.0.0' })).rejects.toMatchObject({ code: 'NOT_A_PACTO_BUNDLE' });
  });
});
