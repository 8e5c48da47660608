import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createOpenBundle } from '../../../src/adapters/bundle/open.ts';
import { packFiles } from '../../../src/core/archive/pack.ts';
import type { Bundle } from '../../../src/core/contract/bundle.ts';
import { asNobody } from '../../support/as-nobody.ts';
import { program } from '../../support/external.ts';
import { archive, entry } from '../../support/tar-entry.ts';

const cwd = mkdtempSync(join(tmpdir(), 'pacto-open-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
chmodSync(cwd, 0o755);
const open = createOpenBundle({ cwd });

function write(name: string, content: string | Uint8Array = ''): string {
  mkdirSync(dirname(join(cwd, name)), { recursive: true });
  writeFileSync(join(cwd, name), content);
  return join(cwd, name);
}

const contract = (name: string) => `pactoVersion: "1.0"\nservice: {name: ${name}, version: 1.0.0}\n`;
const packed = (files: Record<string, string>) =>
  packFiles(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]))).gzip;

write('payments/pacto.yaml', contract('payments'));
write('payments/deep/x.yaml');
write('teams/a/auth/pacto.yaml', contract('auth'));
write('teams/b/pacto.yaml', contract('b'));
write('teams/c/pacto.yaml', contract('c'));
write('teams/d/pacto.yaml', contract('d'));
write('teams/e/pacto.yaml', contract('e'));
write('renamed/pacto.yml', contract('renamed'));
write('empty/.keep');
write('folder/pacto.yaml/x');
write('notes.txt', 'not a contract');
write('single.yml', contract('single'));
write('pacto.yml', contract('root'));
write('good.tar.gz', packed({ 'pacto.yaml': contract('packed') }));
write('odd-name', packed({ 'pacto.yaml': contract('packed') }));
write('plain.tar', archive(entry('pacto.yaml', { content: contract('plain') })));
write('empty.tar.gz');
write('text.tgz', 'hello');
write('zip.tar.gz', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0));
write('zstd.tar.gz', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0));
write('nested.tar.gz', packed({ 'payments/pacto.yaml': contract('payments') }));
write('nothing.tar.gz', packed({ 'README.md': '' }));
write('cut.tar.gz', packed({ 'pacto.yaml': contract('cut') }).subarray(0, 60));
write('crc.tar.gz', flipped(packed({ 'pacto.yaml': contract('crc') }), -6));
write('trailing.tar.gz', Buffer.concat([packed({ 'pacto.yaml': contract('x') }), Buffer.from('trailing')]));
write('bomb.tar.gz', gzipSync(Buffer.alloc(200 * 1024 * 1024)));
write('hostile.tar.gz', gzipSync(archive(entry('../evil'))));

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const index = copy.length + at;
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}

describe('opens', () => {
  const cases: readonly (readonly [reference: string, kind: string, label: string, contractPath: string])[] = [
    ['payments', 'directory', 'payments', 'payments/pacto.yaml'],
    ['./payments/', 'directory', 'payments', 'payments/pacto.yaml'],
    ['payments/pacto.yaml', 'directory', 'payments/pacto.yaml', 'payments/pacto.yaml'],
    ['file://payments', 'directory', 'payments', 'payments/pacto.yaml'],
    [join(cwd, 'payments'), 'directory', join(cwd, 'payments'), join(cwd, 'payments/pacto.yaml')],
    ['good.tar.gz', 'archive', 'good.tar.gz', 'good.tar.gz!/pacto.yaml'],
    ['odd-name', 'archive', 'odd-name', 'odd-name!/pacto.yaml'],
    ['plain.tar', 'archive', 'plain.tar', 'plain.tar!/pacto.yaml'],
  ];
  it.each(cases)('%s', async (reference, kind, label, contractPath) => {
    const { origin } = await open(reference);
    expect(origin).toMatchObject({ kind, label, contractPath });
  });

  it('the current directory', async () => {
    const here = createOpenBundle({ cwd: join(cwd, 'payments') });
    expect((await here('.')).origin).toMatchObject({ label: '.', contractPath: 'pacto.yaml' });
    expect((await here('../payments')).origin.contractPath).toBe('pacto.yaml');
  });

  it('an existing path that looks like a registry reference', async () => {
    write('example.com/service/pacto.yaml', contract('local'));
    expect((await open('example.com/service')).origin.kind).toBe('directory');
  });
});

