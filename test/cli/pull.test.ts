import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeTree } from '../support/tree.ts';
import { pacto, temporaryDirectory } from './world.ts';

const contract = (version: string) => `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n`;
const newest = { 'pacto.yaml': contract('2.0.0'), 'docs/guide.md': 'new\n', 'README.md': 'new\n' };

let cwd: string;
const run = (...args: string[]) => pacto(args, { cwd, env: { HOME: cwd } });
const pullForce = () => run('pull', 'oci-layout:registry:2.0.0', '--force');
const filesOf = (directory: string) =>
  readdirSync(join(cwd, directory), { recursive: true, encoding: 'utf8' }).map(String).sort();

beforeEach(async () => {
  cwd = temporaryDirectory();
  writeTree(join(cwd, 'new'), newest);
  expect((await run('push', 'oci-layout:registry', '-p', 'new')).code).toBe(0);
});

describe('pull --force', () => {
  it('replaces a bundle with all that travels with it, and leaves nothing beside', async () => {
    writeTree(join(cwd, 'shop'), {
      'pacto.yaml': `${contract('1.0.0')}configurations:\n  - name: app\n    schema: own/app.json\n`,
      'own/app.json': '{"type": "object"}',
      'docs/old.md': 'old\n',
      LICENSE: 'mine\n',
    });
    mkdirSync(join(cwd, 'shop', 'empty'));
    expect(await pullForce()).toMatchObject({ code: 0, stdout: 'Pulled shop@2.0.0 -> shop/\n' });
    expect(filesOf('shop')).toEqual(['README.md', 'docs', 'docs/guide.md', 'pacto.yaml']);
    expect(readdirSync(cwd).sort()).toEqual(['new', 'registry', 'shop']);
  });

  it('replaces a file that is in the new bundle, whatever the old contract says of it', async () => {
    writeTree(join(cwd, 'shop'), { 'pacto.yaml': 'pactoVersion: [\n', 'docs/guide.md': 'old\n' });
    expect((await pullForce()).code).toBe(0);
    expect(readFileSync(join(cwd, 'shop/docs/guide.md'), 'utf8')).toBe('new\n');
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a checkout with sources',
      { '.git/HEAD': 'ref: x\n', '.git/objects/aa': 'x', 'src/main.go': 'package main\n' },
      '.git/, src/',
    ],
    ['a file beside the contract', { 'notes.txt': 'mine\n' }, 'notes.txt'],
    ['a dot file in a folder of bundles', { 'docs/guide.md': 'old\n', 'docs/.draft.md': 'x' }, 'docs/.draft.md'],
    [
      'what .pactoignore keeps out',
      { '.pactoignore': 'tests/\n', 'tests/unit.go': 'package x\n' },
      '.pactoignore, tests/',
    ],
    ['a file beside a named one', { 'own/app.json': '{}', 'own/app.go': 'x' }, 'own/app.go'],
    ['more than is worth telling', { a: '', b: '', c: '', d: '', e: '', f: '', g: '' }, 'a, b, c, d, e, and 2 more'],
  ])('leaves %s as it is', async (_, files, named) => {
    const text = `${contract('1.0.0')}configurations:\n  - name: app\n    schema: own/app.json\n`;
    writeTree(join(cwd, 'shop'), { 'pacto.yaml': text, ...files });
    const before = filesOf('shop');
    expect(await pullForce()).toMatchObject({
      code: 3,
      stderr:
        `error ALREADY_EXISTS ${join(relative(process.cwd(), cwd), 'shop')} holds what is no part of a bundle: ${named}; nothing was changed\n` +
        `hint A directory is replaced as a whole. Choose another place with -o, and copy from there what you want.\n`,
    });
    expect(filesOf('shop')).toEqual(before);
    for (const [path, content] of Object.entries(files)) {
      expect(readFileSync(join(cwd, 'shop', path), 'utf8')).toBe(content);
    }
    expect(readdirSync(cwd).sort()).toEqual(['new', 'registry', 'shop']);
  });

  it('leaves links as they are, also in the place of a file that is in the bundle', async () => {
    writeTree(join(cwd, 'shop'), { 'pacto.yaml': contract('1.0.0') });
    writeFileSync(join(cwd, 'elsewhere.md'), 'mine\n');
    symlinkSync('../elsewhere.md', join(cwd, 'shop/README.md'));
    expect((await pullForce()).stderr).toContain('holds what is no part of a bundle: README.md;');
    expect(readFileSync(join(cwd, 'shop/README.md'), 'utf8')).toBe('mine\n');
  });

  it('leaves a directory without a contract, and a file, as they are', async () => {
    writeTree(join(cwd, 'shop'), { 'docs/guide.md': 'old\n' });
    expect((await pullForce()).stderr).toContain('--force replaces only a directory that holds a pacto.yaml');
    expect(existsSync(join(cwd, 'shop/pacto.yaml'))).toBe(false);
    const { code, stderr } = await run('pull', 'oci-layout:registry', '-o', join('new', 'README.md'), '--force');
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('ALREADY_EXISTS') });
  });

  it.each([
    ['holds a bundle', { 'pacto.yaml': contract('1.0.0') }],
    ['is empty', {}],
  ])('does not pull the directory that it runs in from under whoever runs it, where it %s', async (_, files) => {
    mkdirSync(join(cwd, 'shop'));
    writeTree(join(cwd, 'shop'), files);
    const before = process.cwd();
    process.chdir(join(cwd, 'shop'));
    try {
      const pull = ['pull', 'oci-layout:../registry', '-o', '.', '--force'];
      expect(await pacto(pull, { cwd: process.cwd(), env: { HOME: cwd } })).toMatchObject({
        code: 3,
        stderr:
          'error ALREADY_EXISTS . is where this command runs, and what is written takes the place of a directory as a whole; nothing was changed\n' +
          'hint Run it from the directory above, and name this directory there.\n',
      });
    } finally {
      process.chdir(before);
    }
    expect(filesOf('shop')).toEqual(Object.keys(files));
  });
});
