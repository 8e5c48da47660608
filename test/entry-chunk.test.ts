/** What keeps start-up fast: what the program loads before it knows the command, and what each command loads. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { root } from './support/run.ts';

const { program, core, undici, mcp }: Record<'program' | 'core' | 'undici' | 'mcp', Metafile> = JSON.parse(
  readFileSync(path.join(root, 'dist/meta.json'), 'utf8'),
);

/** A source and every source that runs before its first line does. */
function loadedWith(source: string): string[] {
  if (program.inputs[source] === undefined) throw new Error(`${source} is not in the program`);
  const seen = new Set<string>();
  const queue = [source];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const imports = program.inputs[name]?.imports ?? [];
    queue.push(
      ...imports.flatMap(({ kind, path, external }) => (kind === 'import-statement' && !external ? [path] : [])),
    );
  }
  return [...seen].sort();
}

/** The sources below a folder, with their names. */
function readSources(folder: string): [file: string, text: string][] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(path.join(root, folder, file), 'utf8')]);
}

/** What the way to a command needs from elsewhere: errors, suggestions, the version, where settings files are, clean logs. */
const alsoNeeded = new Set([
  'src/adapters/base-directories.ts',
  'src/adapters/config/find.ts',
  'src/core/error.ts',
  'src/core/nearest.ts',
  'src/render/printable.ts',
  'src/version.ts',
]);

describe('what runs before a command', () => {
  const loaded = loadedWith('src/cli/bin.ts');

  it('contains the way to a command and nothing of what commands do', () => {
    const beyond = loaded.filter((file) => !file.startsWith('src/cli/') && !alsoNeeded.has(file));
    expect(beyond).toEqual([]);
  });

  it('contains the code of no command', () => {
    expect(loaded.filter((file) => /^src\/cli\/commands\/(?!table\.ts)/.test(file))).toEqual([]);
  });
});

describe('the program', () => {
  it('is ASCII, as which its launcher reads it', () => {
    const text = readFileSync(path.join(root, 'dist/program.cjs'), 'latin1');
    expect(text.match(/.{0,40}[^\0-\x7f].{0,40}/g) ?? []).toEqual([]);
  });

  it('asks no template for its raw text, which its escapes would change', () => {
    const raw = readSources('src').filter(([, text]) => /String\.raw`[^`]*[^\0-\x7f]/.test(text));
    expect(raw.map(([file]) => file)).toEqual([]);
  });
});

describe('undici', () => {
  const isUndici = (file: string) => /^node_modules\/undici\//.test(file);

  it('is in a file of its own', () => {
    expect(Object.keys(program.inputs).filter(isUndici)).toEqual([]);
    expect(Object.keys(undici.inputs).filter(isUndici)).toContain('node_modules/undici/lib/dispatcher/pool.js');
  });

  it('is there in the parts that requests need', () => {
    const others = /\/undici\/(?:index\.js|lib\/(?:cache|mock|web\/(?:cache|eventsource|websocket))\/)/;
    expect(Object.keys(undici.inputs).filter((file) => others.test(file))).toEqual([]);
  });
});

describe('what only assistants need', () => {
  const theirs = (file: string) => /^node_modules\/(?:@modelcontextprotocol|@?hono|zod)\b/.test(file);

  it('is in a file of its own', () => {
    expect(Object.keys(program.inputs).filter(theirs)).toEqual([]);
    expect(Object.keys(mcp.inputs).filter(theirs).length).toBeGreaterThan(10);
  });

  it('is loaded by its command alone', () => {
    const importers = Object.entries(program.inputs).filter(([, { imports }]) =>
      imports.some(({ path, kind }) => /^src\/mcp\//.test(path) && kind !== 'import-statement'),
    );
    expect(importers.map(([file]) => file)).toEqual(['src/cli/commands/mcp.ts']);
    expect(loadedWith('src/cli/commands/mcp.ts').filter((file) => file.startsWith('src/mcp/'))).toEqual([]);
  });
});

describe('`validate` of a contract without files', () => {
  const loaded = loadedWith('src/cli/commands/validate.ts');

  it.each([
    ['readers of interface files', /^src\/core\/interface\//],
    ['archives', /^src\/core\/archive\//],
    ['git', /^src\/adapters\/bundle\/git/],
    ['the parser that keeps positions', /^node_modules\/yaml\//],
    ['fflate', /^node_modules\/fflate\//],
    ['.pactoignore', /^node_modules\/ignore\//],
    ['renderings that nobody asked for', /^src\/render\/findings\/(?!text\.ts|summary\.ts)/],
  ])('does not load %s', (_, pattern) => {
    expect(loaded.filter((file) => pattern.test(file))).toEqual([]);
  });
});

describe('`diff` of contracts that depend on the same', () => {
  const loaded = loadedWith('src/cli/commands/diff.ts');

  it.each([
    ['what resolves graphs', /^src\/core\/graph\/(?!lock-place|path)/],
    ['what compares them', /^src\/operations\/diff\/depend/],
  ])('does not load %s', (_, pattern) => {
    expect(loaded.filter((file) => pattern.test(file))).toEqual([]);
  });
});

describe('`diff` of contracts without SBOMs', () => {
  const loaded = loadedWith('src/cli/commands/diff.ts');

  it('loads what finds SBOMs and nothing that reads them', () => {
    expect(loaded.filter((file) => file.startsWith('src/core/sbom/'))).toEqual(['src/core/sbom/find.ts']);
    expect(loaded.filter((file) => /^node_modules\/(?:packageurl-js|spdx-)/.test(file))).toEqual([]);
  });
});

describe('`doc` as Markdown', () => {
  const loaded = loadedWith('src/cli/commands/doc.ts');

  it.each([
    ['the page', /^src\/render\/doc\/html\//],
    ['the parser of Markdown', /^node_modules\/marked\//],
    ['the server', /^src\/adapters\/doc-server\//],
  ])('does not load %s', (_, pattern) => {
    expect(Object.keys(program.inputs).some((file) => pattern.test(file))).toBe(true);
    expect(loaded.filter((file) => pattern.test(file))).toEqual([]);
  });
});

describe('the core bundle', () => {
  it('is one file without imports', () => {
    const output = core.outputs['dist/core.js'];
    expect(Object.keys(core.outputs)).toEqual(['dist/core.js']);
    expect(output?.imports).toEqual([]);
    expect(output?.bytes).toBeGreaterThan(10_000);
  });
});
