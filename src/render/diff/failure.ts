import type { Classification } from '../../core/diff/change.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';

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

/** Whether anything closes the gate. */
export function isClosed(result: DiffResult, gate: Gate): boolean {
  return isVersionFailure(result, gate) || result.changes.some((change) => isFailure(change, gate));
}
