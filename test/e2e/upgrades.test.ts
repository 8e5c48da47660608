/** Runs every command of the guide for platform teams, as it stands there, in a repository like the one it speaks of. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../support/external.ts';
import { commandsOf, wordsOf } from '../support/guide.ts';
import { pacto, root } from '../support/run.ts';

const git = program('git');
const guide = readFileSync(join(root, 'docs/upgrades.md'), 'utf8');
const commands = commandsOf('upgrades.md');
const work = mkdtempSync(join(tmpdir(), 'pacto-upgrades-'));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(work, file)), { recursive: true });
  writeFileSync(join(work, file), text);
}

const auth = (version: string, port: number) =>
  `pactoVersion: "1.0"\nservice: { name: auth, version: ${version}, owner: team/identity }\ninterfaces: [{ name: api, type: http, port: ${port} }]\n`;
const consumer = (name: string, ref: string, range: string, more = ', required: true') =>
  `pactoVersion: "1.0"\nservice: { name: ${name}, version: 1.0.0, owner: team/${name} }\ndependencies: [{ ref: "${ref}", compatibility: "${range}"${more} }]\n`;

/** Lines after which somebody who cannot do without the service breaks. */
const failing = (line: string) =>
  /^pacto impact (git|oci)/.test(line) || line.endsWith('port=9443') || /^pacto diff .*--among services$/.test(line);

describe.skipIf(git === undefined)('the guide to upgrades', () => {
  beforeAll(async () => {
    const run = (...args: string[]) =>
      execFileSync(git ?? '', ['-C', work, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args]);
    run('init', '--quiet', '--initial-branch=main');
    write('services/auth/pacto.yaml', auth('1.4.0', 8443));
    write('services/shop/pacto.yaml', consumer('shop', '../auth', '>=1.0.0'));
    write('services/till/pacto.yaml', consumer('till', '../auth', '^1.0.0'));
    write('services/edge/pacto.yaml', consumer('edge', '../shop', '^1.0.0'));
    write('services/reports/pacto.yaml', consumer('reports', '../shop', '^1.0.0', ''));
    run('add', '.');
    run('commit', '--quiet', '--message=Start');
    write('kiosk/pacto.yaml', consumer('kiosk', 'oci-layout:../auth', '*'));
    for (const [source, repository] of [
      ['services/auth', 'auth'],
      ['kiosk', 'kiosk'],
    ]) {
      const pushed = await pacto(['push', `oci-layout:registry/${repository}`, '-p', source ?? ''], { cwd: work });
      expect(pushed).toMatchObject({ status: 0 });
    }
    rmSync(join(work, 'kiosk'), { recursive: true });
    write('services/auth/pacto.yaml', auth('2.0.0', 9090));
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('has commands', () => {
    expect(commands.length).toBeGreaterThan(9);
  });

  it.each(commands)('%s', async (line) => {
    const args = wordsOf(line.replace(/ > .*$/, '')).slice(1);
    const { status, stdout, stderr } = await pacto(args, { cwd: work });
    const isSame = line.includes('port=9443');
    expect({ status, stderr }).toEqual({
      status: failing(line) ? 1 : 0,
      stderr: isSame ? expect.stringContaining('note both sides are 2.0.0') : '',
    });
    expect(stdout).toContain(line.includes('registry/auth') ? 'kiosk' : 'shop');
  });

  it('says what the table of verdicts says', async () => {
    const { stdout } = await pacto(['impact', 'git:main:services/auth', 'services/auth', '--output-format', 'json'], {
      cwd: work,
    });
    const { dependents } = JSON.parse(stdout) as { dependents: { name: string; verdict: string }[] };
    expect(dependents.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'shop breaks',
      'edge breaks',
      'reports at-risk',
      'till held-back',
    ]);
    const rows = [...guide.matchAll(/^\| ([a-z ]+) \| /gm)].map(([, word = '']) => word.replace(' ', '-'));
    expect(rows).toEqual(['breaks', 'at-risk', 'unknown', 'held-back', 'not-hit']);
  });
});
