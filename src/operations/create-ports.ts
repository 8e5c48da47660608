import { isAbsolute, relative, resolve } from 'node:path';
import { type BundleSources, createOpenBundle } from '../adapters/bundle/open.ts';
import { sha256 } from '../adapters/files/digest.ts';
import { readUserFile } from '../adapters/files/read.ts';
import type { Registries } from '../adapters/oci/registries.ts';
import { formatReference } from '../core/contract/reference.ts';
import { PactoError } from '../core/error.ts';
import type { Ports } from './ports.ts';

export interface PortSources extends BundleSources {
  /** Where published bundles are; absent: references to registries and image layouts are refused. */
  readonly registries?: Registries;
  /** Tells the user something that is worth knowing; absent: nobody listens. */
  readonly note?: (message: string) => void;
}

/** The outside world as this machine has it: its files, standard input, git. Paths are relative to `cwd`. */
export function createPorts(sources: PortSources): Ports {
  const cwd = resolve(sources.cwd);
  return {
    open: createOpenBundle({ ...sources, cwd }),
    readFile: async (path) => readUserFile(fromProcess(path, cwd)),
    async writeFile(path, bytes) {
      const { writeFileAtomically } = await import('../adapters/files/write.ts');
      await writeFileAtomically(fromProcess(path, cwd), bytes);
    },
    digest: sha256,
    async repository(reference, purpose, from) {
      if (sources.registries !== undefined) return sources.registries.repository(reference, purpose, from);
      throw new PactoError('SOURCE_UNSUPPORTED', `${formatReference(reference)} is out of reach here`);
    },
    note: sources.note ?? (() => undefined),
  };
}

/** A path that is meant from `cwd`, as short as it can be: it is what messages show. */
export function fromProcess(path: string, cwd: string): string {
  if (isAbsolute(path) || cwd === process.cwd()) return path;
  return relative(process.cwd(), resolve(cwd, path)) || '.';
}
