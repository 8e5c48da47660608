import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CacheOptions, openCache } from '../../../../src/adapters/oci/cache/cache.ts';
import { offlineRepository } from '../../../../src/adapters/oci/offline.ts';
import type { Manifest, Repository } from '../../../../src/adapters/oci/repository.ts';
import { PactoError } from '../../../../src/core/error.ts';
import { type RepositoryTraits, repositorySuite } from '../../../suites/repository.ts';
import { type MemoryRepository, memoryRepository } from '../../../support/memory-repository.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-cache-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const minute = 60_000;
const reference = 'oci://ghcr.io/acme/shop';
let count = 0;

/** A cache of its own, a clock, and a registry with two versions that counts what it is asked. */
async function world(options: Partial<CacheOptions> = {}) {
  const directory = join(work, `cache-${count++}`);
  const clock = { now: Date.now() };
  const warnings: string[] = [];
  const registry = memoryRepository(reference);
  const [first, second] = [bundleOf('shop', '1.0.0'), bundleOf('shop', '2.0.0')];
  await publish(registry, first, ['1.0.0', 'latest']);
  await publish(registry, second, ['2.0.0']);
  registry.calls.length = 0;
  /** A new run of the program, with the same files. */
  const open = (more: Partial<CacheOptions> = {}) =>
    openCache({
      directory,
      tagMaxAge: 5 * minute,
      mode: 'use',
      now: () => clock.now,
      warn: (message) => warnings.push(message),
      ...options,
      ...more,
    });
  const run = (more: Partial<CacheOptions> = {}, inner: Repository = registry) => open(more).wrap(inner);
  return { directory, clock, warnings, registry, first, second, open, run, asked: () => registry.calls.splice(0) };
}

async function failure(promise: Promise<unknown>): Promise<PactoError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PactoError);
  return error as PactoError;
}

/** A repository whose manifests are these. */
function answering(inner: Repository, answer: (unless: unknown) => Manifest | 'unchanged'): Repository {
  async function manifest(tagOrDigest: string): Promise<Manifest>;
  async function manifest(tag: string, unless: Pick<Manifest, 'digest'>): Promise<Manifest | 'unchanged'>;
  async function manifest(_: string, unless?: Pick<Manifest, 'digest'>): Promise<Manifest | 'unchanged'> {
    return answer(unless);
  }
  return { ...inner, manifest };
}

const requests = (calls: readonly string[]) => calls.map((call) => call.split(' ')[0]);

