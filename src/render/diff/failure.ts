import type { Classification } from '../../core/diff/change.ts';
import type { DiffChange } from '../../operations/results.ts';

/** Whether the gate stays closed because of a change. `fatal`: the classes that close it. */
export function isFailure({ classification, waived }: DiffChange, fatal: readonly Classification[]): boolean {
  return waived === undefined && fatal.includes(classification);
}
