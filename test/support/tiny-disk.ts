import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system with little space in it. */
export interface TinyDisk {
  readonly directory: string;
  release(): void;
}

/** Mounts a file system of so many KiB, where this user may; undefined, with a line that says so, where not. */
export function tinyDisk(size: number): TinyDisk | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'pacto-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}k,mode=777`, 'tmpfs', directory]);
  if (status !== 0) {
    rmdirSync(directory);
    // Not even where nothing may be skipped: which user may mount is no matter of what is installed.
    process.stdout.write('skipped: this user may not mount a small disk\n');
    return undefined;
  }
  return {
    directory,
    release() {
      execFileSync('umount', [directory]);
      rmdirSync(directory);
    },
  };
}