/** The reference · code · message · hint, where it has one of its own. */
const failures: readonly (readonly [reference: string, code: string, message: string, hint?: string])[] = [
  ['nowhere', 'CONTRACT_NOT_FOUND', 'nowhere does not exist'],
  ['./notes.txt/x', 'CONTRACT_NOT_FOUND', 'notes.txt/x does not exist'],
  ['empty', 'CONTRACT_NOT_FOUND', 'no pacto.yaml in empty'],
  ['renamed', 'CONTRACT_NOT_FOUND', 'no pacto.yaml in renamed', 'renamed/pacto.yml must be named pacto.yaml.'],
  [
    'teams',
    'CONTRACT_NOT_FOUND',
    'no pacto.yaml in teams',
    'There are contracts in teams/b, teams/c, teams/d, and 1 more.',
  ],
  ['teams/a', 'CONTRACT_NOT_FOUND', 'no pacto.yaml in teams/a', 'There are contracts in teams/a/auth.'],
  ['folder', 'FILE_UNREADABLE', 'folder/pacto.yaml is not a regular file'],
  ['notes.txt', 'FILE_UNREADABLE', 'notes.txt is neither a pacto.yaml nor a packed bundle'],
  [
    'single.yml',
    'FILE_UNREADABLE',
    'single.yml is neither a pacto.yaml nor a packed bundle',
    'A contract is a directory, its pacto.yaml, or',
  ],
  [
    'pacto.yml',
    'FILE_UNREADABLE',
    'pacto.yml is neither a pacto.yaml',
    "A contract's file is named pacto.yaml. Rename pacto.yml.",
  ],
  ['empty.tar.gz', 'INVALID_ARCHIVE', 'empty.tar.gz: the file is empty; a bundle is a gzipped tar'],
  ['text.tgz', 'INVALID_ARCHIVE', 'text.tgz: the file is no archive; a bundle is a gzipped tar'],
  ['zip.tar.gz', 'INVALID_ARCHIVE', 'zip.tar.gz: the file is a zip file'],
  ['zstd.tar.gz', 'INVALID_ARCHIVE', 'zstd.tar.gz: the file is compressed with zstd'],
  ['nested.tar.gz', 'CONTRACT_NOT_FOUND', 'no pacto.yaml in nested.tar.gz', 'The archive has payments/pacto.yaml, but'],
  ['nothing.tar.gz', 'CONTRACT_NOT_FOUND', 'no pacto.yaml in nothing.tar.gz'],
  ['cut.tar.gz', 'INVALID_ARCHIVE', 'cut.tar.gz: the compressed data is damaged (unexpected end of file)'],
  ['crc.tar.gz', 'INVALID_ARCHIVE', 'crc.tar.gz: the compressed data is damaged (incorrect data check)'],
  ['trailing.tar.gz', 'INVALID_ARCHIVE', 'trailing.tar.gz: the compressed data is damaged (incorrect header check)'],
  ['bomb.tar.gz', 'INVALID_ARCHIVE', 'bomb.tar.gz: the archive expands to more than 64 MiB'],
  ['hostile.tar.gz', 'INVALID_ARCHIVE', 'hostile.tar.gz: "../evil" has ".." in its name'],
  ['', 'INVALID_REFERENCE', 'the reference is empty'],
  ['http://example.com/x', 'INVALID_REFERENCE', '"http://" is not a known scheme'],
  ['git:', 'INVALID_REFERENCE', 'git: is not followed by a revision'],
  ['git:--output=x', 'INVALID_REFERENCE', '"--output=x" is not a revision'],
  [
    'oci://ghcr.io/acme/auth:1.0.0',
    'SOURCE_UNSUPPORTED',
    'oci://ghcr.io/acme/auth:1.0.0 is in a registry or an image layout',
  ],
  ['ghcr.io/acme/auth', 'SOURCE_UNSUPPORTED', 'ghcr.io/acme/auth is in a registry'],
  ['oci-layout:/srv/bundles', 'SOURCE_UNSUPPORTED', 'oci-layout:/srv/bundles is in a registry'],
  ['-', 'INVALID_REFERENCE', 'there is no standard input to read here'],
];

