import { formatReference, parseReference, siblingReference } from '../core/contract/reference.ts';
import type { Change, Classification } from '../core/diff/change.ts';
import { worst } from '../core/diff/change.ts';
import { compareSides } from '../core/diff/compare.ts';
import { positionIn } from '../core/diff/locate.ts';
import { type ChangeSort, sortChanges } from '../core/diff/order.ts';
import type { Side } from '../core/diff/side.ts';
import { applyWaivers, type Waiver } from '../core/diff/waivers.ts';
import { type ErrorCode, PactoError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { bundleFiles } from '../core/validate/bundle-files.ts';
import { validateContract } from '../core/validate/validate.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { DiffChange, DiffResult, DiffSide } from './results.ts';

export interface DiffInput {
  readonly old: ContractInput;
  /** A bare `NAME:TAG` beside a registry reference is meant in the same place. */
  readonly new: ContractInput;
  readonly sort?: ChangeSort;
  readonly waivers?: readonly Waiver[];
  /** Leave conventions out. */
  readonly pure?: boolean;
  /** `YYYY-MM-DD`: what was deprecated with an earlier sunset may go. Absent: no date matters. */
  readonly today?: string;
  /** Where there is no old contract, such as before a first release, nothing changed. */
  readonly allowMissingOld?: boolean;
  /** `YYYY-MM-DD`, by which waivers expire. */
  readonly date: string;
}

/** Failures that say that there is no such contract, or no such version of it. */
const absences: readonly ErrorCode[] = ['CONTRACT_NOT_FOUND', 'REGISTRY_NOT_FOUND', 'NO_MATCHING_VERSION'];

/**
 * Compares two contracts and what they describe, and classifies every change. Throws PactoError where one cannot be
 * reached; one that violates the schema is an {@link InvalidContract}.
 */
export async function diff(ports: Ports, input: DiffInput): Promise<DiffResult> {
  await checkRules(input.waivers ?? []);
  const before = await openOld(ports, input);
  const reference = besides(input.new.reference, input.old.reference);
  const after = await openSide(ports, { ...input.new, reference });
  if (before === undefined) return firstRelease(identity(reference, after), input);
  const options = { pure: input.pure === true, ...(input.today === undefined ? {} : { today: input.today }) };
  const changes = sortChanges(await compareSides(before, after, options), input.sort ?? 'section');
  const { by, gate, unused, expired } = applyWaivers(changes, input.waivers ?? [], input.date);
  const number = (classification: Classification) =>
    changes.filter((change) => change.classification === classification).length;
  return {
    schemaVersion: 1,
    old: identity(input.old.reference, before),
    new: identity(reference, after),
    classification: worst(changes.map(({ classification }) => classification)),
    gate,
    counts: {
      breaking: number('BREAKING'),
      potentialBreaking: number('POTENTIAL_BREAKING'),
      nonBreaking: number('NON_BREAKING'),
    },
    changes: changes.map((change, i) => located(change, before, after, by[i]?.reason)),
    waivers: { unused, expired },
  };
}

/** A waiver of a rule that does not exist would never accept anything. Throws USAGE. */
async function checkRules(waivers: readonly Waiver[]): Promise<void> {
  if (waivers.length === 0) return;
  const { diffRules } = await import('../core/diff/rules.ts');
  const ids = new Set(diffRules.map(({ id }) => id));
  for (const { rule } of waivers) {
    if (ids.has(rule)) continue;
    const close = nearest(rule, ids);
    const hint = close === undefined ? 'The reference of changes lists every rule.' : `Did you mean ${close}?`;
    throw new PactoError('USAGE', `there is no rule ${JSON.stringify(rule)} to waive`, { hint });
  }
}

async function openOld(ports: Ports, { old, allowMissingOld }: DiffInput): Promise<Side | undefined> {
  try {
    return await openSide(ports, old);
  } catch (error) {
    if (allowMissingOld === true && error instanceof PactoError && absences.includes(error.code)) return undefined;
    throw error;
  }
}

/** The result where there is nothing to compare with. */
function firstRelease(fresh: DiffSide, { waivers = [], date }: DiffInput): DiffResult {
  const { unused, expired } = applyWaivers([], waivers, date);
  return {
    schemaVersion: 1,
    new: fresh,
    classification: 'NON_BREAKING',
    gate: 'NON_BREAKING',
    counts: { breaking: 0, potentialBreaking: 0, nonBreaking: 0 },
    changes: [],
    waivers: { unused, expired },
  };
}

async function openSide(ports: Ports, input: ContractInput): Promise<Side> {
  const { bundle, read } = await openContract(ports, input);
  const validation = await validateContract(read, { upTo: 'structural' });
  if (!read.ok || validation.contract === undefined) return refuse(input.reference, validation);
  return {
    document: read.contract,
    contract: validation.contract,
    files: bundleFiles(bundle),
  };
}

/** What a bare `NAME:TAG` means beside a reference to a registry or a layout. */
function besides(text: string, other: string): string {
  const parsed = parseReference(other, { inContract: false });
  if (!parsed.ok || (parsed.reference.kind !== 'registry' && parsed.reference.kind !== 'layout')) return text;
  const sibling = siblingReference(text, parsed.reference);
  return sibling === undefined ? text : formatReference(sibling);
}

function identity(ref: string, { contract }: Side): DiffSide {
  return { ref, name: contract.service.name, version: contract.service.version };
}

function located(change: Change, before: Side, after: Side, waived: string | undefined): DiffChange {
  const { old, new: fresh, ...facts } = change;
  return {
    ...facts,
    ...(old === undefined ? {} : { old: positionIn(before, old) }),
    ...(fresh === undefined ? {} : { new: positionIn(after, fresh) }),
    ...(waived === undefined ? {} : { waived }),
  };
}
