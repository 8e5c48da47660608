import { graphlib, layout } from '@dagrejs/dagre';
import { type Diagram, type Layout, margin, type Point, pixels, type Size } from './layout.ts';

/** Lays out by layers, with few crossings and the arrows around the boxes. Takes about a second for 400 boxes. */
export function layered({ boxes, arrows }: Diagram): Layout {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, edgesep: 12, ranksep: 56, marginx: margin, marginy: margin });
  const loops = loopsOf(arrows);
  for (const [i, { width, height }] of boxes.entries()) {
    // Loops stand above the box, and the box stays in the middle of its room.
    graph.setNode(String(i), { width, height: height + 2 * loopHeight * (loops.count.get(i) ?? 0) });
  }
  for (const [i, { from, to, label }] of arrows.entries()) {
    if (from === to) continue;
    graph.setEdge(String(from), String(to), { ...(label ?? { width: 0, height: 0 }), labelpos: 'c' }, String(i));
  }
  layout(graph);
  const size = graph.graph();
  return {
    width: numberOr(size?.width),
    height: numberOr(size?.height),
    boxes: boxes.map((_, i) => pointOf(graph.node(String(i)))),
    arrows: arrows.map(({ from, to, label }, i) => {
      if (from === to) return loop(pointOf(graph.node(String(from))), boxes[from], loops.number.get(i) ?? 1, label);
      const edge = graph.edge(String(from), String(to), String(i));
      const path = flowing(sideways(pointsOf(edge), graph, from, to));
      return label === undefined ? { path } : { path, label: pointOf(edge) };
    }),
  };
}

/** The points with the ends moved to the middle of the sides that face each other. */
function sideways(points: readonly Point[], graph: graphlib.Graph, from: number, to: number): readonly Point[] {
  const [start, end] = [graph.node(String(from)), graph.node(String(to))];
  const ahead = pointOf(start).x < pointOf(end).x ? 1 : -1;
  return [sideOf(start, ahead), ...points.slice(1, -1), sideOf(end, -ahead)];
}

function sideOf(box: unknown, direction: number): Point {
  const { x, y } = pointOf(box);
  return { x: x + (direction * widthOf(box)) / 2, y };
}

/** A line through points that passes each one horizontally, as layers are passed from left to right. */
function flowing([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  let last = first;
  for (const point of rest) {
    const middle = (last.x + point.x) / 2;
    path += `C${at({ x: middle, y: last.y })} ${at({ x: middle, y: point.y })} ${at(point)}`;
    last = point;
  }
  return path;
}

/** How many pixels a loop rises above the one below it. */
const loopHeight = 24;

/** How many arrows lead from a box to itself, by box, and the how-manieth each of them is, by arrow. */
function loopsOf(arrows: Diagram['arrows']) {
  const count = new Map<number, number>();
  const number = new Map<number, number>();
  for (const [i, { from, to }] of arrows.entries()) {
    if (from !== to) continue;
    count.set(from, (count.get(from) ?? 0) + 1);
    number.set(i, count.get(from) ?? 1);
  }
  return { count, number };
}

/** An arrow from the top of a box to the top of it. */
function loop(middle: Point, box: Size | undefined, number: number, label: Size | undefined): Layout['arrows'][number] {
  const top = middle.y - (box?.height ?? 0) / 2;
  const reach = 12 + 4 * number;
  const rise = loopHeight * number;
  const [right, left] = [middle.x + reach, middle.x - reach];
  const turns = [
    { x: right, y: top - rise },
    { x: left, y: top - rise },
    { x: left, y: top },
  ];
  const path = `M${at({ x: right, y: top })}C${turns.map(at).join(' ')}`;
  // A curve whose controls are at one height comes up to three quarters of it.
  return label === undefined ? { path } : { path, label: { x: middle.x, y: top - rise * 0.75 } };
}

function at({ x, y }: Point): string {
  return `${pixels(x)},${pixels(y)}`;
}

// The package types what it adds to nodes and edges as anything.
function pointOf(value: unknown): Point {
  const { x, y } = typeof value === 'object' && value !== null ? (value as Partial<Point>) : {};
  return { x: numberOr(x), y: numberOr(y) };
}

function widthOf(value: unknown): number {
  return typeof value === 'object' && value !== null && 'width' in value ? numberOr(value.width) : 0;
}

function pointsOf(value: unknown): readonly Point[] {
  const points: unknown = typeof value === 'object' && value !== null && 'points' in value ? value.points : [];
  return Array.isArray(points) ? points.map(pointOf) : [];
}

function numberOr(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
