/** The descriptions of a large public API, rewritten so that nothing changes for anybody. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { conformance } from '../../../support/external.ts';
import { compareTexts, linesOf, type Texts } from './compare.ts';
import { described, inlined, modern, type Plain, renamed, reordered, split } from './rewrite.ts';

const folder = conformance('perf');

const older = 'stripe-2019-04-19.json';
const newer = 'stripe-2022-04-12.json';

/** One document each: the whole is to take seconds. */
const rewritings: readonly (readonly [name: string, file: string, rewrite: (document: Plain) => Texts | undefined])[] =
  [
    ['members in another order', newer, (document) => text(reordered(document))],
    ['other words for people', newer, (document) => text(described(document))],
    ['components under other names', older, (document) => text(renamed(document))],
    ['components in place of references', older, (document) => text(inlined(document))],
    ['3.0 as 3.1', newer, (document) => text(modern(document))],
    ['YAML instead of JSON', older, (document) => `# The same\n${dump(document, { noRefs: true })}`],
    ['components in a file of their own', older, (document) => files(split(document))],
  ];

function text(document: Plain | undefined): string | undefined {
  return document === undefined ? undefined : JSON.stringify(document);
}

function files(parts: ReturnType<typeof split>): Texts | undefined {
  return parts && { 'api.json': JSON.stringify(parts.api), 'parts.json': JSON.stringify(parts.parts) };
}

describe.skipIf(folder === undefined)('the same in other words is no change', () => {
  it.each(rewritings)('%s', (_, file, rewrite) => {
    const old = readFileSync(path.join(folder ?? '', file), 'utf8');
    const fresh = rewrite(JSON.parse(old));
    if (fresh === undefined) throw new Error(`${file} cannot be rewritten`);
    expect(linesOf(compareTexts(old, fresh)).slice(0, 20)).toEqual([]);
  });
});
