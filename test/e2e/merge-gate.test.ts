/** Runs every command of the guide, as it stands there, in a repository like the one it speaks of. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../support/external.ts';
import { commandsOf, wordsOf } from '../support/guide.ts';
import { pacto } from '../support/run.ts';

const git = program('git');
const commands = commandsOf('merge-gate.md');
const work = mkdtempSync(join(tmpdir(), 'pacto-gate-'));
const contract = (port: number) =>
  `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: 1.0.0\ninterfaces:\n  - name: api\n    type: http\n    port: ${port}\n`;

describe.skipIf(git === undefined)('the guide to the merge gate', () => {
  beforeAll(async () => {
    const run = (...args: string[]) =>
      execFileSync(git ?? '', ['-C', work, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args]);
    run('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(work, 'pacto.yaml'), contract(8080));
    run('add', '.');
    run('commit', '--quiet', '--message=Start');
    expect(await pacto(['push', 'oci-layout:registry/shop'], { cwd: work })).toMatchObject({ status: 0 });
    run('checkout', '--quiet', '-b', 'change');
    writeFileSync(join(work, 'pacto.yaml'), contract(9090));
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('has commands', () => {
    expect(commands.length).toBeGreaterThan(6);
  });

  /** Lines that are to fail, because the change breaks. */
  const failing = new Set([
    'pacto diff git:main',
    'pacto diff git:main --fail-on potential',
    'pacto diff git:main --fail-on none --require-bump',
  ]);

  it.each(commands)('%s', async (line) => {
    const { status, stdout, stderr } = await pacto(wordsOf(line).slice(1), { cwd: work });
    expect({ status, stderr }).toEqual({ status: failing.has(line) ? 1 : 0, stderr: '' });
    expect(stdout).toContain(line.includes('--allow-missing-old') ? 'no earlier version' : 'BREAKING');
  });
});
