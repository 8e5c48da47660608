import { describe, expect, it } from 'vitest';
import { type Bundle, type FileRead, memoryBundle } from '../../../src/core/contract/bundle.ts';
import { PactoError } from '../../../src/core/error.ts';
import { compareSboms } from '../../../src/core/sbom/diff.ts';

const encoder = new TextEncoder();

function bundle(text: string): Bundle {
  const files = new Map([['sbom/app.cdx.json', encoder.encode(text)]]);
  return memoryBundle(files, { kind: 'memory', label: 'memory', contractPath: 'pacto.yaml' });
}

const document = (components: string) => bundle(`{"bomFormat": "CycloneDX", "components": [${components}]}`);
const one = document('{"name": "a", "version": "1"}');
const two = document('{"name": "b", "version": "1"}, {"name": "a", "version": "2"}');

describe('SBOMs that cannot be read', () => {
  it.each<[string, FileRead]>([
    [
      'the file has 104857600 bytes; at most 67108864 are read',
      { kind: 'too-large', size: 104857600, limit: 67108864 },
    ],
    ['the file cannot be read: permission denied', { kind: 'unreadable', reason: 'permission denied' }],
    ['the file is a link that leaves the bundle', { kind: 'outside' }],
    ['this is no file', { kind: 'not-a-file' }],
  ])('are said: %s', async (message, read) => {
    const unreadable = { ...one, read: () => read };
    const diff = await compareSboms(unreadable, two);
    expect(diff.troubles).toEqual([{ side: 'old', file: 'sbom/app.cdx.json', message }]);
    // Everything of the new side may be in what could not be read.
    expect(diff.changes).toEqual([]);
    expect(diff.complete).toEqual({ old: false, new: true });
  });

  it('are said for a folder that cannot be listed', async () => {
    const failing: Bundle = {
      ...one,
      entries: () => {
        throw new PactoError('FILE_UNREADABLE', 'shop/sbom cannot be listed: permission denied');
      },
    };
    const { troubles, changes } = await compareSboms(two, failing);
    expect(troubles).toEqual([{ side: 'new', file: 'sbom', message: 'shop/sbom cannot be listed: permission denied' }]);
    expect(changes).toEqual([]);
    expect((await compareSboms(failing, failing)).troubles).toHaveLength(2);
  });

  it('do not hide a bug', async () => {
    const broken: Bundle = {
      ...one,
      entries: () => {
        throw new RangeError('a bug');
      },
    };
    await expect(compareSboms(one, broken)).rejects.toThrow(RangeError);
  });

  it('are cut off after very many packages, and the rest is compared', async () => {
    const many = Array.from({ length: 200_002 }, (_, i) => `{"name": "p${i}", "version": "1"}`);
    const { changes, troubles, complete } = await compareSboms(
      document(many.join(',')),
      document('{"name": "p7", "version": "2"}'),
    );
    expect(changes.find(({ name }) => name === 'p7')).toMatchObject({ type: 'modified', direction: 'up' });
    expect(changes).toHaveLength(200_000);
    expect(complete).toEqual({ old: false, new: true });
    expect(troubles).toMatchObject([
      { side: 'old', message: 'a side has at most 200000 packages; from here on they are left out' },
    ]);
  });

  it('are bounded where one package has very many versions', async () => {
    const versions = (from: number) =>
      Array.from({ length: 20_000 }, (_, i) => `{"name": "a", "version": "1.${i + from}"}`).join(',');
    const { changes } = await compareSboms(document(versions(0)), document(versions(30_000)));
    expect(changes).toHaveLength(20_000);
    expect(changes.every(({ field }) => field === 'version')).toBe(true);
  });

  it('are bounded where one version is stated very often', async () => {
    const stated = (letter: string) =>
      Array.from({ length: 50_000 }, (_, i) => {
        const hash = `{"alg": "SHA-1", "content": "${letter}${i}"}`;
        return `{"name": "a", "version": "1", "licenses": [{"license": {"name": "L${i}"}}], "hashes": [${hash}]}`;
      }).join(',');
    const { changes } = await compareSboms(document(stated('a')), document(stated('b')));
    expect(changes).toMatchObject([{ field: 'hash', contentChanged: true }]);
  });
});
