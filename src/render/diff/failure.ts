import type { Classification } from '../../core/diff/change.ts';
import type { DependencyBranch, DependencyDiff, DiffChange, DiffResult } from '../../operations/results.ts';

/** What closes the gate. */
export interface Gate {
  /** The classes of changes that close it. */
  readonly fatal: readonly Classification[];
  /** Whether a version that did not go up far enough closes it too. */
  readonly requireBump: boolean;
}

/** Whether the gate stays closed because of a change. */
export function isFailure({ classification, waived }: DiffChange, { fatal }: Gate): boolean {
  return waived === undefined && fatal.includes(classification);
}

/** Whether the gate stays closed because of the version. */
export function isVersionFailure({ versionStep }: DiffResult, { requireBump }: Gate): boolean {
  return requireBump && versionStep === 'insufficient';
}

/** Whether the gate stays closed because of what changed in a service that it depends on. */
export function isServiceFailure({ countsAs }: Pick<DependencyDiff, 'countsAs'>, { fatal }: Gate): boolean {
  return fatal.includes(countsAs);
}

/** Whether anything closes the gate. What could not be resolved does not. */
export function isClosed(result: DiffResult, gate: Gate): boolean {
  const { services = [], tree = [] } = result.dependencies ?? {};
  return (
    isVersionFailure(result, gate) ||
    result.changes.some((change) => isFailure(change, gate)) ||
    services.some((service) => isServiceFailure(service, gate)) ||
    (gate.fatal.includes('NON_BREAKING') && tree.some(isChanged))
  );
}

function isChanged({ change, below }: DependencyBranch): boolean {
  return (change !== 'none' && change !== 'unresolved') || below.some(isChanged);
}
