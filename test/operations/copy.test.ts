import { describe, expect, it } from 'vitest';
import { PactoError } from '../../src/core/error.ts';
import { type CopyInput, copy } from '../../src/operations/copy.ts';
import { type MemoryWorld, memoryWorld } from '../support/memory-ports.ts';
import type { MemoryRepository } from '../support/memory-repository.ts';

const from = 'oci://one.test/acme/payments';
const to = 'oci://two.test/mirror/payments';
const payments = { name: 'payments', version: '2.1.0' };
const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';

const failure = (promise: Promise<unknown>): Promise<PactoError> =>
  promise.then(
    () => expect.fail('should have failed'),
    (error: unknown) => (error instanceof PactoError ? error : Promise.reject(error)),
  );
const writes = ({ calls }: MemoryRepository) => calls.filter((call) => call.startsWith('put'));
const tagOf = (digest: string, suffix: string) => `${digest.replace(':', '-')}${suffix}`;

/** Attaches something that has one layer, as a referrer or under a tag. */
function attach(repository: MemoryRepository, subject: string, type: string, tag?: string, layer = type): string {
  const config = repository.addBlob('{}', 'application/vnd.oci.empty.v1+json');
  const layers = [repository.addBlob(layer, type)];
  const manifest = { schemaVersion: 2, mediaType: ociManifest, config, layers };
  if (tag !== undefined) return repository.add(manifest, tag);
  const size = repository.manifests.get(subject)?.bytes.length ?? 0;
  return repository.add({
    ...manifest,
    artifactType: type,
    subject: { mediaType: ociManifest, digest: subject, size },
  });
}

const signature = 'application/vnd.dev.cosign.simplesigning.v1+json';

