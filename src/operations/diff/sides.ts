/** The contracts that are compared. */
import type { Bundle } from '../../core/contract/bundle.ts';
import type { ContractRead } from '../../core/contract/read.ts';
import { formatReference, parseReference, siblingReference } from '../../core/contract/reference.ts';
import type { Side } from '../../core/diff/side.ts';
import { PactoError } from '../../core/error.ts';
import { bundleFiles } from '../../core/validate/bundle-files.ts';
import { validateContract } from '../../core/validate/validate.ts';
import { type ContractInput, openContract, type Ports } from '../ports.ts';
import { InvalidContract, refuse } from '../refuse.ts';
import type { DiffSide } from '../results.ts';

/** A side, and the bundle that it is read from. */
export interface OpenedSide extends Side {
  readonly bundle: Bundle;
}

/** Opens a contract to compare it. Throws PactoError; one that violates the schema is an {@link InvalidContract}. */
export async function openSide(ports: Ports, input: ContractInput): Promise<OpenedSide> {
  const { bundle, read } = await openContract(ports, input);
  return sideOf(bundle, read, input.reference);
}

/**
 * The first of two sides that is looked at. Where it cannot be reached the other one is looked at all the same: if that
 * violates the schema, this is known, and comes before what nobody knows. Throws as {@link openSide}.
 *
 * @param told which failure to tell where neither can be reached
 */
export async function openSideBeside(
  ports: Ports,
  input: ContractInput,
  other: ContractInput,
  told: 'this' | 'other' = 'this',
): Promise<OpenedSide> {
  try {
    return await openSide(ports, input);
  } catch (error) {
    if (!(error instanceof PactoError) || error.exit !== 3) throw error;
    try {
      await openSide(ports, other);
    } catch (failure) {
      const isKnown = failure instanceof InvalidContract || !(failure instanceof PactoError);
      if (isKnown || told === 'other') throw failure;
    }
    throw error;
  }
}

/**
 * A contract that was read as a side of a comparison. One that violates the schema is an {@link InvalidContract}.
 *
 * @param reference what to call it
 */
export async function sideOf(bundle: Bundle, read: ContractRead, reference: string): Promise<OpenedSide> {
  const validation = await validateContract(read, { upTo: 'structural' });
  if (!read.ok || validation.contract === undefined) return refuse(reference, validation);
  return { document: read.contract, contract: validation.contract, files: bundleFiles(bundle), bundle };
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
