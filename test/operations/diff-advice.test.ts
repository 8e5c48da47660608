import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPorts } from '../../src/operations/create-ports.ts';
import { diff } from '../../src/operations/diff.ts';

const home = mkdtempSync(path.join(tmpdir(), 'pacto-advice-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function contract(name: string, readme: string): string {
  const directory = path.join(home, name);
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'pacto.yaml'), 'pactoVersion: "1.0"\nservice:\n  name: shop\n  version: 1.0.0\n');
  writeFileSync(path.join(directory, 'README.md'), readme);
  return directory;
}

const stepBetween = async (old: string, fresh: string) => {
  const input = { old: { reference: old }, new: { reference: fresh }, date: '2026-01-31' };
  return (await diff(createPorts({ cwd: home }), input)).versionStep;
};

describe('the version of what no rule is about', () => {
  const [published, same, other, unpackable] = [
    contract('published', 'Shop'),
    contract('same', 'Shop'),
    contract('other', 'The shop'),
    contract('unpackable', 'Shop'),
  ];
  mkdirSync(path.join(unpackable, 'docs'));
  symlinkSync(path.join(published, 'README.md'), path.join(unpackable, 'docs', 'link.md'));

  it.each([
    ['the same files', published, same, 'none'],
    ['another text', published, other, 'insufficient'],
    ['what could not be published before, and so took no tag', unpackable, other, 'none'],
    ['what cannot be published any more', published, unpackable, 'insufficient'],
  ])('%s', async (_, old, fresh, step) => {
    expect(await stepBetween(old, fresh)).toBe(step);
  });
});
