import { readContract } from '../core/contract/read.ts';
import { formatReference } from '../core/contract/reference.ts';
import { validateContract } from '../core/validate/validate.ts';
import { contractBytes, type Ports } from './ports.ts';
import { publishedReference } from './published-reference.ts';
import { refuse } from './refuse.ts';
import type { PullResult } from './results.ts';

export interface PullPorts extends Ports {
  /**
   * Creates a directory as a whole or not at all, where `replace` says so in place of one that holds
   * a contract's bundle and nothing else. Throws ALREADY_EXISTS, OUTPUT_UNWRITABLE.
   */
  readonly createDirectory: (
    directory: string,
    files: ReadonlyMap<string, Uint8Array>,
    replace: boolean,
  ) => Promise<void>;
}

export interface PullInput {
  readonly reference: string;
  /** Directory to write; default: the service's name, in the current directory. */
  readonly output?: string;
  /** Replace a directory that holds a contract's bundle and nothing else. */
  readonly force?: boolean;
}

/** Fetches a published bundle into a directory. Throws PactoError, {@link InvalidContract} among them. */
export async function pull(ports: PullPorts, { reference, output, force = false }: PullInput): Promise<PullResult> {
  // With its scheme: a path of the same name on the disk is not what is to be fetched.
  const bundle = await ports.open(formatReference(publishedReference(reference)));
  const validation = await validateContract(readContract(contractBytes(bundle), bundle.origin.contractPath), {
    bundle,
    upTo: 'structural',
  });
  const { contract } = validation;
  const { artifact } = bundle.origin;
  if (contract === undefined || artifact === undefined) return refuse(reference, validation);

  const files = new Map<string, Uint8Array>();
  for (const path of bundle.files()) {
    const read = bundle.read(path);
    if (read.kind !== 'file') throw new Error(`${path} of ${bundle.origin.label} is no file`);
    files.set(path, read.bytes);
  }
  const { name, version } = contract.service;
  const directory = output ?? name;
  await ports.createDirectory(directory, files, force);
  return {
    schemaVersion: 1,
    ref: bundle.origin.label,
    name,
    version,
    output: directory,
    digest: artifact.digest,
    contentDigest: artifact.contentDigest,
    files: files.size,
  };
}
