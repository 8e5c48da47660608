import { isAbsolute, relative, resolve } from 'node:path';
import { type BundleSources, createOpenBundle } from '../adapters/bundle/open.ts';
import { sha256 } from '../adapters/files/digest.ts';
import { readUserFile } from '../adapters/files/read.ts';
import type { Registries } from '../adapters/oci/registries.ts';
import { contractFile } from '../core/contract/bundle.ts';
import { formatReference } from '../core/contract/reference.ts';
import { PactoError } from '../core/error.ts';
import type { GeneratePorts } from './generate.ts';
import type { PullPorts } from './pull.ts';

export interface PortSources extends BundleSources {
  /** The environment, which says where plugins are; absent: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where published bundles are; absent: references to registries and image layouts are refused. */
  readonly registries?: Registries;
  /** Tells the user something that is worth knowing; absent: nobody listens. */
  readonly note?: (message: string) => void;
}

/** What every operation needs. */
export type NodePorts = PullPorts & GeneratePorts;

/** The outside world as this machine has it: its files, standard input, git. Paths are relative to `cwd`. */
export function createPorts(sources: PortSources): NodePorts {
  const cwd = resolve(sources.cwd);
  return {
    cwd,
    env: sources.env ?? process.env,
    open: createOpenBundle({ ...sources, cwd }),
    readFile: async (path) => readUserFile(fromProcess(path, cwd)),
    async writeFile(path, bytes) {
      const { writeFileAtomically } = await import('../adapters/files/write.ts');
      await writeFileAtomically(fromProcess(path, cwd), bytes);
    },
    async createDirectory(directory, files, replace) {
      const [{ createDirectory }, { replaceableFiles }] = await Promise.all([
        import('../adapters/files/create-directory.ts'),
        import('./replaceable-files.ts'),
      ]);
      const place = fromProcess(directory, cwd);
      await createDirectory(place, files, {
        acceptSame: true,
        ...(replace ? { replace: { holds: contractFile, files: await replaceableFiles(place) } } : {}),
        hint: replace
          ? `--force replaces only a directory that holds a ${contractFile}. Choose another place with -o.`
          : 'Choose another place with -o, or replace the bundle that is there with --force.',
      });
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
