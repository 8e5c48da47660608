import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileChanges } from '../../../src/adapters/doc-server/changes.ts';
import { watchFiles } from '../../../src/adapters/files/watch.ts';
import { PactoError } from '../../../src/core/error.ts';

let directory = '';
let ending = new AbortController();
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pacto-changes-'));
  ending = new AbortController();
  write('pacto.yaml', 'a');
});
afterEach(() => {
  ending.abort();
  rmSync(directory, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
  writeFileSync(path.join(directory, file), text);
}

/** What a system does that has no watches left. */
async function* refusing(): AsyncGenerator<void> {
  yield* [];
  throw new PactoError('FILE_UNREADABLE', 'the directory cannot be watched');
}

describe.each([
  ['the system watches', watchFiles],
  ['the system refuses to watch', refusing],
])('where %s', (_, watched) => {
  const watch = (files: readonly string[] = []) =>
    fileChanges({ directory, files, cwd: directory, signal: ending.signal }, watched);

  it('yields at the start and after each change', async () => {
    const changes = watch(['../values.yaml']);
    await changes.next();
    for (const file of ['pacto.yaml', 'docs/new.md']) {
      const next = changes.next();
      write(file, 'longer than before');
      expect((await next).done).toBe(false);
    }
    ending.abort();
    expect((await changes.next()).done).toBe(true);
  });

  it('looks past what cannot be looked at', async () => {
    symlinkSync('circle', path.join(directory, 'circle'));
    const changes = watch(['circle']);
    await changes.next();
    const next = changes.next();
    write('pacto.yaml', 'longer than before');
    expect((await next).done).toBe(false);
  });

  it('ends with the signal while nothing changes', async () => {
    const changes = watch();
    await changes.next();
    const next = changes.next();
    ending.abort();
    expect((await next).done).toBe(true);
  });
});

describe('what the system watches', () => {
  /** Counts what is yielded. */
  function counted() {
    let yielded = 0;
    const changes = watchFiles({ directory, files: [], cwd: directory, signal: ending.signal });
    const ended = (async () => {
      for await (const _ of changes) yielded += 1;
    })();
    return { count: () => yielded, ended };
  }

  /** Until nothing more comes of what was before. */
  async function calm(count: () => number): Promise<void> {
    for (let before = -1; before !== count() || before === 0; await wait(300)) before = count();
  }

  const replaced = (file: string, text: string) => {
    write(`${file}.new`, text);
    renameSync(path.join(directory, `${file}.new`), path.join(directory, file));
  };
  const editors: readonly (readonly [does: string, (round: number) => void])[] = [
    ['puts another file in its place', (round) => replaced('pacto.yaml', 'x'.repeat(round + 5))],
    [
      'moves the old file aside first',
      (round) => {
        renameSync(path.join(directory, 'pacto.yaml'), path.join(directory, 'pacto.yaml~'));
        write('pacto.yaml', 'x'.repeat(round + 5));
        rmSync(path.join(directory, 'pacto.yaml~'));
      },
    ],
    ['replaces a file in a new folder', (round) => replaced(`docs/${Math.floor(round / 2)}/a.md`, `# ${round + 100}`)],
    [
      'replaces the whole directory',
      (round) => {
        renameSync(directory, `${directory}.old`);
        write('pacto.yaml', 'x'.repeat(round + 5));
        rmSync(`${directory}.old`, { recursive: true });
      },
    ],
  ];
  it.each(editors)('yields after each save of an editor that %s', async (_does, save) => {
    const { count, ended } = counted();
    for (let round = 0; round < 4; round++) {
      await calm(count);
      const before = count();
      save(round);
      await vi.waitFor(() => expect(count()).toBeGreaterThan(before), { timeout: 5000, interval: 20 });
    }
    ending.abort();
    await ended;
  });

  it('yields when the directory goes, and when it comes back', async () => {
    const { count, ended } = counted();
    const steps = [
      () => rmSync(directory, { recursive: true }),
      () => write('pacto.yaml', 'back again'),
      () => write('pacto.yaml', 'followed as before'),
    ];
    for (const step of steps) {
      await calm(count);
      const before = count();
      step();
      await vi.waitFor(() => expect(count()).toBeGreaterThan(before), { timeout: 5000, interval: 20 });
    }
    ending.abort();
    await ended;
  });
});

it('says what else goes wrong', async () => {
  const broken = async function* (): AsyncGenerator<void> {
    yield* [];
    throw new TypeError('a bug');
  };
  const changes = fileChanges({ directory, files: [], cwd: directory, signal: ending.signal }, broken);
  await expect(changes.next()).rejects.toThrow('a bug');
});
