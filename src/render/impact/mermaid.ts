import type { Verdict } from '../../core/graph/impact-verdict.ts';
import type { ImpactResult } from '../../operations/results.ts';
import { mermaidText } from '../graph/mermaid.ts';
import { impactDrawing } from './drawing.ts';

/** Colours that are readable on white and on black alike; the word in the box says the same. */
const classes: Readonly<Record<Verdict, readonly [name: string, style: string]>> = {
  breaks: ['breaks', 'stroke:#d1242f,stroke-width:4px'],
  'at-risk': ['risk', 'stroke:#bf8700,stroke-width:3px'],
  unknown: ['unknown', 'stroke:#bf8700,stroke-dasharray:5 4'],
  'held-back': ['held', 'stroke-dasharray:2 3'],
  'not-hit': ['calm', 'stroke-width:1px'],
};

/**
 * The dependents as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html), from the contract to who depends
 * on it, each on the way that decides about it. Dashed arrows: something on the way is optional.
 */
export function renderImpactMermaid(result: ImpactResult): string {
  const { title, boxes } = impactDrawing(result);
  const lines = ['flowchart LR', `  c["${mermaidText(title)}"]:::contract`];
  for (const [i, { dependent, verdict }] of boxes.entries()) {
    const { name, version, owner } = dependent;
    const texts = [
      `${name}@${version}`,
      ...(owner === undefined ? [] : [owner]),
      ...(verdict === undefined ? [] : [verdict]),
    ];
    const kind = dependent.verdict === undefined ? '' : `:::${classes[dependent.verdict][0]}`;
    lines.push(`  n${i}["${texts.map(mermaidText).join('<br/>')}"]${kind}`);
  }
  for (const [i, { dependent, from, label }] of boxes.entries()) {
    const text = label === '' ? '' : `|"${mermaidText(label)}"|`;
    lines.push(`  ${from === 'contract' ? 'c' : `n${from}`} ${dependent.required ? '-->' : '-.->'}${text} n${i}`);
  }
  lines.push('  classDef contract stroke-width:3px');
  const used = new Set(boxes.flatMap(({ dependent }) => dependent.verdict ?? []));
  for (const verdict of used) lines.push(`  classDef ${classes[verdict].join(' ')}`);
  return `${lines.join('\n')}\n`;
}