describe('says what is wrong', () => {
  for (const [reference, code, message, hint] of failures) {
    it(`${JSON.stringify(reference)}: ${code}`, async () => {
      const expected = { code, message: expect.stringContaining(message) };
      const withHint = hint === undefined ? expected : { ...expected, hint: expect.stringContaining(hint) };
      await expect(open(reference)).rejects.toMatchObject(withHint);
    });
  }

  const mkfifo = program('mkfifo');
  it.skipIf(mkfifo === undefined)('names a pipe for what it is, and does not wait for it', async () => {
    execFileSync(mkfifo!, [join(cwd, 'pipe')]);
    await expect(open('pipe')).rejects.toMatchObject({ message: 'pipe is neither a directory nor a regular file' });
    mkdirSync(join(cwd, 'piped'));
    execFileSync(mkfifo!, [join(cwd, 'piped/pacto.yaml')]);
    await expect(open('piped')).rejects.toMatchObject({ message: 'piped/pacto.yaml is not a regular file' });
  });

  it('names an unreadable file and an unreadable directory for what they are', async () => {
    chmodSync(write('secret/pacto.yaml', contract('secret')), 0);
    chmodSync(dirname(write('closed/pacto.yaml', contract('closed'))), 0);
    await asNobody(async () => {
      await expect(open('secret')).rejects.toMatchObject({
        code: 'FILE_UNREADABLE',
        message: 'secret/pacto.yaml cannot be read: permission denied',
      });
      await expect(open('closed/pacto.yaml')).rejects.toMatchObject({
        code: 'FILE_UNREADABLE',
        message: 'closed/pacto.yaml cannot be read: permission denied',
      });
    });
  });
});

