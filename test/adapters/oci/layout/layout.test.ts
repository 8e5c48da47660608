import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { layoutRepository } from '../../../../src/adapters/oci/layout/layout.ts';
import { PactoError } from '../../../../src/core/error.ts';
import { asNobody } from '../../../support/as-nobody.ts';
import { program } from '../../../support/external.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';

const mkfifo = program('mkfifo');
const work = mkdtempSync(join(tmpdir(), 'pacto-layout-'));
chmodSync(work, 0o755);
afterAll(() => rmSync(work, { recursive: true, force: true }));

let count = 0;
const fresh = () => join(work, `layout-${count++}`);
const open = (directory: string) => layoutRepository(directory, 'oci-layout:shop');
const first = bundleOf('shop', '1.0.0');
const second = bundleOf('shop', '2.0.0');
const blobFile = (directory: string, digest: string) => join(directory, 'blobs', ...digest.split(':'));
const indexOf = (directory: string) => JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8'));

async function published(): Promise<string> {
  const directory = fresh();
  await publish(open(directory), first, ['1.0.0']);
  return directory;
}

async function failure(promise: Promise<unknown>): Promise<PactoError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PactoError);
  return error as PactoError;
}

describe('a layout that is written', () => {
  it('has what the image spec asks for, and nothing else', async () => {
    const directory = await published();
    expect(readdirSync(directory).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect(JSON.parse(readFileSync(join(directory, 'oci-layout'), 'utf8'))).toEqual({ imageLayoutVersion: '1.0.0' });
    expect(indexOf(directory)).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        {
          mediaType: first.mediaType,
          digest: first.digest,
          size: first.manifest.length,
          artifactType: 'application/vnd.pacto.bundle.v1',
          annotations: { 'org.opencontainers.image.ref.name': '1.0.0' },
        },
      ],
    });
    expect(readFileSync(blobFile(directory, first.digest))).toEqual(Buffer.from(first.manifest));
  });

  it('is made below directories that are not there, and in an empty one', async () => {
    const deep = join(fresh(), 'acme', 'payments');
    await publish(open(deep), first, ['1.0.0']);
    const empty = fresh();
    mkdirSync(empty);
    await publish(open(empty), first, ['1.0.0']);
    for (const directory of [deep, empty]) expect(await fetchAll(open(directory), '1.0.0')).toBe(first.digest);
  });

  it.each([
    ['with nothing but an index', ['index.json']],
    ['with nothing but blobs', ['blobs']],
    ['with both', ['blobs', 'index.json']],
    ['with a lock and a staged file', ['.pacto-index.lock.0123456789abcdef', '.pacto-0123456789abcdef.tmp']],
  ])('is finished where its making was interrupted %s', async (_, names) => {
    const directory = fresh();
    mkdirSync(directory);
    for (const name of names) {
      if (name === 'blobs') mkdirSync(join(directory, name));
      else writeFileSync(join(directory, name), '{"schemaVersion":2,"manifests":[]}');
    }
    await publish(open(directory), first, ['1.0.0']);
    expect(await fetchAll(open(directory), '1.0.0')).toBe(first.digest);
  });

  it.each([
    ['other files', { 'notes.txt': 'mine' }],
    ['an index of something else', { 'index.json': '[1]' }],
    ['an index that lists something, and no marker', { 'index.json': JSON.stringify({ manifests: [{}] }) }],
    ['a marker of another version', { 'oci-layout': '{"imageLayoutVersion":"2.0.0"}', 'index.json': '{}' }],
    ['a marker that is none', { 'oci-layout': 'yes' }],
  ])('is not made of a directory with %s', async (_, files) => {
    const directory = fresh();
    mkdirSync(directory);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const before = readdirSync(directory);
    expect(await failure(publish(open(directory), first, ['1.0.0']))).toMatchObject({ code: 'INVALID_LAYOUT' });
    expect(readdirSync(directory)).toEqual(before);
  });

  it('replaces the descriptor of a tag that moves, and keeps the others', async () => {
    const directory = fresh();
    const repository = open(directory);
    await publish(repository, first, ['1.0.0', 'latest']);
    await publish(repository, second, ['2.0.0', 'latest']);
    const names = indexOf(directory).manifests.map((item: { digest: string; annotations: Record<string, string> }) => [
      Object.values(item.annotations)[0],
      item.digest,
    ]);
    expect(names).toEqual([
      ['1.0.0', first.digest],
      ['2.0.0', second.digest],
      ['latest', second.digest],
    ]);
  });

  it('names a manifest that had only a digest', async () => {
    const directory = fresh();
    await publish(open(directory), first, [first.digest]);
    expect(await open(directory).tags()).toEqual([]);
    expect(await fetchAll(open(directory), first.digest)).toBe(first.digest);
    await publish(open(directory), first, ['1.0.0', first.digest]);
    expect(indexOf(directory).manifests).toHaveLength(1);
  });

  it('keeps what it does not understand', async () => {
    const directory = await published();
    const foreign = { mediaType: 'text/plain', digest: 'blake3:ab12', size: 1, data: 'eA==', __proto__x: 1 };
    const document = { ...indexOf(directory), extra: { a: [1.5, null] }, annotations: { by: 'hand' } };
    document.manifests.push(foreign);
    writeFileSync(join(directory, 'index.json'), JSON.stringify(document).replace('__proto__x', '__proto__'));
    await publish(open(directory), second, ['2.0.0']);
    const text = readFileSync(join(directory, 'index.json'), 'utf8');
    expect(text).toContain('"extra":{"a":[1.5,null]},"annotations":{"by":"hand"}');
    expect(text).toContain('{"mediaType":"text/plain","digest":"blake3:ab12","size":1,"data":"eA==","__proto__":1}');
    expect(await open(directory).tags()).toEqual(['1.0.0', '2.0.0']);
  });

  it('mends a damaged blob that is stored again', async () => {
    const directory = await published();
    writeFileSync(blobFile(directory, first.digest), 'damaged');
    await publish(open(directory), first, ['1.0.0']);
    expect(await fetchAll(open(directory), '1.0.0')).toBe(first.digest);
  });

  it('sees what others have written meanwhile', async () => {
    const directory = await published();
    const reader = open(directory);
    expect(await reader.tags()).toEqual(['1.0.0']);
    await publish(open(directory), second, ['2.0.0']);
    expect(await reader.tags()).toEqual(['1.0.0', '2.0.0']);
  });

  it('loses leftovers of killed processes after an hour', async () => {
    const directory = await published();
    const [old, young] = ['.pacto-0123456789abcdef.tmp', '.pacto-fedcba9876543210.tmp'];
    for (const name of [old, young]) writeFileSync(join(directory, name), '');
    const longAgo = Date.now() / 1000 - 3700;
    utimesSync(join(directory, old), longAgo, longAgo);
    await publish(open(directory), second, ['2.0.0']);
    expect(existsSync(join(directory, old))).toBe(false);
    expect(existsSync(join(directory, young))).toBe(true);
  });

  it('takes no blob or manifest for what it is not', async () => {
    const repository = open(await published());
    expect(await failure(repository.putBlob(first.digest.replace(/.$/, '0'), new Uint8Array(1)))).toMatchObject({
      code: 'DIGEST_MISMATCH',
    });
    const manifest = { bytes: first.manifest, mediaType: first.mediaType };
    expect(await failure(repository.putManifest(manifest, '-no-tag'))).toMatchObject({ code: 'INVALID_REFERENCE' });
    expect(await repository.tags()).toEqual(['1.0.0']);
  });
});

