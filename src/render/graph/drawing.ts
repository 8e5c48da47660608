import { parseReference } from '../../core/contract/reference.ts';
import type { Graph, GraphEdge, GraphNode } from '../../core/graph/model.ts';

/** A box of a drawing: a bundle, or what could not be resolved. */
export interface Box {
  /** `n0`, `n1` …: safe in every language of diagrams, whatever the bundle is called. */
  readonly key: string;
  readonly name: string;
  /** Absent where it could not be resolved. */
  readonly node?: GraphNode;
  /** Why it could not be resolved. */
  readonly error?: NonNullable<GraphEdge['error']>;
  readonly isRoot: boolean;
  /** In several versions, or in one that somebody refuses. */
  readonly inConflict: boolean;
}

/** An arrow of a drawing, from who declares to what is declared. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly edge: GraphEdge;
  readonly onCycle: boolean;
  /** The constraint, or for a reference its kind. */
  readonly label: string;
}

export interface Drawing {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** What every drawing of a graph shows, in the order of the graph; what is unresolved comes last. */
export function drawing(result: Graph): Drawing {
  const keys = new Map(result.nodes.map(({ id }, i) => [id, `n${i}`]));
  const conflicting = new Set(result.conflicts.map(({ name }) => name));
  const cyclic = new Set(result.cycles.flatMap((cycle) => cycle.slice(1).map((id, i) => pair(cycle[i] ?? '', id))));
  const boxes: Box[] = result.nodes.map((node, i) => ({
    key: `n${i}`,
    name: node.name,
    node,
    isRoot: node.id === result.root,
    inConflict: conflicting.has(node.name),
  }));
  const missing = new Map<string, string>();
  const arrows = result.edges.map((edge): Arrow => {
    const from = keys.get(edge.from) ?? '';
    const label = edge.constraint ?? edge.kind;
    if (edge.to !== undefined) {
      return { from, to: keys.get(edge.to) ?? '', edge, label, onCycle: cyclic.has(pair(edge.from, edge.to)) };
    }
    const identity = unresolvedIdentity(edge);
    let to = missing.get(identity);
    if (to === undefined) {
      to = `n${boxes.length}`;
      missing.set(identity, to);
      const error = edge.error === undefined ? {} : { error: edge.error };
      boxes.push({ key: to, name: edge.name, ...error, isRoot: false, inConflict: false });
    }
    return { from, to, edge, label, onCycle: false };
  });
  return { boxes, arrows };
}

function pair(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

/** The same for two edges that miss the same thing: one registry reference, whoever declares it. */
function unresolvedIdentity({ from, ref, name, error }: GraphEdge): string {
  const parsed = parseReference(ref, { inContract: true });
  const isGlobal = parsed.ok && parsed.reference.kind === 'registry';
  return JSON.stringify([isGlobal ? '' : from, ref, name, error?.message]);
}
