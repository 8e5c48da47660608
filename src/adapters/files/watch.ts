import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { systemReason } from '../file-system.ts';
import { watchTree } from './watch-tree.ts';

export interface WatchOptions {
  /** Absolute; everything below it counts but what git and npm keep. */
  readonly directory: string;
  /** Files elsewhere, relative to `cwd` or absolute. */
  readonly files: readonly string[];
  readonly cwd: string;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/** Editors save in several steps; what follows within this time is the same change. Milliseconds. */
const settleTime = 100;
/** How often a directory is looked for that is gone. Milliseconds. */
const absentTime = 500;

/** Where one watch of the system has all that is below a directory. */
const hasTreeWatch = process.platform === 'darwin' || process.platform === 'win32';

/**
 * Yields once at the start, and again after every change, changes that come together as one. Ends with the signal, or
 * when nobody asks for more. Throws FILE_UNREADABLE where the system cannot watch.
 */
export async function* watchFiles({ directory, files, cwd, signal }: WatchOptions): AsyncGenerator<void> {
  let wake: (() => void) | undefined;
  let changed = false;
  let failure: PactoError | undefined;
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = [];
  const turn = () => {
    changed = true;
    wake?.();
  };
  const failed = (error: unknown) => {
    failure = new PactoError('FILE_UNREADABLE', `${directory} cannot be watched: ${systemReason(error)}`, {
      cause: error,
    });
    turn();
  };
  const tree = watchTree(directory, { enters: isOwn, changed: (name) => noteIf(isOwn, name), failed });
  let isThere = true;
  const look = () => {
    if (signal.aborted) return;
    try {
      if (!hasTreeWatch) tree.look();
    } catch (error) {
      failed(error);
      return;
    }
    const wasThere = isThere;
    isThere = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isThere || wasThere) turn();
    if (!isThere) timer = setTimeout(look, absentTime);
  };
  const noteIf = (counts: (name: string) => boolean, name: string | null) => {
    if (name !== null && !counts(name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, settleTime);
  };
  const start = (path: string, recursive: boolean, counts: (name: string) => boolean) => {
    const watcher = watch(path, { recursive });
    watchers.push(watcher);
    watcher.on('change', (_event, name) => noteIf(counts, name === null ? null : String(name)));
    watcher.on('error', failed);
  };
  signal.addEventListener('abort', turn, { once: true });
  try {
    if (hasTreeWatch) start(directory, true, isOwn);
    else tree.look();
    for (const file of files) {
      const path = resolve(cwd, file);
      // The folder and not the file: editors replace files, and a watch stays with the one that is gone.
      start(dirname(path), false, (name) => name === basename(path));
    }
  } catch (error) {
    failed(error);
  }
  try {
    while (!signal.aborted) {
      if (failure !== undefined) throw failure;
      yield;
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      changed = false;
    }
  } finally {
    for (const watcher of watchers) watcher.close();
    tree.close();
    clearTimeout(timer);
    signal.removeEventListener('abort', turn);
  }
}

function isOwn(path: string): boolean {
  const parts = path.split(/[\\/]/);
  return !parts.includes('.git') && !parts.includes('node_modules') && !/^\.pacto-.*\.tmp$/.test(parts.at(-1) ?? '');
}
