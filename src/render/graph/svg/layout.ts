/** A point, in pixels from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is to be laid out. Arrows name boxes by their place in the list. */
export interface Diagram {
  readonly boxes: readonly Size[];
  /** With the size of the label, where one is to be drawn. */
  readonly arrows: readonly { readonly from: number; readonly to: number; readonly label?: Size }[];
}

export interface Layout extends Size {
  /** The middle of each box. */
  readonly boxes: readonly Point[];
  /** The path of each arrow, as the `d` of an SVG path, and the middle of its label. */
  readonly arrows: readonly { readonly path: string; readonly label?: Point }[];
}

/** Beyond these the careful layout takes many seconds, and nobody can follow its arrows. */
const careful = { boxes: 400, arrows: 800 };

/** Space around the drawing. */
export const margin = 24;

/** Places the boxes of a diagram in columns from left to right, and leads the arrows around them where it is not too large. */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const { boxes, arrows } = diagram;
  if (boxes.length <= careful.boxes && arrows.length <= careful.arrows) {
    return (await import('./layered.ts')).layered(diagram);
  }
  return (await import('./columns.ts')).inColumns(diagram);
}

/** A number of pixels as SVG has it: a tenth is finer than anybody sees. */
export function pixels(value: number): string {
  return String(Math.round(value * 10) / 10);
}