describe('standard input', () => {
  it('is read once', async () => {
    const here = createOpenBundle({ cwd: join(cwd, 'payments'), stdin: input(contract('piped')) });
    for (const bundle of [await here('-'), await here('-')]) {
      expect(bundle.origin).toMatchObject({ label: '-', contractPath: '<stdin>' });
      expect(text(bundle)).toContain('name: piped');
      expect(bundle.read('deep/x.yaml').kind).toBe('file');
      expect(bundle.files()).toEqual(['deep/x.yaml', 'pacto.yaml']);
    }
  });

  it('must not be empty', async () => {
    const here = createOpenBundle({ cwd, stdin: input('') });
    await expect(here('-')).rejects.toMatchObject({ code: 'CONTRACT_NOT_FOUND', message: 'standard input is empty' });
  });

  it('is bounded', async () => {
    const here = createOpenBundle({ cwd, stdin: endless() });
    await expect(here('-')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

async function* input(content: string): AsyncGenerator<string> {
  if (content !== '') yield content;
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(1024 * 1024);
}

function text(bundle: Bundle): string {
  const read = bundle.read('pacto.yaml');
  return read.kind === 'file' ? Buffer.from(read.bytes).toString() : read.kind;
}

describe('links', () => {
  write('linked/pacto.yaml', contract('linked'));
  write('linked/real/x.yaml', 'x');
  write('outside.yaml', 'secret');
  const link = (target: string, name: string) => symlinkSync(target, join(cwd, 'linked', name));
  link('real/x.yaml', 'inside.yaml');
  link('real', 'folder');
  link('../outside.yaml', 'out.yaml');
  link(join(cwd, 'outside.yaml'), 'absolute.yaml');
  link('..', 'up');
  link('nowhere.yaml', 'dangling.yaml');
  link('../nowhere.yaml', 'dangling-out.yaml');
  link('circle', 'circle');
  link('/dev/zero', 'zero');

  const reads: readonly (readonly [path: string, kind: string])[] = [
    ['inside.yaml', 'file'],
    ['folder/x.yaml', 'file'],
    ['folder', 'not-a-file'],
    ['out.yaml', 'outside'],
    ['absolute.yaml', 'outside'],
    ['up/outside.yaml', 'outside'],
    ['up/nothing.yaml', 'outside'],
    ['up/linked/real/x.yaml', 'file'],
    ['dangling.yaml', 'missing'],
    ['dangling-out.yaml', 'outside'],
    ['circle', 'unreadable'],
    ['zero', 'outside'],
  ];

  it.each(reads)('in a directory: %s is %s', async (path, kind) => {
    expect((await open('linked')).read(path).kind).toBe(kind);
  });

  it('are listed as links', async () => {
    const bundle = await open('linked');
    expect(bundle.files()).toEqual(['pacto.yaml', 'real/x.yaml']);
    expect(bundle.entries().filter(({ kind }) => kind === 'link')).toHaveLength(9);
  });

  it('may lead to the bundle itself', async () => {
    symlinkSync('linked', join(cwd, 'alias'));
    expect((await open('alias')).read('real/x.yaml').kind).toBe('file');
  });

  const git = program('git');
  // At a revision there is nothing but the tree: what leaves the bundle and comes back has left it.
  const inGit = reads.map(([path, kind]) => [path, path === 'up/linked/real/x.yaml' ? 'outside' : kind] as const);
  describe.skipIf(git === undefined)('at a git revision', () => {
    it.each(inGit)('%s is %s', async (path, kind) => {
      commitOnce();
      expect((await open('git:HEAD:linked')).read(path).kind).toBe(kind);
    });
  });
});

let committed = false;
function commitOnce(): void {
  if (committed) return;
  committed = true;
  const git = (...args: string[]) => execFileSync('git', ['-C', cwd, ...args]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', 'linked', 'payments', 'teams', 'notes.txt', 'renamed');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message=All');
}

describe.skipIf(program('git') === undefined)('git', () => {
  const cases: readonly (readonly [from: string, reference: string, label: string, contractPath: string])[] = [
    ['.', 'git:main:payments', 'git:main:payments', 'git:main:payments/pacto.yaml'],
    ['.', 'git:main:payments/', 'git:main:payments', 'git:main:payments/pacto.yaml'],
    ['.', 'git:main:payments/pacto.yaml', 'git:main:payments/pacto.yaml', 'git:main:payments/pacto.yaml'],
    ['payments', 'git:HEAD', 'git:HEAD', 'git:HEAD:pacto.yaml'],
    ['payments', 'git:HEAD:.', 'git:HEAD', 'git:HEAD:pacto.yaml'],
    [
      'payments',
      'git:HEAD^{commit}:../teams/b',
      'git:HEAD^{commit}:../teams/b',
      'git:HEAD^{commit}:../teams/b/pacto.yaml',
    ],
    ['payments/deep', 'git:HEAD:..', 'git:HEAD:..', 'git:HEAD:../pacto.yaml'],
  ];
  it.each(cases)('in %s opens %s', async (from, reference, label, contractPath) => {
    commitOnce();
    const bundle = await createOpenBundle({ cwd: join(cwd, from) })(reference);
    expect(bundle.origin).toMatchObject({ kind: 'git', label, contractPath });
    expect(text(bundle)).toContain('pactoVersion');
  });

  const failing: readonly (readonly [reference: string, code: string, message: string])[] = [
    ['git:nowhere', 'GIT_FAILED', 'nowhere is not a revision that this repository has'],
    ['git:HEAD~99', 'GIT_FAILED', 'HEAD~99 is not a revision that this repository has'],
    ['git:HEAD', 'CONTRACT_NOT_FOUND', 'no pacto.yaml in git:HEAD'],
    ['git:HEAD:nothing', 'CONTRACT_NOT_FOUND', 'the revision HEAD has no nothing'],
    ['git:HEAD:renamed', 'CONTRACT_NOT_FOUND', 'no pacto.yaml in git:HEAD:renamed'],
    ['git:HEAD:notes.txt', 'FILE_UNREADABLE', 'git:HEAD:notes.txt is neither a folder nor a pacto.yaml'],
    ['git:HEAD:..', 'INVALID_REFERENCE', 'git:HEAD:.. leads out of the git repository'],
    ['git:HEAD:/etc', 'INVALID_REFERENCE', 'leads out of the git repository'],
    ['git:$(touch x)', 'GIT_FAILED', '$(touch x) is not a revision'],
  ];
  it.each(failing)('%s: %s', async (reference, code, message) => {
    commitOnce();
    await expect(open(reference)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('says where there is no repository', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'pacto-no-git-'));
    await expect(createOpenBundle({ cwd: bare })('git:main')).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('not a git repository'),
    });
    rmSync(bare, { recursive: true });
  });

  it('says how to help a shallow clone', async () => {
    commitOnce();
    const clone = join(cwd, 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${cwd}`, clone]);
    await expect(createOpenBundle({ cwd: clone })('git:v1')).rejects.toMatchObject({
      hint: expect.stringContaining('fetch-depth: 0'),
    });
  });

  it('says that git is not installed', async () => {
    const path = process.env.PATH;
    process.env.PATH = join(cwd, 'empty');
    try {
      await expect(open('git:main')).rejects.toMatchObject({ message: expect.stringContaining('it is not installed') });
    } finally {
      process.env.PATH = path;
    }
  });
});

describe('a reference in a contract', () => {
  it('starts at the bundle that declares it, not at the process', async () => {
    const payments = await open('payments');
    expect((await open('../teams/b', payments)).origin.contractPath).toBe('teams/b/pacto.yaml');
    expect((await open('file://../teams/b/pacto.yaml', payments)).origin.contractPath).toBe('teams/b/pacto.yaml');
    await expect(open('./teams/b', payments)).rejects.toMatchObject({ message: 'payments/teams/b does not exist' });
  });

  it.skipIf(program('git') === undefined)('stays at the revision', async () => {
    commitOnce();
    const payments = await open('git:main:payments');
    const neighbour = await open('../teams/a/auth', payments);
    expect(neighbour.origin).toMatchObject({ kind: 'git', contractPath: 'git:main:teams/a/auth/pacto.yaml' });
    expect((await open('../../b', neighbour)).origin.label).toBe('git:main:teams/b');
    await expect(open('../../..', payments)).rejects.toMatchObject({ code: 'INVALID_REFERENCE' });
  });

  const refused: readonly (readonly [reference: string, code: string, message: string])[] = [
    ['git:main', 'INVALID_REFERENCE', 'git: has a meaning on the command line only'],
    ['-', 'INVALID_REFERENCE', '"-" has a meaning on the command line only'],
    ['payments', 'INVALID_REFERENCE', '"payments" names neither a registry nor a local path'],
    ['ghcr.io/acme/auth', 'SOURCE_UNSUPPORTED', 'ghcr.io/acme/auth is in a registry'],
  ];
  it.each(refused)('%s: %s', async (reference, code, message) => {
    const payments = await open('payments');
    await expect(open(reference, payments)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('cannot be local in an archive', async () => {
    await expect(open('../auth', await open('good.tar.gz'))).rejects.toMatchObject({
      code: 'CONTRACT_NOT_FOUND',
      message: '../auth is a local path, and good.tar.gz is in no directory',
    });
  });
});
