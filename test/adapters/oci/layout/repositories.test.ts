import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layoutRepository } from '../../../../src/adapters/oci/layout/layout.ts';
import { directoryRepositories } from '../../../../src/adapters/oci/layout/repositories.ts';
import { asNobody } from '../../../support/as-nobody.ts';
import { bundleOf, publish } from '../../../support/published.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-embedded-'));
chmodSync(work, 0o755);
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** One lies within another, and came before it. */
const names = ['shop', 'acme/payments/events', 'acme/payments', 'acme/a.b', 'blobs'];
const registry = join(work, 'registry');

describe('the repositories of an embedded registry', () => {
  beforeAll(async () => {
    const bundle = bundleOf('shop', '1.0.0');
    for (const name of names)
      await publish(layoutRepository(join(registry, name), `oci-layout:${name}`), bundle, ['1']);
  });

  it('are found below it, in order', () => {
    expect(directoryRepositories(registry)).toEqual({
      repositories: [...names].sort().map((name) => ({ name, directory: join(registry, name) })),
      gaps: [],
    });
  });

  it('may be the directory itself', () => {
    const directory = join(registry, 'shop');
    expect(directoryRepositories(directory)).toEqual({ repositories: [{ name: '', directory }], gaps: [] });
  });

  it('are not looked for through links, in hidden folders, and where the marker is no file', () => {
    const other = join(work, 'other');
    mkdirSync(join(other, '.git', 'x'), { recursive: true });
    writeFileSync(join(other, '.git', 'x', 'oci-layout'), '');
    mkdirSync(join(other, 'odd', 'oci-layout'), { recursive: true });
    symlinkSync(registry, join(other, 'link'));
    symlinkSync(other, join(other, 'loop'));
    expect(directoryRepositories(other)).toEqual({ repositories: [], gaps: [] });
  });

  it('are told where a folder cannot be read, and where they are nested without end', async () => {
    const other = join(work, 'gaps');
    const deep = Array.from({ length: 40 }, () => 'd');
    mkdirSync(join(other, ...deep), { recursive: true });
    mkdirSync(join(other, 'locked'), { mode: 0o000 });
    await asNobody(async () => {
      expect(directoryRepositories(other)).toEqual({
        repositories: [],
        gaps: [
          { path: deep.slice(0, 32).join('/'), reason: 'it is nested too deeply' },
          { path: 'locked', reason: 'permission denied' },
        ],
      });
    });
  });

  it.each([
    ['nowhere', 'it does not exist'],
    ['registry/shop/index.json', 'a part of its path is not a directory'],
  ])('are none in %s', (name, reason) => {
    expect(() => directoryRepositories(join(work, name))).toThrowError(
      expect.objectContaining({ code: 'REGISTRY_NOT_FOUND', message: expect.stringContaining(reason) }),
    );
  });
});
