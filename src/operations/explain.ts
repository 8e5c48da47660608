import type { Contract } from '../core/contract/model.generated.ts';
import { parseReference } from '../core/contract/reference.ts';
import { validateContract } from '../core/validate/validate.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { ExplainResult } from './results.ts';

/**
 * Summarises a contract for reading.
 *
 * Throws PactoError where the contract cannot be reached; a contract that violates the schema is an
 * {@link InvalidContract}.
 */
export async function explain(ports: Ports, input: ContractInput): Promise<ExplainResult> {
  const { read } = await openContract(ports, input);
  const validation = await validateContract(read, { upTo: 'structural' });
  const contract = validation.contract ?? refuse(input.reference, validation);
  return { schemaVersion: 1, ref: input.reference, ...summary(contract) };
}

function summary(contract: Contract): Omit<ExplainResult, 'schemaVersion' | 'ref'> {
  const { service, runtime } = contract;
  return {
    name: service.name,
    version: service.version,
    pactoVersion: contract.pactoVersion,
    ...optional('owner', service.owner),
    ...optional('image', service.image),
    ...optional('chart', service.chart),
    ...optional('runtime', runtime),
    interfaces: (contract.interfaces ?? []).map((declared) => ({ visibility: 'internal', ...declared })),
    configurations: (contract.configurations ?? []).map(({ name, schema, ref, values }) => ({
      name,
      ...optional('schema', schema),
      ...optional('ref', ref),
      values: Object.keys(values ?? {}).length,
    })),
    policies: contract.policies ?? [],
    dependencies: (contract.dependencies ?? []).map((dependency) => ({
      name: dependency.name,
      ref: plainReference(dependency.ref),
      compatibility: dependency.compatibility,
      required: dependency.required ?? false,
    })),
    ...optional('scaling', contract.scaling),
    ...optional('metadata', contract.metadata),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

/** A reference as people say it: registries without their scheme. */
function plainReference(ref: string): string {
  const parsed = parseReference(ref, { inContract: true });
  return parsed.ok && parsed.reference.kind === 'registry' ? ref.replace(/^oci:\/\//, '') : ref;
}