describe('a tag', () => {
  it('takes a request for each part when it is new, and none while it is young', async () => {
    const { run, asked, first, clock, warnings } = await world();
    expect(await fetchAll(run(), '1.0.0')).toBe(first.digest);
    expect(requests(asked())).toEqual(['manifest', 'blob', 'blob']);
    clock.now += 5 * minute - 1;
    expect(await fetchAll(run(), '1.0.0')).toBe(first.digest);
    expect(asked()).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('is asked for once more when it is old, and then believed again', async () => {
    const { run, asked, first, clock } = await world();
    await fetchAll(run(), '1.0.0');
    asked();
    clock.now += 5 * minute;
    expect(await fetchAll(run(), '1.0.0')).toBe(first.digest);
    expect(asked()).toEqual(['manifest 1.0.0']);
    clock.now += minute;
    await fetchAll(run(), '1.0.0');
    expect(asked()).toEqual([]);
  });

  it('is followed where it has moved, and what it has left stays', async () => {
    const { run, open, asked, first, second, clock, registry } = await world();
    await fetchAll(run(), 'latest');
    registry.tagged.set('latest', second.digest);
    clock.now += 6 * minute;
    expect(await fetchAll(run(), 'latest')).toBe(second.digest);
    asked();
    expect(await fetchAll(run(), 'latest')).toBe(second.digest);
    expect(await fetchAll(run(), first.digest)).toBe(first.digest);
    expect(asked()).toEqual([]);
    expect(
      open()
        .list()
        .entries.map(({ pointer }) => [pointer.tag, pointer.digest]),
    ).toEqual([
      ['latest', second.digest],
      [undefined, first.digest],
    ]);
  });

  it('is asked for on every run where its time is 0, and where the clock was in the future', async () => {
    const { run, asked, clock } = await world();
    await fetchAll(run({ tagMaxAge: 0 }), '1.0.0');
    await fetchAll(run({ tagMaxAge: 0 }), '1.0.0');
    expect(asked().filter((call) => call.startsWith('manifest'))).toHaveLength(2);
    clock.now -= 60 * minute;
    await fetchAll(run(), '1.0.0');
    expect(asked()).toEqual(['manifest 1.0.0']);
  });

  it('gives all who ask in one run the same answer, for one request', async () => {
    const { run, asked, registry, first, second } = await world({ tagMaxAge: 0 });
    const repository = run();
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetchAll(repository, 'latest')));
    expect(new Set(answers)).toEqual(new Set([first.digest]));
    expect(requests(asked()).sort()).toEqual(['blob', 'blob', 'manifest']);
    registry.tagged.set('latest', second.digest);
    expect(await repository.resolve('latest')).toBe(first.digest);
    expect(asked()).toEqual([]);
  });

  it('says "unchanged" to whoever has what it has', async () => {
    const { run, first, second } = await world();
    expect(await run().manifest('1.0.0', { digest: first.digest })).toBe('unchanged');
    expect(await run().manifest('1.0.0', { digest: second.digest })).toMatchObject({ digest: first.digest });
  });

  it('that does not exist is not there for the whole run, and is no damage', async () => {
    const { run, asked, warnings } = await world();
    const repository = run();
    expect(await failure(repository.manifest('9.9.9'))).toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
    expect(await repository.resolve('9.9.9')).toBeUndefined();
    expect(asked()).toEqual(['manifest 9.9.9']);
    expect(warnings).toEqual([]);
  });

  it('keeps its entity tag and its media type', async () => {
    const { run, registry, first, clock } = await world();
    const served = { bytes: first.manifest, mediaType: `${first.mediaType}; charset=utf-8`, digest: first.digest };
    const told: unknown[] = [];
    const inner = answering(registry, (unless) => {
      told.push(unless);
      return unless === undefined ? { ...served, etag: '"e1"' } : 'unchanged';
    });
    await run({}, inner).manifest('1.0.0');
    clock.now += 6 * minute;
    expect(await run({}, inner).manifest('1.0.0')).toMatchObject({ mediaType: served.mediaType, etag: '"e1"' });
    expect(told).toEqual([undefined, expect.objectContaining({ digest: first.digest, etag: '"e1"' })]);
  });
});

describe('a digest', () => {
  it('is asked for once, and never again', async () => {
    const { run, asked, second, clock } = await world();
    expect(await fetchAll(run(), second.digest)).toBe(second.digest);
    expect(requests(asked())).toEqual(['manifest', 'blob', 'blob']);
    clock.now += 1000 * 24 * 60 * minute;
    expect(await fetchAll(run(), second.digest)).toBe(second.digest);
    expect(await run().resolve(second.digest)).toBe(second.digest);
    expect(asked()).toEqual([]);
  });

  it('may have come by a tag, or from another repository', async () => {
    const { open, run, asked, first } = await world();
    await fetchAll(run(), '1.0.0');
    asked();
    const elsewhere = memoryRepository('oci://docker.io/copies/shop');
    expect(await fetchAll(open().wrap(elsewhere), first.digest)).toBe(first.digest);
    expect([...asked(), ...elsewhere.calls]).toEqual([]);
  });

  it('may be one of sha512', async () => {
    const { run, first } = await world();
    const { createHash } = await import('node:crypto');
    const digest = `sha512:${createHash('sha512').update(first.manifest).digest('hex')}`;
    const { manifest: bytes, mediaType } = first;
    const served = answering(memoryRepository(reference), () => ({ bytes, mediaType, digest }));
    expect((await run({}, served).manifest(digest)).digest).toBe(digest);
    expect((await run({ mode: 'offline' }, offlineRepository(reference)).manifest(digest)).digest).toBe(digest);
  });

  it('of a blob must have the promised size', async () => {
    const { run, first } = await world();
    await fetchAll(run(), '1.0.0');
    const { layers } = JSON.parse(Buffer.from(first.manifest).toString());
    const wrong = { digest: layers[0].digest, size: layers[0].size + 1 };
    expect(await failure(run().blob(wrong))).toMatchObject({ code: 'DIGEST_MISMATCH' });
  });
});

