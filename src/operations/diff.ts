import type { Side } from '../core/diff/side.ts';
import type { Waiver } from '../core/diff/waivers.ts';
import { type ErrorCode, PactoError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { adviceFor } from './diff/advice.ts';
import { type ChangesInput, changesBetween, noChanges } from './diff/changes.ts';
import { besides, identity, openSide } from './diff/sides.ts';
import type { ContractInput, Ports } from './ports.ts';
import type { DiffResult } from './results.ts';

export interface DiffInput extends ChangesInput {
  readonly old: ContractInput;
  /** A bare `NAME:TAG` beside a registry reference is meant in the same place. */
  readonly new: ContractInput;
  /** Where there is no old contract, such as before a first release, nothing changed. */
  readonly allowMissingOld?: boolean;
  /** `old` is a repository, and its highest version below the new one is meant. */
  readonly againstPublished?: boolean;
}

/** Failures that say that there is no such contract, or no such version of it. */
const absences: readonly ErrorCode[] = ['CONTRACT_NOT_FOUND', 'REGISTRY_NOT_FOUND', 'NO_MATCHING_VERSION'];

/**
 * Compares two contracts and what they describe, and classifies every change. Throws PactoError where one cannot be
 * reached; one that violates the schema is an {@link InvalidContract}.
 */
export async function diff(ports: Ports, input: DiffInput): Promise<DiffResult> {
  await checkRules(input.waivers ?? []);
  const reference = besides(input.new.reference, input.old.reference);
  const after = await openSide(ports, { ...input.new, reference });
  const fresh = identity(reference, after);
  const old = await openOld(ports, input, fresh.version);
  if (old === undefined) {
    return { schemaVersion: 1, new: fresh, ...noChanges(input), suggestedBump: 'none', versionStep: 'none' };
  }
  const changes = await changesBetween(old.side, after, input);
  const advice = await adviceFor(ports, old.side, after, changes);
  return { schemaVersion: 1, old: identity(old.reference, old.side), new: fresh, ...changes, ...advice };
}

/** The old contract; undefined where there is none, and there need not be one. */
async function openOld(
  ports: Ports,
  { old, allowMissingOld, againstPublished }: DiffInput,
  version: string,
): Promise<{ readonly reference: string; readonly side: Side } | undefined> {
  try {
    const reference = againstPublished === true ? await below(ports, old.reference, version) : old.reference;
    return { reference, side: await openSide(ports, { ...old, reference }) };
  } catch (error) {
    if (allowMissingOld === true && error instanceof PactoError && absences.includes(error.code)) return undefined;
    throw error;
  }
}

async function below(ports: Ports, repository: string, version: string): Promise<string> {
  const { publishedBelow } = await import('./diff/published-below.ts');
  return publishedBelow(ports, repository, version);
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
