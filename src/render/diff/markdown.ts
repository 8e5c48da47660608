import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { countsText, elementName, explanation, nothingChanged, placeName, sides, versionsText } from './words.ts';

/** More rows are folded, so that a comment stays readable. */
const openRows = 25;

/** A comment for a pull request: the verdict, a table of changes, and folded below it why. */
export function renderDiffMarkdown(result: DiffResult): string {
  const { classification, gate, changes, waivers } = result;
  const counts = changes.length === 0 ? 'no changes' : countsText(result);
  const waived = gate === classification ? '' : `, **${gate}** without what is waived`;
  const versions = markdownText(versionsText(result, '→'));
  const head = `## Contract Diff\n\n${versions}\n\n**${classification}** (${counts})${waived}\n`;
  const unused = [
    ...waivers.unused.map(({ rule }) => `- unused waiver ${markdownCode(rule)}\n`),
    ...waivers.expired.map(
      ({ rule, expires }) => `- expired waiver ${markdownCode(rule)} (${markdownText(expires ?? '')})\n`,
    ),
  ];
  const notes = unused.length === 0 ? '' : `\n${unused.join('')}`;
  if (changes.length === 0) return `${head}\n${nothingChanged(result)}\n${notes}`;
  const shown = changes.slice(0, openRows);
  const rest = changes.slice(openRows);
  const more = rest.length === 0 ? '' : `\n${folded(`${rest.length} more`, table(rest))}`;
  return `${head}\n${table(shown)}${more}${reasons(changes)}${notes}`;
}

function table(changes: readonly DiffChange[]): string {
  return markdownTable(
    ['Classification', 'Path', 'Change', 'Old', 'New'],
    changes.map((change) => {
      const values = sides(change);
      const isWhole = change.element === undefined || elementName(change) === change.element;
      const element = isWhole ? '' : ` of ${markdownText(change.element ?? '')}`;
      return [
        `${change.classification}${change.waived === undefined ? '' : ' (waived)'}`,
        `${markdownCode(change.path)}${element}`,
        change.type,
        markdownCode(values.old),
        markdownCode(values.new),
      ];
    }),
  );
}

function reasons(changes: readonly DiffChange[]): string {
  const worth = changes.filter(({ classification }) => classification !== 'NON_BREAKING');
  if (worth.length === 0) return '';
  const items = worth.map((change) => {
    const at = change.new ?? change.old;
    const place = at === undefined ? '' : ` at ${markdownCode(`${at.file}:${at.line}`)}`;
    const why = explanation(change).map((line) => `  - ${markdownText(line)}\n`);
    return `- ${markdownText(placeName(change))} ${markdownCode(change.rule)}${place}\n${why.join('')}`;
  });
  return `\n${folded(`Why: ${count(worth.length, 'change')} to decide about`, items.join(''))}`;
}

/** GitHub and GitLab render Markdown inside only after an empty line. */
function folded(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n</details>\n`;
}
