import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { program as findProgram, skipped } from '../support/external.ts';
import { bareEnvironment, pacto, program, runProgram } from '../support/run.ts';
import { temporaryDirectory } from './world.ts';

const bash = findProgram('bash');
const contract = 'pactoVersion: "1.0"\nservice:\n  name: orders\n  version: 1.0.0\n';

function workspace(): string {
  const directory = temporaryDirectory();
  mkdirSync(path.join(directory, 'orders'));
  writeFileSync(path.join(directory, 'orders', 'pacto.yaml'), contract);
  return directory;
}

/** Runs a line of shell in which `pacto` is the built program. */
async function shell(line: string, cwd = workspace()) {
  const text = `set -o pipefail\npacto() { "${process.execPath}" "${program}" "$@"; }\n${line}`;
  return runProgram(bash!, ['-c', text], { cwd });
}

describe('the process', () => {
  it('has the exit code of the command', async () => {
    const cwd = workspace();
    expect(await pacto(['validate', 'orders'], { cwd })).toMatchObject({ status: 0, stderr: '' });
    expect((await pacto(['validate', 'nowhere'], { cwd })).status).toBe(3);
    expect((await pacto(['nonsense'], { cwd })).status).toBe(2);
    expect((await pacto(['fmt', '-', '--check'], { cwd, stdin: 'a:   1\n' })).status).toBe(1);
  });

  it('reads a contract from standard input, and says so where it is empty', async () => {
    expect((await pacto(['validate', '-'], { stdin: contract })).stdout).toBe('orders is valid (4 layers)\n');
    expect(await pacto(['validate', '-'], { stdin: '' })).toMatchObject({ status: 3, stdout: '' });
  });

  it.skipIf(bash === undefined)('ends silently when nobody reads on', async () => {
    const { status, stdout, stderr } = await shell('pacto schema | head -1');
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{\n', stderr: '' });
  });

  it.skipIf(bash === undefined)('keeps its exit code when nobody reads on', async () => {
    const cwd = workspace();
    writeFileSync(path.join(cwd, 'orders', 'pacto.yaml'), contract.replace('1.0.0', 'broken'));
    const { status, stderr } = await shell('pacto validate orders | true', cwd);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  it.skipIf(bash === undefined)('stops watching when nobody reads on', async () => {
    expect(await shell('pacto validate --watch orders | true')).toMatchObject({ status: 0, stderr: '' });
  });

  it.skipIf(bash === undefined)('writes everything into a slow pipe', async () => {
    const { stdout } = await shell('pacto schema | (sleep 0.3; wc -c)');
    expect(Number(stdout)).toBe(Buffer.byteLength((await pacto(['schema'])).stdout));
  });

  it.skipIf(bash === undefined || !existsSync('/dev/full'))('says so where its output cannot be written', async () => {
    const { status, stderr } = await shell('pacto schema > /dev/full');
    expect(status).toBe(3);
    expect(stderr).toMatch(/^error OUTPUT_UNWRITABLE standard output cannot be written: /);
  });

  it.skipIf(bash === undefined)('works where its outputs are closed', async () => {
    expect((await shell('pacto validate orders 2>&-')).status).toBe(0);
    expect((await shell('pacto validate orders >&-')).status).toBe(0);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends cleanly on %s', async (signal, exit) => {
    const cwd = workspace();
    const child = spawn(process.execPath, [program, 'validate', '--watch', 'orders'], { cwd, env: bareEnvironment });
    let stderr = '';
    const ended = new Promise((resolve) => child.on('close', resolve));
    await new Promise<void>((resolve) =>
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
        if (stderr.includes('Watching')) resolve();
      }),
    );
    child.kill(signal);
    expect(await ended).toBe(exit);
    expect(stderr).toBe('Watching orders; Ctrl-C ends.\n');
    expect(readdirSync(cwd)).toEqual(['orders']);
  });

  it('shows colours and code frames on a terminal', ({ skip }) => {
    const cwd = workspace();
    writeFileSync(path.join(cwd, 'orders', 'pacto.yaml'), `${contract}interfaces: 7\n`);
    // util-linux's script gives a program a terminal of its own.
    const command = `"${process.execPath}" "${program}" validate orders`;
    const { stdout, error } = spawnSync('script', ['-qec', command, '/dev/null'], {
      cwd,
      env: { ...bareEnvironment, TERM: 'xterm' },
      encoding: 'utf8',
    });
    if (error !== undefined) {
      skipped('script (util-linux) is not installed');
      skip();
    }
    expect(stdout).toContain('\u001b[31merror\u001b[39m');
    expect(stdout).toContain('interfaces: 7');
    expect(stdout).toContain('^');
  });
});
