import { resolve } from 'node:path';
import type { DependencyIntent } from '../../core/authoring/intent.ts';
import { readContract } from '../../core/contract/read.ts';
import { parseReference } from '../../core/contract/reference.ts';
import { PactoError } from '../../core/error.ts';
import { member } from '../../core/json.ts';
import { contractBytes, type Ports } from '../ports.ts';

/**
 * The versions of the contracts that local references lead to, by reference, for dependencies that name no range. What
 * cannot be opened has none; validation tells why.
 *
 * @param directory absolute, of the contract that declares them
 */
export async function localVersions(
  ports: Ports,
  dependencies: readonly DependencyIntent[],
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const versions = new Map<string, string>();
  for (const { ref, compatibility } of dependencies) {
    const parsed = parseReference(ref, { inContract: true });
    if (compatibility !== undefined || !parsed.ok || parsed.reference.kind !== 'local') continue;
    const version = await versionAt(ports, resolve(directory, parsed.reference.path));
    if (version !== undefined) versions.set(ref, version);
  }
  return versions;
}

async function versionAt(ports: Ports, reference: string): Promise<string | undefined> {
  try {
    const bundle = await ports.open(reference);
    const read = readContract(contractBytes(bundle), bundle.origin.contractPath);
    const version = read.ok ? member(member(read.contract.value, 'service'), 'version') : undefined;
    return typeof version === 'string' ? version : undefined;
  } catch (error) {
    if (error instanceof PactoError) return undefined;
    throw error;
  }
}
