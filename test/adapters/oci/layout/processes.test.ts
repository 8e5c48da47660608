import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { layoutRepository } from '../../../../src/adapters/oci/layout/layout.ts';
import { withLock } from '../../../../src/adapters/oci/layout/lock.ts';
import { killedEverywhere } from '../../../support/killed.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-processes-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const writer = fileURLToPath(new URL('./write-until-killed.ts', import.meta.url));

interface Writer {
  readonly child: ChildProcess;
  /** What it has said to be there. */
  readonly tags: string[];
  readonly begun: Promise<void>;
  readonly ended: Promise<void>;
}

function write(directory: string, prefix: string, count: number): Writer {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, directory, prefix, String(count)]);
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const tags: string[] = [];
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'begun') begin();
      else tags.push(line);
    }
  });
  const ended = once(child, 'close').then(([status, signal]) => {
    begin();
    if (status !== 0 && signal !== 'SIGKILL') throw new Error(Buffer.concat(errors).toString());
  });
  return { child, tags, begun, ended };
}

/** Everything that a layout lists can be read, and is what was published. */
async function expectWhole(directory: string, atLeast: readonly string[]): Promise<string[]> {
  const repository = layoutRepository(directory, 'oci-layout:shared');
  const tags = [...(await repository.tags())];
  expect(tags).toEqual(expect.arrayContaining([...atLeast]));
  expect(new Set(tags).size).toBe(tags.length);
  for (const tag of tags) expect(await fetchAll(repository, tag)).toBe(bundleOf('shop', tag).digest);
  return tags;
}

describe('a layout and its processes', () => {
  it('loses nothing of what several push at once', async () => {
    const directory = join(work, 'several');
    const writers = ['1', '2', '3'].map((prefix) => write(directory, prefix, 12));
    await Promise.all(writers.map(({ ended }) => ended));
    const tags = await expectWhole(directory, []);
    expect(tags).toHaveLength(36);
    expect(readdirSync(directory).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  }, 60_000);

  it('is the old or the new one, wherever a process is killed', async () => {
    const bundle = join(work, 'writer.mjs');
    const directory = (at: number) => join(work, `killed-${at}`);
    let kills = 0;
    for await (const { at, finished, stdout } of killedEverywhere(writer, bundle, (at) => [directory(at), '1', '2'])) {
      const told = stdout.split('\n').filter((line) => /^1\./.test(line));
      // What the process was about to say may be there as well.
      const next = `1.${told.length}.0`;
      expect([told, [...told, next]]).toContainEqual(await wholeTags(directory(at), told));
      // What was left behind is in nobody's way.
      const start = Date.now();
      await publish(layoutRepository(directory(at), 'oci-layout:shared'), bundleOf('shop', '9.0.0'), ['9.0.0']);
      expect(Date.now() - start).toBeLessThan(10_000);
      await expectWhole(directory(at), [...told, '9.0.0']);
      if (!finished) kills += 1;
    }
    // Each publication stages three blobs, an index and a lock.
    expect(kills).toBeGreaterThan(25);
  }, 120_000);

  it('is whole while processes that push to it are killed', async () => {
    const directory = join(work, 'shared');
    const told: string[] = [];
    const witness = write(directory, '100', 40);
    for (let i = 0; i < 6; i++) {
      const { child, tags, begun, ended } = write(directory, String(i + 1), 1000);
      await begun;
      await setTimeout(i * 9);
      child.kill('SIGKILL');
      await ended;
      told.push(...tags);
    }
    await witness.ended;
    expect(witness.tags).toHaveLength(40);
    await expectWhole(directory, [...told, ...witness.tags]);
  }, 120_000);
});

/** Where the first process was killed early, there is no layout yet. */
async function wholeTags(directory: string, told: readonly string[]): Promise<readonly string[]> {
  return existsSync(directory) ? expectWhole(directory, told) : [];
}

describe('the lock', () => {
  let count = 0;
  function lockPath(): string {
    const directory = join(work, `lock-${count++}`);
    mkdirSync(directory);
    return join(directory, 'lock');
  }
  const holder = (pid: number, place = `${hostname()} elsewhere`) => JSON.stringify({ pid, place, key: 'k' });

  /** Runs many that want the lock, and gives how many had it at the same time at most. */
  async function contend(path: string, number: number): Promise<number> {
    let done = 0;
    await Promise.all(
      Array.from({ length: number }, () =>
        withLock(path, (confirm) => {
          confirm();
          done += 1;
        }),
      ),
    );
    return done;
  }

  it('is gone when nobody has it', async () => {
    const path = lockPath();
    expect(await contend(path, 20)).toBe(20);
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is let go of where the action fails', async () => {
    const path = lockPath();
    const failing = withLock(path, () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is waited for while its holder lives elsewhere, and taken over when it is old', async () => {
    const path = lockPath();
    writeFileSync(path, holder(1));
    let isDone = false;
    const waiting = contend(path, 5).then((done) => {
      isDone = true;
      return done;
    });
    await setTimeout(300);
    expect(isDone).toBe(false);
    const old = Date.now() / 1000 - 31;
    utimesSync(path, old, old);
    expect(await waiting).toBe(5);
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is taken over at once where its holder was killed', async () => {
    const path = lockPath();
    const lock = new URL('../../../../src/adapters/oci/layout/lock.ts', import.meta.url);
    const program = `import { withLock } from ${JSON.stringify(lock.href)};
      await withLock(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'));`;
    spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program]);
    expect(existsSync(path)).toBe(true);
    const start = Date.now();
    expect(await contend(path, 20)).toBe(20);
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(existsSync(path)).toBe(false);
  });

  it('is taken over where its content says nothing, once it is old', async () => {
    const path = lockPath();
    writeFileSync(path, '');
    const old = Date.now() / 1000 - 31;
    utimesSync(path, old, old);
    expect(await contend(path, 3)).toBe(3);
  });

  it('is not believed to be held by somebody who lost it', async () => {
    const path = lockPath();
    const lost = withLock(path, (confirm) => {
      writeFileSync(path, holder(1));
      confirm();
    });
    await expect(lost).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
    // It is another's now, and stays.
    expect(existsSync(path)).toBe(true);
  });

  it('is an error where something else is in its place', async () => {
    const path = lockPath();
    mkdirSync(path);
    await expect(withLock(path, () => undefined)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });
});