describe('the list of tags', () => {
  it('is asked for once in a run, however many ask, and again in the next', async () => {
    const { run, asked } = await world();
    const repository = run();
    const lists = await Promise.all(Array.from({ length: 10 }, () => repository.tags()));
    await repository.tags();
    expect(lists[0]).toEqual(['1.0.0', 'latest', '2.0.0']);
    expect(asked()).toEqual(['tags']);
    await run().tags();
    expect(asked()).toEqual(['tags']);
  });

  it('that cannot be had is not asked for again and again', async () => {
    const { run, registry } = await world();
    const inner = memoryRepository(reference, {
      fault: () => {
        throw new PactoError('REGISTRY_AUTH', 'no');
      },
    });
    const repository = run({}, inner);
    for (let i = 0; i < 3; i++) expect(await failure(repository.tags())).toMatchObject({ code: 'REGISTRY_AUTH' });
    expect(inner.calls).toEqual(['tags']);
    expect(registry.calls).toEqual([]);
  });
});

describe('offline', () => {
  it('has what was fetched, whatever its age, and asks nobody', async () => {
    const { run, asked, clock, first } = await world();
    await fetchAll(run(), '1.0.0');
    await run().tags();
    asked();
    clock.now += 365 * 24 * 60 * minute;
    const offline = run({ mode: 'offline' }, offlineRepository(reference));
    expect(await fetchAll(offline, '1.0.0')).toBe(first.digest);
    expect(await offline.resolve('1.0.0')).toBe(first.digest);
    expect(await offline.tags()).toEqual(['1.0.0', 'latest', '2.0.0']);
    expect(asked()).toEqual([]);
  });

  it('says what is missing', async () => {
    const { run, first, registry } = await world();
    const offline = run({ mode: 'offline' });
    const { layers } = JSON.parse(Buffer.from(first.manifest).toString());
    const asks: [Promise<unknown>, string][] = [
      [offline.manifest('1.0.0'), 'ghcr.io/acme/shop:1.0.0'],
      [offline.resolve('1.0.0'), 'ghcr.io/acme/shop:1.0.0'],
      [offline.manifest(first.digest), `ghcr.io/acme/shop@${first.digest}`],
      [offline.blob(layers[0]), layers[0].digest],
      [offline.tags(), 'the list of tags of ghcr.io/acme/shop'],
      [offline.referrers(first.digest), `what refers to ghcr.io/acme/shop@${first.digest}`],
    ];
    for (const [asked, what] of asks) {
      const error = await failure(asked);
      expect(error.code).toBe('REGISTRY_OFFLINE');
      expect(error.message).toContain(what);
    }
    expect(registry.calls).toEqual([]);
  });
});

describe('without cache', () => {
  it('asks for everything, once in a run, and touches no file', async () => {
    const { run, directory, asked, open } = await world({ mode: 'refresh' });
    for (let i = 0; i < 2; i++) {
      const repository = run();
      await Promise.all([fetchAll(repository, '1.0.0'), fetchAll(repository, '1.0.0'), repository.tags()]);
      expect(requests(asked()).sort()).toEqual(['blob', 'blob', 'manifest', 'tags']);
    }
    await open().flush();
    expect(existsSync(directory)).toBe(false);
  });

  it('believes nothing that is there', async () => {
    const { run, second, registry } = await world();
    await fetchAll(run(), 'latest');
    registry.tagged.set('latest', second.digest);
    expect(await fetchAll(run({ mode: 'refresh' }), 'latest')).toBe(second.digest);
  });
});

describe('a registry that cannot be reached', () => {
  it.each(['REGISTRY_UNREACHABLE', 'REGISTRY_RATE_LIMITED'] as const)(
    'is an error, which tells what --offline would use: %s',
    async (code) => {
      const { run, clock } = await world();
      await fetchAll(run(), '1.0.0');
      await run().tags();
      const since = new Date(clock.now).toISOString();
      clock.now += 6 * minute;
      const inner = memoryRepository(reference, {
        fault: () => {
          throw new PactoError(code, 'ghcr.io does not answer');
        },
      });
      for (const asked of [run({}, inner).manifest('1.0.0'), run({}, inner).tags()]) {
        const error = await failure(asked);
        expect(error).toMatchObject({ code, message: 'ghcr.io does not answer' });
        expect(error.hint).toContain(`The cache knows what it was on ${since}: --offline uses that.`);
      }
      const unknown = await failure(run({}, inner).manifest('2.0.0'));
      expect(unknown.hint).not.toContain('The cache knows');
    },
  );
});

