import type { Contract } from '../contract/model.generated.ts';
import type { GraphEdge } from './model.ts';

/** A reference to another bundle as a contract declares it. */
export type Declaration = Pick<GraphEdge, 'kind' | 'name' | 'ref' | 'constraint' | 'required'>;

/** Which declarations to follow: dependencies alone, with configurations and policies by reference, or only those. */
export type FollowedReferences = 'none' | 'with' | 'only';

/** What the contract refers to: dependencies, configurations, policies, each in the order of declaration. */
export function declarations(contract: Contract, references: FollowedReferences): readonly Declaration[] {
  const found: Declaration[] = [];
  if (references !== 'only') {
    for (const { name, ref, compatibility, required } of contract.dependencies ?? []) {
      found.push({ kind: 'dependency', name, ref, constraint: compatibility, required: required ?? false });
    }
  }
  if (references === 'none') return found;
  // Without its schema a configuration cannot be checked, and a policy that cannot be read fails: both are required.
  for (const { name, ref } of contract.configurations ?? []) {
    if (ref !== undefined) found.push({ kind: 'configuration', name, ref, required: true });
  }
  for (const { name, ref } of contract.policies ?? []) {
    if (ref !== undefined) found.push({ kind: 'policy', name, ref, required: true });
  }
  return found;
}
