import { type Bundle, folderOf } from '../core/contract/bundle.ts';
import { documentService } from '../core/doc/document.ts';
import { bundleFiles } from '../core/validate/bundle-files.ts';
import { validateContract } from '../core/validate/validate.ts';
import { openAsFarAsLocked } from './locked.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import { resolve } from './resolve.ts';
import type { DocResult } from './results.ts';

export interface DocInput extends ContractInput {
  /** Told how many references were followed, of how many that are known so far. */
  readonly onProgress?: (done: number, known: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Documents a contract with all that it leads to. What cannot be read or reached is part of the documentation, and so is
 * what is wrong with the contract.
 *
 * Throws PactoError where the contract itself cannot be reached; a contract that violates the schema is an
 * {@link InvalidContract}.
 */
export async function doc(
  ports: Ports,
  input: DocInput,
): Promise<{ readonly result: DocResult; readonly bundle: Bundle }> {
  const { bundle, read } = await openContract(ports, input);
  const open = await openAsFarAsLocked(ports.open, bundle);
  const files = bundleFiles(bundle);
  const validation = await validateContract(read, {
    bundle,
    files,
    open,
    contentDigest: async (local) => (await import('./content-digest.ts')).contentDigestOf(ports, local),
  });
  const contract = validation.contract ?? refuse(input.reference, validation);
  const { onProgress, signal } = input;
  const { graph, warnings } = await resolve(
    ports,
    { bundle, contract },
    { ...(onProgress === undefined ? {} : { onProgress }), ...(signal === undefined ? {} : { signal }) },
  );
  const notes = [
    ...warnings.map(({ message }) => message),
    ...(graph.truncated === undefined ? [] : [graph.truncated.reason]),
  ];
  const document = await documentService({ contract, files, graph, validation, open, notes });
  const { kind, contractPath } = bundle.origin;
  const directory = kind === 'directory' ? { directory: folderOf(contractPath) } : {};
  return { result: { schemaVersion: 1, ref: input.reference, ...directory, ...document }, bundle };
}
