/** What following a contract to whom it concerns returns. Shapes are published under `schema/output/`. */
import type { Dependent, Unclear } from '../../core/graph/impact.ts';
import type { ErrorResult, Gap } from '../results.ts';
import type { DiffChanges, DiffSide } from './diff.ts';

/** How many dependents have each verdict. */
export interface VerdictCounts {
  readonly breaks: number;
  /** How many of those that break cannot do without the contract, by all of their way to it. */
  readonly requiredBreaks: number;
  readonly atRisk: number;
  readonly unknown: number;
  readonly heldBack: number;
  readonly notHit: number;
}

/** Whom a contract concerns, among the contracts that were looked at. */
export interface ConsumersResult {
  /** How many contracts were looked at. */
  readonly considered: number;
  /** How many dependents declare it themselves, and how many cannot do without it. */
  readonly direct: number;
  readonly required: number;
  /** With a new version. */
  readonly verdicts?: VerdictCounts;
  /** Nearest first, then by name, version and reference; with a new version the worst hit first. */
  readonly dependents: readonly Dependent[];
  /** Who is to be asked: owners with the number of their dependents, most first; with a new version those hit first. */
  readonly owners: readonly {
    readonly owner: string;
    readonly dependents: number;
    /** With a new version: how many of them break, and how many are at risk. */
    readonly breaks?: number;
    readonly atRisk?: number;
  }[];
  /** Who refers to a place that was not looked at, and that may be this service by its name; absent where nobody does. */
  readonly unclear?: readonly Unclear[];
  /** What could not be looked at. */
  readonly gaps: readonly Gap[];
}

/** Who depends on a contract, and with a new version of it, whom that hits. */
export interface ImpactResult extends ConsumersResult {
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  readonly owner?: string;
  /** The new version, and what changes up to it. */
  readonly upgrade?: DiffChanges & { readonly new: DiffSide };
  /** GRAPH_INCOMPLETE: a contract could not be read, or whether a required dependent breaks cannot be said. */
  readonly error?: ErrorResult;
}
