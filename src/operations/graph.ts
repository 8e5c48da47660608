import { errorKinds } from '../core/error.ts';
import type { Graph, GraphEdge } from '../core/graph/model.ts';
import { validateContract } from '../core/validate/validate.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import { resolve } from './resolve.ts';
import type { ErrorResult, GraphResult } from './results.ts';

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
  const error = incompleteness(resolved.graph, unresolved);
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

/** Why the graph does not answer whether all is well: what is required is missing, or a part was never looked at. */
function incompleteness({ truncated }: Graph, unresolved: readonly GraphEdge[]): ErrorResult | undefined {
  const code = 'GRAPH_INCOMPLETE';
  const missing = unresolved.filter(({ required }) => required);
  const [first] = missing;
  if (first !== undefined) {
    const { message, hint } = first.error ?? { message: '', ...errorKinds[code] };
    const others = missing.length === 1 ? '' : ` (and ${missing.length - 1} more that are required)`;
    return { code, message: `"${first.name}" is required and cannot be resolved: ${message}${others}`, hint };
  }
  if (truncated?.limits.includes('size') !== true) return undefined;
  return { code, message: truncated.reason, hint: 'Look at a part of it: --depth says how far to go.' };
}
