import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { changeFiles } from '../../../src/adapters/files/change.ts';

let directory = '';
const at = (name: string) => path.join(directory, ...name.split('/'));
const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pacto-change-'));
  writeFileSync(at('one'), 'old one');
  writeFileSync(at('two'), 'old two');
});

const changes = () => [
  { path: at('made/deep/new'), after: bytes('new') },
  { path: at('one'), before: bytes('old one'), after: bytes('new one') },
  { path: at('two'), before: bytes('old two'), after: bytes('new two') },
];

const isUntouched = () => {
  expect(readdirSync(directory).sort()).toEqual(['one', 'two']);
  expect(readFileSync(at('one'), 'utf8')).toBe('old one');
};

describe('changing files', () => {
  it('writes all of them', async () => {
    await changeFiles(directory, changes());
    expect(['made/deep/new', 'one', 'two'].map((name) => readFileSync(at(name), 'utf8'))).toEqual([
      'new',
      'new one',
      'new two',
    ]);
  });

  it('writes none where one has changed since it was read', async () => {
    writeFileSync(at('two'), 'other');
    await expect(changeFiles(directory, changes())).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    isUntouched();
    expect(readFileSync(at('two'), 'utf8')).toBe('other');
  });

  it('writes none where something stands in the place of a new one', async () => {
    writeFileSync(at('made'), 'a file');
    await expect(changeFiles(directory, [{ path: at('made'), after: bytes('x') }])).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    expect(readFileSync(at('made'), 'utf8')).toBe('a file');
  });

  it.each(['link/new', 'link/deep/new'])(
    'takes back what it wrote where the last cannot be written: %s',
    async (name) => {
      symlinkSync(at('gone'), at('link'));
      const last = { path: at(name), after: bytes('x') };
      await expect(changeFiles(directory, [...changes(), last])).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
      rmSync(at('link'));
      isUntouched();
      expect(readFileSync(at('two'), 'utf8')).toBe('old two');
    },
  );

  it('takes back what it can, and tells what it could not', async () => {
    const [made, one] = changes();
    symlinkSync(at('gone'), at('link'));
    const last = { path: at('link/new'), after: bytes('x') };
    if (made === undefined || one === undefined) throw new Error('there are changes');
    const settled = changeFiles(directory, [made, one, last]);
    while (!existsSync(at('made/deep'))) await Promise.resolve();
    // Somebody puts a file into the new folder before it is taken back.
    writeFileSync(at('made/deep/theirs'), 'theirs');
    await expect(settled).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('; something new is left: '),
    });
    expect(readFileSync(at('one'), 'utf8')).toBe('old one');
    expect(existsSync(at('made/deep/new'))).toBe(false);
    expect(readFileSync(at('made/deep/theirs'), 'utf8')).toBe('theirs');
  });

  it('writes through no dangling link', async () => {
    mkdirSync(at('outside'));
    symlinkSync(at('outside/target'), at('link'));
    await expect(changeFiles(directory, [{ path: at('link'), after: bytes('x') }])).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    expect(existsSync(at('outside/target'))).toBe(false);
  });
});
