import type { GraphResult } from '../../operations/results.ts';
import { type Arrow, type Box, drawing } from './drawing.ts';

/** The graph in the language of Graphviz (https://graphviz.org/doc/info/lang.html). Dashed arrows are optional. */
export function renderGraphDot(result: GraphResult): string {
  const { boxes, arrows } = drawing(result);
  return [
    `digraph ${quoted(`${result.name}@${result.version}`)} {`,
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...boxes.map((box) => `  ${box.key} [${attributes(boxAttributes(box))}];`),
    ...arrows.map((arrow) => `  ${arrow.from} -> ${arrow.to} [${attributes(arrowAttributes(arrow))}];`),
    '}',
    '',
  ].join('\n');
}

type Attributes = Readonly<Record<string, string>>;

function boxAttributes({ name, node, error, isRoot, inConflict }: Box): Attributes {
  if (node === undefined) {
    return { label: `${name}\nunresolved`, tooltip: error?.message ?? '', style: 'rounded,dashed', color: '#d1242f' };
  }
  return {
    label: `${name}@${node.version}${inConflict ? '\nconflict' : ''}`,
    tooltip: node.id,
    ...(inConflict ? { color: '#bf8700' } : {}),
    ...(isRoot || inConflict ? { penwidth: '2' } : {}),
  };
}

function arrowAttributes({ edge, label, onCycle }: Arrow): Attributes {
  return {
    label,
    ...(edge.required ? {} : { style: 'dashed' }),
    ...(onCycle ? { color: '#d1242f', penwidth: '2' } : {}),
  };
}

function attributes(all: Attributes): string {
  return Object.entries(all)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(', ');
}

/** A quoted string, in which a backslash would begin an escape and an ampersand one of HTML's entities. */
function quoted(text: string): string {
  const lines = text.split('\n').map((line) =>
    line
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('\\', '\\\\')
      .replaceAll('"', '\\"'),
  );
  return `"${lines.join('\\n')}"`;
}
