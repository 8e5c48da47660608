/** The built program on disks that are full, too small or read-only: it says so, and leaves nothing half written. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { layoutRepository } from '../../src/adapters/oci/layout/layout.ts';
import { program as installed } from '../support/external.ts';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { fetchAll } from '../support/published.ts';
import { pacto, program, type RunResult, runProgram } from '../support/run.ts';
import { type TinyDisk, tinyDisk } from '../support/tiny-disk.ts';
import { treeOf, writeTree } from '../support/tree.ts';

const work = mkdtempSync(path.join(tmpdir(), 'pacto-full-'));
const at = (...parts: string[]) => path.join(work, ...parts);
let registry: FakeRegistry;

const contract = (version: string, more = '') =>
  `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n${more}`;
/** What no compression makes smaller. */
const large = { 'pacto.yaml': contract('2.0.0'), 'docs/photo.txt': randomBytes(150_000).toString('base64') };
const small = { 'pacto.yaml': contract('1.0.0'), 'docs/README.md': '# Shop\n' };

beforeAll(async () => {
  registry = await startFakeRegistry({ auth: { kind: 'basic', users: { ada: { password: 'secret' } } } });
  registry.putBundle('acme/shop', ['2.0.0'], large);
  writeTree(at('large'), large);
  writeTree(at('small'), small);
});
afterAll(async () => {
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  const who = { PACTO_REGISTRY_HOST: registry.host, PACTO_REGISTRY_USERNAME: 'ada', PACTO_REGISTRY_PASSWORD: 'secret' };
  return pacto(args, { cwd: work, env: { ...who, ...env } });
}

function expectUnwritable({ status, stdout, stderr }: RunResult, what: RegExp): void {
  expect(stderr).toMatch(/^error OUTPUT_UNWRITABLE /m);
  expect(stderr).toMatch(what);
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
}

describe('a disk that is full', () => {
  let disk: TinyDisk | undefined;
  afterEach(() => {
    disk?.release();
    disk = undefined;
  });

  /** The directory of a new disk of so many KiB with these files; undefined where this user may not mount one. */
  function mounted(size: number, files: Readonly<Record<string, string>> = {}): string | undefined {
    disk = tinyDisk(size);
    if (disk !== undefined) writeTree(disk.directory, files);
    return disk?.directory;
  }

  it('gets nothing of a pull', async () => {
    const directory = mounted(96);
    if (directory === undefined) return;
    expectUnwritable(
      await run(['pull', `${registry.host}/acme/shop:2.0.0`, '-o', `${directory}/a/b/shop`]),
      /no space is left/,
    );
    expect(readdirSync(directory)).toEqual([]);
  });

  it('keeps what a pull would replace', async () => {
    const directory = mounted(96);
    if (directory === undefined) return;
    writeTree(path.join(directory, 'shop'), small);
    const pull = ['pull', `${registry.host}/acme/shop:2.0.0`, '-o', `${directory}/shop`, '--force'];
    expectUnwritable(await run(pull), /no space is left/);
    expect(readdirSync(directory)).toEqual(['shop']);
    expect(treeOf(path.join(directory, 'shop'))).toEqual(small);
  });

  it('keeps the layout that it has, and can be pushed to when there is space', async () => {
    const directory = mounted(96);
    if (directory === undefined) return;
    const target = `oci-layout:${directory}/shop`;
    expect(await run(['push', target, '-p', 'small'])).toMatchObject({ status: 0, stderr: '' });
    const before = readFileSync(path.join(directory, 'shop/index.json'), 'utf8');
    expectUnwritable(await run(['push', target, '-p', 'large']), /no space is left/);
    expect(readFileSync(path.join(directory, 'shop/index.json'), 'utf8')).toBe(before);
    const repository = layoutRepository(path.join(directory, 'shop'), target);
    expect(await repository.tags()).toEqual(['1.0.0']);
    await fetchAll(repository, '1.0.0');
    expect(readdirSync(path.join(directory, 'shop')).filter((name) => name.startsWith('.'))).toEqual([]);

    expect(await run(['push', target, '-p', 'small', '--set', 'service.version=1.1.0'])).toMatchObject({ status: 0 });
  });

  it('gets no layout that is none', async () => {
    const directory = mounted(96);
    if (directory === undefined) return;
    fill(directory);
    expectUnwritable(await run(['push', `oci-layout:${directory}/shop`, '-p', 'small']), /no space is left/);
    expect(readdirSync(directory)).toEqual(['filler']);
  });

  it('keeps the lock that it has', async () => {
    const needs = `dependencies:\n  - { name: lib, ref: "${registry.host}/acme/shop", compatibility: "*", required: true }\n`;
    const directory = mounted(64, { 'root/pacto.yaml': contract('3.0.0', needs) });
    if (directory === undefined) return;
    expect(await run(['lock', `${directory}/root`])).toMatchObject({ status: 0, stderr: '' });
    const before = treeOf(path.join(directory, 'root'));
    registry.putBundle('acme/shop', ['2.1.0'], { 'pacto.yaml': contract('2.1.0') });
    fill(directory);
    expectUnwritable(
      await run(['lock', `${directory}/root`, '--update']),
      /pacto\.lock cannot be written: no space is left/,
    );
    expect(treeOf(path.join(directory, 'root'))).toEqual(before);
    rmSync(path.join(directory, 'filler'));
    expect(await run(['lock', `${directory}/root`, '--update'])).toMatchObject({ status: 0, stderr: '' });
    expect(treeOf(path.join(directory, 'root'))).not.toEqual(before);
  });

  it('keeps the credentials that it has', async () => {
    const others = JSON.stringify({ auths: { 'ghcr.io': { auth: 'b3RoZXI6c2VjcmV0' } } });
    const directory = mounted(64, { '.config/pacto/config.json': others });
    if (directory === undefined) return;
    fill(directory);
    const login = ['login', registry.host, '-u', 'ada', '--password-stdin'];
    const result = await pacto(login, { cwd: work, env: { HOME: directory }, stdin: 'secret\n' });
    expectUnwritable(result, /no space is left/);
    expect(treeOf(path.join(directory, '.config'))).toEqual({ 'pacto/config.json': others });
  });

  it('is no reason not to answer, where it is the cache', async () => {
    const directory = mounted(96);
    if (directory === undefined) return;
    const explain = ['explain', `${registry.host}/acme/shop:2.0.0`];
    const expected = await run([...explain, '--no-cache']);
    const env = { PACTO_CACHE_DIR: `${directory}/cache` };
    const { stderr, ...rest } = await run(explain, env);
    expect(rest).toMatchObject({ status: 0, stdout: expected.stdout });
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/nothing more is cached: .*no space is left/)]);
    // What fits is there, what does not is missing, and nothing is damaged.
    const offline = await run([...explain, '--offline'], env);
    expect(offline).toMatchObject({ status: 3, stderr: expect.stringContaining('is not in the cache') });
    expect((await run(['cache', 'list'], env)).stderr).toBe('');
  });
});