describe('writing', () => {
  it.each(['read', 'write'] as const)('goes to the registry, and what was cached is forgotten: %s', async (purpose) => {
    const { open, asked, first, second, registry } = await world();
    const cache = open();
    const reader = cache.wrap(registry);
    await fetchAll(reader, 'latest');
    await reader.tags();
    asked();
    await publish(cache.wrap(registry, purpose), second, ['latest', '3.0.0']);
    expect(asked().filter((call) => call.startsWith('putManifest'))).toEqual([
      'putManifest latest',
      'putManifest 3.0.0',
    ]);
    expect(await fetchAll(reader, 'latest')).toBe(second.digest);
    expect(await reader.tags()).toContain('3.0.0');
    expect(await fetchAll(reader, first.digest)).toBe(first.digest);
  });

  it('asks the registry what is there', async () => {
    const { open, asked, registry } = await world();
    const cache = open();
    await fetchAll(cache.wrap(registry), '1.0.0');
    asked();
    const writer = cache.wrap(registry, 'write');
    await writer.manifest('1.0.0');
    await writer.resolve('1.0.0');
    await writer.tags();
    expect(requests(asked())).toEqual(['manifest', 'resolve', 'tags']);
  });

  it('leaves layouts alone', async () => {
    const { open } = await world();
    const layout = memoryRepository('oci-layout:shop');
    expect(open().wrap(layout)).toBe(layout);
  });
});

describe('the files of a cache', () => {
  it('are an image layout whose names are whole references, made once a run', async () => {
    const { open, registry, directory, first, second } = await world();
    const cache = open();
    const other = memoryRepository('oci://localhost:5000/shop');
    await publish(other, first, ['1.0.0']);
    await fetchAll(cache.wrap(registry), '1.0.0');
    await fetchAll(cache.wrap(registry), second.digest);
    await fetchAll(cache.wrap(other), '1.0.0');
    const index = () => JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8')).manifests;
    expect(index()).toEqual([]);
    await cache.flush();
    const nameOf = (item: { digest: string; annotations?: Record<string, string> }) =>
      Object.values(item.annotations ?? {})[0];
    expect(index().map((item: { digest: string }) => [nameOf(item), item.digest])).toEqual([
      ['ghcr.io/acme/shop:1.0.0', first.digest],
      ['localhost:5000/shop:1.0.0', first.digest],
      [undefined, second.digest],
    ]);
    expect(readdirSync(directory).sort()).toEqual(['blobs', 'index.json', 'oci-layout', 'pointers']);
  });

  it('are those of all runs, where several end at once', async () => {
    const { open, registry, directory } = await world();
    const caches = ['1.0.0', '2.0.0', 'latest'].map((tag) => ({ cache: open(), tag }));
    await Promise.all(
      caches.map(async ({ cache, tag }) => {
        await fetchAll(cache.wrap(registry), tag);
        await cache.flush();
      }),
    );
    expect(JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8')).manifests).toHaveLength(3);
  });

  it('hold the bytes of the registry', async () => {
    const { run, directory, first } = await world();
    await fetchAll(run(), '1.0.0');
    for (const bytes of [first.manifest, ...first.blobs]) {
      const { createHash } = await import('node:crypto');
      const hex = createHash('sha256').update(bytes).digest('hex');
      expect(readFileSync(join(directory, 'blobs', 'sha256', hex))).toEqual(Buffer.from(bytes));
    }
  });

  it('are listed by repository, versions newest first', async () => {
    const { open, registry, first } = await world();
    for (const tag of ['10.0.0', '9.0.0-rc.1', 'main']) registry.tagged.set(tag, first.digest);
    const cache = open();
    for (const tag of ['main', '2.0.0', '10.0.0', '9.0.0-rc.1', '1.0.0']) await fetchAll(cache.wrap(registry), tag);
    const { entries, problems } = open({ mode: 'offline' }).list();
    expect(entries.map(({ pointer, complete }) => [pointer.tag, complete])).toEqual(
      ['10.0.0', '9.0.0-rc.1', '2.0.0', '1.0.0', 'main'].map((tag) => [tag, true]),
    );
    expect(problems).toEqual([]);
  });
});

const traits: RepositoryTraits = {
  mounting: 'stored',
  knowsBlobs: true,
  sha512: 'nothing',
  artifactTypes: true,
  checksBlobs: true,
  danglingSubjects: true,
};

repositorySuite('a cache before a registry', traits, async () => {
  const cache = (await world()).open();
  const registries = new Map<string, MemoryRepository>();
  return {
    open(name) {
      const registry = registries.get(name) ?? memoryRepository(`oci://localhost:5000/${name}`);
      registries.set(name, registry);
      return cache.wrap(registry);
    },
    close: () => cache.flush(),
  };
});
