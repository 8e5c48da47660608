import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../file-system.ts';

export interface TreeWatch {
  /** Looks for folders that came, went or were replaced since. Throws what the system says where it cannot watch. */
  readonly look: () => void;
  readonly close: () => void;
}

export interface TreeWatchOptions {
  /** Whether a folder of this name is watched. */
  readonly enters: (name: string) => boolean;
  /** Told the name of what changed, as far as the system says it. */
  readonly changed: (name: string | null) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Watches a directory and every folder below it by itself, also one that is replaced. Where the system has no watch for
 * all of them, which is on Linux, Node's own watches files one by one, and loses those that an editor replaces. While the
 * directory is gone there is nothing to watch: `look` is for whoever waits for it to come back.
 */
export function watchTree(directory: string, { enters, changed, failed }: TreeWatchOptions): TreeWatch {
  const watched = new Map<string, { readonly inode: number; readonly watcher: FSWatcher }>();
  const start = (folder: string, inode: number) => {
    watched.get(folder)?.watcher.close();
    const watcher = watch(folder);
    watched.set(folder, { inode, watcher });
    watcher.on('change', (_event, name) => changed(name === null ? null : String(name)));
    watcher.on('error', failed);
  };
  const close = (keep: ReadonlySet<string> = new Set()) => {
    for (const [folder, { watcher }] of watched) {
      if (keep.has(folder)) continue;
      watcher.close();
      watched.delete(folder);
    }
  };
  const look = () => {
    const found = new Set<string>();
    const folders = [directory];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      try {
        const { ino } = statSync(folder);
        // Before it is read, so that nothing can come unseen in between.
        if (watched.get(folder)?.inode !== ino) start(folder, ino);
        found.add(folder);
        for (const entry of readdirSync(folder, { withFileTypes: true })) {
          if (entry.isDirectory() && enters(entry.name)) folders.push(join(folder, entry.name));
        }
      } catch (error) {
        // It has just been removed, which is a change like any other.
        if (!['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) throw error;
        found.delete(folder);
      }
    }
    close(found);
  };
  return { look, close };
}