/** Takes all the space that is left, in a file called `filler`. */
function fill(directory: string): void {
  const descriptor = openSync(path.join(directory, 'filler'), 'w');
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(1024));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(descriptor);
  }
}

const bash = installed('bash');

describe.skipIf(bash === undefined)('a limit on the size of files', () => {
  /** Runs with files of at most so many KiB. */
  function limited(
    size: number,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<RunResult> {
    const who = {
      PACTO_REGISTRY_HOST: registry.host,
      PACTO_REGISTRY_USERNAME: 'ada',
      PACTO_REGISTRY_PASSWORD: 'secret',
    };
    const words = ['-c', `ulimit -f ${size}; exec "$@"`, 'bash', process.execPath, program, ...args];
    const bare = { ...who, NODE_DISABLE_COMPILE_CACHE: '1', ...env };
    return runProgram(bash ?? '', words, { cwd: work, env: bare });
  }

  it('is what a pull ends at, and nothing is left', async () => {
    expectUnwritable(
      await limited(64, ['pull', `${registry.host}/acme/shop:2.0.0`, '-o', 'limited/shop', '--no-cache']),
      /larger than it may be/,
    );
    expect(treeOf(at('limited'))).toBeUndefined();
  });

  it('is what a push ends at, and no tag is left', async () => {
    expectUnwritable(await limited(64, ['push', 'oci-layout:limited-layout', '-p', 'large']), /larger than it may be/);
    expect(await layoutRepository(at('limited-layout'), 'oci-layout:limited-layout').tags()).toEqual([]);
  });

  it('is no reason not to answer, where it is the cache', async () => {
    const explain = ['explain', `${registry.host}/acme/shop:2.0.0`];
    const { status, stderr } = await limited(64, explain, { PACTO_CACHE_DIR: at('limited-cache') });
    expect(status).toBe(0);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/nothing more is cached: .*larger than it may be/),
    ]);
  });
});

describe('a cache that may not be written', () => {
  let disk: TinyDisk | undefined;
  afterEach(() => {
    disk?.release();
    disk = undefined;
  });

  /** Nothing is read-only to the superuser but what is mounted so. */
  function readOnly(directory: string): void {
    if (process.geteuid?.() === 0) execFileSync('mount', ['-o', 'remount,ro', directory]);
    else execFileSync('chmod', ['-R', 'a-w', directory]);
  }

  it('is read, and what it lacks is fetched', async () => {
    let directory = at('read-only');
    if (process.geteuid?.() === 0) {
      disk = tinyDisk(2048);
      if (disk === undefined) return;
      directory = disk.directory;
    }
    const env = { PACTO_CACHE_DIR: path.join(directory, 'cache') };
    registry.putBundle('acme/other', ['1.0.0'], small);
    const cached = ['explain', `${registry.host}/acme/shop:2.0.0`];
    const first = await run(cached, env);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    readOnly(directory);
    try {
      registry.forget();
      expect(await run(cached, env)).toEqual(first);
      expect(registry.log()).toEqual([]);
      const other = await run(['explain', `${registry.host}/acme/other:1.0.0`], env);
      expect(other.status).toBe(0);
      expect(other.stderr.trim().split('\n')).toEqual([expect.stringContaining('nothing more is cached')]);
    } finally {
      if (process.geteuid?.() !== 0) execFileSync('chmod', ['-R', 'u+w', directory]);
    }
  });

  it('is a file, and is left alone', async () => {
    writeTree(work, { 'a-file': 'mine' });
    chmodSync(at('a-file'), 0o444);
    const result = await run(['explain', `${registry.host}/acme/shop:2.0.0`], { PACTO_CACHE_DIR: at('a-file') });
    expect(result.status).toBe(0);
    expect(result.stderr.trim().split('\n')).toEqual([expect.stringContaining('nothing more is cached')]);
    expect(readFileSync(at('a-file'), 'utf8')).toBe('mine');
  });
});