describe('copying one bundle', () => {
  it.each([
    ['registry to registry', from, to],
    ['registry to layout', from, 'oci-layout:out'],
    ['layout to registry', 'oci-layout:in', to],
    ['layout to layout', 'oci-layout:in', 'oci-layout:out'],
  ])('keeps every byte: %s', async (_, source, destination) => {
    const world = memoryWorld();
    const digest = world.publish(source, payments);
    const result = await copy(world.ports, { source, destination });
    const [here, there] = [world.repository(source), world.repository(destination)];
    expect(there.tagged).toEqual(new Map([['2.1.0', digest]]));
    expect(there.manifests).toEqual(here.manifests);
    expect(there.blobs).toEqual(here.blobs);
    expect(result).toMatchObject({ dryRun: false, bundles: [{ digest, tags: ['2.1.0'], present: false, gaps: [] }] });
    expect(result.blobs).toMatchObject({ stored: 2, mounted: 0, present: 0 });
  });

  it.each([
    ['the highest release', from, to, ['2.1.0']],
    ['the tag of the source', `${from}:1.0.0`, to, ['1.0.0']],
    ['a tag of its own', `${from}:1.0.0`, `${to}:stable`, ['stable']],
    ['a tag beside a digest', `${from}:1.0.0@DIGEST`, to, ['1.0.0']],
    ['no tag where only a digest is named', `${from}@DIGEST`, to, []],
    ['a tag that only the destination names', `${from}@DIGEST`, `${to}:1.0.0`, ['1.0.0']],
  ])('takes %s', async (_, source, destination, tags) => {
    const world = memoryWorld();
    const old = world.publish(from, { ...payments, version: '1.0.0' });
    world.publish(from, payments);
    world.publish(from, { ...payments, version: '3.0.0-rc.1' });
    await copy(world.ports, { source: source.replace('DIGEST', old), destination });
    expect([...world.repository(to).tagged.keys()]).toEqual(tags);
    expect(world.repository(to).manifests.size).toBe(1);
  });

  it.each([
    ['the version that stands for no tag', from, to, '2.1.0', []],
    ['a tag', `${from}:2.1.0`, `${to}:stable`, '2.1.0', []],
    ['a tag beside a digest', `${from}:2.1.0@DIGEST`, to, '2.1.0', []],
    ['no tag of a digest', `${from}@DIGEST`, `${to}:2.1.0`, undefined, []],
    ['a tag of another version', `${from}:2.1.0`, `${to}:1.0.0`, '2.1.0', ['1.0.0']],
    ['a series of versions', `${from}:2.1.0`, `${to}:2`, '2.1.0', []],
  ])('says which one was copied: %s', async (_, source, destination, fromTag, odd) => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    const result = await copy(world.ports, { source: source.replace('DIGEST', digest), destination });
    expect(result.bundles[0]?.fromTag).toBe(fromTag);
    expect(result.warnings).toEqual(
      odd.map((tag) => ({
        code: 'TAG_VERSION_MISMATCH',
        message: `the tag ${tag} reads as another version than the contract's 2.1.0`,
      })),
    );
  });

  it('writes blobs, then the manifest, then the tag', async () => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    await copy(world.ports, { source: from, destination: to });
    const order = writes(world.repository(to)).map((call) => call.replace(/^(putBlob) .*/, '$1'));
    expect(order).toEqual(['putBlob', 'putBlob', `putManifest ${digest}`, 'putManifest 2.1.0']);
  });

  it('tags nothing where a blob cannot be had', async () => {
    const world = memoryWorld();
    world.publish(from, payments);
    world.repository(from).blobs.clear();
    expect(await failure(copy(world.ports, { source: from, destination: to }))).toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    });
    expect(world.repository(to).tagged.size).toBe(0);
    expect(world.repository(to).manifests.size).toBe(0);
  });

  it('fetches no blob that is there or can be mounted', async () => {
    const world = memoryWorld();
    const mirror = 'oci://one.test/mirror/payments';
    world.publish(from, payments);
    const mounted = await copy(world.ports, { source: from, destination: mirror });
    expect(mounted.blobs).toEqual({ stored: 0, mounted: 2, present: 0, bytes: 0 });
    const again = await copy(world.ports, { source: from, destination: `${mirror}:again` });
    expect(again.blobs).toEqual({ stored: 0, mounted: 0, present: 2, bytes: 0 });
    expect(world.repository(from).calls.filter((call) => call.startsWith('blob '))).toEqual([]);
  });

  it('says that it was there, and moves no tag', async () => {
    const world = memoryWorld();
    world.publish(from, payments);
    await copy(world.ports, { source: from, destination: to });
    const before = writes(world.repository(to)).filter((call) => call === 'putManifest 2.1.0').length;
    const { bundles } = await copy(world.ports, { source: from, destination: to });
    expect(bundles).toMatchObject([{ present: true }]);
    expect(writes(world.repository(to)).filter((call) => call === 'putManifest 2.1.0').length).toBe(before);
  });

  it('refuses a tag that leads to something else, before it writes anything, unless told', async () => {
    const world = memoryWorld();
    const wanted = world.publish(from, payments);
    const there = world.publish(to, { ...payments, more: '  owner: team/other\n' });
    const error = await failure(copy(world.ports, { source: from, destination: to }));
    expect(error).toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(error.message).toBe(
      `nothing was copied\ntwo.test/mirror/payments:2.1.0 leads to ${there}, and not to ${wanted}`,
    );
    expect(writes(world.repository(to))).toEqual([]);
    await copy(world.ports, { source: from, destination: to, force: true });
    expect(world.repository(to).tagged.get('2.1.0')).toBe(wanted);
  });

  it('writes nothing in a dry run, and says what it would do', async () => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    attach(world.repository(from), digest, 'text/plain');
    const result = await copy(world.ports, { source: from, destination: to, dryRun: true });
    expect(result).toMatchObject({ dryRun: true, bundles: [{ digest, tags: ['2.1.0'], present: false }] });
    expect(result.bundles[0]?.attachments).toHaveLength(1);
    expect(writes(world.repository(to))).toEqual([]);
  });

  it.each<[string, Partial<CopyInput>, string, RegExp]>([
    ['a container image', { source: 'oci://one.test/acme/image:1' }, 'NOT_A_PACTO_BUNDLE', /has 2 layers/],
    ['an index', { source: 'oci://one.test/acme/index:1' }, 'NOT_A_PACTO_BUNDLE', /an index/],
    ['a local source', { source: './payments' }, 'INVALID_REFERENCE', /neither a registry reference nor/],
    ['a local destination', { destination: './out' }, 'INVALID_REFERENCE', /neither a registry reference nor/],
    ['a digest as destination', { destination: `${to}@sha256:${'0'.repeat(64)}` }, 'USAGE', /has a digest/],
    [
      'a repository without versions',
      { source: 'oci://one.test/acme/index' },
      'NO_MATCHING_VERSION',
      /no tag that is a/,
    ],
    ['a repository that is not there', { source: 'oci://one.test/acme/none' }, 'REGISTRY_NOT_FOUND', /./],
  ])('refuses %s', async (_, input, code, message) => {
    const world = memoryWorld();
    world.publish(from, payments);
    const image = world.repository('oci://one.test/acme/image');
    const layers = [image.addBlob('a', 'application/vnd.oci.image.layer.v1.tar+gzip'), image.addBlob('b')];
    image.add({ schemaVersion: 2, mediaType: ociManifest, config: image.addBlob('{}'), layers }, '1');
    const index = world.repository('oci://one.test/acme/index');
    index.add({ schemaVersion: 2, mediaType: ociIndex, manifests: [] }, '1');
    index.tagged.set('main', index.tagged.get('1') ?? '');
    if (input.source?.endsWith('index')) index.tagged.delete('1');
    const error = await failure(copy(world.ports, { source: from, destination: to, ...input }));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(world.repository(to).manifests.size).toBe(0);
  });
});

