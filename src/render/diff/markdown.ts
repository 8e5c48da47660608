import { sortChanges } from '../../core/diff/order.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { fitting, folded, markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { amongMarkdown } from './among.ts';
import { dependenciesMarkdown } from './dependencies.ts';
import { sbomMarkdown } from './sbom.ts';
import {
  countsText,
  elementName,
  explanation,
  needsReason,
  nothingChanged,
  ownClass,
  placeName,
  sides,
  versionProblem,
  versionsText,
  waiverName,
} from './words.ts';

/** More rows are folded, so that a comment stays readable; the worst are then the ones that are not. */
const openRows = 25;
/** Characters of the table, and again of the reasons: a comment on GitHub has 65,536 at most, also for what follows. */
const room = 20_000;

/** A comment for a pull request: the verdict, a table of changes, and folded below it why. */
export function renderDiffMarkdown(result: DiffResult): string {
  const { classification, gate, changes, waivers } = result;
  const counts = changes.length === 0 ? 'no changes' : countsText(result);
  const waived = gate === classification ? '' : `, **${gate}** without what is waived`;
  const versions = markdownText(versionsText(result, '→'));
  const own = ownClass(result);
  const alone = own === undefined ? '' : `, **${own}** without its dependencies`;
  const head = `## Contract Diff\n\n${versions}\n\n**${classification}** (${counts})${waived}${alone}\n`;
  const problem = versionProblem(result);
  const list = [
    ...waivers.unused.map((waiver) => `- unused waiver ${markdownCode(waiverName(waiver))}\n`),
    ...waivers.expired.map(
      (waiver) => `- expired waiver ${markdownCode(waiverName(waiver))} (${markdownText(waiver.expires ?? '')})\n`,
    ),
  ];
  if (problem !== undefined) list.push(`- ${markdownText(problem)}\n`);
  const notes = list.length === 0 ? '' : `\n${list.join('')}`;
  const foot = `${dependenciesMarkdown(result)}${sbomMarkdown(result)}${amongMarkdown(result)}${notes}`;
  if (changes.length === 0) return `${head}\n${nothingChanged(result)}\n${foot}`;
  return `${head}\n${tables(changes)}${reasons(changes)}${foot}`;
}

function tables(changes: readonly DiffChange[]): string {
  const all = changes.length > openRows ? sortChanges(changes, 'severity') : changes;
  const rows = fitting(all.map(cells), (row) => row.join('').length, room);
  const rest = rows.slice(openRows);
  const more = rest.length === 0 ? '' : `\n${folded(`${rest.length} more`, table(rest))}`;
  return `${table(rows.slice(0, openRows))}${more}${left(all.length - rows.length)}`;
}

function left(number: number): string {
  return number === 0 ? '' : `\nand ${number} more; the other formats have all of them\n`;
}

function table(rows: readonly (readonly string[])[]): string {
  return markdownTable(['Classification', 'Path', 'Change', 'Old', 'New'], rows);
}

function cells(change: DiffChange): string[] {
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
}

function reasons(changes: readonly DiffChange[]): string {
  const worth = changes.filter(needsReason);
  if (worth.length === 0) return '';
  const all = worth.length > openRows ? sortChanges(worth, 'severity') : worth;
  const items = fitting(all.map(reasonItem), (item) => item.length, room);
  const summary = `Why: ${count(worth.length, 'change')} to decide about`;
  return `\n${folded(summary, `${items.join('')}${left(all.length - items.length)}`)}`;
}

function reasonItem(change: DiffChange): string {
  const at = change.new ?? change.old;
  const place = at === undefined ? '' : ` at ${markdownCode(`${at.file}:${at.line}`)}`;
  const why = explanation(change).map((line) => `  - ${markdownText(line)}\n`);
  return `- ${markdownText(placeName(change))} ${markdownCode(change.rule)}${place}\n${why.join('')}`;
}
