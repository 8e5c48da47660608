import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpPaths, operationsOf, readInterfaceFile, sourceFiles } from '../../../src/core/interface/read.ts';
import { conformance } from '../../support/external.ts';
import { bundleOf, problemsOf, read } from './support.ts';

interface Case {
  readonly id: string;
  readonly format: string;
  readonly old: string | Readonly<Record<string, string>>;
  readonly new: string | Readonly<Record<string, string>>;
}

/** Documents of these corpora that are truly broken, by corpus and error; every other one must be free of errors. */
const broken: readonly (readonly [corpus: string, error: RegExp])[] = [
  ['criteo', /"required" must be a list, but is true/],
  ['criteo', /the parameter has no "in"/],
  ['criteo', /"\$ref" names "#\/components\/schema\/Pet", which does not exist/],
  ['criteo', /"\$ref" names "#components\/schemas\/Pet", which does not exist/],
  ['oasdiff', /the path parameter "group_?[iI]d" must have "required: true"/],
  ['openapi-diff', /the security scheme is of type "\w+", but has no "\w+"/],
  ['openapi-diff', /"type" must be .* but is "count"/],
];

const diff = conformance('diff');
const perf = conformance('perf');

describe.skipIf(diff === undefined)('documents of other projects', () => {
  const files = diff === undefined ? [] : readdirSync(diff).filter((file) => file.endsWith('.json'));
  it.each(files)('%s', (name) => {
    const cases: readonly Case[] = JSON.parse(readFileSync(path.join(diff ?? '', name), 'utf8'));
    for (const { id, format, ...sides } of cases.filter((each) => ['openapi', 'protobuf'].includes(each.format))) {
      for (const side of [sides.old, sides.new]) {
        const bundled =
          typeof side === 'string' ? { [side.trimStart().startsWith('{') ? 'a.json' : 'a.yaml']: side } : side;
        for (const main of Object.keys(bundled)) {
          const file = readInterfaceFile(main, sourceFiles(bundleOf(bundled)));
          expect(file.format, id).toBe(format);
          const errors = problemsOf({ [main]: bundled[main] ?? '', ...bundled }).filter((line) =>
            line.startsWith('error'),
          );
          const known = broken.filter(([corpus]) => id.startsWith(`${corpus}/`));
          expect(
            errors.filter((error) => !known.some(([, pattern]) => pattern.test(error))),
            id,
          ).toEqual([]);
        }
      }
    }
  });
});

describe.skipIf(perf === undefined)('big documents', () => {
  const files = perf === undefined ? [] : readdirSync(perf).filter((file) => file.endsWith('.json'));
  it.each(files)('%s', (name) => {
    const file = read({ [name]: readFileSync(path.join(perf ?? '', name), 'utf8') });
    expect(file.problems).toEqual([]);
    expect(operationsOf(file).length).toBeGreaterThan(300);
    expect(httpPaths(file).length).toBeGreaterThanOrEqual(200);
  });
});