describe('a layout that somebody else wrote', () => {
  /** A layout whose index lists manifests under these names. */
  async function named(names: readonly (string | undefined)[], digests = names.map(() => first)): Promise<string> {
    const directory = fresh();
    for (const bundle of new Set(digests)) await publish(open(directory), bundle, ['x']);
    const manifests = names.map((name, i) => ({
      mediaType: digests[i]!.mediaType,
      digest: digests[i]!.digest,
      size: digests[i]!.manifest.length,
      ...(name === undefined ? {} : { annotations: { 'org.opencontainers.image.ref.name': name } }),
    }));
    writeFileSync(join(directory, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
    return directory;
  }

  it.each([
    ['1.0.0', ['1.0.0']],
    ['docker.io/acme/shop:1.0.0', ['1.0.0']],
    ['localhost:5000/acme/shop:1.0.0', ['1.0.0']],
    ['acme/shop:1.0.0@sha256:abc', ['1.0.0']],
    ['localhost:5000/acme/shop', []],
    ['acme/shop', []],
    ['not a tag', []],
    [':1.0.0', []],
    ['', []],
  ])('names its manifest %j, which is %j', async (name, tags) => {
    const repository = open(await named([name]));
    expect(await repository.tags()).toEqual(tags);
    for (const tag of tags) expect(await fetchAll(repository, tag)).toBe(first.digest);
  });

  it('may have the last of several under one name', async () => {
    const repository = open(await named(['1.0.0', '1.0.0'], [first, second]));
    expect(await repository.resolve('1.0.0')).toBe(second.digest);
  });

  it('may have a bare tag before that of a whole reference', async () => {
    const repository = open(await named(['1.0.0', 'ghcr.io/acme/shop:1.0.0'], [first, second]));
    expect(await repository.resolve('1.0.0')).toBe(first.digest);
  });

  it('is asked for a digest where a tag is that of several repositories', async () => {
    const repository = open(await named(['a.io/shop:1.0.0', 'b.io/shop:1.0.0'], [first, second]));
    const error = await failure(repository.manifest('1.0.0'));
    expect(error).toMatchObject({ code: 'INVALID_LAYOUT', hint: expect.stringContaining('digest') });
    expect(await repository.resolve(second.digest)).toBe(second.digest);
    const same = open(await named(['a.io/shop:1.0.0', 'b.io/shop:1.0.0']));
    expect(await same.resolve('1.0.0')).toBe(first.digest);
  });

  it('gives nested manifests by their digest, and the index as it is', async () => {
    const directory = await published();
    const nested = JSON.stringify({
      schemaVersion: 2,
      manifests: [{ mediaType: first.mediaType, digest: first.digest, size: first.manifest.length }],
    });
    const repository = open(directory);
    const bytes = Buffer.from(nested);
    await repository.putManifest({ bytes, mediaType: 'application/vnd.oci.image.index.v1+json' }, 'multi');
    const { digest, mediaType } = await repository.manifest('multi');
    expect(mediaType).toBe('application/vnd.oci.image.index.v1+json');
    const only = [{ mediaType, digest, size: bytes.length, annotations: {} }];
    writeFileSync(join(directory, 'index.json'), JSON.stringify({ manifests: only }));
    expect((await open(directory).manifest(first.digest)).mediaType).toBe(first.mediaType);
  });

  it('gives no blob as a manifest', async () => {
    const repository = open(await published());
    const { layers } = JSON.parse(Buffer.from(first.manifest).toString());
    expect(await failure(repository.manifest(layers[0].digest))).toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
  });

  it('may list referrers under the fallback tag', async () => {
    const directory = await published();
    const repository = open(directory);
    const subject = { mediaType: first.mediaType, digest: first.digest, size: first.manifest.length };
    const { config, layers } = JSON.parse(Buffer.from(first.manifest).toString());
    const signature = Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: first.mediaType, artifactType: 'x/sig', config, layers, subject }),
    );
    await repository.putManifest({ bytes: signature, mediaType: first.mediaType }, 'sig');
    const digest = (await repository.manifest('sig')).digest;
    const listed = { mediaType: first.mediaType, digest, size: signature.length };
    // As ggcr wrote it: without type and annotations; and with one that is not a referrer of this.
    const list = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [listed, subject] }));
    const indexType = 'application/vnd.oci.image.index.v1+json';
    await repository.putManifest({ bytes: list, mediaType: indexType }, first.digest.replace(':', '-'));
    const index = indexOf(directory);
    index.manifests = index.manifests.filter((item: { digest: string }) => item.digest !== digest);
    writeFileSync(join(directory, 'index.json'), JSON.stringify(index));
    expect(await open(directory).referrers(first.digest)).toEqual([{ ...listed, artifactType: 'x/sig' }]);
  });
});

