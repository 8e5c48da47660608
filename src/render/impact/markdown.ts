import type { ConsumersResult, ImpactResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { countsText } from '../diff/words.ts';
import { fitting, folded, markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { summary, upgradeText, verdictWords } from './words.ts';

type Dependent = ConsumersResult['dependents'][number];

/** Characters of the table of who is hit, and again of who is not: a comment on GitHub has 65,536 at most. */
const room = 22_000;

/** The dependents for a pull-request comment: a heading, the counts, and a table. */
export function renderImpactMarkdown(result: ImpactResult): string {
  const gaps = gapsMarkdown(result, '###');
  if (result.upgrade === undefined) {
    const title = `## Dependents of ${markdownText(`${result.name}@${result.version}`)}`;
    const rows = limited(result.dependents.map((dependent) => cells(dependent, result.version)));
    const heading = ['Dependent', 'Owner', 'Distance', 'Required', 'Range', 'Path', 'Contract'];
    return `${title}\n\n${summary(result)}\n${tableOf(heading, rows)}${gaps}`;
  }
  const { classification, gate, changes } = result.upgrade;
  const waived = gate === classification ? '' : `, **${gate}** without what is waived`;
  const counts = changes.length === 0 ? 'no changes' : countsText(result.upgrade);
  const title = `## Whom ${markdownText(upgradeText(result, '→'))} hits`;
  return `${title}\n\n**${classification}** (${counts})${waived}\n\n${verdictsMarkdown(result)}${gaps}`;
}

/** How many a new version hits, a table of them, and folded below it who is not hit. */
export function verdictsMarkdown(result: ConsumersResult): string {
  const isHit = ({ verdict }: Dependent) => verdict !== 'held-back' && verdict !== 'not-hit';
  const heading = ['Verdict', 'Consumer', 'Owner', 'Distance', 'Required', 'Why', 'Path', 'Contract'];
  const hit = limited(result.dependents.filter(isHit).map(verdictCells));
  const others = result.dependents.filter((dependent) => !isHit(dependent));
  const rest =
    others.length === 0
      ? ''
      : `\n${folded(`${count(others.length, 'dependent')} held back or not hit`, table(heading, limited(others.map(verdictCells))))}`;
  return `${summary(result)}\n${tableOf(heading, hit)}${rest}`;
}

/** What could not be looked at, and of whom nobody can tell without looking elsewhere. */
export function gapsMarkdown({ gaps, unclear = [] }: ConsumersResult, level: string): string {
  const rows = limited(gaps.map(({ path, message }) => [markdownCode(path), markdownText(message)]));
  const not = gaps.length === 0 ? '' : `\n${level} Not looked at\n${tableOf(['Place', 'Reason'], rows)}`;
  const cells = unclear.map(({ name, version, declares, owner = '' }) => {
    return [markdownText(`${name}@${version}`), markdownText(owner), markdownCode(declares)];
  });
  const heading = ['Contract', 'Owner', 'Refers to'];
  const may = unclear.length === 0 ? '' : `\n${level} May depend on it\n${tableOf(heading, limited(cells))}`;
  return `${may}${not}`;
}

interface Rows {
  readonly shown: readonly (readonly string[])[];
  readonly left: number;
}

function limited(rows: readonly (readonly string[])[]): Rows {
  const shown = fitting(rows, (row) => row.join('').length, room);
  return { shown, left: rows.length - shown.length };
}

function tableOf(heading: readonly string[], rows: Rows): string {
  return rows.shown.length === 0 ? '' : `\n${table(heading, rows)}`;
}

function table(heading: readonly string[], { shown, left }: Rows): string {
  return `${markdownTable(heading, shown)}${left === 0 ? '' : `\nand ${left} more; the JSON format has all of them\n`}`;
}

function verdictCells(dependent: Dependent): string[] {
  const { name, version, ref, owner = '', distance, path, required, verdict = 'unknown', because = '' } = dependent;
  const word = verdictWords[verdict].heading;
  return [
    verdict === 'breaks' ? `**${word}**` : word,
    markdownText(`${name}@${version}`),
    markdownText(owner),
    String(distance),
    required ? 'yes' : 'no',
    markdownText(because),
    markdownText(path.join(' <- ')),
    markdownCode(ref),
  ];
}

function cells(dependent: Dependent, target: string): string[] {
  const { name, version, ref, owner = '', distance, path, required, constraint = '', admits } = dependent;
  return [
    markdownText(`${name}@${version}`),
    markdownText(owner),
    String(distance),
    required ? 'yes' : 'no',
    markdownCode(constraint) + (admits === false ? ` does not admit ${markdownText(target)}` : ''),
    markdownText(path.join(' <- ')),
    markdownCode(ref),
  ];
}
