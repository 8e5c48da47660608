import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRules } from '../scripts/generate/findings-reference.ts';
import { explain } from '../src/operations/explain.ts';
import { validate } from '../src/operations/validate.ts';
import { renderExplanation } from '../src/render/explain/text.ts';
import { caseInput, casePorts, casesDirectory, expectLine, foldersIn, linesOf } from './support/cases.ts';

const ruleCases = path.join(casesDirectory, 'validate');
const codes = allRules().map(({ code }) => code);

describe('case directories', () => {
  it('there is one for every rule, and none for anything else', () => {
    expect(foldersIn(ruleCases)).toEqual([...codes].sort());
  });
});

describe.each(codes)('%s', (code) => {
  const directory = path.join(ruleCases, code);
  const names = foldersIn(directory);
  const failing = names.filter((name) => /^fail(-|$)/.test(name));
  const passing = names.filter((name) => /^pass(-|$)/.test(name));

  it('has a failing and a passing case, and no other', () => {
    expect(failing).toContain('fail');
    expect(passing).toContain('pass');
    expect(names).toEqual([...failing, ...passing]);
  });

  it.each(failing)('%s', async (name) => {
    const at = path.join(directory, name);
    const { findings } = await validate(casePorts(at), caseInput(at));
    const found = findings.filter((finding) => finding.code === code).map(expectLine);
    fillIn(at, found);
    expect(found, 'what `expect` names must be found, at its place').toEqual(linesOf(at, 'expect'));
    expect(found).not.toEqual([]);
  });

  it.each(passing)('%s', async (name) => {
    const at = path.join(directory, name);
    const { findings } = await validate(casePorts(at), caseInput(at));
    expect(findings.filter((finding) => finding.severity === 'error' || finding.code === code)).toEqual([]);
  });
});

/** The examples of published documents, with small files for those they name. */
describe('documented contracts', () => {
  const directory = path.join(casesDirectory, 'documents');

  it.each(foldersIn(directory))('%s validates, with exactly the findings expected', async (name) => {
    const at = path.join(directory, name);
    const { findings, valid } = await validate(casePorts(at), caseInput(at));
    expect(findings.map(({ code }) => code).sort()).toEqual(linesOf(at, 'expect').sort());
    expect(valid).toBe(true);
  });

  const explained = foldersIn(directory).filter((name) => existsSync(path.join(directory, name, 'explain')));
  it.each(explained)('%s is explained as the document shows', async (name) => {
    const at = path.join(directory, name);
    const text = renderExplanation(await explain(casePorts(at), caseInput(at)));
    expect(text).toContain(readFileSync(path.join(at, 'explain'), 'utf8').trimEnd());
  });
});

/** With PACTO_CASES_WRITE=1 a failing case without `expect` gets what was found, to be read before it is committed. */
function fillIn(directory: string, found: readonly string[]): void {
  const file = path.join(directory, 'expect');
  if (process.env.PACTO_CASES_WRITE !== '1' || existsSync(file)) return;
  writeFileSync(file, found.map((line) => `${line}\n`).join(''));
}
