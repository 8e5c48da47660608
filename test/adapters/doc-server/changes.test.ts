import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

it('says what else goes wrong', async () => {
  const broken = async function* (): AsyncGenerator<void> {
    yield* [];
    throw new TypeError('a bug');
  };
  const changes = fileChanges({ directory, files: [], cwd: directory, signal: ending.signal }, broken);
  await expect(changes.next()).rejects.toThrow('a bug');
});
