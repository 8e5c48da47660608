/** The built program and plugins: what is left of a run that was interrupted, and what comes from a registry. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { javascript, putPlugin } from '../support/plugins.ts';
import { bareEnvironment, pacto, program } from '../support/run.ts';
import { treeOf } from '../support/tree.ts';

let directory: string;
let registry: FakeRegistry;
let environment: Record<string, string>;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'pacto-generate-'));
  const [bin, temporary] = [path.join(directory, 'bin'), path.join(directory, 'tmp')];
  for (const folder of [bin, temporary]) mkdirSync(folder);
  environment = { PATH: `${bin}${path.delimiter}${process.env.PATH}`, TMPDIR: temporary };
  registry = await startFakeRegistry();
  registry.putBundle('acme/shop', '1.0.0', {
    'pacto.yaml': 'pactoVersion: "1.0"\nservice:\n  name: shop\n  version: 1.0.0\n',
    'docs/README.md': '# Shop\n',
  });
});
afterEach(async () => {
  await registry.close();
  rmSync(directory, { recursive: true, force: true });
});

const reference = () => `oci://${registry.host}/acme/shop:1.0.0`;
const plugin = (text: string) => putPlugin(path.join(directory, 'bin'), 'x', text);
/** What lies in the temporary directory, less what Node's own compile cache may put there. */
const leftOver = () => readdirSync(path.join(directory, 'tmp')).filter((name) => name.startsWith('pacto'));

describe('a published bundle', () => {
  it('is unpacked for the plugin, and gone afterwards', async () => {
    plugin(
      javascript(`
        const content = fs.readFileSync(request.bundleDir + '/docs/README.md', 'utf8') + request.bundleDir;
        return { files: [{ path: 'seen', content }] };`),
    );
    const result = await pacto(['generate', 'x', reference(), '-o', 'out'], { cwd: directory, env: environment });
    expect(result).toMatchObject({ status: 0, stderr: '', stdout: 'Generated 1 file(s) using x\nOutput: out/\n' });
    const [readme, unpacked = ''] = treeOf(path.join(directory, 'out'))?.seen?.split('\n') ?? [];
    expect(readme).toBe('# Shop');
    expect(path.dirname(unpacked)).toBe(path.join(directory, 'tmp'));
    expect(leftOver()).toEqual([]);
  });
});

describe('a run that is interrupted', () => {
  it.each<[signals: NodeJS.Signals[], status: number]>([
    [['SIGINT'], 130],
    [['SIGTERM'], 143],
    // Somebody who cannot wait.
    [['SIGINT', 'SIGINT'], 130],
  ])('by %j leaves no plugin, no directory and no file', async (signals, status) => {
    plugin(`#!/bin/sh\ntrap '' TERM\necho $$ > '${directory}/ready'\nwhile true; do sleep 1; done\n`);
    const child = spawn(process.execPath, [program, 'generate', 'x', reference(), '-o', 'out'], {
      cwd: directory,
      env: { ...bareEnvironment, ...environment },
      stdio: 'ignore',
    });
    const ready = path.join(directory, 'ready');
    await expect.poll(() => existsSync(ready) && readFileSync(ready, 'utf8') !== '', { timeout: 20_000 }).toBe(true);
    for (const signal of signals) {
      child.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await endOf(child)).toBe(status);
    await expect.poll(() => isRunning(Number(readFileSync(ready, 'utf8')))).toBe(false);
    expect(leftOver()).toEqual([]);
    expect(existsSync(path.join(directory, 'out'))).toBe(false);
  });
});

function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.on('exit', resolve));
}

/** A process that ended and that nobody has asked about is a zombie, and runs no more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
