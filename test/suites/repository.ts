/** What every repository does, be it in a registry, in an image layout or in a cache. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Descriptor, NewManifest, Repository } from '../../src/adapters/oci/repository.ts';
import { PactoError } from '../../src/core/error.ts';

/** A place that has repositories, and what is particular about it. */
export interface RepositoryPlace {
  /** A repository of that name; it need not exist. Several calls lead to the same content. */
  open(name: string): Repository;
  close(): Promise<void>;
}

export interface RepositoryTraits {
  /** What comes of storing a blob that another repository has. */
  readonly mounting: 'mounted' | 'stored' | 'present';
  /** Whether it can tell that a blob is there already. */
  readonly knowsBlobs: boolean;
  /** What may have a digest of this algorithm. */
  readonly sha512: 'blobs' | 'blobs and manifests' | 'nothing';
  /** Whether referrers are listed with the `artifactType` of their manifests. */
  readonly artifactTypes: boolean;
  /** Whether a manifest is refused whose blobs are missing. */
  readonly checksBlobs: boolean;
  /** Whether a manifest without tag can be stored whose subject is not there. */
  readonly danglingSubjects: boolean;
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const emptyConfig = Buffer.from('{}');

const digestOf = (bytes: Uint8Array, algorithm = 'sha256') =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const text = (content: string) => new TextEncoder().encode(content);

const tagSpellings = [
  '1',
  'v1.2.0',
  '1.0.0-rc.1',
  '1.0.0_build.7',
  'latest',
  '_',
  '__proto__',
  'constructor',
  'A.b-C_d',
  'sha256-abc',
  '0'.repeat(128),
];

/** Runs the suite over one place. */
export function repositorySuite(label: string, traits: RepositoryTraits, make: () => Promise<RepositoryPlace>): void {
  describe(`repository: ${label}`, () => {
    let place: RepositoryPlace;
    let count = 0;
    beforeAll(async () => {
      place = await make();
    });
    afterAll(() => place?.close());

    /** A repository that nobody has used, and its name. */
    function fresh(): { repository: Repository; name: string } {
      count += 1;
      const name = `suite/repository-${count}`;
      return { repository: place.open(name), name };
    }

    describe('blobs', () => {
      it.each([
        ['a short one', text('content')],
        ['an empty one', new Uint8Array(0)],
        ['every byte', Uint8Array.from({ length: 4096 }, (_, i) => i % 256)],
        ['8 MiB', Uint8Array.from({ length: 8 * 1024 * 1024 }, (_, i) => (i * 31 + (i >> 8)) % 256)],
      ])('stores %s and gives it back', async (_, bytes) => {
        const { repository, name } = fresh();
        const digest = digestOf(bytes);
        expect(await repository.putBlob(digest, bytes)).toBe('stored');
        expect(await repository.putBlob(digest, bytes)).toBe(traits.knowsBlobs ? 'present' : 'stored');
        const read = await place.open(name).blob({ digest, size: bytes.length });
        expect(Buffer.from(read).equals(bytes)).toBe(true);
      });

      it('says that one is not there', async () => {
        const { repository } = fresh();
        await publish(repository, ['1.0.0']);
        const digest = digestOf(text('nowhere'));
        expect(await failure(repository.blob({ digest, size: 7 }))).toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
      });

      it.each([6, 8])('refuses one of another size than promised: 7 bytes, and not %d', async (size) => {
        const { repository } = fresh();
        const digest = digestOf(text('content'));
        await repository.putBlob(digest, text('content'));
        expect(await failure(repository.blob({ digest, size }))).toMatchObject({ code: 'DIGEST_MISMATCH' });
      });

      it('does not store bytes under a digest that is not theirs', async () => {
        const { repository, name } = fresh();
        const bytes = text(`content of ${name}`);
        const digest = digestOf(bytes);
        expect(await failure(repository.putBlob(digest, text('another')))).toMatchObject({ code: 'DIGEST_MISMATCH' });
        expect(await repository.putBlob(digest, bytes)).toBe('stored');
      });

      it('stores many at once', async () => {
        const { repository } = fresh();
        const contents = Array.from({ length: 24 }, (_, i) => text(`blob ${i % 20}`));
        await Promise.all(contents.map((bytes) => repository.putBlob(digestOf(bytes), bytes)));
        const read = await Promise.all(
          contents.map((bytes) => repository.blob({ digest: digestOf(bytes), size: bytes.length })),
        );
        expect(read.map((bytes) => Buffer.from(bytes).toString())).toEqual(
          contents.map((bytes) => Buffer.from(bytes).toString()),
        );
      });

      it('takes one from another repository where it can', async () => {
        const [from, to] = [fresh(), fresh()];
        const bytes = text(`shared by ${from.name} and ${to.name}`);
        await from.repository.putBlob(digestOf(bytes), bytes);
        const outcome = await to.repository.putBlob(digestOf(bytes), bytes, from.name);
        expect(outcome).toBe(traits.mounting);
        const read = await to.repository.blob({ digest: digestOf(bytes), size: bytes.length });
        expect(Buffer.from(read).toString()).toBe(Buffer.from(bytes).toString());
      });

      it('stores one that the other repository turns out not to have', async () => {
        const [from, to] = [fresh(), fresh()];
        const bytes = text(`not in ${from.name}`);
        expect(await to.repository.putBlob(digestOf(bytes), bytes, from.name)).toBe('stored');
        const read = await to.repository.blob({ digest: digestOf(bytes), size: bytes.length });
        expect(Buffer.from(read).equals(bytes)).toBe(true);
      });

      if (traits.sha512 !== 'nothing')
        it('takes sha512 digests', async () => {
          const { repository } = fresh();
          const bytes = text('by another algorithm');
          const digest = digestOf(bytes, 'sha512');
          expect(await repository.putBlob(digest, bytes)).toBe('stored');
          expect(Buffer.from(await repository.blob({ digest, size: bytes.length })).equals(bytes)).toBe(true);
        });
    });

    describe('manifests', () => {
      it('are the bytes that were stored, by tag and by digest', async () => {
        const { repository, name } = fresh();
        const { bytes, digest } = await publish(repository, ['1.0.0'], { note: 'spaces and order matter' });
        for (const by of ['1.0.0', digest]) {
          const read = await place.open(name).manifest(by);
          expect(read).toMatchObject({ mediaType: manifestType, digest });
          expect(Buffer.from(read.bytes).equals(bytes)).toBe(true);
        }
      });

      it('may be stored by their digest alone', async () => {
        const { repository } = fresh();
        await publish(repository, ['1.0.0']);
        const { manifest, digest } = await prepare(repository, { note: 'without tag' });
        await repository.putManifest(manifest, digest);
        expect(await repository.resolve(digest)).toBe(digest);
        expect(await repository.tags()).toEqual(['1.0.0']);
      });

      it('are refused under a digest that is not theirs', async () => {
        const { repository } = fresh();
        const { manifest } = await prepare(repository, {});
        const other = digestOf(text('something else'));
        expect(await failure(repository.putManifest(manifest, other))).toMatchObject({ code: 'DIGEST_MISMATCH' });
        expect(await exists(repository, other)).toBe(false);
      });

      if (traits.checksBlobs)
        it('are refused without their blobs', async () => {
          const { repository } = fresh();
          await publish(repository, ['1.0.0']);
          const layer = text('never stored');
          const bytes = manifestBytes({ layer: digestOf(layer), size: layer.length });
          expect(await failure(repository.putManifest({ bytes, mediaType: manifestType }, '2.0.0'))).toBeInstanceOf(
            PactoError,
          );
          expect(await repository.resolve('2.0.0')).toBeUndefined();
        });

      it('may be large', async () => {
        const { repository } = fresh();
        const { digest } = await publish(repository, ['1.0.0'], { note: 'x'.repeat(1024 * 1024) });
        expect((await repository.manifest('1.0.0')).digest).toBe(digest);
      });

      it('may be indexes of others', async () => {
        const { repository } = fresh();
        const one = await publish(repository, ['one']);
        const two = await publish(repository, ['two'], { note: 'two' });
        const manifests = [one, two].map(({ digest, bytes }) => ({
          mediaType: manifestType,
          digest,
          size: bytes.length,
        }));
        const bytes = json({ schemaVersion: 2, mediaType: indexType, manifests });
        await repository.putManifest({ bytes, mediaType: indexType }, 'both');
        expect(await repository.manifest('both')).toMatchObject({ mediaType: indexType, digest: digestOf(bytes) });
      });

      it('are told from those that are not there', async () => {
        const { repository } = fresh();
        await publish(repository, ['1.0.0']);
        const nowhere = digestOf(text('nowhere'));
        for (const what of ['2.0.0', nowhere]) {
          expect(await failure(repository.manifest(what))).toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
          expect(await repository.resolve(what)).toBeUndefined();
        }
      });

      it('are not sent again while a tag has not moved', async () => {
        const { repository, name } = fresh();
        await publish(repository, ['1.0.0']);
        const { digest, etag } = await place.open(name).manifest('1.0.0');
        const known = { digest, ...(etag === undefined ? {} : { etag }) };
        expect(await place.open(name).manifest('1.0.0', known)).toBe('unchanged');
        // Nobody gave an entity tag: the digest alone is known.
        expect(await place.open(name).manifest('1.0.0', { digest })).toBe('unchanged');

        const moved = await publish(repository, ['1.0.0'], { note: 'moved' });
        expect(await place.open(name).manifest('1.0.0', known)).toMatchObject({ digest: moved.digest });
      });

      if (traits.sha512 === 'blobs and manifests')
        it('take sha512 digests', async () => {
          const { repository } = fresh();
          const { manifest } = await prepare(repository, { note: 'by another algorithm' });
          const digest = digestOf(manifest.bytes, 'sha512');
          await repository.putManifest(manifest, digest);
          const read = await repository.manifest(digest);
          expect(read.digest).toBe(digest);
          expect(Buffer.from(read.bytes).equals(manifest.bytes)).toBe(true);
        });
    });

    describe('tags', () => {
      it('are none where there is no repository', async () => {
        const { repository } = fresh();
        expect(await failure(repository.tags())).toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
        expect(await failure(repository.manifest('1.0.0'))).toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
        expect(await repository.resolve('1.0.0')).toBeUndefined();
      });

      it('may be spelled in many ways', async () => {
        const { repository, name } = fresh();
        const published = await Promise.all(
          tagSpellings.map(async (tag) => ({ tag, ...(await publish(repository, [tag], { note: tag })) })),
        );
        expect([...(await place.open(name).tags())].sort()).toEqual([...tagSpellings].sort());
        for (const { tag, digest } of published) expect(await repository.resolve(tag)).toBe(digest);
      });

      it('may be several on one manifest', async () => {
        const { repository } = fresh();
        const { digest } = await publish(repository, ['1.2.3', '1.2', '1', 'latest']);
        expect([...(await repository.tags())].sort()).toEqual(['1', '1.2', '1.2.3', 'latest']);
        for (const tag of ['1.2.3', '1.2', '1', 'latest', digest]) expect(await repository.resolve(tag)).toBe(digest);
      });

      it('move, and leave what they pointed to', async () => {
        const { repository, name } = fresh();
        const first = await publish(repository, ['latest']);
        const second = await publish(repository, ['latest'], { note: 'second' });
        expect(await place.open(name).resolve('latest')).toBe(second.digest);
        expect((await place.open(name).manifest('latest')).digest).toBe(second.digest);
        expect((await place.open(name).manifest(first.digest)).digest).toBe(first.digest);
        expect(await repository.tags()).toEqual(['latest']);
      });

      it('are set by many at once, and none is lost', async () => {
        const { name } = fresh();
        const versions = Array.from({ length: 12 }, (_, i) => `1.${i}.0`);
        await Promise.all(versions.map((version) => publish(place.open(name), [version], { note: version })));
        expect([...(await place.open(name).tags())].sort()).toEqual([...versions].sort());
      });
    });

    describe('referrers', () => {
      it('are none at first', async () => {
        const { repository } = fresh();
        const { digest } = await publish(repository, ['1.0.0']);
        expect(await repository.referrers(digest)).toEqual([]);
      });

      it('are found by their subject, with type and annotations', async () => {
        const { repository, name } = fresh();
        const subject = await publish(repository, ['1.0.0']);
        const other = await publish(repository, ['2.0.0'], { note: 'another subject' });
        const [signature, report] = [
          await attach(repository, subject, 'application/vnd.example.signature', { by: 'a key' }),
          await attach(repository, subject, 'application/vnd.example.report', {}),
        ];
        await attach(repository, other, 'application/vnd.example.report', { of: 'another' });

        const found = await place.open(name).referrers(subject.digest);
        expect(found.map(({ digest }) => digest).sort()).toEqual([signature.digest, report.digest].sort());
        expect(found.find(({ digest }) => digest === signature.digest)).toMatchObject({
          mediaType: manifestType,
          size: signature.size,
          ...(traits.artifactTypes ? { artifactType: 'application/vnd.example.signature' } : {}),
          annotations: { by: 'a key' },
        });
        expect((await repository.manifest(signature.digest)).digest).toBe(signature.digest);
      });

      it('are listed once, however often they are stored', async () => {
        const { repository } = fresh();
        const subject = await publish(repository, ['1.0.0']);
        const first = await attach(repository, subject, 'application/vnd.example.report', {});
        await attach(repository, subject, 'application/vnd.example.report', {});
        expect((await repository.referrers(subject.digest)).map(({ digest }) => digest)).toEqual([first.digest]);
      });

      it('are attached by many at once, and none is lost', async () => {
        const { repository } = fresh();
        const subject = await publish(repository, ['1.0.0']);
        const numbers = ['1', '2', '3', '4', '5', '6'];
        const attached = await Promise.all(
          numbers.map((number) => attach(repository, subject, 'application/vnd.example.report', { number })),
        );
        const found = await repository.referrers(subject.digest);
        expect(found.map(({ digest }) => digest).sort()).toEqual(attached.map(({ digest }) => digest).sort());
      });

      if (traits.danglingSubjects)
        it('may come before their subject', async () => {
          const { repository } = fresh();
          const { manifest, digest } = await prepare(repository, { note: 'comes later' });
          const subject = { digest, bytes: manifest.bytes };
          const early = await attach(repository, subject, 'application/vnd.example.report', {});
          await repository.putManifest(manifest, '1.0.0');
          expect((await repository.referrers(digest)).map((referrer) => referrer.digest)).toEqual([early.digest]);
        });
    });
  });
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => expect.fail(`should have failed, and gave ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}

/** Whether a manifest is there; a repository that nothing was stored in has none. */
async function exists(repository: Repository, reference: string): Promise<boolean> {
  return repository.resolve(reference).then(
    (digest) => digest !== undefined,
    () => false,
  );
}

function manifestBytes(fields: { layer?: string; size?: number; [name: string]: unknown }): Uint8Array {
  const { layer, size, ...rest } = fields;
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(emptyConfig), size: 2 };
  const blob = { mediaType: 'text/plain', digest: layer ?? digestOf(text('layer')), size: size ?? 5 };
  return json({ schemaVersion: 2, mediaType: manifestType, config, layers: [blob], ...rest });
}

/** Stores the blobs of a manifest, and gives it. */
async function prepare(
  repository: Repository,
  fields: Readonly<Record<string, unknown>>,
): Promise<{ manifest: NewManifest; digest: string }> {
  await repository.putBlob(digestOf(emptyConfig), emptyConfig);
  await repository.putBlob(digestOf(text('layer')), text('layer'));
  const { note, ...rest } = fields;
  const bytes = manifestBytes({ ...(note === undefined ? {} : { annotations: { note } }), ...rest });
  return { manifest: { bytes, mediaType: manifestType }, digest: digestOf(bytes) };
}

interface Published {
  readonly bytes: Uint8Array;
  readonly digest: string;
}

async function publish(
  repository: Repository,
  tags: readonly string[],
  fields: Readonly<Record<string, unknown>> = {},
): Promise<Published> {
  const { manifest, digest } = await prepare(repository, fields);
  for (const tag of tags) await repository.putManifest(manifest, tag);
  return { bytes: manifest.bytes, digest };
}

async function attach(
  repository: Repository,
  subject: Published,
  artifactType: string,
  annotations: Readonly<Record<string, string>>,
): Promise<Pick<Descriptor, 'digest' | 'size'>> {
  const { manifest, digest } = await prepare(repository, {
    artifactType,
    annotations,
    subject: { mediaType: manifestType, digest: subject.digest, size: subject.bytes.length },
  });
  await repository.putManifest(manifest, digest);
  return { digest, size: manifest.bytes.length };
}
