import type { GraphResult } from '../../operations/results.ts';
import { type Box, drawing } from './drawing.ts';

/**
 * The graph as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html). Dashed arrows are optional
 * dependencies. Mermaid itself draws 500 edges at most.
 */
export function renderGraphMermaid(result: GraphResult): string {
  const { boxes, arrows } = drawing(result);
  const lines = ['flowchart LR'];
  for (const box of boxes) lines.push(`  ${box.key}["${boxLabel(box)}"]${classOf(box)}`);
  for (const { from, to, edge, label } of arrows) {
    const text = label === '' ? '' : `|"${mermaidText(label)}"|`;
    lines.push(`  ${from} ${edge.required ? '-->' : '-.->'}${text} ${to}`);
  }
  // Colours that are readable on white and on black alike.
  if (boxes.some(({ isRoot }) => isRoot)) lines.push('  classDef root stroke-width:3px');
  if (boxes.some((box) => box.inConflict && !box.isRoot))
    lines.push('  classDef conflict stroke:#bf8700,stroke-width:3px');
  if (boxes.some(({ node }) => node === undefined)) {
    lines.push('  classDef unresolved stroke:#d1242f,stroke-dasharray:4 3');
  }
  const cyclic = arrows.flatMap(({ onCycle }, i) => (onCycle ? [i] : []));
  if (cyclic.length > 0) lines.push(`  linkStyle ${cyclic.join(',')} stroke:#d1242f,stroke-width:3px`);
  return `${lines.join('\n')}\n`;
}

function boxLabel({ name, node, inConflict }: Box): string {
  if (node === undefined) return `${mermaidText(name)}<br/>unresolved`;
  return `${mermaidText(`${name}@${node.version}`)}${inConflict ? '<br/>conflict' : ''}`;
}

function classOf({ node, isRoot, inConflict }: Box): string {
  if (node === undefined) return ':::unresolved';
  return isRoot ? ':::root' : inConflict ? ':::conflict' : '';
}

/**
 * Text inside quotes. Everything that could mean something to Mermaid, to Markdown or to HTML becomes an entity code,
 * which Mermaid writes `#NUMBER;`; control characters become spaces.
 */
export function mermaidText(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/[^\p{L}\p{N} .,@:/+-]/gu, (character) => `#${character.codePointAt(0)};`);
}
