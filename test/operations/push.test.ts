import { describe, expect, it } from 'vitest';
import { memoryBundle } from '../../src/core/contract/bundle.ts';
import type { Ports } from '../../src/operations/ports.ts';
import { type PushInput, push } from '../../src/operations/push.ts';
import { type BundleShape, buildBundle } from '../support/fake-registry/bundle.ts';
import { memoryWorld } from '../support/memory-ports.ts';
import { publish } from '../support/published.ts';

const to = 'r.io/acme/shop';

function contract(version: string, owner = 'team/shop'): string {
  return `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n  owner: ${owner}\n`;
}

/** A contract in memory, and a registry to publish it to. */
function shop() {
  const memory = memoryWorld();
  const target = memory.repository(`oci://${to}`);
  async function run(text: string, input: Partial<PushInput> = {}) {
    const files = new Map([['pacto.yaml', new TextEncoder().encode(text)]]);
    const origin = { kind: 'archive', label: 'shop.tar.gz', contractPath: 'shop.tar.gz!/pacto.yaml' } as const;
    const ports: Ports = { ...memory.ports, open: async () => memoryBundle(files, origin) };
    target.calls.length = 0;
    return push(ports, { reference: 'shop.tar.gz', to, ...input });
  }
  const written = () => target.calls.filter((call) => call.startsWith('put')).map((call) => call.split(' ')[0]);
  return { target, run, written };
}

describe('push', () => {
  it('writes blobs, then the manifest under its tag, then further tags', async () => {
    const { target, run } = shop();
    const { digest } = await run(contract('1.2.3'), { tags: ['1.2', 'latest'] });
    expect(target.calls.map((call) => call.replace(/sha256:.*/, 'DIGEST'))).toEqual([
      'resolve 1.2.3',
      'resolve 1.2',
      'resolve latest',
      'putBlob DIGEST',
      'putBlob DIGEST',
      'putManifest 1.2.3',
      'putManifest 1.2',
      'putManifest latest',
    ]);
    expect([...target.tagged.values()]).toEqual([digest, digest, digest]);
  });

  it('writes nothing again, and nothing in a dry run', async () => {
    const { run, written } = shop();
    expect(await run(contract('1.0.0'), { dryRun: true })).toMatchObject({ status: 'pushed', dryRun: true });
    expect(written()).toEqual([]);
    const { digest } = await run(contract('1.0.0'));
    expect(await run(contract('1.0.0'))).toMatchObject({ status: 'identical', digest });
    expect(written()).toEqual([]);
  });

  it.each<BundleShape>(['plain', 'oras'])('finds the same content in what others packed: %s', async (shape) => {
    const { target, run, written } = shop();
    const theirs = buildBundle({ 'pacto.yaml': contract('1.0.0') }, { shape });
    await publish(target, theirs, ['1.0.0']);
    expect(await run(contract('1.0.0'))).toMatchObject({ status: 'identical', digest: theirs.digest });
    expect(written()).toEqual([]);
    expect(await run(contract('1.0.0', 'team/other'))).toMatchObject({ status: 'conflict' });
  });

  it('leaves what stands under its tag, and all further tags with it', async () => {
    const { target, run, written } = shop();
    const { digest } = await run(contract('1.0.0'), { tags: ['latest'] });
    const result = await run(contract('1.0.0', 'team/other'), { tags: ['latest', 'edge'] });
    // The digest is one that can be fetched, and not that of what was refused.
    expect(result).toMatchObject({ status: 'conflict', digest });
    expect(result.warnings).toEqual([
      {
        code: 'ALREADY_EXISTS',
        message:
          'the tag 1.0.0 keeps its content, and nothing was published; raise service.version to publish what is here',
      },
      { code: 'TAGS_SKIPPED', message: 'not tagged either: latest, edge' },
    ]);
    const [conflict] = result.tags;
    expect(conflict?.offered).not.toBe(digest);
    expect(result.tags).toEqual([
      { tag: '1.0.0', status: 'conflict', previous: digest, offered: conflict?.offered },
      { tag: 'latest', status: 'skipped', previous: digest },
      { tag: 'edge', status: 'skipped' },
    ]);
    expect(written()).toEqual([]);
    const forced = await run(contract('1.0.0', 'team/other'), { tags: ['latest'], force: true });
    expect(forced.tags.map(({ status }) => status)).toEqual(['overwritten', 'overwritten']);
    expect(new Set(target.tagged.values())).toEqual(new Set([forced.digest]));
  });

  it('moves tags that move with every release, and no other version', async () => {
    const { run } = shop();
    await run(contract('1.2.3'), { tags: ['1.2', '1', 'latest', '9.9.9'] });
    const { tags, warnings } = await run(contract('1.2.4'), { tags: ['1.2', '1', 'latest', '9.9.9'] });
    expect(tags.map(({ tag, status }) => `${tag} ${status}`)).toEqual([
      '1.2.4 pushed',
      '1.2 overwritten',
      '1 overwritten',
      'latest overwritten',
      '9.9.9 conflict',
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(['TAG_VERSION_MISMATCH', 'ALREADY_EXISTS']);
    expect(warnings.at(-1)?.message).toBe('the tag 9.9.9 keeps its content; choose another tag');
  });

  it.each([
    ['latest', 'to move it, leave it out of the reference and add --tag latest'],
    ['1', 'to move it, leave it out of the reference and add --tag 1'],
    ['9.9.9', 'choose another tag'],
    ['1.0.0', 'raise service.version to publish what is here'],
  ])('says what to do where the tag %s is named and has other content', async (tag, advice) => {
    const { run } = shop();
    await run(contract('1.0.0', 'team/first'), { to: `${to}:${tag}` });
    const { warnings } = await run(contract('1.0.0'), { to: `${to}:${tag}` });
    expect(warnings.at(-1)).toEqual({
      code: 'ALREADY_EXISTS',
      message: `the tag ${tag} keeps its content, and nothing was published; ${advice}`,
    });
  });

  it('spells build metadata as a tag can', async () => {
    const { target, run } = shop();
    expect(await run(contract('1.0.0+build.7'))).toMatchObject({ ref: `${to}:1.0.0_build.7`, warnings: [] });
    expect([...target.tagged.keys()]).toEqual(['1.0.0_build.7']);
  });

  it.each(['putBlob', 'putManifest'])('leaves no tag where the registry fails at %s', async (step) => {
    const memory = memoryWorld({
      'oci://r.io/acme': {
        fault(call) {
          if (call.startsWith(step)) throw new Error('the line was cut');
        },
      },
    });
    const files = new Map([['pacto.yaml', new TextEncoder().encode(contract('1.0.0'))]]);
    const origin = { kind: 'archive', label: 'shop.tar.gz', contractPath: 'shop.tar.gz!/pacto.yaml' } as const;
    const ports: Ports = { ...memory.ports, open: async () => memoryBundle(files, origin) };
    await expect(push(ports, { reference: 'x', to, tags: ['latest'] })).rejects.toThrow('the line was cut');
    expect([...memory.repository(`oci://${to}`).tagged.keys()]).toEqual([]);
  });

  it.each([
    [`${to}@sha256:${'0'.repeat(64)}`, [], 'USAGE'],
    ['./shop', [], 'INVALID_REFERENCE'],
    [to, ['no tag'], 'USAGE'],
  ])('refuses to publish to %s %j', async (target, tags, code) => {
    await expect(shop().run(contract('1.0.0'), { to: target, tags })).rejects.toMatchObject({ code, exit: 2 });
  });
});
