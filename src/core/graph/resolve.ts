import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import type { Contract } from '../contract/model.generated.ts';
import { analyse } from './analyse.ts';
import { declarations, type FollowedReferences } from './declarations.ts';
import { bundleIdentity, graphNode } from './identity.ts';
import { createLoader, type Loader, type Member } from './load.ts';
import type { Graph, GraphEdge, GraphLimit, GraphNode } from './model.ts';
import { createPool } from './pool.ts';

export interface ResolvedGraph {
  readonly graph: Graph;
  /** By node id, in the order of nodes. */
  readonly members: ReadonlyMap<string, { readonly bundle: Bundle; readonly contract: Contract }>;
}

export interface ResolveOptions {
  /** How many steps away from the root to go; 1 is what the root itself declares. Default: all. */
  readonly depth?: number;
  /** How many bundles the graph may have. Default 5,000. */
  readonly maxNodes?: number;
  /** Whether to follow configurations and policies by reference. Default: none. */
  readonly references?: FollowedReferences;
  /** Whether a bundle of a version that its constraint refuses is left unresolved. Default: it is a conflict. */
  readonly strict?: boolean;
  /** How many bundles are opened at a time. Default 16. */
  readonly concurrency?: number;
  /** Told after each reference that was followed: how many are done, and how many are known so far. */
  readonly onProgress?: (done: number, known: number) => void;
  /** Aborted: the promise rejects with the signal's reason, and nothing more is opened. */
  readonly signal?: AbortSignal;
}

/** So many declarations for each bundle that may be in the graph, on the average. */
const declarationsPerNode = 20;

/**
 * Resolves what a contract depends on, breadth-first. Bundles are opened ahead, in whatever order they arrive; the graph
 * is made by a walk in the order of declaration, so that it does not depend on that.
 *
 * @param open throws PactoError for what cannot be had, which becomes the error of an edge; anything else it throws is
 * a bug, which rejects the promise
 */
export async function resolveGraph(
  root: { readonly bundle: Bundle; readonly contract: Contract },
  open: OpenBundle,
  options: ResolveOptions = {},
): Promise<ResolvedGraph> {
  const { signal, maxNodes = 5000, depth = Number.POSITIVE_INFINITY, references = 'none', strict = false } = options;
  signal?.throwIfAborted();
  const maxDeclarations = maxNodes * declarationsPerNode;
  const pool = createPool(Math.max(1, options.concurrency ?? 16));
  const loader = createLoader(root, {
    open,
    pool,
    references,
    strict,
    depth,
    maxBundles: maxNodes,
    maxDeclarations,
    onProgress: options.onProgress ?? (() => undefined),
  });
  const { promise: aborted, forget } = whenAborted(signal);
  try {
    return await Promise.race([walk(root, loader, { depth, maxNodes, maxDeclarations, references }), aborted]);
  } finally {
    forget();
    pool.close();
  }
}

interface WalkLimits {
  readonly depth: number;
  readonly maxNodes: number;
  readonly maxDeclarations: number;
  readonly references: FollowedReferences;
}

async function walk(root: Member, loader: Loader, limits: WalkLimits): Promise<ResolvedGraph> {
  const found: { readonly node: GraphNode; readonly member: Member; readonly distance: number }[] = [];
  const members = new Map<string, Member>();
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const left = { bundles: 0, declarations: 0 };
  let tooLarge: string | undefined;

  function add(identity: string, member: Member, distance: number): GraphNode {
    const node = graphNode(member.bundle, member.contract, (id) => !members.has(id));
    found.push({ node, member, distance });
    members.set(node.id, member);
    nodes.set(identity, node);
    return node;
  }

  const first = add(bundleIdentity(root.bundle), root, 0);
  for (let i = 0; tooLarge === undefined; i++) {
    const from = found[i];
    if (from === undefined) break;
    const declared = declarations(from.member.contract, limits.references);
    if (from.distance >= limits.depth) {
      left.declarations += declared.length;
      if (declared.length > 0) left.bundles += 1;
      continue;
    }
    if (edges.length + declared.length > limits.maxDeclarations) {
      tooLarge = `it has more than ${limits.maxDeclarations} references`;
      break;
    }
    const loads = declared.map(
      (declaration) => [declaration, loader.load(declaration, from.member.bundle, from.distance)] as const,
    );
    for (const [declaration, load] of loads) {
      const loaded = await load;
      if (loaded.kind === 'bug') throw loaded.cause;
      if (loaded.kind === 'unresolved') {
        edges.push({ from: from.node.id, ...declaration, error: loaded.error });
        continue;
      }
      const known = nodes.get(loaded.identity);
      if (known === undefined && found.length >= limits.maxNodes) {
        tooLarge = `it has more than ${limits.maxNodes} bundles`;
        break;
      }
      const to = known ?? add(loaded.identity, loaded.member, from.distance + 1);
      edges.push({ from: from.node.id, ...declaration, to: to.id });
    }
  }

  const all = found.map(({ node }) => node);
  const { cycles, conflicts, moreCycles } = analyse(all, edges);
  const truncated = truncation([
    ['depth', left.declarations === 0 ? undefined : depthReason(left, limits.depth)],
    ['size', tooLarge === undefined ? undefined : `the graph is cut off: ${tooLarge}`],
    ['cycles', moreCycles ? `there are more cycles than the ${cycles.length} that are listed` : undefined],
  ]);
  return { graph: { root: first.id, nodes: all, edges, cycles, conflicts, ...truncated }, members };
}

function truncation(
  limits: readonly (readonly [limit: GraphLimit, reason: string | undefined])[],
): Pick<Graph, 'truncated'> {
  const met = limits.flatMap(([limit, reason]) => (reason === undefined ? [] : [{ limit, reason }]));
  if (met.length === 0) return {};
  const reason = met.map((one) => one.reason).join('; ');
  return { truncated: { limits: met.map(({ limit }) => limit), reason } };
}

function depthReason(left: { readonly bundles: number; readonly declarations: number }, depth: number): string {
  const references = left.declarations === 1 ? '1 reference' : `${left.declarations} references`;
  const bundles = left.bundles === 1 ? '1 bundle' : `${left.bundles} bundles`;
  return `${references} of ${bundles} at depth ${depth} ${left.declarations === 1 ? 'is' : 'are'} not followed`;
}

/** A promise that rejects when the signal aborts, and how to stop waiting for that. */
export function whenAborted(signal: AbortSignal | undefined): {
  readonly promise: Promise<never>;
  readonly forget: () => void;
} {
  let forget = () => {};
  const promise = new Promise<never>((_, reject) => {
    const abort = () => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    forget = () => signal?.removeEventListener('abort', abort);
  });
  return { promise, forget };
}
