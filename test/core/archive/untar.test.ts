import { describe, expect, it } from 'vitest';
import { readTar } from '../../../src/core/archive/untar.ts';
import { PactoError } from '../../../src/core/error.ts';
import { hostileTars } from '../../support/hostile-tars.ts';
import { archive, entry, pax } from '../../support/tar-entry.ts';

const contract = entry('pacto.yaml', { content: 'pactoVersion: "1.0"\n' });
const file = (name: string | Uint8Array) => entry(name, { content: 'x' });
const folder = (name: string) => entry(name, { type: '5' });

describe('a hostile archive is refused as a whole', () => {
  it.each(hostileTars)('%s', (_, tar, message) => {
    let thrown: unknown;
    try {
      readTar(tar(), 'bundle.tar');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PactoError);
    expect(thrown).toMatchObject({ code: 'INVALID_ARCHIVE', message: expect.stringContaining(message) });
    expect((thrown as Error).message).toMatch(/^bundle\.tar: [^\x00-\x1f\x7f]+$/);
  });
});

const long = `docs/${'a'.repeat(120)}.md`;

/** What it is · how it is made · the names that are read. */
const accepted: readonly (readonly [name: string, tar: () => Uint8Array, names: readonly string[]])[] = [
  ['nothing but the end mark', () => archive(), []],
  ['the end mark padded with zeros', () => Buffer.concat([archive(contract), Buffer.alloc(8192)]), ['pacto.yaml']],
  ['names with ./ and the root itself', () => archive(folder('./'), file('./pacto.yaml')), ['pacto.yaml']],
  ['a root named .', () => archive(folder('.'), file('pacto.yaml')), ['pacto.yaml']],
  [
    'folders with and without slash',
    () => archive(folder('a/'), folder('b'), file('a/x'), file('b/x')),
    ['a/x', 'b/x'],
  ],
  ['a folder after its content', () => archive(file('a/x'), folder('a')), ['a/x']],
  ['a name in two fields', () => archive(entry('x', { prefix: 'a/b' })), ['a/b/x']],
  [
    'a GNU long name',
    () => archive(entry('././@LongLink', { type: 'L', content: `${long}\0`, magic: 'ustar  \0' }), file(long)),
    [long],
  ],
  [
    'times in the prefix of a GNU header',
    () => archive(entry('a', { magic: 'ustar  \0', prefix: '14000000000' })),
    ['a'],
  ],
  ['a PAX name', () => archive(pax(['path', 'docs/é.md']), file('docs/.md')), ['docs/é.md']],
  [
    'PAX times, owners and attributes',
    () =>
      archive(
        pax(['mtime', '1.5'], ['uname', 'x'], ['SCHILY.xattr.user.x', '1'], ['LIBARCHIVE.creationtime', '1']),
        file('a'),
      ),
    ['a'],
  ],
  ['the same size twice', () => archive(pax(['size', '1']), file('a')), ['a']],
  [
    'a header from before ustar',
    () => archive(entry('a/', { type: '\0', magic: '\0' }), entry('a/x', { type: '\0', magic: '\0' })),
    ['a/x'],
  ],
  ['a size with spaces', () => archive(entry('a', { content: 'x', size: '          1 ' })), ['a']],
];

describe('an archive that other programs write is read', () => {
  it.each(accepted)('%s', (_, tar, names) => {
    expect([...readTar(tar(), 'x').keys()]).toEqual(names);
  });

  it('with the exact content', () => {
    const files = readTar(archive(entry('a', { content: 'x'.repeat(513) }), file('b')), 'x');
    expect(Buffer.from(files.get('a')!).toString()).toBe('x'.repeat(513));
    expect(Buffer.from(files.get('b')!).toString()).toBe('x');
  });
});
