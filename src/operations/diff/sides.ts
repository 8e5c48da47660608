/** The contracts that are compared. */
import { formatReference, parseReference, siblingReference } from '../../core/contract/reference.ts';
import type { Side } from '../../core/diff/side.ts';
import { bundleFiles } from '../../core/validate/bundle-files.ts';
import { validateContract } from '../../core/validate/validate.ts';
import { type ContractInput, openContract, type Ports } from '../ports.ts';
import { refuse } from '../refuse.ts';
import type { DiffSide } from '../results.ts';

/** Opens a contract to compare it. Throws PactoError; one that violates the schema is an {@link InvalidContract}. */
export async function openSide(ports: Ports, input: ContractInput): Promise<Side> {
  const { bundle, read } = await openContract(ports, input);
  const validation = await validateContract(read, { upTo: 'structural' });
  if (!read.ok || validation.contract === undefined) return refuse(input.reference, validation);
  return {
    document: read.contract,
    contract: validation.contract,
    files: bundleFiles(bundle),
  };
}

/** What a bare `NAME:TAG` means beside a reference to a registry or a layout. */
export function besides(text: string, other: string): string {
  const parsed = parseReference(other, { inContract: false });
  if (!parsed.ok || (parsed.reference.kind !== 'registry' && parsed.reference.kind !== 'layout')) return text;
  const sibling = siblingReference(text, parsed.reference);
  return sibling === undefined ? text : formatReference(sibling);
}

/** A side as results name it. */
export function identity(ref: string, { contract }: Side): DiffSide {
  return { ref, name: contract.service.name, version: contract.service.version };
}
