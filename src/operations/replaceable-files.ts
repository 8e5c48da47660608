import { directoryBundle } from '../adapters/bundle/directory.ts';
import { contractFile } from '../core/contract/bundle.ts';
import { bundleContents } from '../core/contract/contents.ts';
import { readContract } from '../core/contract/read.ts';
import { validateContract } from '../core/validate/validate.ts';
import { namedFiles } from './pack-bundle.ts';

/**
 * The files of a directory that are its contract's bundle, and so may go where another bundle takes its place: those
 * that would travel if it were packed. Of a contract that cannot be read, only those that travel by their place.
 */
export async function replaceableFiles(directory: string): Promise<ReadonlySet<string>> {
  const contractPath = `${directory}/${contractFile}`;
  const bundle = directoryBundle(directory, { kind: 'directory', label: directory, contractPath });
  const read = bundle.read(contractFile);
  if (read.kind !== 'file') return new Set();
  const { contract } = await validateContract(readContract(read.bytes, contractPath), { bundle, upTo: 'structural' });
  const named = contract === undefined ? [] : await namedFiles(contract, bundle);
  return new Set(bundleContents({ bundle, namedFiles: named }).included);
}
