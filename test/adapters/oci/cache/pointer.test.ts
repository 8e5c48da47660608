import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parsePointer,
  parseTagList,
  pointerPath,
  printPointer,
  printTagList,
  tagListPath,
} from '../../../../src/adapters/oci/cache/pointer.ts';

const hex = 'a'.repeat(64);
const pointer = {
  repository: 'ghcr.io/acme/shop',
  tag: '1.0.0',
  digest: `sha256:${hex}`,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  size: 12,
  etag: '"e"',
  checkedAt: Date.UTC(2026, 0, 1),
};

describe('the file of a pointer', () => {
  it.each([
    ['ghcr.io/acme/shop', '1.0.0', 'pointers/ghcr.io/acme%2Fshop/1.0.0.json'],
    ['localhost:5000/shop', 'latest', 'pointers/localhost%3A5000/shop/latest.json'],
    ['[::1]:5000/shop', 'v1', 'pointers/%5B%3A%3A1%5D%3A5000/shop/v1.json'],
    ['ghcr.io/shop', 'RC1', 'pointers/ghcr.io/shop/%52%431.json'],
    ['ghcr.io/shop', 'con', 'pointers/ghcr.io/shop/%63on.json'],
    ['ghcr.io/shop', 'nul.1', 'pointers/ghcr.io/shop/%6Eul.1.json'],
    ['ghcr.io/shop', '__proto__', 'pointers/ghcr.io/shop/__proto__.json'],
    ['ghcr.io/shop', `sha256:${hex}`, `pointers/ghcr.io/shop/%sha256-${hex}.json`],
    ['ghcr.io/shop', `sha256-${hex}`, `pointers/ghcr.io/shop/sha256-${hex}.json`],
  ])('of %s and %s is %s', (repository, tag, path) => {
    expect(pointerPath(repository, tag)).toBe(path);
  });

  it('has a name that every file system takes', () => {
    const path = pointerPath(`ghcr.io/${'a/'.repeat(120)}x`, 'A'.repeat(128));
    for (const part of path.split('/')) expect(part.length).toBeLessThanOrEqual(126);
    expect(pointerPath(`ghcr.io/${'a/'.repeat(120)}y`, 'A'.repeat(128))).not.toBe(path);
  });

  it('is its own, also where case does not count, and is never that of a list', () => {
    const host = fc.constantFrom('localhost', 'localhost:5000', 'localhost:50001', 'a.io', 'A.io', '[::1]:1', '%3A');
    const name = fc.stringMatching(/^[a-z0-9]([a-z0-9./_-]{0,8}[a-z0-9])?$/);
    const tag = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,8}$/),
      fc.constantFrom('tags', '%tags', 'con', 'CON', 'a', 'A', `sha256:${hex}`, `sha256-${hex}`),
    );
    const place = fc.record({ host, name, tag });
    fc.assert(
      fc.property(place, place, (a, b) => {
        const [one, two] = [a, b].map((at) => pointerPath(`${at.host}/${at.name}`, at.tag).toLowerCase());
        const areSame = a.host === b.host && a.name === b.name && a.tag === b.tag;
        expect(one === two).toBe(areSame);
        expect(one).not.toBe(tagListPath(`${b.host}/${b.name}`).toLowerCase());
      }),
    );
  });

  it('stays below the cache, whatever the names', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        (host, name, tag) => {
          const parts = pointerPath(`${host.replaceAll('/', '')}x/${name}`, tag).split('/');
          expect(parts).toHaveLength(4);
          for (const part of parts) expect(part).toMatch(/^[a-z0-9_%-][A-Za-z0-9._%-]*$/);
        },
      ),
    );
  });
});

describe('the content of a pointer', () => {
  it('is read as it was written', () => {
    expect(parsePointer(printPointer(pointer))).toEqual(pointer);
    const { tag: _, etag: __, ...bare } = pointer;
    expect(parsePointer(printPointer(bare))).toEqual(bare);
    const list = { repository: 'ghcr.io/acme/shop', tags: ['1.0.0', '__proto__'], checkedAt: 0 };
    expect(parseTagList(printTagList(list))).toEqual(list);
  });

  const text = JSON.parse(Buffer.from(printPointer(pointer)).toString());
  it.each([
    ['nothing', ''],
    ['half of it', JSON.stringify(text).slice(0, 40)],
    ['a list', '[]'],
    ['null', 'null'],
    ['inherited members', JSON.stringify({ x: 1 }).replace('"x":1', `"__proto__":${JSON.stringify(text)}`)],
    ['a digest that is a path', JSON.stringify({ ...text, digest: 'sha256:../../x' })],
    ['a size that is text', JSON.stringify({ ...text, size: '12' })],
    ['a fraction of a size', JSON.stringify({ ...text, size: 1.5 })],
    ['a tag that is none', JSON.stringify({ ...text, tag: '../x' })],
    ['a tag that is null', JSON.stringify({ ...text, tag: null })],
    ['a time that is none', JSON.stringify({ ...text, checkedAt: 'yesterday' })],
    ['a time that is a number', JSON.stringify({ ...text, checkedAt: 5 })],
    ['no repository', JSON.stringify({ ...text, repository: 'shop' })],
  ])('is none where it has %s', (_, content) => {
    expect(parsePointer(Buffer.from(content))).toBeUndefined();
    expect(parseTagList(Buffer.from(content))).toBeUndefined();
  });
});
