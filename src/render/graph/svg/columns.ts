import { type Diagram, type Layout, margin, type Point, pixels } from './layout.ts';

const gapBetweenBoxes = 10;
const gapBetweenColumns = 90;
/** How far an arrow reaches to the right at most that does not lead ahead. */
const detour = gapBetweenColumns / 2;

/** Lays out in columns by distance from the first box, in the order given; long columns are broken. Takes linear time. */
export function inColumns({ boxes, arrows }: Diagram): Layout {
  const places: Point[] = [];
  const rows = Math.max(30, Math.ceil(Math.sqrt(boxes.length) * 1.5));
  let x = margin;
  let height = 0;
  for (const layer of layersOf(boxes.length, arrows)) {
    for (let start = 0; start < layer.length; start += rows) {
      const column = layer.slice(start, start + rows);
      const width = Math.max(...column.map((box) => boxes[box]?.width ?? 0));
      let y = margin;
      for (const box of column) {
        const tall = boxes[box]?.height ?? 0;
        places[box] = { x: x + width / 2, y: y + tall / 2 };
        y += tall + gapBetweenBoxes;
      }
      height = Math.max(height, y - gapBetweenBoxes);
      x += width + gapBetweenColumns;
    }
  }
  let width = x - gapBetweenColumns;
  const paths = arrows.map(({ from, to }) => {
    const [start, end] = [places[from] ?? { x: 0, y: 0 }, places[to] ?? { x: 0, y: 0 }];
    const half = { from: (boxes[from]?.width ?? 0) / 2, to: (boxes[to]?.width ?? 0) / 2 };
    const side = { x: start.x + half.from, y: start.y };
    // An arrow that does not lead ahead, and one to its own box, goes around the right side of the box that it leaves.
    if (from === to || !isAhead(side, end, half.to)) width = Math.max(width, side.x + detour, end.x + half.to + detour);
    return { path: from === to ? loop(side) : curve(side, end, half.to) };
  });
  return { width: width + margin, height: height + margin, boxes: places, arrows: paths };
}

/** Whether a box lies wholly to the right of where an arrow to it starts. */
function isAhead(start: Point, middle: Point, half: number): boolean {
  return middle.x - half > start.x;
}

/** An arrow from the right side of one box to the near side of another. */
function curve(start: Point, middle: Point, half: number): string {
  const ahead = isAhead(start, middle, half);
  const end = { x: middle.x + (ahead ? -half : half), y: middle.y };
  const pull = ahead ? (end.x - start.x) / 2 : detour;
  const controls = [
    [start.x + pull, start.y],
    [ahead ? end.x - pull : end.x + pull, end.y],
    [end.x, end.y],
  ] as const;
  return `M${pixels(start.x)},${pixels(start.y)}C${controls.map(([x, y]) => `${pixels(x)},${pixels(y)}`).join(' ')}`;
}

/** An arrow from the right side of a box to itself. */
function loop({ x, y }: Point): string {
  const reach = x + detour;
  return `M${pixels(x)},${pixels(y - 8)}C${pixels(reach)},${pixels(y - 24)} ${pixels(reach)},${pixels(y + 24)} ${pixels(x)},${pixels(y + 8)}`;
}

/** Boxes by distance from the first one; what it does not lead to comes last. */
function layersOf(size: number, arrows: Diagram['arrows']): number[][] {
  const next: number[][] = Array.from({ length: size }, () => []);
  for (const { from, to } of arrows) next[from]?.push(to);
  const seen = new Set([0]);
  const layers: number[][] = [];
  for (let layer = size === 0 ? [] : [0]; layer.length > 0; ) {
    layers.push(layer);
    const following: number[] = [];
    for (const box of layer) {
      for (const end of next[box] ?? []) {
        if (seen.has(end)) continue;
        seen.add(end);
        following.push(end);
      }
    }
    layer = following;
  }
  const rest = next.flatMap((_, box) => (seen.has(box) ? [] : [box]));
  return rest.length === 0 ? layers : [...layers, rest];
}
