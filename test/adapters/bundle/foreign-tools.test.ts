/** Our archives in the hands of other programs, and theirs in ours. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/adapters/archive.ts';
import { packFiles } from '../../../src/core/archive/pack.ts';
import { tarEntries, writeTar } from '../../../src/core/archive/tar.ts';
import { program } from '../../support/external.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-foreign-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const files = new Map(
  [
    ['pacto.yaml', 'pactoVersion: "1.0"\n'],
    ['a.txt', 'sorts after a/'],
    ['a/b', ''],
    [`docs/${'deep/'.repeat(15)}${'n'.repeat(90)}.md`, 'two fields'],
    [`docs/${'long'.repeat(40)}.md`, 'PAX by length'],
    [`docs/${'x'.repeat(94)}/y`, 'a slash at the end of the name field'],
    ['docs/größe.md', 'PAX by letters'],
    ['docs/\u{1f600}.md', 'x'.repeat(1024)],
  ].map(([name = '', text = '']) => [name, Buffer.from(text)]),
);
const names = [...files.keys()].sort();
const packed = join(work, 'packed.tar.gz');
writeFileSync(packed, packFiles(files).gzip);

const tree = join(work, 'tree');
for (const [name, content] of files) {
  mkdirSync(dirname(join(tree, name)), { recursive: true });
  writeFileSync(join(tree, name), content);
}
const utf8Locale = { ...process.env, LC_ALL: 'C.UTF-8' };

const tar = program('tar');
describe.skipIf(tar === undefined)('tar', () => {
  it('lists and extracts ours', () => {
    const listed = execFileSync('tar', ['--quoting-style=literal', '-tzf', packed], {
      env: utf8Locale,
      encoding: 'utf8',
    });
    expect(
      listed
        .split('\n')
        .filter((name) => files.has(name))
        .sort(),
    ).toEqual(names);
    const target = join(work, 'extracted');
    mkdirSync(target);
    execFileSync('tar', ['-xzf', packed, '-C', target], { env: utf8Locale });
    for (const [name, content] of files) expect(readFileSync(join(target, name)).equals(content)).toBe(true);
  });

  it.each(['gnu', 'pax', 'ustar'])('writes the %s format for us', (format) => {
    const theirs = join(work, `${format}.tgz`);
    // ustar has no way to write the longest name.
    const exclude = format === 'ustar' ? ['--exclude=*longlong*'] : [];
    execFileSync('tar', [`--format=${format}`, ...exclude, '-C', tree, '-czf', theirs, '.'], { env: utf8Locale });
    const expected = format === 'ustar' ? names.filter((name) => !name.includes('longlong')) : names;
    const { files: read } = readArchive(readFileSync(theirs), theirs);
    expect([...read.keys()].sort()).toEqual(expected);
    for (const name of expected) expect(Buffer.from(read.get(name)!).equals(files.get(name)!)).toBe(true);
  });
});

const python = program('python3');
describe.skipIf(python === undefined)('Python', () => {
  it('reads ours', () => {
    const script = `
import hashlib, json, sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    print(json.dumps({m.name: [m.mode, m.mtime, m.uid, m.uname, hashlib.sha256(archive.extractfile(m).read()).hexdigest()]
                      for m in archive if m.isfile()}))`;
    const read: unknown = JSON.parse(execFileSync('python3', ['-c', script, packed], { encoding: 'utf8' }));
    const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
    expect(read).toEqual(
      Object.fromEntries([...files].map(([name, content]) => [name, [0o644, 0, 0, '', sha256(content)]])),
    );
  });

  it('writes for us', () => {
    const theirs = join(work, 'python.tgz');
    execFileSync('python3', [
      '-c',
      'import sys, tarfile\nwith tarfile.open(sys.argv[1], "w:gz") as archive: archive.add(sys.argv[2], ".")',
      theirs,
      tree,
    ]);
    expect([...readArchive(readFileSync(theirs), theirs).files.keys()].sort()).toEqual(names);
  });
});

const go = program('go');
describe.skipIf(go === undefined)('Go', () => {
  it('writes the same bytes', () => {
    const entries = tarEntries(files);
    const input = entries.map(({ name, bytes }) =>
      JSON.stringify({ name, content: bytes && Buffer.from(bytes).toString('base64') }),
    );
    const oracle = fileURLToPath(new URL('../../core/archive/go-oracle.go', import.meta.url));
    const theirs = execFileSync('go', ['run', oracle], {
      input: input.join('\n'),
      env: { ...process.env, GOFLAGS: '-mod=mod' },
    });
    expect(theirs.equals(writeTar(entries))).toBe(true);
  });
});
