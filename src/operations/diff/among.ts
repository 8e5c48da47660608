import type { ConsumersInput } from '../consumers.ts';
import { concerned, impactContract, readConsumers, unanswered } from '../consumers.ts';
import type { Ports } from '../ports.ts';
import type { ConsumersResult, DiffChanges, ErrorResult } from '../results.ts';
import type { OpenedSide } from './sides.ts';

/**
 * Whom of a set of contracts a comparison hits, and why that cannot be said of all of them. What counts is what changes in
 * the contract itself: its consumers rely on that, and not on what it depends on.
 *
 * @param own what changes, without the dependencies
 */
export async function amongConsumers(
  ports: Ports,
  { before, after }: { readonly before: OpenedSide; readonly after: OpenedSide },
  own: DiffChanges,
  input: ConsumersInput,
): Promise<{ readonly among: ConsumersResult; readonly error?: ErrorResult }> {
  const contractOf = ({ bundle, contract }: OpenedSide) =>
    impactContract(bundle, contract, input.withReferences ?? false);
  const consumers = await readConsumers(ports, input);
  const upgrade = { to: contractOf(after), changes: own.classification };
  const among = concerned(contractOf(before), consumers, upgrade);
  const error = unanswered(among, own.gate);
  return { among, ...(error === undefined ? {} : { error }) };
}
