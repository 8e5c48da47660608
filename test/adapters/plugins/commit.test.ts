import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commit } from '../../../src/adapters/plugins/commit.ts';
import { treeOf, writeTree } from '../../support/tree.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'pacto-commit-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const file = (name: string, content: string, mode?: number) => ({
  path: name,
  bytes: new TextEncoder().encode(content),
  ...(mode === undefined ? {} : { mode }),
});

describe('several files at once', () => {
  it('make a directory that is not there, with those above it', () => {
    commit(path.join(base, 'a/b'), { files: [file('x/y', '1'), file('z', '2', 0o700)], removed: [] });
    expect(treeOf(path.join(base, 'a/b'))).toEqual({ 'x/y': '1', z: '2' });
    expect(statSync(path.join(base, 'a/b/z')).mode & 0o777).toBe(0o700);
    expect(readdirSync(path.join(base, 'a'))).toEqual(['b']);
  });

  it('take the place of others, and keep their permissions', () => {
    writeTree(base, { old: '1', 'gone/deep/x': '2', 'stays/y': '3' });
    chmodSync(path.join(base, 'old'), 0o640);
    commit(base, { files: [file('old', 'new'), file('more/z', '4')], removed: ['gone/deep/x', 'never-there'] });
    expect(treeOf(base)).toEqual({ 'more/z': '4', old: 'new', 'stays/y': '3' });
    expect(statSync(path.join(base, 'old')).mode & 0o777).toBe(0o640);
    expect(readdirSync(base).sort()).toEqual(['more', 'old', 'stays']);
  });

  it.each<[what: string, last: string]>([
    ['a file is where a folder is needed', 'taken/x'],
    ['a name is too long for the disk', `more/${'x'.repeat(300)}`],
  ])('leave everything as it was where %s', (_, last) => {
    writeTree(base, { a: 'before', 'b/c': 'before', gone: 'still here', taken: '' });
    const before = treeOf(base);
    const change = {
      files: [file('a', 'after'), file('b/c', 'after'), file('new/folder/d', 'after'), file(last, 'after')],
      removed: ['gone'],
    };
    expect(() => commit(base, change)).toThrow(/ENOTDIR|ENAMETOOLONG|EEXIST/);
    expect(treeOf(base)).toEqual(before);
    expect(readdirSync(base).sort()).toEqual(['a', 'b', 'gone', 'taken']);
  });

  it('leave no directory behind where they cannot be written', () => {
    const change = { files: [file('x'.repeat(300), '')], removed: [] };
    expect(() => commit(path.join(base, 'a/b'), change)).toThrow(/ENAMETOOLONG/);
    expect(readdirSync(base)).toEqual([]);
  });

  it('go nowhere where the directory is none', () => {
    writeTree(base, { file: '' });
    mkdirSync(path.join(base, 'x'));
    expect(() => commit(path.join(base, 'file'), { files: [file('x', '')], removed: [] })).toThrow(/ENOTDIR/);
    expect(treeOf(base)).toEqual({ file: '' });
  });
});
