/** Graphs to draw. */
import type { GraphEdge, GraphNode } from '../../src/core/graph/model.ts';
import type { GraphResult } from '../../src/operations/results.ts';

/** The result for a graph whose root is the first node. */
export function graphOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphResult {
  const { id = '', name = '', version = '' } = nodes[0] ?? {};
  return {
    schemaVersion: 1,
    ref: '.',
    name,
    version,
    root: id,
    nodes,
    edges,
    cycles: [],
    conflicts: [],
    unresolved: edges.filter(({ to }) => to === undefined),
    warnings: [],
  };
}

/** What somebody might call a service to break out of every format there is. */
const hostile = '"];x\\"\\N\\l&lt;<script>alert(1)</script>`"]|-->``````|<!--]]>\u001b[2J\u202e\n\r\t#quot;%%{init}%%';

const root: GraphNode = { id: hostile, name: hostile, version: hostile, source: 'local', owner: hostile };
const other: GraphNode = { ...root, id: `${hostile}2`, source: 'oci', tag: hostile, repository: hostile };

/** Every text in it is an attack. */
export const hostileGraph: GraphResult = {
  ...graphOf(
    [root, other],
    [
      {
        from: root.id,
        kind: 'dependency',
        name: hostile,
        ref: hostile,
        constraint: hostile,
        required: true,
        to: other.id,
      },
      {
        from: root.id,
        kind: 'policy',
        name: hostile,
        ref: hostile,
        required: false,
        error: { code: 'X', message: hostile, hint: hostile },
      },
    ],
  ),
  cycles: [[root.id, other.id, root.id]],
  conflicts: [
    {
      name: hostile,
      message: hostile,
      versions: [hostile],
      requirers: [{ from: root.id, to: other.id, constraint: hostile, version: hostile, satisfied: false }],
    },
  ],
  truncated: { limits: ['size'], reason: 'too large' },
};