describe('a layout that cannot be used', () => {
  it('is not there', async () => {
    const repository = open(join(work, 'nowhere'));
    for (const asked of [
      repository.tags(),
      repository.manifest('1.0.0'),
      repository.blob({ digest: first.digest, size: 1 }),
    ]) {
      expect(await failure(asked)).toMatchObject({
        code: 'REGISTRY_NOT_FOUND',
        message: 'oci-layout:shop does not exist',
      });
    }
  });

  const damages: readonly [what: string, damage: (directory: string) => void, code: string, message: RegExp][] = [
    ['is an empty directory', (d) => empty(d), 'INVALID_LAYOUT', /no oci-layout/],
    ['is a file', (d) => fileFor(d), 'INVALID_LAYOUT', /not a directory/],
    ['has no marker', (d) => rmSync(join(d, 'oci-layout')), 'INVALID_LAYOUT', /it has no oci-layout/],
    [
      'has a marker of the future',
      (d) => write(d, 'oci-layout', '{"imageLayoutVersion":"2"}'),
      'INVALID_LAYOUT',
      /version 1/,
    ],
    [
      'has no index',
      (d) => rmSync(join(d, 'index.json')),
      'INVALID_LAYOUT',
      /index\.json of oci-layout:shop .* missing/,
    ],
    ['has an empty index', (d) => write(d, 'index.json', ''), 'INVALID_LAYOUT', /index\.json .* not JSON/],
    ['has half an index', (d) => truncateSync(join(d, 'index.json'), 100), 'INVALID_LAYOUT', /not JSON/],
    [
      'has an index in Latin-1',
      (d) => write(d, 'index.json', Buffer.from('{"\xe9":1}', 'latin1')),
      'INVALID_LAYOUT',
      /UTF-8/,
    ],
    ['has a list for an index', (d) => write(d, 'index.json', '[]'), 'INVALID_LAYOUT', /not a JSON object/],
    [
      'has an index without manifests',
      (d) => write(d, 'index.json', '{"__proto__":{"manifests":[]}}'),
      'INVALID_LAYOUT',
      /no list "manifests"/,
    ],
    ['lists null', (d) => entry(d, null), 'INVALID_LAYOUT', /manifests\[0\] in index\.json .* digest/],
    [
      'lists a digest that leads out',
      (d) => entry(d, { mediaType: 'a', digest: 'sha256:../../../etc/passwd', size: 1 }),
      'INVALID_LAYOUT',
      /no valid digest/,
    ],
    [
      'lists a short digest',
      (d) => entry(d, { mediaType: 'a', digest: 'sha256:abc', size: 1 }),
      'INVALID_LAYOUT',
      /no valid digest/,
    ],
    [
      'lists a size that is none',
      (d) => entry(d, { mediaType: 'a', digest: first.digest, size: 1.5 }),
      'INVALID_LAYOUT',
      /size/,
    ],
    [
      'lists a size as text',
      (d) => entry(d, { mediaType: 'a', digest: first.digest, size: '9' }),
      'INVALID_LAYOUT',
      /size/,
    ],
    ['lists no media type', (d) => entry(d, { digest: first.digest, size: 9 }), 'INVALID_LAYOUT', /mediaType/],
    ['is nested without end', (d) => write(d, 'index.json', '['.repeat(1_000_000)), 'INVALID_LAYOUT', /not JSON/],
    [
      'has an index of 17 MiB',
      (d) => truncateSync(join(d, 'index.json'), 17 * 2 ** 20),
      'INVALID_LAYOUT',
      /at most 16777216/,
    ],
    ['has an index that is a link', (d) => relink(join(d, 'index.json')), 'INVALID_LAYOUT', /symbolic link/],
    ['has a marker that is a directory', (d) => folder(join(d, 'oci-layout')), 'INVALID_LAYOUT', /not a regular file/],
    ['has a manifest that is gone', (d) => rmSync(blobFile(d, first.digest)), 'INVALID_LAYOUT', /no such blob/],
    ['has a manifest that is a link', (d) => relink(blobFile(d, first.digest)), 'INVALID_LAYOUT', /symbolic link/],
    [
      'has a manifest that is a directory',
      (d) => folder(blobFile(d, first.digest)),
      'INVALID_LAYOUT',
      /not a regular file/,
    ],
    [
      'has a manifest of 5 MiB',
      (d) => truncateSync(blobFile(d, first.digest), 5 * 2 ** 20),
      'INVALID_LAYOUT',
      /at most 4194304/,
    ],
    ['has half a manifest', (d) => truncateSync(blobFile(d, first.digest), 10), 'DIGEST_MISMATCH', /10 bytes/],
    ['has another manifest', (d) => flip(blobFile(d, first.digest)), 'DIGEST_MISMATCH', /something else/],
  ];

  function write(directory: string, name: string, content: string | Uint8Array): void {
    writeFileSync(join(directory, name), content);
  }
  function entry(directory: string, item: unknown): void {
    write(directory, 'index.json', JSON.stringify({ schemaVersion: 2, manifests: [item] }));
  }
  function empty(directory: string): void {
    rmSync(directory, { recursive: true });
    mkdirSync(directory);
  }
  function fileFor(directory: string): void {
    rmSync(directory, { recursive: true });
    writeFileSync(directory, '');
  }
  function relink(path: string): void {
    renameSync(path, `${path}.target`);
    symlinkSync(`${path}.target`, path);
  }
  function folder(path: string): void {
    rmSync(path);
    mkdirSync(path);
  }
  function flip(path: string): void {
    const bytes = readFileSync(path);
    bytes[bytes.length - 2] = bytes.at(-2)! ^ 1;
    writeFileSync(path, bytes);
  }

  it.each(damages)('%s', async (_, damage, code, message) => {
    const directory = await published();
    damage(directory);
    const error = await failure(open(directory).manifest('1.0.0'));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).toContain('oci-layout:shop');
  });

  it('has a layer of another size, another content, or none', async () => {
    const directory = await published();
    const { layers } = JSON.parse(Buffer.from(first.manifest).toString());
    const { digest, size } = layers[0];
    const repository = open(directory);
    expect(await failure(repository.blob({ digest, size: size + 1 }))).toMatchObject({ code: 'DIGEST_MISMATCH' });
    expect(await failure(repository.blob({ digest, size: 2 ** 30 }))).toMatchObject({ code: 'INVALID_LAYOUT' });
    flip(blobFile(directory, digest));
    expect(await failure(repository.blob({ digest, size }))).toMatchObject({ code: 'DIGEST_MISMATCH' });
    rmSync(blobFile(directory, digest));
    expect(await failure(repository.blob({ digest, size }))).toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
  });

  it.skipIf(mkfifo === undefined)('has a pipe that nobody writes to', async () => {
    const directory = await published();
    rmSync(join(directory, 'index.json'));
    execFileSync(mkfifo!, [join(directory, 'index.json')]);
    expect(await failure(open(directory).tags())).toMatchObject({ code: 'INVALID_LAYOUT' });
  });

  it('may not be read', async () => {
    const directory = await published();
    chmodSync(join(directory, 'index.json'), 0o000);
    await asNobody(async () => {
      expect(await failure(open(directory).tags())).toMatchObject({ code: 'FILE_UNREADABLE' });
    });
  });

  it('is read through a link to its directory, which is where it was put', async () => {
    const directory = await published();
    const link = fresh();
    symlinkSync(directory, link);
    await publish(open(link), second, ['2.0.0']);
    expect(await open(link).tags()).toEqual(['1.0.0', '2.0.0']);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it('is named with its directory where it is a mirror', async () => {
    const directory = fresh();
    const error = await failure(layoutRepository(directory, 'oci://ghcr.io/acme/shop').tags());
    expect(error.message).toBe(`oci://ghcr.io/acme/shop, which is read from ${directory}, does not exist`);
  });

  it('stays as it was where copying into it fails', async () => {
    const directory = await published();
    const copy = fresh();
    cpSync(directory, copy, { recursive: true });
    chmodSync(copy, 0o555);
    chmodSync(join(copy, 'blobs', 'sha256'), 0o555);
    await asNobody(async () => {
      const error = await failure(publish(open(copy), second, ['2.0.0']));
      expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE', hint: expect.stringContaining('permissions') });
      expect(error.message).toBe('oci-layout:shop cannot be written: permission denied');
      expect(await open(copy).tags()).toEqual(['1.0.0']);
    });
    expect(readdirSync(copy).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });
});
