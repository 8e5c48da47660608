import { type Bundle, compareBytes } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { ownerKey } from '../core/contract/owner.ts';
import { readContract } from '../core/contract/read.ts';
import { PactoError } from '../core/error.ts';
import { declarations } from '../core/graph/declarations.ts';
import { type ImpactContract, impactOf } from '../core/graph/impact.ts';
import { createPool } from '../core/graph/pool.ts';
import { groupBy } from '../core/group-by.ts';
import { validateContract } from '../core/validate/validate.ts';
import type { Discovered } from './discover.ts';
import { contractBytes, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { Gap, ImpactResult } from './results.ts';
import { errorResult } from './validate.ts';

export interface ImpactInput {
  /** The contract whose dependents are looked for. */
  readonly reference: string;
  /** The contracts that may depend on it. */
  readonly among: Discovered;
  /** Count configurations and policies by reference as dependencies too. */
  readonly withReferences?: boolean;
  /** Told how many contracts were read, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Contracts that are read at a time. */
const concurrency = 8;

/**
 * Finds who depends on a contract, directly and through others. A contract that cannot be read is a gap, and not the
 * end. Throws PactoError where the contract itself cannot be reached, {@link InvalidContract} where it is wrong.
 */
export async function impact(ports: Ports, input: ImpactInput): Promise<ImpactResult> {
  const { reference, among, withReferences = false, onProgress, signal } = input;
  const target = await read(ports, reference, withReferences);
  const total = among.references.length;
  const gaps: Gap[] = [...among.gaps];
  let done = 0;
  const pool = createPool(concurrency);
  const reading = among.references.map((other) =>
    pool.run(async () => {
      signal?.throwIfAborted();
      const one = await readOrGap(ports, other, withReferences);
      done += 1;
      onProgress?.(done, total);
      return one;
    }),
  );
  const found = new Map<string, ImpactContract>();
  for (const one of await Promise.all(reading).finally(() => pool.close())) {
    if ('message' in one) gaps.push(one);
    else if (!found.has(placeOf(one))) found.set(placeOf(one), one);
  }
  const contracts = [...found.values()];
  const dependents = impactOf(target, contracts);
  return {
    schemaVersion: 1,
    ref: reference,
    name: target.name,
    version: target.version,
    ...(target.owner === undefined ? {} : { owner: target.owner }),
    considered: contracts.length,
    direct: dependents.filter(({ distance }) => distance === 1).length,
    required: dependents.filter(({ required }) => required).length,
    dependents,
    owners: ownersOf(dependents),
    gaps,
  };
}

function ownersOf(dependents: ImpactResult['dependents']): ImpactResult['owners'] {
  const owned = dependents.flatMap(({ owner }) => (owner === undefined ? [] : [owner]));
  const counted = [...groupBy(owned, (owner) => owner)].map(([owner, all]) => ({ owner, dependents: all.length }));
  return counted.sort((a, b) => b.dependents - a.dependents || compareBytes(a.owner, b.owner));
}

/** The same for one contract that was found in two ways. */
function placeOf({ base, repository, digest, ref }: ImpactContract): string {
  return base ?? (repository === undefined ? ref : `${repository}@${digest}`);
}

async function readOrGap(ports: Ports, reference: string, withReferences: boolean): Promise<ImpactContract | Gap> {
  try {
    return await read(ports, reference, withReferences);
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    return { path: reference, ...errorResult(error) };
  }
}

/** What impact looks at. The bundle itself is not kept: there may be many thousands. */
async function read(ports: Ports, reference: string, withReferences: boolean): Promise<ImpactContract> {
  const bundle = await ports.open(reference);
  const document = readContract(contractBytes(bundle), bundle.origin.contractPath);
  const validation = await validateContract(document, { upTo: 'structural' });
  return impactContract(bundle, validation.contract ?? refuse(reference, validation), withReferences);
}

function impactContract({ origin }: Bundle, contract: Contract, withReferences: boolean): ImpactContract {
  const { artifact, base, label } = origin;
  const { name, version, owner } = contract.service;
  const key = ownerKey(owner);
  return {
    name,
    version,
    ref: label,
    ...(key === undefined ? {} : { owner: key }),
    // References have forward slashes on every system.
    ...(base === undefined ? {} : { base: base.replaceAll('\\', '/') }),
    ...(artifact === undefined ? {} : { repository: artifact.repository, digest: artifact.digest }),
    ...(artifact?.tag === undefined ? {} : { tag: artifact.tag }),
    declarations: declarations(contract, withReferences ? 'with' : 'none'),
  };
}
