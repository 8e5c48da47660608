import {
  type Bundle,
  type BundleEntry,
  compareBytes,
  contractFile,
  normalisePath,
  staysInside,
} from '../../core/contract/bundle.ts';
import { PactoError } from '../../core/error.ts';
import { fileLimit } from '../file-system.ts';
import { directoryBundle } from './directory.ts';

/** Standard input as chunks; `process.stdin` is one. */
export type Input = AsyncIterable<Uint8Array | string>;

/** All of the input. Throws FILE_UNREADABLE where it has more than 64 MiB, CONTRACT_NOT_FOUND where it is empty. */
export async function readInput(input: Input): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > fileLimit)
      throw new PactoError('FILE_UNREADABLE', `standard input has more than the ${fileLimit} bytes that are read`);
  }
  if (size > 0) return Buffer.concat(chunks);
  throw new PactoError('CONTRACT_NOT_FOUND', 'standard input is empty', {
    hint: 'With - the contract comes on standard input: `pacto validate - < pacto.yaml`.',
  });
}

/** A contract from standard input; all other files, and what relative references start from, are those of `cwd`. */
export function stdinBundle(contract: Uint8Array, cwd: string): Bundle {
  const origin = { kind: 'stdin', label: '-', contractPath: '<stdin>', base: cwd } as const;
  const disk = directoryBundle(cwd, origin);
  const own: BundleEntry = { path: contractFile, kind: 'file' };
  return {
    origin,
    read: (path) =>
      staysInside(path) && normalisePath(path) === contractFile ? { kind: 'file', bytes: contract } : disk.read(path),
    files: () => withContract(disk.files(), contractFile, (path) => path),
    entries: (enter) => withContract(disk.entries(enter), own, ({ path }) => path),
  };
}

function withContract<Item>(items: readonly Item[], contract: Item, pathOf: (item: Item) => string): Item[] {
  const others = items.filter((item) => pathOf(item) !== contractFile);
  return [...others, contract].sort((a, b) => compareBytes(pathOf(a), pathOf(b)));
}
