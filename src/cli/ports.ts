import { resolve } from 'node:path';
import { readRegularFile } from '../adapters/file-system.ts';
import { type Bundle, contractFile } from '../core/contract/bundle.ts';
import { fileLimits, readText } from '../core/document/read.ts';
import { createPorts, type NodePorts } from '../operations/create-ports.ts';
import type { Ports } from '../operations/ports.ts';
import type { Arguments } from './arguments.ts';
import type { Context } from './context.ts';
import { type RegistryWishes, registriesOf } from './registries.ts';

/** The outside world for operations, which `--verbose` tells about and Ctrl-C keeps from writing. */
export function nodePorts(context: Context, args: Arguments, wishes: RegistryWishes = {}): NodePorts {
  const { cwd, env, stdin, note } = context;
  const ports = createPorts({ cwd, env, stdin, note, registries: registriesOf(context, args, wishes) });
  return {
    ...ports,
    async open(reference, from, options) {
      context.log(`open ${reference}${from === undefined ? '' : ` from ${from.origin.label}`}`);
      return ports.open(reference, from, options);
    },
    async readFile(path) {
      context.log(`read ${path}`);
      return ports.readFile(path);
    },
    async writeFile(path, bytes) {
      context.signal.throwIfAborted();
      context.log(`write ${path} (${bytes.length} bytes)`);
      await ports.writeFile(path, bytes);
    },
  };
}

/** Finds the text of a file that findings name. */
export type Sources = (file: string) => string | undefined;

/** The ports, and the texts of what is opened and read through them, under the names that findings use. */
export function withSources(ports: Ports): { readonly ports: Ports; readonly sources: Sources } {
  const bundles: Bundle[] = [];
  const files = new Map<string, Uint8Array>();
  return {
    ports: {
      ...ports,
      async open(reference, from, options) {
        const bundle = await ports.open(reference, from, options);
        bundles.push(bundle);
        return bundle;
      },
      async readFile(path) {
        const bytes = await ports.readFile(path);
        files.set(path, bytes);
        return bytes;
      },
    },
    sources(file) {
      const own = files.get(file);
      if (own !== undefined) return textOf(own);
      for (const bundle of bundles) {
        const path = pathIn(bundle, file);
        const read = path === undefined ? undefined : bundle.read(path);
        if (read?.kind === 'file') return textOf(read.bytes);
      }
      return undefined;
    },
  };
}

/** The texts of files on disk, named from `cwd`. */
export function sourcesOnDisk(cwd: string): Sources {
  return (file) => {
    const read = readRegularFile(resolve(cwd, file));
    return read.kind === 'file' ? textOf(read.bytes) : undefined;
  };
}

/** The bundle's own path of a file that a finding names, if it may be the bundle's. */
function pathIn({ origin }: Bundle, file: string): string | undefined {
  const { contractPath } = origin;
  if (file === contractPath) return contractFile;
  if (!contractPath.endsWith(contractFile)) return file;
  const folder = contractPath.slice(0, -contractFile.length);
  return file.startsWith(folder) ? file.slice(folder.length) : undefined;
}

function textOf(bytes: Uint8Array): string | undefined {
  const read = readText(bytes, fileLimits);
  return read.text === '' ? undefined : read.text;
}
