import { basename, dirname, resolve } from 'node:path';
import { isFolder, makeFolder } from '../adapters/files/folder.ts';
import type { Arguments } from './arguments.ts';
import { usageError } from './usage.ts';

/** What `--output` says. Throws USAGE for `-`, which means standard input where contracts are named. */
export function outputPlace(args: Arguments): string | undefined {
  const place = args.text('output');
  if (place !== '-') return place;
  throw usageError(
    '--output - does not mean standard output',
    'Give a name: /dev/stdout is standard output where there is one, and ./- a file of this name.',
  );
}

/** Makes the directory in which a file will be, where there is none. Throws OUTPUT_UNWRITABLE. */
export function makeRoom(path: string, cwd: string): void {
  const folder = dirname(resolve(cwd, path));
  if (basename(folder) !== '' && !isFolder(folder)) makeFolder(folder, dirname(path));
}
