import { worst } from '../core/diff/change.ts';
import type { Side } from '../core/diff/side.ts';
import { type ErrorCode, PactoError } from '../core/error.ts';
import type { ConsumersInput } from './consumers.ts';
import { adviceFor } from './diff/advice.ts';
import { type ChangesInput, changesBetween, noChanges } from './diff/changes.ts';
import { checkWaivers } from './diff/check-waivers.ts';
import type { DependenciesInput } from './diff/dependencies.ts';
import { dependOnTheSame } from './diff/same-dependencies.ts';
import { sbomChanges } from './diff/sboms.ts';
import { besides, identity, type OpenedSide, openSide, openSideBeside } from './diff/sides.ts';
import type { ContractInput, Ports } from './ports.ts';
import type { DependencyChanges, DiffChanges, DiffResult } from './results.ts';

export interface DiffInput extends ChangesInput, Pick<DependenciesInput, 'onProgress' | 'signal'> {
  readonly old: ContractInput;
  /** A bare `NAME:TAG` beside a registry reference is meant in the same place. */
  readonly new: ContractInput;
  /** Where there is no old contract, such as before a first release, nothing changed. */
  readonly allowMissingOld?: boolean;
  /** `old` is a repository, and its highest version below the new one is meant. */
  readonly againstPublished?: boolean;
  /**
   * Whether to compare what both depend on, and what a breaking change of a dependency counts for: as potentially
   * breaking (`cap`, the default), or in full (`raise`).
   */
  readonly dependencies?: 'skip' | 'cap' | 'raise';
  /** Where a dependency cannot be resolved, the result has an error. */
  readonly requireDependencies?: boolean;
  /** The contracts of which to say whom the changes hit. */
  readonly among?: ConsumersInput;
}

/** Failures that say that there is no such contract, or no such version of it. */
const absences: readonly ErrorCode[] = ['CONTRACT_NOT_FOUND', 'REGISTRY_NOT_FOUND', 'NO_MATCHING_VERSION'];

/**
 * Compares two contracts and what they describe, and classifies every change. Throws PactoError where one cannot be
 * reached; one that violates the schema is an {@link InvalidContract}.
 */
export async function diff(ports: Ports, input: DiffInput): Promise<DiffResult> {
  const { result, own, before, after } = await compared(ports, input);
  if (input.among === undefined) return result;
  const { amongConsumers } = await import('./diff/among.ts');
  const { among, error } = await amongConsumers(ports, { before: before ?? after, after }, own, input.among);
  return { ...result, among, ...(result.error !== undefined || error === undefined ? {} : { error }) };
}

/** What was compared, and what came of it: with the dependencies, and without. */
interface Comparison {
  readonly result: DiffResult;
  readonly own: DiffChanges;
  /** Absent where there was none to compare with. */
  readonly before?: OpenedSide;
  readonly after: OpenedSide;
}

async function compared(ports: Ports, input: DiffInput): Promise<Comparison> {
  await checkWaivers(input.waivers ?? []);
  const reference = besides(input.new.reference, input.old.reference);
  const named = { ...input.new, reference };
  // What stands first on the command line is told first, unless it need not be there.
  const told = input.allowMissingOld === true ? 'this' : 'other';
  // Which of the published versions is the old one, only the new one can tell.
  const after = await (input.againstPublished === true
    ? openSide(ports, named)
    : openSideBeside(ports, named, input.old, told));
  const fresh = identity(reference, after);
  const old = await openOld(ports, input, fresh.version);
  if (old === undefined) {
    const own = noChanges(input);
    return { result: { schemaVersion: 1, new: fresh, ...own, suggestedBump: 'none', versionStep: 'none' }, own, after };
  }
  const before = old.side;
  const own = await changesBetween(before, after, input);
  const advice = await adviceFor(before, after, own);
  const sbom = await sbomChanges(before, after);
  const alone: DiffResult = {
    schemaVersion: 1,
    old: identity(old.reference, before),
    new: fresh,
    ...own,
    ...advice,
    ...(sbom === undefined ? {} : { sbom }),
  };
  const result = input.dependencies === 'skip' ? alone : await withDependencies(ports, before, after, input, alone);
  return { result, own, before, after };
}

const nothingDiffers: DependencyChanges = { classification: 'NON_BREAKING', tree: [], services: [], unresolved: [] };

/** The result with what the dependencies add to it. */
async function withDependencies(
  ports: Ports,
  before: Side,
  after: Side,
  input: DiffInput,
  result: DiffResult,
): Promise<DiffResult> {
  // Most contracts depend on the same on both sides, and what resolves graphs is loaded for the others.
  if (dependOnTheSame(before, after)) return { ...result, dependencies: nothingDiffers };
  const { compareDependencies, incompleteDependencies } = await import('./diff/dependencies.ts');
  const dependencies = await compareDependencies(ports, before, after, {
    ...input,
    raise: input.dependencies === 'raise',
  });
  const error = input.requireDependencies === true ? incompleteDependencies(dependencies) : undefined;
  return {
    ...result,
    classification: worst([result.classification, dependencies.classification]),
    gate: worst([result.gate, dependencies.classification]),
    dependencies,
    ...(error === undefined ? {} : { error }),
  };
}

/** The old contract; undefined where there is none, and there need not be one. */
async function openOld(
  ports: Ports,
  { old, allowMissingOld, againstPublished }: DiffInput,
  version: string,
): Promise<{ readonly reference: string; readonly side: OpenedSide } | undefined> {
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
