import { printable } from '../../printable.ts';
import { element, xmlDocument } from '../../xml.ts';
import { type Layout, layOut, margin, type Point, pixels, type Size } from './layout.ts';
import { cut, textWidth } from './measure.ts';
import { pictureClass, styleSheet } from './style.ts';

/** A box of a picture. */
export interface PictureBox {
  readonly name: string;
  /** What else there is to say, in short. */
  readonly facts: string;
  /** Everything there is to say. */
  readonly told: string;
  /** What it looks like: `root`, `conflict`, `unresolved`, or a verdict. */
  readonly kinds: readonly string[];
}

/** An arrow of a picture. Boxes are named by their place in the list. */
export interface PictureArrow {
  readonly from: number;
  readonly to: number;
  /** Empty: none. */
  readonly label: string;
  readonly told: string;
  readonly isOptional: boolean;
  readonly onCycle: boolean;
}

/** What is drawn. */
export interface Picture {
  readonly title: string;
  readonly description: string;
  readonly boxes: readonly PictureBox[];
  readonly arrows: readonly PictureArrow[];
  /** Lines below the drawing: what its signs mean, as colour alone never says anything. */
  readonly legend: readonly string[];
}

/** Characters of a name that a box shows; its title has all. */
const shownName = 40;
/** With more arrows than this their labels would hide the drawing; each arrow's title has its own. */
const maxLabels = 120;
/** With more arrows than this each is drawn faintly, so that boxes can be read between them. */
const manyArrows = 400;
const padding = 12;
const boxHeight = 44;
const labelSize = 11;

/**
 * A picture as SVG: no script, no link, nothing loaded from elsewhere, text that can be selected and read aloud, and
 * colours that follow the reader's preference for light or dark.
 */
export async function drawPicture(picture: Picture): Promise<string> {
  return xmlDocument(await pictureElement(picture, [element('style', {}, [styleSheet], 'text')]));
}

/** The same as a part of a page, whose style sheet has {@link styleInPage}. */
export function drawPictureInPage(picture: Picture): Promise<string> {
  return pictureElement(picture, []);
}

async function pictureElement(
  { title, description, boxes, arrows, legend }: Picture,
  style: readonly string[],
): Promise<string> {
  const sizes = boxes.map(boxSize);
  const hasLabels = arrows.length <= maxLabels;
  const layout = await layOut({
    boxes: sizes,
    arrows: arrows.map(({ from, to, label }) => ({
      from,
      to,
      ...(hasLabels && label !== '' ? { label: labelBox(label) } : {}),
    })),
  });
  const width = Math.max(layout.width, ...legend.map((line) => textWidth(line, 12) + 2 * margin));
  const height = layout.height + legend.length * 18;
  const labels = arrows.flatMap(({ label }, i) => {
    const middle = layout.arrows[i]?.label;
    return middle === undefined ? [] : [labelElement(label, middle)];
  });
  const children = [
    element('title', { id: 'pacto-graph-title' }, [printable(title)], 'text'),
    element('desc', { id: 'pacto-graph-desc' }, [description], 'text'),
    ...style,
    element('defs', {}, [marker('head'), marker('head-cycle')]),
    element('rect', { class: 'ground', width: '100%', height: '100%' }, []),
    element(
      'g',
      { class: arrows.length > manyArrows ? 'dense' : 'sparse' },
      arrows.map((arrow, i) => arrowElement(arrow, layout.arrows[i])),
    ),
    ...(hasLabels ? [element('g', { 'aria-hidden': 'true' }, labels)] : []),
    element(
      'g',
      {},
      boxes.map((box, i) => boxElement(box, sizes[i], layout.boxes[i])),
    ),
    ...legend.map((line, i) =>
      element('text', { class: 'note', x: margin, y: pixels(layout.height + i * 18) }, [line], 'text'),
    ),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: pictureClass,
    width: pixels(width),
    height: pixels(height),
    viewBox: `0 0 ${pixels(width)} ${pixels(height)}`,
    role: 'graphics-document document',
    'aria-labelledby': 'pacto-graph-title',
    'aria-describedby': 'pacto-graph-desc',
  };
  return element('svg', attributes, children);
}

function boxSize({ name, facts }: PictureBox): Size {
  const width = Math.max(textWidth(shown(name), 14, 'bold'), textWidth(shown(facts), 12), 60) + 2 * padding;
  return { width: Math.ceil(width), height: boxHeight };
}

function boxElement(box: PictureBox, size: Size | undefined, middle: Point | undefined): string {
  const { width, height } = size ?? { width: 0, height: 0 };
  const { x, y } = middle ?? { x: 0, y: 0 };
  const rect = { x: pixels(x - width / 2), y: pixels(y - height / 2), width, height, rx: 6 };
  return element('g', { class: ['box', ...box.kinds].join(' ') }, [
    element('title', {}, [printable(box.told)], 'text'),
    element('rect', rect, []),
    element('text', { class: 'name', x: pixels(x), y: pixels(y - 4) }, [shown(box.name)], 'text'),
    element('text', { class: 'facts', x: pixels(x), y: pixels(y + 13) }, [shown(box.facts)], 'text'),
  ]);
}

function arrowElement(
  { told, isOptional, onCycle }: PictureArrow,
  drawn: Layout['arrows'][number] | undefined,
): string {
  const path = {
    class: `arrow${isOptional ? ' optional' : ''}${onCycle ? ' cycle' : ''}`,
    d: drawn?.path ?? '',
    'marker-end': `url(#pacto-${onCycle ? 'head-cycle' : 'head'})`,
  };
  return element('g', {}, [element('title', {}, [printable(told)], 'text'), element('path', path, [])]);
}

/** The label on a ground of its own, above all arrows: a line across a constraint would make another one of it. */
function labelElement(label: string, { x, y }: Point): string {
  const { width, height } = labelBox(label);
  const rect = { x: pixels(x - width / 2), y: pixels(y - height / 2), width: pixels(width), height, rx: 4 };
  return element('g', { class: 'label' }, [
    element('rect', rect, []),
    element('text', { x: pixels(x), y: pixels(y + 4) }, [shown(label)], 'text'),
  ]);
}

function labelBox(label: string): Size {
  return { width: textWidth(shown(label), labelSize) + 8, height: labelSize + 4 };
}

function marker(name: string): string {
  const size = { id: `pacto-${name}`, class: name, viewBox: '0 0 8 8', refX: 7.5, refY: 4 };
  const box = { markerWidth: 8, markerHeight: 8, markerUnits: 'userSpaceOnUse', orient: 'auto' };
  return element('marker', { ...size, ...box }, [element('path', { d: 'M0,0L8,4L0,8z' }, [])]);
}

function shown(text: string): string {
  return cut(printable(text), shownName);
}
