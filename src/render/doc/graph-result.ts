import type { ServiceDocument } from '../../core/doc/model.ts';
import type { GraphResult } from '../../operations/results.ts';

/** The graph of a document as the renderers of graphs take it. */
export function graphResultOf({ name, version, graph }: ServiceDocument): GraphResult {
  const unresolved = graph.edges.filter(({ to }) => to === undefined);
  return { schemaVersion: 1, ref: name, name, version, ...graph, unresolved, warnings: [] };
}
