import type { GraphResult } from '../../operations/results.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { cyclePath, lookup, requirerText } from './lookup.ts';
import { renderTree } from './text.ts';

/** The graph for a pull-request comment: the tree, then a table for each kind of trouble that there is. */
export function renderGraphMarkdown(result: GraphResult): string {
  const known = lookup(result);
  const title = `## Dependencies of ${markdownText(`${result.name}@${result.version}`)}\n`;
  const sections = [
    table(
      'Cycles',
      result.cycles.map((cycle) => [markdownText(cyclePath(cycle, known))]),
      ['Path'],
    ),
    table(
      'Conflicts',
      result.conflicts.map(({ message, requirers }) => [
        markdownText(message),
        requirers.map((requirer) => markdownText(requirerText(requirer, known))).join('<br>'),
      ]),
      ['Conflict', 'Asked for'],
    ),
    table(
      'Unresolved',
      result.unresolved.map(({ from, name, ref, required, error }) => [
        markdownText(name),
        markdownText(known.title(from)),
        markdownCode(ref),
        required ? 'yes' : 'no',
        markdownText(error?.message ?? ''),
      ]),
      ['Name', 'Declared by', 'Reference', 'Required', 'Reason'],
    ),
  ];
  const cut = result.truncated === undefined ? '' : `\n**Incomplete:** ${markdownText(result.truncated.reason)}\n`;
  return `${title}\n${fenced(renderTree(result))}${sections.join('')}${cut}`;
}

function table(title: string, rows: readonly (readonly string[])[], columns: readonly string[]): string {
  return rows.length === 0 ? '' : `\n### ${title} (${rows.length})\n\n${markdownTable(columns, rows)}`;
}

/** Text as a block of code, whatever backticks are in it (CommonMark 4.5). */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}${fence}\n`;
}
