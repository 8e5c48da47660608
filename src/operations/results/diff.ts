/** What comparing contracts returns. The shape is published under `schema/output/`. */
import type { ChangeType, Classification, Witness } from '../../core/diff/change.ts';
import type { VersionAdvice } from '../../core/diff/version-step.ts';
import type { Waiver } from '../../core/diff/waivers.ts';
import type { Position } from '../../core/finding.ts';
import type { Json } from '../../core/json.ts';
import type { ErrorResult } from '../results.ts';
import type { ConsumersResult } from './impact.ts';
import type { SbomChanges } from './sbom.ts';

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

/** A place in the dependency graphs, and what is below it. */
export interface DependencyBranch {
  /** Name of the service; where it could not be opened, of its declaration. */
  readonly name: string;
  /** `none`: only something below it changed. `unresolved`: one of the sides, or the only one, could not be opened. */
  readonly change: 'added' | 'removed' | 'version-changed' | 'content-changed' | 'unresolved' | 'none';
  /** What the old graph has here; of what moved here, what it was. */
  readonly old?: DiffSide;
  readonly new?: DiffSide;
  /** How many more places have the same. */
  readonly others?: number;
  readonly below: readonly DependencyBranch[];
}

/** What changed in the contract of a service that both graphs have. */
export interface DependencyDiff extends Pick<DiffChanges, 'classification' | 'counts' | 'changes'> {
  readonly name: string;
  readonly old: DiffSide;
  readonly new: DiffSide;
  /** What it counts for in the whole. */
  readonly countsAs: Classification;
  /** Names of the services that lead to it, from what the contract itself declares; the last one is its own. */
  readonly via: readonly string[];
  /** Where the contract declares the first of these. */
  readonly at?: Position;
}

/** A dependency that one of the sides declares, and that could not be opened. */
export interface UnresolvedDependency extends ErrorResult {
  readonly side: 'old' | 'new';
  /** The declaration's own name. */
  readonly name: string;
  /** As declared. */
  readonly ref: string;
}

/** How the dependency graphs of two contracts differ. */
export interface DependencyChanges {
  /** What they count for in the whole. */
  readonly classification: Classification;
  /** What changed, and all that leads to it from the contract. */
  readonly tree: readonly DependencyBranch[];
  /** The services of which the graphs have different versions, worst first. */
  readonly services: readonly DependencyDiff[];
  readonly unresolved: readonly UnresolvedDependency[];
  /** What was left out because of a limit, in words. */
  readonly truncated?: string;
}

export interface DiffResult extends DiffChanges, VersionAdvice {
  readonly schemaVersion: 1;
  /** Absent where there was none to compare with, and that is allowed. */
  readonly old?: DiffSide;
  readonly new: DiffSide;
  /** Absent where they were not compared. */
  readonly dependencies?: DependencyChanges;
  /** Absent where neither side has an SBOM. */
  readonly sbom?: SbomChanges;
  /** Whom the changes hit, among the contracts that were asked about. */
  readonly among?: ConsumersResult;
  /**
   * GRAPH_INCOMPLETE: a dependency is unresolved, and all are required to be; or what was asked about consumers could not
   * be found out.
   */
  readonly error?: ErrorResult;
}
