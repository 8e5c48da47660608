import type { GraphResult } from '../../../operations/results.ts';
import { count } from '../../count.ts';
import { printable } from '../../printable.ts';
import { type Arrow, type Box, type Drawing, drawing } from '../drawing.ts';
import { type GraphLookup, lookup } from '../lookup.ts';
import { drawPicture, type Picture, type PictureArrow, type PictureBox } from './draw.ts';

/** The graph as a picture. */
export async function renderGraphSvg(result: GraphResult): Promise<string> {
  return drawPicture(pictureOf(result));
}

/** What the picture of a graph shows. */
export function pictureOf(result: GraphResult): Picture {
  const { boxes, arrows } = drawing(result);
  const places = new Map(boxes.map(({ key }, i) => [key, i]));
  const known = lookup(result);
  return {
    title: `Dependencies of ${result.name}@${result.version}`,
    description: description(result),
    boxes: boxes.map(boxOf),
    arrows: arrows.map((arrow) => arrowOf(arrow, places, known)),
    legend: legendTexts(result, { boxes, arrows }),
  };
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

function boxOf({ name, node, error, isRoot, inConflict }: Box): PictureBox {
  const root = isRoot ? ['root'] : [];
  if (node === undefined) {
    const told = `${name}: ${error?.message ?? 'unresolved'}`;
    return { name, facts: 'unresolved', told, kinds: ['unresolved', ...root] };
  }
  const facts = [node.version, ...(node.source === 'local' ? ['local'] : []), ...(inConflict ? ['conflict'] : [])];
  const owner = node.owner === undefined ? '' : `, owned by ${node.owner}`;
  return {
    name,
    facts: facts.join(' · '),
    told: `${name}@${node.version}, ${node.id}${owner}`,
    kinds: [...(inConflict ? ['conflict'] : []), ...root],
  };
}

function arrowOf(
  { from, to, edge, label, onCycle }: Arrow,
  places: ReadonlyMap<string, number>,
  known: GraphLookup,
): PictureArrow {
  const need = edge.required ? 'requires' : 'uses';
  const target = edge.to === undefined ? edge.name : known.title(edge.to);
  return {
    from: places.get(from) ?? 0,
    to: places.get(to) ?? 0,
    label,
    told: `${known.title(edge.from)} ${need} ${target} (${label})`,
    isOptional: !edge.required,
    onCycle,
  };
}

/** What the signs mean that this drawing has. */
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
