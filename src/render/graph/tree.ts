import type { Graph, GraphEdge, GraphNode } from '../../core/graph/model.ts';
import { lookup } from './lookup.ts';

/** One line of a tree: an edge, and what it leads to. */
export interface TreeLine {
  /** Glyphs before it. */
  readonly prefix: string;
  readonly edge: GraphEdge;
  /** Absent where it could not be resolved. */
  readonly node?: GraphNode;
  /**
   * Why what it declares does not follow below: it stands further up already, it is on the way from the root to here,
   * or the line is too deep to draw more.
   */
  readonly ends?: 'shared' | 'cycle' | 'deep';
}

/** Indentation grows with depth, and a tree that is deeper than this is not read anyway. */
const maxLevels = 100;

/** The lines of a graph drawn as a tree from its root, each edge once at most. The root's own line is not among them. */
export function* treeLines(graph: Pick<Graph, 'root' | 'nodes' | 'edges'>): Generator<TreeLine> {
  const { node: find, edgesFrom } = lookup(graph);
  const shown = new Set([graph.root]);
  const path = new Set([graph.root]);
  const stack = [{ id: graph.root, edges: edgesFrom(graph.root), next: 0, indent: '' }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const edge = frame.edges[frame.next++];
    if (edge === undefined) {
      path.delete(frame.id);
      stack.pop();
      continue;
    }
    const isLast = frame.next === frame.edges.length;
    const prefix = `${frame.indent}${isLast ? '└─ ' : '├─ '}`;
    const node = edge.to === undefined ? undefined : find(edge.to);
    if (node === undefined) {
      yield { prefix, edge };
      continue;
    }
    const below = edgesFrom(node.id);
    const isDeep = stack.length >= maxLevels && below.length > 0;
    const ends = path.has(node.id) ? 'cycle' : shown.has(node.id) ? 'shared' : isDeep ? 'deep' : undefined;
    yield { prefix, edge, node, ...(ends === undefined ? {} : { ends }) };
    if (ends !== undefined) continue;
    shown.add(node.id);
    path.add(node.id);
    stack.push({ id: node.id, edges: below, next: 0, indent: `${frame.indent}${isLast ? '   ' : '│  '}` });
  }
}
