import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packFiles } from '../../../src/core/archive/pack.ts';
import { readTar } from '../../../src/core/archive/untar.ts';

const MiB = 1024 * 1024;
const bytes = (text: string) => new TextEncoder().encode(text);
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const filesOf = (...files: readonly (readonly [string, string])[]) =>
  new Map(files.map(([name, text]) => [name, bytes(text)]));

/** Each writes a name in its own way: plain, in two fields, in a PAX header because of its length or its letters. */
const golden = filesOf(
  ['pacto.yaml', 'pactoVersion: "1.0"\nservice: {name: golden, version: 1.0.0}\n'],
  ['interfaces/openapi.yaml', 'openapi: 3.1.0\n'.repeat(100)],
  ['interfaces-2/empty.json', ''],
  [`docs/${'deep/'.repeat(15)}${'n'.repeat(90)}.md`, 'two fields\n'],
  [`docs/${'long'.repeat(40)}.md`, 'too long for two fields\n'],
  ['docs/größe.md', 'not ASCII\n'],
  ['docs/\u{1f600}.md', 'beyond the basic plane\n'],
  ['docs/\uffe6.md', 'before it in UTF-8, after it in UTF-16\n'],
);

describe('packing', () => {
  // What Go's archive/tar makes of the same files, and what our own deflate makes of that. A change of either line
  // changes the digest of every bundle: it is a break, not a new expectation.
  it('has the golden digests', () => {
    const { tar, gzip } = packFiles(golden);
    expect(sha256(tar)).toBe('4207af6eb29729df72e31b5e3912a31b9cc0c36455cd0ac454f90d54b7cc43a6');
    expect(sha256(gzip)).toBe('3b8475121193ac9689903b3179e01e1c47e55f21cebbc8b3bb21c79840a72ca8');
  });

  it('writes a frame without time and system around what any gunzip reads', () => {
    const { tar, gzip } = packFiles(golden);
    expect([...gzip.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    expect(gunzipSync(gzip).equals(tar)).toBe(true);
  });

  it('orders each folder bytewise and puts a folder before its content', () => {
    const { tar } = packFiles(
      filesOf(['a.txt', ''], ['a/b', ''], ['a-b/c', ''], ['B', ''], ['a/\u{1f600}', ''], ['a/\uffe6', '']),
    );
    expect(entryNames(tar)).toEqual(['B', 'a', 'a/b', 'a/\uffe6', 'a/\u{1f600}', 'a-b', 'a-b/c', 'a.txt']);
  });

  it('ends after two zero blocks', () => {
    const { tar } = packFiles(filesOf(['a', 'x']));
    expect(tar.length).toBe(4 * 512);
    expect(tar.subarray(2 * 512).every((byte) => byte === 0)).toBe(true);
  });

  const refused: readonly (readonly [name: string, files: Map<string, Uint8Array>, message: string])[] = [
    [
      'names equal but for case',
      filesOf(['docs/A.md', ''], ['docs/a.md', '']),
      '"docs/a.md" differs from "docs/A.md" only in',
    ],
    ['folders equal but for case', filesOf(['Docs/a', ''], ['docs/b', '']), '"docs" differs from "Docs" only in'],
    ['a file that is a folder', filesOf(['a', ''], ['a/b', '']), '"a" is both a file and a folder'],
    ['a backslash', filesOf(['a\\b', '']), 'has a backslash in its name'],
    ['a control character', filesOf(['a\nb', '']), '"a\\nb" has a control character in its name'],
    ['half a surrogate pair', filesOf(['a\ud800', '']), 'has a name that is not valid Unicode'],
    [
      'a large file',
      new Map([['a', new Uint8Array(10 * MiB + 1)]]),
      '"a" has 10.1 MiB; a file in a bundle has at most 10 MiB',
    ],
    ['a large bundle', largeFiles(6), 'the bundle has 54 MiB; an archive holds at most 50 MiB'],
    ['many files', manyFiles(10_001), 'the bundle has 10001 files and folders; an archive holds at most 10000'],
  ];
  it.each(refused)('refuses %s', (_, files, message) => {
    expect(() => packFiles(files)).toThrow(
      expect.objectContaining({ code: 'INVALID_BUNDLE', message: expect.stringContaining(message) }),
    );
  });
});

const part = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
  .filter(
    (text) => !/[/\\\x00-\x1f\x7f]|^\.{1,2}$/.test(text) && Buffer.byteLength(text) <= 255 && text.isWellFormed(),
  );
const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
/** Trees without clashes: every part of a path begins with the path's own number. */
const tree = fc
  .array(fc.tuple(path, fc.uint8Array({ maxLength: 1500 })), { maxLength: 12 })
  .map((files) => files.map(([name, content], i) => [name.replace(/^|\//g, `$&${i}-`), content] as const))
  .filter((files) => files.every(([name]) => Buffer.byteLength(name) <= 1024 && !/(^|\/)[^/]{250,}/.test(name)));

describe('laws', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(tree, (files) => {
        const read = readTar(packFiles(new Map(files)).tar, 'x');
        expect(new Map([...read].map(([name, content]) => [name, Uint8Array.from(content)]))).toEqual(new Map(files));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the files', () => {
    fc.assert(
      fc.property(
        tree.chain((files) =>
          fc.tuple(fc.constant(files), fc.shuffledSubarray([...files], { minLength: files.length })),
        ),
        ([files, shuffled]) => {
          expect(sha256(packFiles(new Map(shuffled)).gzip)).toBe(sha256(packFiles(new Map(files)).gzip));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses or reads any bytes, and throws nothing else', () => {
    const { tar } = packFiles(golden);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const damaged = Uint8Array.from(tar);
          for (const [at, value] of changes) damaged[at] = value;
          try {
            readTar(damaged, 'x');
          } catch (error) {
            expect(error).toMatchObject({ code: 'INVALID_ARCHIVE' });
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

function largeFiles(count: number): Map<string, Uint8Array> {
  const content = new Uint8Array(9 * MiB);
  return new Map(Array.from({ length: count }, (_, i) => [`file-${i}`, content]));
}

function manyFiles(count: number): Map<string, Uint8Array> {
  return new Map(Array.from({ length: count }, (_, i) => [`file-${i}`, new Uint8Array(0)]));
}

/** The names as they stand in the archive, folders too, read without our reader. */
function entryNames(tar: Uint8Array): string[] {
  const names: string[] = [];
  const text = Buffer.from(tar);
  let paxPath: string | undefined;
  for (let at = 0; text[at] !== 0; ) {
    const size = Number.parseInt(text.toString('latin1', at + 124, at + 135), 8);
    if (text[at + 156] === 'x'.charCodeAt(0))
      paxPath = /path=(.*)\n/.exec(text.toString('utf8', at + 512, at + 512 + size))?.[1];
    else {
      names.push(paxPath ?? text.toString('utf8', at, text.indexOf(0, at)));
      paxPath = undefined;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return names;
}
