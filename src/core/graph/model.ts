/** A dependency graph as data: JSON-safe, in a stable order, the same however and in which order it was fetched. */

/** One bundle. Bundles that are the same artifact, or the same directory, are one node. */
export interface GraphNode {
  /**
   * `oci://host/repository@digest`, `oci-layout:DIR@digest`, or for a local bundle its path as shown to the user.
   * Of several ways that lead to it, the first in the order of the graph gives `id` and `tag`.
   */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly source: 'oci' | 'local';
  /** For `oci`: the repository, `oci://host/repository` or `oci-layout:DIR`. */
  readonly repository?: string;
  /** The tag that was chosen or named. */
  readonly tag?: string;
  readonly digest?: string;
  readonly contentDigest?: string;
  /** Team, else the string, else the dri. */
  readonly owner?: string;
}

/** One declaration of a dependency, a configuration or a policy by reference. */
export interface GraphEdge {
  /** Node id of the declaring bundle. */
  readonly from: string;
  readonly kind: 'dependency' | 'configuration' | 'policy';
  /** The declaration's own name. */
  readonly name: string;
  /** As declared. */
  readonly ref: string;
  /** `compatibility` of a dependency. */
  readonly constraint?: string;
  readonly required: boolean;
  /** Node id; absent where it could not be resolved. */
  readonly to?: string;
  /** Why it could not be resolved. */
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
}

/**
 * A service that is in the graph in several versions, or in one that somebody's constraint refuses. Services are told
 * apart by their names alone, so two of one name from different repositories can be in conflict; the message says so.
 */
export interface GraphConflict {
  readonly name: string;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** Distinct versions, ascending. */
  readonly versions: readonly string[];
  /** Who asks for it, in the order of edges. */
  readonly requirers: readonly {
    /** Node id of who declares it. */
    readonly from: string;
    /** Node id of what it gets. */
    readonly to: string;
    readonly constraint?: string;
    readonly version: string;
    /** Also where there is no constraint to satisfy. */
    readonly satisfied: boolean;
  }[];
}

/**
 * What left something out: a depth that was asked for, a bound on bundles and declarations, or a bound on how many
 * cycles are listed.
 */
export type GraphLimit = 'depth' | 'size' | 'cycles';

export interface Graph {
  /** Node id. */
  readonly root: string;
  /** Breadth-first from the root, in the order of declaration. */
  readonly nodes: readonly GraphNode[];
  /** By the order of nodes, then of declaration: dependencies, configurations, policies. */
  readonly edges: readonly GraphEdge[];
  /** Each as node ids along the cycle, beginning and ending with the same; rotated to its first node. */
  readonly cycles: readonly (readonly string[])[];
  readonly conflicts: readonly GraphConflict[];
  /** Set where a limit left something out: which ones, and what, in words. */
  readonly truncated?: { readonly limits: readonly GraphLimit[]; readonly reason: string };
}
