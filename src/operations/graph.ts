import { validateContract } from '../core/validate/validate.ts';
import { incompleteness } from './incompleteness.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import { resolve } from './resolve.ts';
import type { GraphResult } from './results.ts';

export interface GraphInput extends ContractInput {
  /** How many steps away from the contract to go; default: all. */
  readonly depth?: number;
  /** Follow configurations and policies by reference too. */
  readonly withReferences?: boolean;
  /** Follow configurations and policies by reference, and no dependencies. */
  readonly onlyReferences?: boolean;
  /** Told how many references were followed, of how many that are known so far. */
  readonly onProgress?: (done: number, known: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Resolves what a contract depends on, directly and through others. What cannot be resolved is part of the result.
 *
 * Throws PactoError where the contract itself cannot be reached; a contract that violates the schema is an
 * {@link InvalidContract}.
 */
export async function graph(ports: Ports, input: GraphInput): Promise<GraphResult> {
  const { bundle, read } = await openContract(ports, input);
  const validation = await validateContract(read, { upTo: 'structural' });
  const contract = validation.contract ?? refuse(input.reference, validation);
  const { depth, onProgress, signal } = input;
  const resolved = await resolve(
    ports,
    { bundle, contract },
    {
      references: input.onlyReferences === true ? 'only' : input.withReferences === true ? 'with' : 'none',
      ...(depth === undefined ? {} : { depth }),
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(signal === undefined ? {} : { signal }),
    },
  );
  const { name, version } = contract.service;
  const unresolved = resolved.graph.edges.filter(({ to }) => to === undefined);
  const error = incompleteness(resolved.graph, 'Look at a part of it: --depth says how far to go.');
  return {
    schemaVersion: 1,
    ref: input.reference,
    name,
    version,
    ...resolved.graph,
    unresolved,
    warnings: resolved.warnings,
    ...(error === undefined ? {} : { error }),
  };
}