describe('copying attachments', () => {
  const both = ['native', 'fallback'] as const;
  const directions = both.flatMap((source) => both.map((target) => ({ source, target })));

  it.each(directions)('takes referrers along, $source to $target', async ({ source, target }) => {
    const world = memoryWorld({ 'oci://one.test': { referrers: source }, 'oci://two.test': { referrers: target } });
    const digest = world.publish(from, payments);
    const sbom = attach(world.repository(from), digest, 'application/spdx+json');
    const ofSbom = attach(world.repository(from), sbom, 'application/vnd.cncf.notary.signature');
    const { bundles } = await copy(world.ports, { source: from, destination: to });
    expect(bundles[0]?.attachments).toEqual([
      { kind: 'sbom', digest: sbom, subject: digest },
      { kind: 'signature', digest: ofSbom, subject: sbom },
    ]);
    const there = world.repository(to);
    expect((await there.referrers(digest)).map((referrer) => referrer.digest)).toEqual([sbom]);
    expect((await there.referrers(sbom)).map((referrer) => referrer.digest)).toEqual([ofSbom]);
    expect(there.tagged.has(tagOf(digest, ''))).toBe(target === 'fallback');
  });

  it("takes cosign's tags along, signatures of attestations among them", async () => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    const here = world.repository(from);
    const attested = attach(here, digest, 'application/vnd.dsse.envelope.v1+json', tagOf(digest, '.att'));
    const expected = new Map([
      ['2.1.0', digest],
      [tagOf(digest, '.att'), attested],
      [tagOf(digest, '.sig'), attach(here, digest, signature, tagOf(digest, '.sig'), 'one')],
      [tagOf(digest, '.sbom'), attach(here, digest, 'text/spdx+json', tagOf(digest, '.sbom'))],
      [tagOf(attested, '.sig'), attach(here, attested, signature, tagOf(attested, '.sig'), 'two')],
    ]);
    const { bundles } = await copy(world.ports, { source: from, destination: to });
    const there = world.repository(to);
    expect(there.tagged).toEqual(expected);
    expect(there.blobs).toEqual(here.blobs);
    expect(bundles[0]?.attachments.map(({ kind }) => kind)).toEqual(['signature', 'attestation', 'signature', 'sbom']);
    expect(writes(there).at(-1)).toBe('putManifest 2.1.0');
  });

  it('takes along what is attached in both ways, in both ways', async () => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    const here = world.repository(from);
    const signed = attach(here, digest, signature);
    here.tagged.set(tagOf(digest, '.sig'), signed);
    await copy(world.ports, { source: from, destination: to });
    const there = world.repository(to);
    expect(there.tagged.get(tagOf(digest, '.sig'))).toBe(signed);
    expect((await there.referrers(digest)).map((referrer) => referrer.digest)).toEqual([signed]);
  });

  it('takes along the parts of an attached index, and what is attached to them', async () => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    const here = world.repository(from);
    const part = attach(here, digest, 'text/plain', 'part');
    const ofPart = attach(here, part, 'application/spdx+json');
    const described = { mediaType: ociManifest, digest: part, size: here.manifests.get(part)?.bytes.length };
    const subject = { mediaType: ociManifest, digest, size: here.manifests.get(digest)?.bytes.length };
    here.tagged.delete('part');
    const index = here.add({ schemaVersion: 2, mediaType: ociIndex, manifests: [described], subject });
    await copy(world.ports, { source: from, destination: to });
    expect([...world.repository(to).manifests.keys()]).toEqual([digest, part, ofPart, index]);
  });

  it('leaves them behind where asked', async () => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    attach(world.repository(from), digest, signature, tagOf(digest, '.sig'));
    attach(world.repository(from), digest, 'application/spdx+json');
    const { bundles } = await copy(world.ports, { source: from, destination: to, withoutAttachments: true });
    expect(bundles).toMatchObject([{ attachments: [], gaps: [] }]);
    expect([...world.repository(to).manifests.keys()]).toEqual([digest]);
    expect(world.repository(from).calls.some((call) => call.startsWith('referrers'))).toBe(false);
  });

  it('says what it could not take along', async () => {
    const world = memoryWorld({ 'oci://one.test': { referrers: 'fallback' } });
    const digest = world.publish(from, payments);
    const here = world.repository(from);
    const gone = attach(here, digest, 'text/plain');
    here.manifests.delete(gone);
    const stranger = attach(here, digest, 'text/plain', 'stranger');
    const odd = here.add({ schemaVersion: 1, mediaType: 'application/vnd.docker.distribution.manifest.v1+json' });
    const index = JSON.parse(
      new TextDecoder().decode(here.manifests.get(here.tagged.get(tagOf(digest, '')) ?? '')?.bytes),
    );
    for (const digest of [stranger, odd]) index.manifests.push({ mediaType: ociManifest, digest, size: 1 });
    here.add(index, tagOf(digest, ''));
    const { bundles } = await copy(world.ports, { source: from, destination: to });
    const byDigest = (a: { digest: string }, b: { digest: string }) => (a.digest < b.digest ? -1 : 1);
    expect([...(bundles[0]?.gaps ?? [])].sort(byDigest)).toEqual(
      [
        { digest: gone, subject: digest, reason: 'missing' },
        { digest: stranger, subject: digest, reason: 'not-attached' },
        { digest: odd, subject: digest, reason: 'unknown-kind' },
      ].sort(byDigest),
    );
    expect([...world.repository(to).manifests.keys()]).toEqual([digest]);
  });

  it('replaces a tag of signatures where none of them is lost, and only there', async () => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    const [here, there] = [world.repository(from), world.repository(to)];
    const tag = tagOf(digest, '.sig');
    const sign = (repository: MemoryRepository, signers: readonly string[]) => {
      const payload = repository.addBlob('payload', signature);
      const layers = signers.map((by) => ({ ...payload, annotations: { 'dev.cosignproject.cosign/signature': by } }));
      return repository.add(
        { schemaVersion: 2, mediaType: ociManifest, config: repository.addBlob('{}'), layers },
        tag,
      );
    };
    sign(there, ['alice']);
    const both = sign(here, ['alice', 'bob']);
    await copy(world.ports, { source: from, destination: to });
    expect(there.tagged.get(tag)).toBe(both);

    const other = sign(there, ['alice', 'carol']);
    expect(await failure(copy(world.ports, { source: from, destination: to }))).toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    expect(there.tagged.get(tag)).toBe(other);
  });

  it('ends where signatures sign each other', async () => {
    const world = memoryWorld();
    const digest = world.publish(from, payments);
    const here = world.repository(from);
    const one = attach(here, digest, signature, tagOf(digest, '.sig'), 'one');
    here.tagged.set(tagOf(one, '.sig'), digest);
    here.tagged.set(tagOf(one, '.att'), one);
    await copy(world.ports, { source: from, destination: to });
    expect(world.repository(to).manifests.size).toBe(2);
  });
});

