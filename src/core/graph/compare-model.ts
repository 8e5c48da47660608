import type { Target } from './compare-targets.ts';
import type { Declaration } from './declarations.ts';
import type { Loaded, Member } from './load.ts';
import type { Lock } from './lock.ts';
import type { GraphEdge } from './model.ts';

export type SideName = 'old' | 'new';

/** One of two graphs that are compared. */
export interface GraphSide {
  readonly root: Member;
  /** Opens what a bundle of this graph declares, each declaration once. */
  readonly load: (declaration: Declaration, from: Member['bundle']) => Promise<Loaded>;
  /** The lock that `load` follows. */
  readonly lock?: Lock;
}

/** A bundle of one of the graphs. */
export interface Met {
  /** As `bundleIdentity` has it. */
  readonly identity: string;
  readonly member: Member;
  /** Where it is from the root of its graph, as locks spell paths. */
  readonly place: string | undefined;
}

/** What one of the graphs has at a place. */
export interface EdgeEnd {
  readonly declaration: Declaration;
  /** Which dependency of its declarer it is. */
  readonly index: number;
  /** What it leads to; absent where that could not be opened. */
  readonly met?: Met;
  readonly error?: NonNullable<GraphEdge['error']>;
}

/** A place where the graphs may differ. Sides that have nothing there are absent. */
export interface ComparedEdge {
  /** The edge that leads to its declarer, by its number; absent for what the roots declare. */
  readonly parent?: number;
  readonly old?: EdgeEnd;
  readonly new?: EdgeEnd;
  /** What a service of this name was, that the old graph had at another place only. */
  readonly moved?: Met;
  /** How many other places have the same on both sides. */
  readonly others: number;
}

export interface GraphComparison {
  /** Nearest first, and each bundle, or pair of bundles, at the first place only. */
  readonly edges: readonly ComparedEdge[];
  /** What was left out because of a limit, in words. */
  readonly truncated?: string;
}

export interface CompareLimits {
  /** How many steps away from the roots to go. Default 100. */
  readonly depth?: number;
  /** How many declarations are followed. Default 10,000. */
  readonly maxLoads?: number;
}

/** A declaration with what it means. */
export interface Declared {
  readonly declaration: Declaration;
  readonly index: number;
  readonly target: Target;
}

/** An edge under construction. */
export type OpenEdge = { -readonly [Key in keyof ComparedEdge]: ComparedEdge[Key] };

/** What is known of both graphs while they are compared. */
export interface Comparing {
  readonly edges: OpenEdge[];
  /** Keys of the targets that each side declares, whether they were opened or not. */
  readonly targets: Readonly<Record<SideName, Set<string>>>;
  /** The bundles that each side led to, its root among them. */
  readonly bundles: Readonly<Record<SideName, Set<string>>>;
  /** Those of them that stand at the end of an edge, and the root. */
  readonly placed: Readonly<Record<SideName, Set<string>>>;
  declared(side: SideName, met: Met): Declared[];
  /** Opens what is declared, as far as the limit allows; undefined beyond. */
  follow(side: SideName, declared: Declared, from: Met): Promise<EdgeEnd | undefined>;
  /** Adds an edge, unless it leads to what another one led to; its number, where it was added. */
  add(parent: number | undefined, ends: Pick<ComparedEdge, 'old' | 'new'>): number | undefined;
  /** Takes note that something deeper was left out. */
  tooDeep(): void;
  readonly depth: number;
}
