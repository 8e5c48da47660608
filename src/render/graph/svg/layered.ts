import { graphlib, layout } from '@dagrejs/dagre';
import { type Diagram, type Layout, margin, type Point, pixels } from './layout.ts';

/** Lays out by layers, with few crossings and the arrows around the boxes. Takes about a second for 400 boxes. */
export function layered({ boxes, arrows }: Diagram): Layout {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, edgesep: 12, ranksep: 56, marginx: margin, marginy: margin });
  for (const [i, { width, height }] of boxes.entries()) graph.setNode(String(i), { width, height });
  for (const [i, { from, to, label }] of arrows.entries()) {
    graph.setEdge(String(from), String(to), { ...(label ?? { width: 0, height: 0 }), labelpos: 'c' }, String(i));
  }
  layout(graph);
  const size = graph.graph();
  return {
    width: numberOr(size?.width),
    height: numberOr(size?.height),
    boxes: boxes.map((_, i) => pointOf(graph.node(String(i)))),
    arrows: arrows.map(({ from, to, label }, i) => {
      const edge = graph.edge(String(from), String(to), String(i));
      const path = smooth(pointsOf(edge));
      return label === undefined ? { path } : { path, label: pointOf(edge) };
    }),
  };
}

/** A line through points that turns softly: each point but the ends is where a curve is pulled to. */
function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return '';
  let path = `M${at(first)}`;
  for (const [i, point] of rest.entries()) {
    const next = rest[i + 1];
    const end = next === undefined ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    path += `Q${at(point)} ${at(end)}`;
  }
  return rest.length === 0 ? `${path}L${at(last)}` : path;
}

function at({ x, y }: Point): string {
  return `${pixels(x)},${pixels(y)}`;
}

// The package types what it adds to nodes and edges as anything.
function pointOf(value: unknown): Point {
  const { x, y } = typeof value === 'object' && value !== null ? (value as Partial<Point>) : {};
  return { x: numberOr(x), y: numberOr(y) };
}

function pointsOf(value: unknown): readonly Point[] {
  const points: unknown = typeof value === 'object' && value !== null && 'points' in value ? value.points : [];
  return Array.isArray(points) ? points.map(pointOf) : [];
}

function numberOr(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
