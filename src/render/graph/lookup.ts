import { parseReference, repositoryOf, withoutScheme } from '../../core/contract/reference.ts';
import { formatPin } from '../../core/contract/registry-name.ts';
import type { Graph, GraphEdge, GraphNode } from '../../core/graph/model.ts';
import { groupBy } from '../../core/group-by.ts';

/** A graph by node id. */
export interface GraphLookup {
  node(id: string): GraphNode | undefined;
  /** What a node declares, in order. */
  edgesFrom(id: string): readonly GraphEdge[];
  /** `name@version`; the id itself where there is no such node. */
  title(id: string): string;
}

export function lookup({ nodes, edges }: Pick<Graph, 'nodes' | 'edges'>): GraphLookup {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const from = groupBy(edges, (edge) => edge.from);
  return {
    node: (id) => byId.get(id),
    edgesFrom: (id) => from.get(id) ?? [],
    title(id) {
      const node = byId.get(id);
      return node === undefined ? id : `${node.name}@${node.version}`;
    },
  };
}

/** A reference as people say it: registries without their scheme, and with the tag that was chosen where it names none. */
export function shownReference(ref: string, node?: GraphNode): string {
  const parsed = parseReference(ref, { inContract: true });
  if (!parsed.ok) return ref;
  const { reference } = parsed;
  if (reference.kind !== 'registry' && reference.kind !== 'layout') return ref;
  if (reference.tag !== undefined || reference.digest !== undefined) return withoutScheme(reference);
  const chosen = node?.tag === undefined ? {} : { tag: node.tag };
  return `${repositoryOf(reference).replace(/^oci:\/\//, '')}${formatPin(chosen)}`;
}

/** A cycle along its path: `a -> b -> a`; with versions where a service is on it in more than one. */
export function cyclePath(cycle: readonly string[], { node, title }: GraphLookup): string {
  const ids = new Set(cycle);
  const names = new Set([...ids].map((id) => node(id)?.name ?? id));
  return cycle.map((id) => (names.size === ids.size ? (node(id)?.name ?? id) : title(id))).join(' -> ');
}

/** Who asks for what in a conflict: `orders@1.0.0 asks for ^2.0.0 and gets 1.4.0`. */
export function requirerText(
  requirer: Graph['conflicts'][number]['requirers'][number],
  { title }: GraphLookup,
): string {
  const { from, constraint, version, satisfied } = requirer;
  if (constraint === undefined) return `${title(from)} refers to ${version}`;
  const answer = satisfied ? `and gets ${version}` : `and gets ${version}, which is outside of it`;
  return `${title(from)} asks for ${constraint} ${answer}`;
}
