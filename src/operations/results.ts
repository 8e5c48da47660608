import type { Chart, Image, Interface, Owner, Policy, Runtime, Scaling } from '../core/contract/model.generated.ts';
import type { Finding } from '../core/finding.ts';
import type { LockChange } from '../core/graph/lock-changes.ts';
import type { LockProblem } from '../core/graph/lock-problem.ts';
import type { Graph, GraphEdge } from '../core/graph/model.ts';
import type { JsonObject } from '../core/json.ts';
import type { LayerResult } from '../core/validate/validate.ts';

export type * from './results/diff.ts';
export type * from './results/doc.ts';
export type * from './results/generate.ts';
export type * from './results/impact.ts';
export type * from './results/published.ts';
export type * from './results/sbom.ts';

/** What operations return: JSON-safe, the same for every door. Shapes are published under `schema/output/`. */

/** A failure of the outside world, as results carry it. */
export interface ErrorResult {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface ValidateResult {
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  /** Absent where the contract could not be read so far. */
  readonly name?: string;
  readonly version?: string;
  readonly valid: boolean;
  readonly layers: readonly LayerResult[];
  readonly policiesEnforced: number;
  /** Files beside the contract that were looked at. */
  readonly filesChecked: number;
  /** Findings that a flag or a comment silenced. */
  readonly suppressed: number;
  /** Sorted: the contract first, then by file, line, column, code. */
  readonly findings: readonly Finding[];
  /** What could not be found out; the rest of the result holds all the same. */
  readonly error?: ErrorResult;
}

/** A place that could not be looked into, or a contract that could not be read. */
export interface Gap extends ErrorResult {
  readonly path: string;
}

/** Every contract below a directory. */
export interface ValidateAllResult {
  readonly schemaVersion: 1;
  readonly root: string;
  readonly valid: boolean;
  readonly total: number;
  readonly invalid: number;
  readonly contracts: readonly ValidateResult[];
  /** Directories and files that could not be looked at. */
  readonly gaps: readonly Gap[];
}

export interface ExplainResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  readonly pactoVersion: string;
  readonly owner?: Owner;
  readonly image?: Image;
  readonly chart?: Chart;
  readonly runtime?: Runtime;
  readonly interfaces: readonly Interface[];
  readonly configurations: readonly {
    readonly name: string;
    readonly schema?: string;
    readonly ref?: string;
    /** How many values are set at the top level. */
    readonly values: number;
  }[];
  readonly policies: readonly Policy[];
  readonly dependencies: readonly {
    readonly name: string;
    readonly ref: string;
    readonly compatibility: string;
    readonly required: boolean;
  }[];
  readonly scaling?: Scaling;
  readonly metadata?: JsonObject;
}

/** A way in which `pacto.lock` does not fit. */
export interface LockWarning {
  readonly code: LockProblem['code'];
  readonly message: string;
}

/** The graph, and what of it could not be found out. */
export interface GraphResult extends Graph {
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** The edges that lead nowhere, in their order. */
  readonly unresolved: readonly GraphEdge[];
  /** How the contract's lock does not fit. */
  readonly warnings: readonly LockWarning[];
  /** GRAPH_INCOMPLETE: something required is unresolved, or the graph is too large. */
  readonly error?: ErrorResult;
}

/** A declaration that could not be resolved. */
export interface UnresolvedReference extends GraphEdge {
  /** The version that it was locked to; absent where it was not. */
  readonly lockedVersion?: string;
}

/** What `pacto.lock` holds now, or how it does not fit. */
export interface LockResult {
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** The lock's file. */
  readonly file: string;
  /** Whether the lock was only looked at. */
  readonly check: boolean;
  /** Whether the file was written; not where it was right already. */
  readonly written: boolean;
  /** How many entries the lock has. */
  readonly dependencies: number;
  readonly references: number;
  /** How many bundles they lead to. */
  readonly bundles: number;
  /** What writing it changed. */
  readonly changes: readonly LockChange[];
  /** What `check` found. */
  readonly problems: readonly LockProblem[];
  /** What could not be resolved: it stays as it was locked, or is left out. */
  readonly unresolved: readonly UnresolvedReference[];
  /** Why nothing was written, or the answer is not known: GRAPH_INCOMPLETE, or what the registry said. */
  readonly error?: ErrorResult;
}

/** Every contract below a directory, those first that others refer to by path. */
export interface LockAllResult {
  readonly schemaVersion: 1;
  readonly root: string;
  /** Whether the locks were only looked at. */
  readonly check: boolean;
  readonly contracts: readonly LockResult[];
  /** What could not be locked or looked at. */
  readonly gaps: readonly Gap[];
}

export interface PackResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** Where the archive was written; absent where it was only listed. */
  readonly output?: string;
  /** Digest of the archive, `sha256:…`; absent, as the two below, where a list says that there cannot be one. */
  readonly digest?: string;
  /** Digest of the uncompressed tar: the identity of the content, whoever compressed it. */
  readonly contentDigest?: string;
  /** Bytes of the archive. */
  readonly size?: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly problem?: string }[];
  readonly excluded: readonly { readonly path: string; readonly reason: string }[];
  /** Why it cannot be packed; absent where it can. */
  readonly problems?: readonly string[];
}

export interface FormatResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  /** Whether the canonical layout differs from what was there. */
  readonly changed: boolean;
  /** Whether the file was written. */
  readonly written: boolean;
  /** Older spellings that were rewritten. */
  readonly upgraded: readonly string[];
}

export interface PolicyTestResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly {
    readonly file: string;
    readonly expected: 'pass' | 'fail';
    readonly ok: boolean;
    /** Why the case did not come out as expected. */
    readonly reason?: string;
  }[];
}

export interface InitResult {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly type: string;
  readonly directory: string;
  readonly files: readonly string[];
}

export interface LoginResult {
  readonly schemaVersion: 1;
  /** `host[:port]`. */
  readonly registry: string;
  readonly username: string;
  /** Whether the registry was seen to accept the password; false where it answers everybody. */
  readonly verified: boolean;
  /** Whether there was a login for the registry before. */
  readonly replaced: boolean;
  /** Where it is stored, `~` being the home directory. */
  readonly file: string;
}

export interface LogoutResult {
  readonly schemaVersion: 1;
  /** `host[:port]`. */
  readonly registry: string;
  /** Whether there was a login to forget. */
  readonly removed: boolean;
  /** Where it was stored, `~` being the home directory. */
  readonly file: string;
}
