/** The official JSON Schema test suite: every required test and, with its formats asserted, every optional one. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileLimits, parseDocument } from '../../../src/core/document/read.ts';
import { isArray, type Json, member } from '../../../src/core/json.ts';
import { compileSchema } from '../../../src/core/schema/compile.ts';
import type { Draft } from '../../../src/core/schema/draft.ts';
import { isValid, validate } from '../../../src/core/schema/evaluate.ts';
import { conformance } from '../../support/external.ts';
import { exceptions } from './exceptions.ts';

const directory = conformance('json-schema-test-suite');

const drafts: Readonly<Record<string, Draft>> = {
  draft4: 'draft-04',
  draft6: 'draft-06',
  draft7: 'draft-07',
  'draft2019-09': '2019-09',
  'draft2020-12': '2020-12',
};

function readJson(file: string): Json {
  const read = parseDocument(readFileSync(file, 'utf8'), { limits: fileLimits, json: true });
  if (!read.ok) throw new Error(`${file}: ${read.problems[0]?.message}`);
  return read.document.value;
}

function filesBelow(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return found.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
}

function remotes(from: string): Map<string, Json> {
  const folder = path.join(from, 'remotes');
  return new Map(
    filesBelow(folder).map((file) => [`http://localhost:1234/${file}`, readJson(path.join(folder, file))]),
  );
}

function list(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function exceptionFor(file: string, group: Json | undefined, test: Json | undefined): string | undefined {
  const fits = (pattern: string | undefined, value: Json | undefined): boolean =>
    pattern === undefined || pattern === value;
  return exceptions.find((it) => it.file === file && fits(it.group, group) && fits(it.test, test))?.reason;
}

/** Told at the end, whatever the outcome. */
const score = { tests: 0, agreed: 0 };

function runFile(file: string, draft: Draft, groups: readonly Json[], documents: ReadonlyMap<string, Json>): string[] {
  const wrong: string[] = [];
  for (const group of groups) {
    const compiled = compileSchema(member(group, 'schema') ?? null, {
      documents,
      draft,
      formatAssertion: file.includes('/optional/'),
    });
    for (const test of list(member(group, 'tests'))) {
      const name = `${member(group, 'description')}: ${member(test, 'description')}`;
      const data = member(test, 'data') ?? null;
      const expected = member(test, 'valid');
      const except = exceptionFor(file, member(group, 'description'), member(test, 'description'));
      const answers = compiled.ok
        ? answer(compiled.schema, data)
        : compiled.problems.map((it) => `${it.pointer} ${it.message}`);
      const agrees = answers === expected;
      score.tests += 1;
      if (agrees) score.agreed += 1;
      if (agrees === (except === undefined)) continue;
      wrong.push(
        except === undefined ? `${name}: expected ${expected}, got ${answers}` : `${name}: no exception any more`,
      );
    }
  }
  return wrong;
}

/** Both ways of asking must agree, and what is not valid must say why. */
function answer(schema: Parameters<typeof validate>[0], data: Json): boolean | string {
  const { valid, errors, exhausted } = validate(schema, data);
  if (valid !== isValid(schema, data)) return 'validate and isValid disagree';
  if (valid !== (errors.length === 0)) return `valid: ${valid}, with ${errors.length} errors`;
  if (errors.some((error) => error.keyword === 'budget')) return 'an error without reason';
  return exhausted ? 'exhausted' : valid;
}

describe.skipIf(directory === undefined)('the official test suite', () => {
  const root = directory ?? '';
  const known = directory === undefined ? new Map<string, Json>() : remotes(root);
  for (const [folder, draft] of Object.entries(directory === undefined ? {} : drafts)) {
    const base = path.join(root, 'tests', folder);
    it.each(filesBelow(base))(`${folder}/%s`, (file) => {
      const name = `${folder}/${file.replaceAll(path.sep, '/').replace(/\.json$/, '')}`;
      expect(runFile(name, draft, list(readJson(path.join(base, file))), known)).toEqual([]);
    });
  }

  afterAll(() => {
    const listed = `${exceptions.length} exceptions are listed`;
    console.log(`score: JSON Schema test suite, ${score.agreed} of ${score.tests} tests agreed with; ${listed}`);
  });

  it('is excepted from only with a reason', () => {
    for (const { reason } of exceptions) expect(reason).toMatch(/^[A-Z].{20}/);
  });
});
