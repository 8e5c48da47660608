import type { ImpactResult } from '../../operations/results.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { summary } from './text.ts';

/** The dependents for a pull-request comment: a heading, the counts, and a table. */
export function renderImpactMarkdown(result: ImpactResult): string {
  const rows = result.dependents.map((dependent) => {
    const { name, version, ref, owner = '', distance, path, required, constraint = '', admits } = dependent;
    const range =
      markdownCode(constraint) + (admits === false ? ` does not admit ${markdownText(result.version)}` : '');
    return [
      markdownText(`${name}@${version}`),
      markdownText(owner),
      String(distance),
      required ? 'yes' : 'no',
      range,
      markdownText(path.join(' <- ')),
      markdownCode(ref),
    ];
  });
  const heading = ['Dependent', 'Owner', 'Distance', 'Required', 'Range', 'Path', 'Contract'];
  const title = `## Dependents of ${markdownText(`${result.name}@${result.version}`)}`;
  const gaps = result.gaps.map(({ path, message }) => [markdownCode(path), markdownText(message)]);
  const missed = gaps.length === 0 ? '' : `\n### Not looked at\n\n${markdownTable(['Place', 'Reason'], gaps)}`;
  const table = rows.length === 0 ? '' : `\n${markdownTable(heading, rows)}`;
  return `${title}\n\n${summary(result)}\n${table}${missed}`;
}
