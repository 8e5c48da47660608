import type { GraphResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';
import { cyclePath, type GraphLookup, lookup, requirerText, shownReference } from './lookup.ts';
import { type TreeLine, treeLines } from './tree.ts';

/** A reason is shown up to so many characters; JSON has it whole. */
const maxReason = 300;
/** Of those who ask for a service in conflict so many are shown. */
const maxRequirers = 10;

/** The graph as a tree, its cycles and its conflicts. */
export function renderGraph(result: GraphResult, style: Style = plain): string {
  const known = lookup(result);
  let text = renderTree(result, style);
  text += `\n${heading('Cycles', result.cycles.length, style)}`;
  for (const cycle of result.cycles) text += `  ${printable(cyclePath(cycle, known))}\n`;
  text += heading('Conflicts', result.conflicts.length, style);
  for (const conflict of result.conflicts) text += conflictText(conflict, known);
  if (result.truncated !== undefined) text += `\n${style.yellow('Incomplete:')} ${result.truncated.reason}\n`;
  return text;
}

/** The tree alone: the root, and below it what each bundle declares. */
export function renderTree(result: GraphResult, style: Style = plain): string {
  let text = `${style.bold(printable(`${result.name}@${result.version}`))}\n`;
  for (const line of treeLines(result)) text += `${style.dim(line.prefix)}${lineText(line, style)}\n`;
  return text;
}

function lineText({ edge, node, ends }: TreeLine, style: Style): string {
  const kind = edge.kind === 'dependency' ? '' : ` [${edge.kind}]`;
  if (node === undefined) {
    const reason = printable(withoutRequest(edge.error?.message ?? ''));
    const shown = reason.length > maxReason ? `${reason.slice(0, maxReason)}…` : reason;
    const optional = edge.required ? '' : ' (optional)';
    const where = style.dim(` (${printable(shownReference(edge.ref))})`);
    return `${printable(edge.name)}${where}${kind}${optional} ${style.red(`(error: ${shown})`)}`;
  }
  const place = node.source === 'local' ? ' [local]' : ` (${printable(shownReference(edge.ref, node))})`;
  const mark = ends === undefined ? '' : ends === 'deep' ? ' (…)' : ` (${ends})`;
  const title = printable(`${node.name}@${node.version}`);
  return `${title}${style.dim(place)}${kind}${ends === 'cycle' ? style.red(mark) : style.dim(mark)}`;
}

/** A failure's message without what was requested, at its end in brackets: JSON has it, and the error below. */
function withoutRequest(message: string): string {
  const [first = ''] = message.split('\n', 1);
  const request = first.lastIndexOf(' (to ');
  return request > 0 && first.endsWith(')') ? first.slice(0, request) : first;
}

function heading(title: string, number: number, style: Style): string {
  const line = `${title} (${number})`;
  return `${number === 0 ? line : style.red(line)}\n`;
}

function conflictText({ message, requirers }: GraphResult['conflicts'][number], known: GraphLookup): string {
  // Who is refused comes first: of many only some are shown.
  const refused = requirers.filter(({ satisfied }) => !satisfied);
  const ordered = [...refused, ...requirers.filter(({ satisfied }) => satisfied)];
  const lines = ordered.slice(0, maxRequirers).map((requirer) => requirerText(requirer, known));
  const more = ordered.length > maxRequirers ? [`and ${count(ordered.length - maxRequirers, 'more', 'more')}`] : [];
  return `  ${printable(message)}\n${[...lines, ...more].map((line) => `    ${printable(line)}\n`).join('')}`;
}
