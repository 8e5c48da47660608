import { isAbsolute, relative, resolve } from 'node:path';
import { type BundleSources, createOpenBundle } from '../adapters/bundle/open.ts';
import { sha256 } from '../adapters/files/digest.ts';
import { readUserFile } from '../adapters/files/read.ts';
import type { Ports } from './ports.ts';

/** The outside world as this machine has it: its files, standard input, git. Paths are relative to `cwd`. */
export function createPorts(sources: BundleSources): Ports {
  const cwd = resolve(sources.cwd);
  return {
    open: createOpenBundle({ ...sources, cwd }),
    readFile: async (path) => readUserFile(fromProcess(path, cwd)),
    async writeFile(path, bytes) {
      const { writeFileAtomically } = await import('../adapters/files/write.ts');
      await writeFileAtomically(fromProcess(path, cwd), bytes);
    },
    digest: sha256,
  };
}

/** A path that is meant from `cwd`, as short as it can be: it is what messages show. */
export function fromProcess(path: string, cwd: string): string {
  if (isAbsolute(path) || cwd === process.cwd()) return path;
  return relative(process.cwd(), resolve(cwd, path)) || '.';
}
