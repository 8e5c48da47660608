/** A set of contracts, and whom of them another contract concerns. */
import { setImmediate } from 'node:timers/promises';
import { type Bundle, compareBytes } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { ownerKey } from '../core/contract/owner.ts';
import { readContract } from '../core/contract/read.ts';
import type { Classification } from '../core/diff/change.ts';
import { PactoError } from '../core/error.ts';
import { declarations } from '../core/graph/declarations.ts';
import { type Dependent, type ImpactContract, impactOf, type Upgrade } from '../core/graph/impact.ts';
import type { Verdict } from '../core/graph/impact-verdict.ts';
import { createPool } from '../core/graph/pool.ts';
import { groupBy } from '../core/group-by.ts';
import { soundContract, validateContract } from '../core/validate/validate.ts';
import type { Discovered } from './discover.ts';
import { gapOf } from './gap.ts';
import { contractBytes, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { ConsumersResult, ErrorResult, Gap, VerdictCounts } from './results.ts';

export interface ConsumersInput {
  /** The contracts that may depend on the one in question. */
  readonly among: Discovered;
  /** Count configurations and policies by reference as dependencies too. */
  readonly withReferences?: boolean;
  /** Told how many contracts were read, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Contracts that were read, each once, and what could not be. */
export interface Consumers {
  readonly contracts: readonly ImpactContract[];
  readonly gaps: readonly Gap[];
}

/** Contracts that are read at a time. */
const concurrency = 8;

/**
 * Contracts that are read without letting anything else happen: those on the disk are read without waiting. It takes some
 * tenths of a second; turns of the event loop have a price of their own.
 */
const inOneGo = 500;

/**
 * Lets the event loop see what came in, such as Ctrl-C, while something was computed in one go. The first turn ends the
 * round that is under way, the second has looked.
 */
export async function letSignalsIn(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  await setImmediate();
  signal?.throwIfAborted();
}

/** Reads the contracts of a set. One that cannot be read is a gap, and not the end. */
export async function readConsumers(ports: Ports, input: ConsumersInput): Promise<Consumers> {
  const { among, withReferences = false, onProgress, signal } = input;
  const total = among.references.length;
  const gaps: Gap[] = [...among.gaps];
  let done = 0;
  const pool = createPool(concurrency);
  const reading = among.references.map((reference) =>
    pool.run(async () => {
      signal?.throwIfAborted();
      if (done % inOneGo === inOneGo - 1) await letSignalsIn(signal);
      const one = await readOrGap(ports, reference, withReferences);
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
  return { contracts: [...found.values()], gaps };
}

/** The same for one contract that was found in two ways. */
function placeOf({ base, repository, digest, ref }: ImpactContract): string {
  return base ?? (repository === undefined ? ref : `${repository}@${digest}`);
}

async function readOrGap(ports: Ports, reference: string, withReferences: boolean): Promise<ImpactContract | Gap> {
  try {
    return await readForImpact(ports, reference, withReferences);
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    return gapOf(reference, error);
  }
}

/**
 * Opens a contract as impact looks at it. The bundle itself is not kept: there may be many thousands. Throws PactoError;
 * what violates the schema is an {@link InvalidContract}.
 */
export async function readForImpact(ports: Ports, reference: string, withReferences: boolean): Promise<ImpactContract> {
  const bundle = await ports.open(reference);
  const document = readContract(contractBytes(bundle), bundle.origin.contractPath);
  // Findings take longer than finding none, and most contracts have none.
  const contract =
    soundContract(document) ?? refuse(reference, await validateContract(document, { upTo: 'structural' }));
  return impactContract(bundle, contract, withReferences);
}

/** What impact looks at of a contract. */
export function impactContract({ origin }: Bundle, contract: Contract, withReferences: boolean): ImpactContract {
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

/** Whom of a set a contract concerns; with a new version of it, whom that hits. */
export function concerned(target: ImpactContract, { contracts, gaps }: Consumers, upgrade?: Upgrade): ConsumersResult {
  const { dependents, unclear } = impactOf(target, contracts, upgrade);
  return {
    considered: contracts.length,
    direct: dependents.filter(({ distance }) => distance === 1).length,
    required: dependents.filter(({ required }) => required).length,
    ...(upgrade === undefined ? {} : { verdicts: verdictCounts(dependents) }),
    dependents,
    owners: ownersOf(dependents, upgrade !== undefined),
    ...(unclear.length === 0 ? {} : { unclear }),
    gaps,
  };
}

function verdictCounts(dependents: readonly Dependent[]): VerdictCounts {
  const number = (wanted: Verdict) => dependents.filter(({ verdict }) => verdict === wanted).length;
  return {
    breaks: number('breaks'),
    requiredBreaks: dependents.filter(({ verdict, required }) => verdict === 'breaks' && required).length,
    atRisk: number('at-risk'),
    unknown: number('unknown'),
    heldBack: number('held-back'),
    notHit: number('not-hit'),
  };
}

function ownersOf(dependents: readonly Dependent[], isUpgrade: boolean): ConsumersResult['owners'] {
  const counted = [...groupBy(dependents, ({ owner }) => owner)].flatMap(([owner, all]) => {
    if (owner === undefined) return [];
    const number = (wanted: Verdict) => all.filter(({ verdict }) => verdict === wanted).length;
    const hit = isUpgrade ? { breaks: number('breaks'), atRisk: number('at-risk') } : {};
    return [{ owner, dependents: all.length, ...hit }];
  });
  return counted.sort(
    (a, b) =>
      (b.breaks ?? 0) - (a.breaks ?? 0) ||
      (b.atRisk ?? 0) - (a.atRisk ?? 0) ||
      b.dependents - a.dependents ||
      compareBytes(a.owner, b.owner),
  );
}

/**
 * Why a set does not answer who is hit: a contract of it could not be read, or whether somebody breaks who cannot do
 * without the contract depends on what nobody knows.
 *
 * @param gate the worst of the changes that count
 */
export function unanswered({ gaps, dependents }: ConsumersResult, gate?: Classification): ErrorResult | undefined {
  const code = 'GRAPH_INCOMPLETE';
  const [gap] = gaps;
  if (gap !== undefined) {
    const places = gaps.length === 1 ? 'one place' : `${gaps.length} places`;
    return { code, message: `${places} could not be looked at: ${gap.message}`, hint: gap.hint };
  }
  if (gate !== 'BREAKING') return undefined;
  const unknown = dependents.filter(({ verdict, required }) => verdict === 'unknown' && required);
  const [first] = unknown;
  if (first === undefined) return undefined;
  const more = unknown.length === 1 ? '' : ` (and ${unknown.length - 1} more)`;
  return {
    code,
    message: `whether ${first.name}@${first.version} breaks is not known: ${first.because}${more}`,
    hint: 'Correct a range that cannot be read, and look among the versions that are in use: --among REFERENCE:VERSION.',
  };
}