describe('copying a closure', () => {
  const root = 'oci://one.test/acme/shop';
  const on = (name: string, ref: string, more = 'required: true') =>
    `  - name: ${name}\n    ref: ${ref}\n    compatibility: ^1.0.0\n    ${more}\n`;

  function shop(): MemoryWorld {
    const world = memoryWorld();
    world.publish('oci://two.test:5000/base/store', { name: 'store', version: '1.4.0' });
    world.publish('oci://two.test:5000/base/store', { name: 'store', version: '2.0.0' });
    world.publish('oci://docker.io/policies', {
      name: 'policies',
      version: '1.0.0',
      files: { 'policy/schema.json': '{}' },
    });
    world.publish('oci://one.test/acme/auth', {
      name: 'auth',
      version: '1.2.0',
      tags: ['1.2.0', 'stable'],
      more: `dependencies:\n${on('store', 'oci://two.test:5000/base/store')}`,
    });
    world.publish(root, {
      name: 'shop',
      version: '3.0.0',
      more:
        `policies:\n  - name: house\n    ref: oci://docker.io/policies:1.0.0\n` +
        `dependencies:\n${on('auth', 'oci://one.test/acme/auth:stable')}${on('store', 'oci://two.test:5000/base/store')}`,
    });
    return world;
  }
  const closure = (world: MemoryWorld, destination: string, more: Partial<CopyInput> = {}) =>
    copy(world.ports, { source: root, destination, closure: true, ...more });

  it.each([
    ['a directory of layouts', 'oci-layout:air/gap', 'oci-layout:air/gap', 'oci-layout:air/gap'],
    ["a registry's path", 'oci://three.test/mirror', 'oci://three.test/mirror', 'three.test/mirror'],
    ['a whole registry', 'localhost:5000', 'oci://localhost:5000', 'localhost:5000'],
    ['a whole registry with its scheme', 'oci://localhost:5000/', 'oci://localhost:5000', 'localhost:5000'],
  ])('goes to %s', async (_, destination, prefix, target) => {
    const world = shop();
    const result = await closure(world, destination);
    const tagsAt = (name: string) => [...world.repository(`${prefix}/${name}`).tagged.keys()].sort();
    expect(tagsAt('one.test/acme/shop')).toEqual(['3.0.0']);
    expect(tagsAt('one.test/acme/auth')).toEqual(['stable']);
    expect(tagsAt('two.test_5000/base/store')).toEqual(['1.4.0']);
    expect(tagsAt('docker.io/library/policies')).toEqual(['1.0.0']);
    expect(result.closure).toEqual({
      leftOut: [],
      mirrors: {
        'docker.io': `${target}/docker.io`,
        'one.test': `${target}/one.test`,
        'two.test:5000': `${target}/two.test_5000`,
      },
    });
    expect(result.bundles.map((bundle) => bundle.from)).toEqual([
      'one.test/acme/shop',
      'one.test/acme/auth',
      'two.test:5000/base/store',
      'docker.io/policies',
    ]);
  });

  it('tags the root last', async () => {
    const order: string[] = [];
    const world = shop();
    for (const name of ['one.test/acme/shop', 'one.test/acme/auth', 'two.test_5000/base/store']) {
      const repository = world.repository(`oci-layout:air/${name}`);
      const put = repository.putManifest;
      Object.assign(repository, {
        putManifest: async (...given: Parameters<typeof put>) => {
          order.push(given[1].startsWith('sha256:') ? 'digest' : `${name}:${given[1]}`);
          return put(...given);
        },
      });
    }
    await closure(world, 'oci-layout:air');
    expect(order.slice(0, 3)).toEqual(['digest', 'digest', 'digest']);
    expect(order.at(-1)).toBe('one.test/acme/shop:3.0.0');
  });

  it('tells how far it is', async () => {
    const told: string[] = [];
    await closure(shop(), 'oci-layout:air', {
      onProgress: (done, total, what) => told.push(`${done}/${total} ${what}`),
    });
    expect(told.at(-1)).toBe('4/4 copied');
  });

  it('gives a bundle every tag that a reference to it needs', async () => {
    const world = shop();
    world.publish('oci://one.test/acme/cart', {
      name: 'cart',
      version: '1.0.0',
      more: `dependencies:\n${on('first', 'oci://one.test/acme/auth:stable')}${on('second', 'oci://one.test/acme/auth')}`,
    });
    const cart = 'oci://one.test/acme/cart';
    await copy(world.ports, { source: cart, destination: 'oci-layout:air', closure: true });
    expect([...world.repository('oci-layout:air/one.test/acme/auth').tagged.keys()].sort()).toEqual([
      '1.2.0',
      'stable',
    ]);
  });

  it('copies nothing where something required is missing, and names all of it', async () => {
    const world = shop();
    world.repository('oci://two.test:5000/base/store').tagged.clear();
    world.repository('oci://docker.io/policies').tagged.clear();
    const error = await failure(closure(world, 'oci-layout:air'));
    expect(error.code).toBe('GRAPH_INCOMPLETE');
    expect(error.message).toContain('oci://two.test:5000/base/store: ');
    expect(error.message).toContain('oci://docker.io/policies:1.0.0: ');
    expect(world.repository('oci-layout:air/one.test/acme/shop').manifests.size).toBe(0);
  });

  it('leaves out what is optional and missing, and says so', async () => {
    const world = shop();
    world.publish(root, {
      name: 'shop',
      version: '3.0.0',
      more: `dependencies:\n${on('gone', 'oci://one.test/acme/gone', 'required: false')}`,
    });
    const { bundles, closure: left } = await closure(world, 'oci-layout:air');
    expect(bundles).toHaveLength(1);
    expect(left?.leftOut).toMatchObject([{ reference: 'oci://one.test/acme/gone' }]);
  });

  it.each([
    ['a tag', 'oci://three.test/mirror:1.0.0', 'USAGE'],
    ['a digest', `oci-layout:air@sha256:${'0'.repeat(64)}`, 'USAGE'],
    ['a path', './air', 'INVALID_REFERENCE'],
    ['capital letters', 'three.test/Mirror', 'INVALID_REFERENCE'],
  ])('refuses a destination with %s', async (_, destination, code) => {
    expect(await failure(closure(shop(), destination))).toMatchObject({ code });
  });
});
