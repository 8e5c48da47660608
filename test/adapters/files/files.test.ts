import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/adapters/files/digest.ts';
import { readUserFile } from '../../../src/adapters/files/read.ts';
import { writeFileAtomically } from '../../../src/adapters/files/write.ts';
import { asNobody } from '../../support/as-nobody.ts';
import { program } from '../../support/external.ts';

const mkfifo = program('mkfifo');
const work = mkdtempSync(join(tmpdir(), 'pacto-files-'));
chmodSync(work, 0o755);
afterAll(() => rmSync(work, { recursive: true, force: true }));
const at = (name: string) => join(work, name);
const bytes = Buffer.from('new');

function folder(name: string): string {
  mkdirSync(at(name));
  return at(name);
}

describe('writing a file', () => {
  it('makes a new one with the mode of new files', async () => {
    const directory = folder('new');
    await writeFileAtomically(join(directory, 'a'), bytes);
    writeFileSync(join(directory, 'b'), '');
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe('new');
    expect(statSync(join(directory, 'a')).mode).toBe(statSync(join(directory, 'b')).mode);
    expect(readdirSync(directory)).toEqual(['a', 'b']);
  });

  it('replaces an existing one and keeps its mode', async () => {
    const file = join(folder('old'), 'a');
    writeFileSync(file, 'old and longer');
    chmodSync(file, 0o640);
    await writeFileAtomically(file, bytes);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o7777).toBe(0o640);
  });

  it('writes where a link points, and keeps the link', async () => {
    const directory = folder('link');
    writeFileSync(join(directory, 'target'), 'old');
    symlinkSync('target', join(directory, 'link'));
    await writeFileAtomically(join(directory, 'link'), bytes);
    expect(readFileSync(join(directory, 'target'), 'utf8')).toBe('new');
    expect(
      readdirSync(directory, { withFileTypes: true })
        .find(({ name }) => name === 'link')
        ?.isSymbolicLink(),
    ).toBe(true);
  });

  it('writes straight to a device', async () => {
    await writeFileAtomically('/dev/null', bytes);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(mkfifo === undefined)('writes straight into a pipe', async () => {
    const pipe = join(folder('pipe'), 'pipe');
    execFileSync(mkfifo!, [pipe]);
    const reader = spawn('cat', [pipe]);
    const chunks: Buffer[] = [];
    reader.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    await writeFileAtomically(pipe, bytes);
    await once(reader, 'close');
    expect(Buffer.concat(chunks).toString()).toBe('new');
  });

  it('lets many be written at once, and no listeners behind', async () => {
    const directory = folder('many');
    const names = Array.from({ length: 50 }, (_, i) => `file-${i}`);
    const before = process.listenerCount('SIGINT');
    const warnings: Error[] = [];
    const collect = (warning: Error) => warnings.push(warning);
    process.on('warning', collect);
    await Promise.all(names.map((name) => writeFileAtomically(join(directory, name), bytes)));
    await setTimeout(10);
    process.off('warning', collect);
    expect(warnings).toEqual([]);
    expect(process.listenerCount('SIGINT')).toBe(before);
    expect(readdirSync(directory).sort()).toEqual(names.sort());
  });

  it('takes a name as long as the file system does', async () => {
    const file = join(folder('long'), 'n'.repeat(255));
    await writeFileAtomically(file, bytes);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });
});

describe('a file that cannot be written', () => {
  const directory = folder('failing');
  writeFileSync(join(directory, 'file'), 'old');
  writeFileSync(join(directory, 'read-only'), 'old', { mode: 0o444 });
  mkdirSync(join(directory, 'folder'));
  mkdirSync(join(directory, 'closed'), { mode: 0o555 });
  symlinkSync('circle', join(directory, 'circle'));
  const before = readdirSync(directory);

  const cases: readonly (readonly [path: string, reason: string])[] = [
    ['folder', 'it is a directory'],
    ['none/file', `the directory ${join(directory, 'none')} does not exist`],
    ['file/below', 'a part of its path is not a directory'],
    ['circle', 'its symbolic links lead in a circle'],
    ['n'.repeat(256), 'the name is too long'],
    ['closed/file', 'permission denied'],
    ['read-only', 'permission denied'],
  ];
  it.each(cases)('%s: %s', async (name, reason) => {
    const path = join(directory, name);
    await asNobody(async () => {
      await expect(writeFileAtomically(path, bytes)).rejects.toMatchObject({
        code: 'OUTPUT_UNWRITABLE',
        message: `${path} cannot be written: ${reason}`,
      });
    });
    expect(readdirSync(directory)).toEqual(before);
    expect(readFileSync(join(directory, 'file'), 'utf8')).toBe('old');
    expect(readFileSync(join(directory, 'read-only'), 'utf8')).toBe('old');
  });

  it.runIf(existsSync('/dev/full'))('a full disk', async () => {
    await expect(writeFileAtomically('/dev/full', bytes)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: '/dev/full cannot be written: no space is left on the device',
    });
  });
});

describe('a process that is ended while it writes', () => {
  const script = fileURLToPath(new URL('./write-until-killed.ts', import.meta.url));

  async function writing(file: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return child;
  }

  async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<NodeJS.Signals | null> {
    const closed = once(child, 'exit').then(() => true);
    // One that comes in the very moment in which a write lets signals through again is lost; the next one is not.
    do child.kill(signal);
    while (!(await Promise.race([closed, setTimeout(500, false)])));
    return child.signalCode;
  }

  function isWhole(file: string): boolean {
    const content = readFileSync(file);
    return content.length === 1024 * 1024 && content.every((byte) => byte === content[0]);
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s leaves one whole file and nothing else', async (signal) => {
    const directory = folder(signal);
    const child = await writing(join(directory, 'file'));
    await setTimeout(20);
    expect(await end(child, signal)).toBe(signal);
    expect(readdirSync(directory)).toEqual(['file']);
    expect(isWhole(join(directory, 'file'))).toBe(true);
  });

  it('by SIGKILL leaves the old or the new file', async () => {
    const file = join(folder('SIGKILL'), 'file');
    const child = await writing(file);
    await setTimeout(20);
    await end(child, 'SIGKILL');
    expect(isWhole(file)).toBe(true);
  });
});

describe('reading a file that the user names', () => {
  const directory = folder('reading');
  writeFileSync(join(directory, 'file'), 'content');
  writeFileSync(join(directory, 'large'), '');
  truncateSync(join(directory, 'large'), 65 * 1024 * 1024);
  if (mkfifo !== undefined) execFileSync(mkfifo, [join(directory, 'pipe')]);

  it('gives its bytes', () => {
    expect(Buffer.from(readUserFile(join(directory, 'file'))).toString()).toBe('content');
  });

  const cases: readonly (readonly [name: string, message: string])[] = [
    ['none', 'does not exist'],
    ['file/below', 'does not exist'],
    ['', 'is not a regular file'],
    ['pipe', 'is not a regular file'],
    ['large', 'has 68157440 bytes; at most 67108864 are read'],
  ];
  const possible = cases.filter(([name]) => name !== 'pipe' || mkfifo !== undefined);
  it.each(possible)('%j %s', (name, message) => {
    const path = join(directory, name);
    const failure = { code: 'FILE_UNREADABLE', message: `${path} ${message}` };
    expect(() => readUserFile(path)).toThrow(expect.objectContaining(failure));
  });
});

it('digests as OCI does', () => {
  expect(sha256(Buffer.from('abc'))).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
