import { PactoError } from '../core/error.ts';
import { validateContract } from '../core/validate/validate.ts';
import { listUnpackable, packBundle } from './pack-bundle.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { PackResult } from './results.ts';

export interface PackInput extends ContractInput {
  /** Where to write; default `NAME-VERSION.tar.gz` in the current directory. */
  readonly output?: string;
  /** Only say what would be packed. */
  readonly list?: boolean;
}

/**
 * Packs a bundle into a reproducible `.tar.gz`: the same content gives the same bytes on every machine. Validates the
 * first three layers before. A list also says why a bundle cannot be packed. Throws PactoError, {@link InvalidContract}
 * among them.
 */
export async function pack(ports: Ports, input: PackInput): Promise<PackResult> {
  const { bundle, read, overridden } = await openContract(ports, input);
  const validation = await validateContract(read, { bundle, open: ports.open, upTo: 'semantic' });
  const { contract, unknown } = validation;
  if (unknown !== undefined) throw unknown;
  if (!validation.valid || contract === undefined || !read.ok) return refuse(input.reference, validation);

  const { name, version } = contract.service;
  const identity = { schemaVersion: 1, ref: input.reference, name, version } as const;
  const packing = packBundle(ports, { bundle, read, contract, overridden });
  const packed = await (input.list === true ? orError(packing) : packing);
  if (packed instanceof PactoError) {
    const { files, contents } = await listUnpackable({ bundle, contract });
    return { ...identity, files, excluded: contents.excluded, problems: packed.message.split('\n') };
  }
  const { files, gzip, digest, contentDigest, contents } = packed;
  const output = input.output ?? `${name}-${version}.tar.gz`;
  if (input.list !== true) await ports.writeFile(output, gzip);
  return {
    ...identity,
    ...(input.list === true ? {} : { output }),
    digest,
    contentDigest,
    size: gzip.length,
    files: contents.included.map((path) => ({ path, size: files.get(path)?.length ?? 0 })),
    excluded: contents.excluded,
  };
}

/** What stands in the way of packing is what a list is asked for. */
async function orError<T>(packing: Promise<T>): Promise<T | PactoError> {
  try {
    return await packing;
  } catch (error) {
    if (error instanceof PactoError && error.code === 'INVALID_BUNDLE') return error;
    throw error;
  }
}
