/** What every bundle does, wherever its files come from. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, contractFile } from '../../src/core/contract/bundle.ts';

const text = (content: string) => new TextEncoder().encode(content);

/** The files of the tree that every source is given. */
export const bundleTree: ReadonlyMap<string, Uint8Array> = new Map([
  [contractFile, text('pactoVersion: "1.0"\nservice: {name: sample, version: 1.0.0}\n')],
  ['interfaces/openapi.yaml', text('openapi: 3.1.0\r\n')],
  ['interfaces/v2/openapi.yaml', text('openapi: 3.1.1\n')],
  ['interfaces-old.txt', text('sorts between a folder and what is in it, by bytes of the whole path\n')],
  ['configuration/empty.json', new Uint8Array(0)],
  ['configuration/all-bytes.bin', Uint8Array.from({ length: 1024 }, (_, i) => i % 256)],
  ['docs/größe 1.md', text('letters and a space\n')],
  ['docs/\u{1f600}.md', text('beyond the basic plane\n')],
  ['docs/\uffe6.md', text('before it by bytes\n')],
  ['docs/a:b*?"<x>|$(y)&[z].md', text('what shells and globs would take up\n')],
  ['docs/-rf', text('looks like an option\n')],
  ['__proto__', text('a name that JavaScript has its own idea of\n')],
]);

const sortedNames = [...bundleTree.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

/** Runs the suite over one source; `make` gives a bundle of these files. */
export function bundleSourceSuite(
  source: Bundle['origin']['kind'],
  make: (files: ReadonlyMap<string, Uint8Array>) => Promise<Bundle>,
): void {
  describe(`bundle source: ${source}`, () => {
    let bundle: Bundle;
    beforeAll(async () => {
      bundle = await make(bundleTree);
    });

    it('says where it came from', () => {
      expect(bundle.origin.kind).toBe(source);
      expect(bundle.origin.label).not.toBe('');
      expect(bundle.origin.contractPath).not.toBe('');
    });

    it.each([...bundleTree])('reads %s', (path, content) => {
      const read = bundle.read(path);
      expect(read.kind).toBe('file');
      if (read.kind === 'file') expect(Buffer.from(read.bytes).equals(content)).toBe(true);
    });

    it('reads a file again', () => {
      expect(bundle.read(contractFile)).toEqual(bundle.read(contractFile));
    });

    const same = [
      './interfaces/openapi.yaml',
      'interfaces/v2/../openapi.yaml',
      'interfaces//openapi.yaml',
      'docs/../interfaces/./openapi.yaml',
    ];
    it.each(same)('reads %s as interfaces/openapi.yaml', (path) => {
      expect(bundle.read(path)).toEqual(bundle.read('interfaces/openapi.yaml'));
    });

    const missing = [
      'nothing.yaml',
      'interfaces/nothing.yaml',
      'nothing/at/all',
      'Interfaces/openapi.yaml',
      'PACTO.YAML',
      'constructor',
      'docs/gr\u00f6\u00dfe',
    ];
    it.each(missing)('has no %s', (path) => {
      expect(bundle.read(path)).toEqual({ kind: 'missing' });
    });

    it('has nothing below a file', () => {
      expect(bundle.read(`${contractFile}/x`)).toEqual({ kind: 'missing' });
    });

    it('has nothing under a name that no file system takes', () => {
      expect(bundle.read('x'.repeat(5000))).toEqual({ kind: 'missing' });
    });

    const outside = ['', '/etc/passwd', '..', '../x', 'docs/../../x', 'docs\\x', 'C:/x', 'c:x', 'docs/\0'];
    it.each(outside)('keeps %j outside', (path) => {
      expect(bundle.read(path)).toEqual({ kind: 'outside' });
    });

    it.each(['interfaces', 'interfaces/', 'interfaces/v2', '.'])('takes the folder %s for no file', (path) => {
      expect(bundle.read(path)).toEqual({ kind: 'not-a-file' });
    });

    it('lists its files by their bytes', () => {
      expect(bundle.files()).toEqual(sortedNames);
    });

    it('lists its entries', () => {
      expect(bundle.entries()).toEqual(sortedNames.map((path) => ({ path, kind: 'file' })));
    });

    it('leaves out folders that are not to be entered, asking only for those that it would enter', () => {
      const asked: string[] = [];
      const entries = bundle.entries((folder) => {
        asked.push(folder);
        return folder === 'docs';
      });
      expect(entries.map(({ path }) => path)).toEqual(
        sortedNames.filter((name) => !/^(interfaces|configuration)\//.test(name)),
      );
      expect(asked.sort()).toEqual(['configuration', 'docs', 'interfaces']);
    });
  });
}
