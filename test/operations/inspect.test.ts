import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/operations/inspect.ts';
import { renderInspected } from '../../src/render/inspect/text.ts';
import { memoryWorld } from '../support/memory-ports.ts';
import type { MemoryRepository } from '../support/memory-repository.ts';

const reference = 'oci://one.test/acme/payments';
const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const imageConfig = 'application/vnd.oci.image.config.v1+json';
const imageLayer = 'application/vnd.oci.image.layer.v1.tar+gzip';

function image(repository: MemoryRepository, tag: string, more: object = {}, config: object = {}): string {
  return repository.add(
    {
      schemaVersion: 2,
      mediaType: ociManifest,
      config: repository.addBlob(JSON.stringify(config), imageConfig),
      layers: [repository.addBlob('layer', imageLayer)],
      ...more,
    },
    tag,
  );
}

describe('inspect', () => {
  it('describes a bundle without fetching its layer', async () => {
    const world = memoryWorld();
    const digest = world.publish(reference, { name: 'payments', version: '2.1.0' });
    const result = await inspect(world.ports, { reference });
    expect(result).toMatchObject({
      ref: 'one.test/acme/payments:2.1.0',
      repository: 'one.test/acme/payments',
      tag: '2.1.0',
      digest,
      kind: 'bundle',
      mediaType: ociManifest,
      artifactType: 'application/vnd.pacto.bundle.v1',
      name: 'payments',
      version: '2.1.0',
      pactoVersion: '1.0',
      contentDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      config: { mediaType: imageConfig, labels: { 'io.pacto.name': 'payments' } },
      layers: [{ mediaType: 'application/vnd.pacto.bundle.layer.v1.tar+gzip' }],
      manifests: [],
      annotations: { 'io.pacto.version': '2.1.0' },
      attachments: [],
      gaps: [],
    });
    expect(result).not.toHaveProperty('reason');
    const blobs = world.repository(reference).calls.filter((call) => call.startsWith('blob '));
    expect(blobs).toEqual([`blob ${result.config?.digest}`]);
  });

  it('describes one that another implementation published: labels alone, a Docker config type, no artifact type', async () => {
    const world = memoryWorld();
    const repository = world.repository(reference);
    const contentDigest = `sha256:${'1'.repeat(64)}`;
    const labels = { 'io.pacto.name': 'payments', 'io.pacto.version': '2.1.0', 'io.pacto.pactoVersion': '1.0' };
    const body = { config: { Labels: labels }, rootfs: { type: 'layers', diff_ids: [contentDigest] } };
    const config = repository.addBlob(JSON.stringify(body), 'application/vnd.docker.container.image.v1+json');
    const layers = [repository.addBlob('layer', 'application/vnd.pacto.bundle.layer.v1.tar+gzip')];
    repository.add({ schemaVersion: 2, mediaType: ociManifest, config, layers }, '2.1.0');
    const result = await inspect(world.ports, { reference: `${reference}:2.1.0` });
    expect(result).toMatchObject({ kind: 'bundle', name: 'payments', version: '2.1.0', contentDigest });
  });

  it.each<[string, (repository: MemoryRepository) => void, object]>([
    [
      'an image of several layers',
      (repository) => image(repository, '1.0.0', { layers: ['a', 'b'].map((layer) => repository.addBlob(layer)) }),
      { kind: 'image', reason: 'it has 2 layers, and a bundle has exactly one' },
    ],
    [
      'an image of one layer',
      (repository) => image(repository, '1.0.0', {}, { config: { Labels: { maintainer: 'somebody' } } }),
      { kind: 'image', reason: 'nothing in it says that it is one', config: { labels: { maintainer: 'somebody' } } },
    ],
    [
      'an index',
      (repository) => {
        const digest = image(repository, 'child');
        const manifests = [{ mediaType: ociManifest, digest, size: 400, platform: { os: 'linux' } }];
        repository.add({ schemaVersion: 2, mediaType: ociIndex, manifests }, '1.0.0');
      },
      {
        kind: 'index',
        reason: 'it is an index of several images or artifacts',
        layers: [],
        manifests: [{ size: 400 }],
      },
    ],
    [
      'a manifest of a kind from long ago',
      (repository) =>
        repository.add({ schemaVersion: 1, mediaType: 'application/vnd.docker.x', fsLayers: [] }, '1.0.0'),
      { kind: 'unknown', reason: 'its manifest is of a kind that is not known', mediaType: 'application/vnd.docker.x' },
    ],
    [
      'what is no JSON at all',
      (repository) => repository.add('<html>', '1.0.0'),
      { kind: 'unknown', reason: 'its manifest is of a kind that is not known' },
    ],
    [
      'a config that is gone',
      (repository) => {
        image(repository, '1.0.0');
        repository.blobs.clear();
      },
      { kind: 'image', config: { labels: {} } },
    ],
  ])('describes %s, and says why it is no bundle', async (_, add, expected) => {
    const world = memoryWorld();
    add(world.repository(reference));
    const result = await inspect(world.ports, { reference });
    expect(result).toMatchObject(expected);
    expect(result).not.toHaveProperty('name');
    expect(renderInspected(result)).toContain(`Not a bundle:   ${result.reason}\n`);
  });

  it('lists what is attached, in three ways and several kinds', async () => {
    const world = memoryWorld({ 'oci://one.test': { referrers: 'fallback' } });
    const digest = world.publish(reference, { name: 'payments', version: '2.1.0' });
    const repository = world.repository(reference);
    const hex = digest.replace(':', '-');
    const empty = repository.addBlob('{}', 'application/vnd.oci.empty.v1+json');
    const referrer = (artifactType: string, annotations: object, subject = digest) =>
      repository.add({
        schemaVersion: 2,
        mediaType: ociManifest,
        artifactType,
        config: empty,
        layers: [repository.addBlob(`${artifactType}${JSON.stringify(annotations)}`, artifactType)],
        subject: { mediaType: ociManifest, digest: subject, size: 1 },
        annotations,
      });
    const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json';
    const predicateType = (type: string) => ({ 'dev.sigstore.bundle.predicateType': type });
    const expected = new Map([
      [referrer('application/vnd.cncf.notary.signature', {}), 'signature'],
      [referrer(bundle, predicateType('https://sigstore.dev/cosign/sign/v1')), 'signature'],
      [referrer(bundle, predicateType('https://slsa.dev/provenance/v1')), 'attestation'],
      [referrer('application/vnd.in-toto+json', {}), 'attestation'],
      [referrer('application/vnd.cyclonedx+json', {}), 'sbom'],
      [referrer('application/vnd.pacto.evidence.record.v1+json', {}), 'other'],
    ]);
    const [first = ''] = expected.keys();
    expected.set(referrer('text/spdx', {}, first), 'sbom');
    expected.set(image(repository, `${hex}.sig`, { layers: [] }), 'signature');
    expected.set(image(repository, `${hex}.att`, { annotations: { a: 'b' } }), 'attestation');
    expected.set(image(repository, `${hex}.sbom`, { annotations: { a: 'c' } }), 'sbom');

    const { attachments } = await inspect(world.ports, { reference });
    expect(new Map(attachments.map((attached) => [attached.digest, attached.kind]))).toEqual(expected);
    expect(attachments.find(({ tag }) => tag === `${hex}.sig`)).toMatchObject({ via: 'tag', subject: digest });
    expect(attachments.find((attached) => attached.digest === first)).toMatchObject({
      via: 'referrer',
      artifactType: 'application/vnd.cncf.notary.signature',
      size: repository.manifests.get(first)?.bytes.length,
    });
  });

  it('shows nothing to a terminal that could do something there', async () => {
    const world = memoryWorld();
    const evil = '\u001b]0;owned\u0007\nDigest: forged';
    image(world.repository(reference), '1.0.0', {
      artifactType: evil,
      annotations: { [evil]: evil, 'org.opencontainers.image.created': evil },
    });
    const text = renderInspected(await inspect(world.ports, { reference }));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    expect(text).not.toMatch(/^Digest: forged/m);
  });
});
