import type { GraphResult } from '../../../operations/results.ts';
import { count } from '../../count.ts';
import { printable } from '../../printable.ts';
import { element, xmlDocument } from '../../xml.ts';
import { type Arrow, type Box, type Drawing, drawing } from '../drawing.ts';
import { type GraphLookup, lookup } from '../lookup.ts';
import { type Layout, layOut, margin, type Point, pixels, type Size } from './layout.ts';
import { cut, textWidth } from './measure.ts';
import { pictureClass, styleSheet } from './style.ts';

/** Characters of a name that a box shows; its title has all. */
const shownName = 40;
/** With more arrows than this their constraints would hide the drawing; each arrow's title has its own. */
const maxLabels = 120;
/** With more arrows than this each is drawn faintly, so that boxes can be read between them. */
const manyArrows = 400;
const padding = 12;
const boxHeight = 44;
const labelSize = 11;

/**
 * The graph as a picture: no script, no link, nothing loaded from elsewhere, text that can be selected and read aloud,
 * and colours that follow the reader's preference for light or dark.
 */
export async function renderGraphSvg(result: GraphResult): Promise<string> {
  const { boxes, arrows } = drawing(result);
  const places = new Map(boxes.map(({ key }, i) => [key, i]));
  const texts = boxes.map(boxTexts);
  const sizes = texts.map(boxSize);
  const hasLabels = arrows.length <= maxLabels;
  const layout = await layOut({
    boxes: sizes,
    arrows: arrows.map(({ from, to, label }) => ({
      from: places.get(from) ?? 0,
      to: places.get(to) ?? 0,
      ...(hasLabels ? { label: labelBox(label) } : {}),
    })),
  });
  const known = lookup(result);
  const legend = legendTexts(result, { boxes, arrows });
  const width = Math.max(layout.width, ...legend.map((line) => textWidth(line, 12) + 2 * margin));
  const height = layout.height + legend.length * 18;
  const children = [
    element('title', { id: 'pacto-graph-title' }, [title(result)], 'text'),
    element('desc', { id: 'pacto-graph-desc' }, [description(result)], 'text'),
    element('style', {}, [styleSheet], 'text'),
    element('defs', {}, [marker('head'), marker('head-cycle')]),
    element('rect', { class: 'ground', width: '100%', height: '100%' }, []),
    element(
      'g',
      { class: arrows.length > manyArrows ? 'dense' : 'sparse' },
      arrows.map((arrow, i) => arrowElement(arrow, layout.arrows[i], known)),
    ),
    ...(hasLabels
      ? [
          element(
            'g',
            { 'aria-hidden': 'true' },
            arrows.map(({ label }, i) => labelElement(label, layout.arrows[i]?.label)),
          ),
        ]
      : []),
    element(
      'g',
      {},
      boxes.map((box, i) => boxElement(box, texts[i] ?? [], sizes[i], layout.boxes[i])),
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
  return xmlDocument(element('svg', attributes, children));
}

function title({ name, version }: GraphResult): string {
  return printable(`Dependencies of ${name}@${version}`);
}

function description({ nodes, edges, cycles, conflicts, unresolved }: GraphResult): string {
  const facts = [
    count(nodes.length, 'bundle'),
    count(edges.length, 'reference'),
    count(cycles.length, 'cycle'),
    count(conflicts.length, 'conflict'),
    `${unresolved.length} unresolved`,
  ];
  return `${facts.join(', ')}.`;
}

/** The name, and below it what else there is to say. */
function boxTexts({ name, node, inConflict }: Box): readonly string[] {
  if (node === undefined) return [shown(name), 'unresolved'];
  const facts = [node.version, ...(node.source === 'local' ? ['local'] : []), ...(inConflict ? ['conflict'] : [])];
  return [shown(name), shown(facts.join(' · '))];
}

function boxSize([name = '', facts = '']: readonly string[]): Size {
  const width = Math.max(textWidth(name, 14, 'bold'), textWidth(facts, 12), 60) + 2 * padding;
  return { width: Math.ceil(width), height: boxHeight };
}

function boxElement(box: Box, texts: readonly string[], size: Size | undefined, middle: Point | undefined): string {
  const { node, error, name, isRoot, inConflict } = box;
  const { width, height } = size ?? { width: 0, height: 0 };
  const { x, y } = middle ?? { x: 0, y: 0 };
  const [first = '', second = ''] = texts;
  const kind = node === undefined ? ' unresolved' : inConflict ? ' conflict' : '';
  const told = node === undefined ? `${name}: ${error?.message ?? 'unresolved'}` : tooltip(box);
  const rect = { x: pixels(x - width / 2), y: pixels(y - height / 2), width, height, rx: 6 };
  return element('g', { class: `box${kind}${isRoot ? ' root' : ''}` }, [
    element('title', {}, [printable(told)], 'text'),
    element('rect', rect, []),
    element('text', { class: 'name', x: pixels(x), y: pixels(y - 4) }, [first], 'text'),
    element('text', { class: 'facts', x: pixels(x), y: pixels(y + 13) }, [second], 'text'),
  ]);
}

function tooltip({ name, node }: Box): string {
  if (node === undefined) return name;
  const owner = node.owner === undefined ? '' : `, owned by ${node.owner}`;
  return `${name}@${node.version}, ${node.id}${owner}`;
}

function arrowElement(arrow: Arrow, drawn: Layout['arrows'][number] | undefined, known: GraphLookup): string {
  const { edge, label, onCycle } = arrow;
  const path = {
    class: `arrow${edge.required ? '' : ' optional'}${onCycle ? ' cycle' : ''}`,
    d: drawn?.path ?? '',
    'marker-end': `url(#pacto-${onCycle ? 'head-cycle' : 'head'})`,
  };
  const need = edge.required ? 'requires' : 'uses';
  const to = edge.to === undefined ? edge.name : known.title(edge.to);
  const told = printable(`${known.title(edge.from)} ${need} ${to} (${label})`);
  return element('g', {}, [element('title', {}, [told], 'text'), element('path', path, [])]);
}

/** The label on a ground of its own, above all arrows: a line across a constraint would make another one of it. */
function labelElement(label: string, middle: Point = { x: 0, y: 0 }): string {
  const { width, height } = labelBox(label);
  const { x, y } = middle;
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

/** What the signs mean that this drawing has. Colour alone never says anything. */
function legendTexts(result: GraphResult, { arrows }: Drawing): string[] {
  const signs = [
    ...(arrows.some(({ edge }) => edge.required) ? ['solid arrows: required'] : []),
    ...(arrows.some(({ edge }) => !edge.required) ? ['dashed arrows: optional'] : []),
    ...(arrows.some(({ onCycle }) => onCycle) ? ['thick arrows: on a cycle'] : []),
  ];
  return [
    ...(signs.length === 0 ? [] : [signs.join(' · ')]),
    ...(result.truncated === undefined ? [] : [`Incomplete: ${printable(result.truncated.reason)}`]),
  ];
}

function shown(text: string): string {
  return cut(printable(text), shownName);
}
