/** What comparing contracts returns. The shape is published under `schema/output/`. */
import type { ChangeType, Classification, Witness } from '../../core/diff/change.ts';
import type { VersionAdvice } from '../../core/diff/version-step.ts';
import type { Waiver } from '../../core/diff/waivers.ts';
import type { Position } from '../../core/finding.ts';
import type { Json } from '../../core/json.ts';

export interface DiffSide {
  /** The contract as the user named it. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
}

export interface DiffChange {
  readonly rule: string;
  /** The published path, without names of elements: `interfaces.port`. */
  readonly path: string;
  /** Which one: the interface's name, the configuration's scope. */
  readonly element?: string;
  readonly type: ChangeType;
  readonly classification: Classification;
  readonly reason: string;
  readonly oldValue?: Json;
  readonly newValue?: Json;
  readonly old?: Position;
  readonly new?: Position;
  readonly witness?: Witness;
  readonly convention?: string;
  readonly affects?: readonly string[];
  /** How many more there are than `affects` lists. */
  readonly moreAffected?: number;
  /** Why it does not count for the gate. */
  readonly waived?: string;
}

/** What differs between two contracts, and how bad it is. */
export interface DiffChanges {
  /** The worst of all changes. */
  readonly classification: Classification;
  /** The worst of the changes that no waiver accepts: what decides the exit code. */
  readonly gate: Classification;
  readonly counts: { readonly breaking: number; readonly potentialBreaking: number; readonly nonBreaking: number };
  readonly changes: readonly DiffChange[];
  readonly waivers: { readonly unused: readonly Waiver[]; readonly expired: readonly Waiver[] };
}

export interface DiffResult extends DiffChanges, VersionAdvice {
  readonly schemaVersion: 1;
  /** Absent where there was none to compare with, and that is allowed. */
  readonly old?: DiffSide;
  readonly new: DiffSide;
}
