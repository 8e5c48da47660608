/** What docs/documents.md tells to type, typed. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { commandsOf, wordsOf } from '../support/guide.ts';
import { bareEnvironment, pacto, program, root, runProgram } from '../support/run.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-documents-'));
const contract = join(work, 'payments-api');
const commands = commandsOf('documents.md');
/** One ends when somebody ends it: doc-serve.test.ts does. */
const ending = commands.filter((line) => !line.includes('--serve'));
const guide = readFileSync(join(root, 'docs/documents.md'), 'utf8');

beforeAll(() => {
  cpSync(join(root, 'examples/payments-api'), contract, { recursive: true });
  const file = join(contract, 'pacto.yaml');
  const text = parseDocument(readFileSync(file, 'utf8'));
  // Nobody is there to answer for them.
  text.delete('dependencies');
  writeFileSync(file, text.toString());
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('the commands of docs/documents.md', () => {
  it('are all of one program, and end but for one', () => {
    expect(ending.length).toBe(commands.length - 1);
    expect(ending.length).toBeGreaterThan(3);
    expect(commands.every((line) => line.startsWith('pacto doc payments-api'))).toBe(true);
  });

  it.each(ending)('%s', async (line) => {
    const args = wordsOf(line).slice(1);
    const { status, stdout, stderr } = await pacto(args, { cwd: work });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const output = args.includes('-o') ? (args[args.indexOf('-o') + 1] ?? '') : undefined;
    if (output === undefined) {
      expect(stdout).toMatch(args.includes('json') ? /^\{\n {2}"schemaVersion": 1,/ : /^# payments-api \d/);
      return;
    }
    // What it says it wrote, where the guide says it is.
    const place = output.endsWith('/') ? `${output}payments-api.md` : output;
    expect(stdout).toMatch(/^Documented payments-api@/);
    expect(stdout).toContain(` -> ${place} (`);
    const text = readFileSync(join(work, place), 'utf8');
    expect(text).toMatch(place.endsWith('.html') ? /^<!doctype html>/i : /^# payments-api \d/);
  });
});

describe('in CI', () => {
  const lines = [...guide.matchAll(/^- run: (pacto .*)$/gm)].map(([, line = '']) => line);
  const git = (...args: string[]) =>
    runProgram('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: contract });
  const run = (line: string) => {
    const bin = join(work, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'pacto'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${bareEnvironment.PATH}` };
    return runProgram('sh', ['-c', line], { cwd: contract, env });
  };

  it('writes the page, and fails where the document beside the contract is an older one', async () => {
    expect(lines.length).toBe(2);
    const [page = '', check = ''] = lines;
    expect((await run(page)).status).toBe(0);
    await git('init', '-q');
    expect((await run(check)).status, 'nothing is committed yet').toBe(0);
    await git('add', '-A');
    expect((await git('commit', '-q', '-m', 'x')).status).toBe(0);
    expect((await run(check)).status, 'nothing has changed').toBe(0);
    const file = join(contract, 'pacto.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/version: \d+/, 'version: 9'));
    const { status, stdout } = await run(check);
    expect(status, 'the contract has changed').toBe(1);
    expect(stdout).toContain('+# payments-api 9');
  });
});
