import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { fileLimits, parseDocument } from '../../../../src/core/document/read.ts';
import type { Json } from '../../../../src/core/json.ts';
import { conformance } from '../../../support/external.ts';
import { root } from '../../../support/run.ts';
import { compareTexts, linesOf } from './compare.ts';
import { described, hoisted, modern, type Plain, rebased, renamed, reordered, split } from './rewrite.ts';
import { swagger } from './rewrite-swagger.ts';

const corpora = conformance('diff');
const names = ['oasdiff', 'openapi-diff', 'criteo', 'jsoncompat-openapi'];

/** Documents that people wrote: those of the examples and the cases here, and both sides of every labelled pair. */
function documents(): ReadonlyMap<string, Plain> {
  const found = new Map<string, Plain>();
  const add = (text: string) => {
    const parsed = parseDocument(text, { limits: fileLimits });
    if (!parsed.ok) return;
    const plain = JSON.parse(JSON.stringify(parsed.document.value as Json)) as Plain;
    found.set(JSON.stringify(plain), plain);
  };
  for (const folder of ['examples', 'test/cases/diff']) {
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (/openapi\.(?:ya?ml|json)$/.test(file)) add(readFileSync(path.join(root, folder, file), 'utf8'));
    }
  }
  for (const name of corpora === undefined ? [] : names) {
    const cases: { old: string; new: string }[] = JSON.parse(
      readFileSync(path.join(corpora ?? '', `${name}.json`), 'utf8'),
    );
    for (const one of cases) {
      add(one.old);
      add(one.new);
    }
  }
  return found;
}

const all = [...documents().values()];

const rewritings: readonly (readonly [name: string, rewrite: (document: Plain) => Plain | undefined, least: number])[] =
  [
    ['members in another order', reordered, 150],
    ['other words for people', described, 150],
    ['components under other names', renamed, corpora === undefined ? 5 : 60],
    ['parameters at the path', hoisted, corpora === undefined ? 5 : 60],
    ['the base path in the paths', rebased, corpora === undefined ? 1 : 5],
    ['3.0 as 2.0', swagger, corpora === undefined ? 50 : 80],
    ['3.0 as 3.1', modern, corpora === undefined ? 60 : 120],
  ];

describe('the same in other words is no change', () => {
  it.each(rewritings)('%s', (_, rewrite, least) => {
    let count = 0;
    for (const document of all) {
      const other = rewrite(document);
      if (other === undefined) continue;
      count += 1;
      const [old, fresh] = [JSON.stringify(document), JSON.stringify(other)];
      expect(linesOf(compareTexts(old, fresh)), old).toEqual([]);
      expect(linesOf(compareTexts(fresh, old)), old).toEqual([]);
    }
    expect(count).toBeGreaterThanOrEqual(least);
  });

  it('YAML instead of JSON', () => {
    for (const document of all) {
      const [old, fresh] = [JSON.stringify(document, null, 1), `# The same\n${dump(document)}`];
      expect(linesOf(compareTexts({ 'api.yaml': old }, { 'api.yaml': fresh })), old).toEqual([]);
    }
  });

  it('components in a file of their own', () => {
    let count = 0;
    for (const document of all) {
      const parts = split(document);
      if (parts === undefined) continue;
      count += 1;
      const files = { 'api.json': JSON.stringify(parts.api), 'parts.json': JSON.stringify(parts.parts) };
      expect(linesOf(compareTexts(JSON.stringify(document), files)), JSON.stringify(document)).toEqual([]);
      expect(linesOf(compareTexts(files, JSON.stringify(document))), JSON.stringify(document)).toEqual([]);
    }
    expect(count).toBeGreaterThan(corpora === undefined ? 5 : 60);
  });
});

describe('a document against itself', () => {
  it('has no changes', () => {
    for (const document of all) expect(compareTexts(JSON.stringify(document), JSON.stringify(document))).toEqual([]);
  });
});

describe('sides that change places', () => {
  it('swap what was added and what was removed', () => {
    for (const [i, document] of all.entries()) {
      if (i % 5 !== 0) continue;
      const other = all[(i + 1) % all.length] ?? null;
      const [old, fresh] = [JSON.stringify(document), JSON.stringify(other)];
      const ofPaths = (lines: readonly string[], rule: string) =>
        lines.filter((line) => line.includes(rule)).map((line) => line.split(' ')[2]);
      const [there, back] = [linesOf(compareTexts(old, fresh)), linesOf(compareTexts(fresh, old))];
      expect(ofPaths(there, ' path-added ')).toEqual(ofPaths(back, ' path-removed '));
      expect(ofPaths(there, ' operation-added ')).toEqual(ofPaths(back, ' operation-removed '));
    }
  });
});
