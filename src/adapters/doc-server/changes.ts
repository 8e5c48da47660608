import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PactoError } from '../../core/error.ts';
import { systemCode } from '../file-system.ts';
import { type WatchOptions, watchFiles } from '../files/watch.ts';

/** How often files are looked at where the system cannot watch them. Milliseconds. */
const interval = 1000;
/** Of larger trees the rest is not looked at. */
const maxFiles = 20_000;

/**
 * Yields once at the start and after every change. Where the system refuses to watch (too many watches, a file system
 * over a network), it looks at the files now and then instead. Ends with the signal.
 *
 * @param watched what watches; another one in tests
 */
export async function* fileChanges(options: WatchOptions, watched = watchFiles): AsyncGenerator<void> {
  try {
    yield* watched(options);
  } catch (error) {
    if (!(error instanceof PactoError) || error.code !== 'FILE_UNREADABLE') throw error;
    yield* lookedAt(options);
  }
}

async function* lookedAt({ directory, files, cwd, signal }: WatchOptions): AsyncGenerator<void> {
  const paths = files.map((file) => resolve(cwd, file));
  let before: string | undefined;
  while (!signal.aborted) {
    const now = snapshot(directory, paths);
    if (now !== before) yield;
    before = now;
    // An interrupted wait is the end that the loop asks for.
    await wait(interval, undefined, { signal }).catch(() => undefined);
  }
}

/** Times and sizes of everything, as one text that is the same as long as nothing changes. */
function snapshot(directory: string, files: readonly string[]): string {
  const found: string[] = [];
  const folders = [directory];
  for (let folder = folders.pop(); folder !== undefined && found.length < maxFiles; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== '.git' && entry.name !== 'node_modules') folders.push(path);
      } else found.push(stateOf(path));
    }
  }
  return [...found, ...files.map(stateOf)].join('\n');
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // It may just have been removed, which is a change like any other.
    if (systemCode(error) === undefined) throw error;
    return [];
  }
}

function stateOf(path: string): string {
  try {
    const { mtimeMs, size } = statSync(path);
    return `${path} ${mtimeMs} ${size}`;
  } catch (error) {
    // Gone, a link to itself, nobody's to look at: whatever it is, a change is when it is something else.
    const code = systemCode(error);
    if (code === undefined) throw error;
    return `${path} ${code}`;
  }
}
