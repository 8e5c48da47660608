import { resolve } from 'node:path';
import { readContract } from '../../core/contract/read.ts';
import { parseReference } from '../../core/contract/reference.ts';
import { PactoError } from '../../core/error.ts';
import { member } from '../../core/json.ts';
import { contractBytes, type Ports } from '../ports.ts';

export interface LocalService {
  readonly name?: string;
  readonly version?: string;
}

/**
 * What the contracts say of themselves that local references lead to, by reference. What cannot be opened is left out;
 * validation tells why. Throws OUTSIDE_ROOTS for one that somebody asks for now and that leads to where nothing may be
 * read; what a contract has declared already is left out then, too.
 *
 * @param directory absolute, of the contract that declares them
 * @param asked which of them somebody asks for now
 */
export async function localServices(
  ports: Ports,
  refs: readonly string[],
  directory: string,
  asked: ReadonlySet<string>,
): Promise<ReadonlyMap<string, LocalService>> {
  const services = new Map<string, LocalService>();
  for (const ref of refs) {
    const parsed = parseReference(ref, { inContract: true });
    if (!parsed.ok || parsed.reference.kind !== 'local') continue;
    const service = await serviceAt(ports, resolve(directory, parsed.reference.path), asked.has(ref));
    if (service !== undefined) services.set(ref, service);
  }
  return services;
}

async function serviceAt(ports: Ports, reference: string, isAsked: boolean): Promise<LocalService | undefined> {
  try {
    const bundle = await ports.open(reference);
    const read = readContract(contractBytes(bundle), bundle.origin.contractPath);
    if (!read.ok) return undefined;
    const service = member(read.contract.value, 'service');
    const [name, version] = [member(service, 'name'), member(service, 'version')];
    return {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof version === 'string' ? { version } : {}),
    };
  } catch (error) {
    if (!(error instanceof PactoError) || (isAsked && error.code === 'OUTSIDE_ROOTS')) throw error;
    return undefined;
  }
}
