import type { Dependent } from '../../core/graph/impact.ts';
import { type Verdict, verdicts } from '../../core/graph/impact-verdict.ts';
import { groupBy } from '../../core/group-by.ts';
import type { ConsumersResult } from '../../operations/results.ts';
import { andMore } from '../count.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';
import { ownerTexts, pathText, summary, unclearTexts, verdictWords } from './words.ts';

/** Dependents of a verdict that a terminal gets at most, the nearest ones; JSON has all. */
const maxShown: Readonly<Record<Verdict, number>> = {
  breaks: 100,
  'at-risk': 100,
  unknown: 100,
  // Nobody has to do anything about these.
  'held-back': 20,
  'not-hit': 20,
};
/** Owners that are named at most; JSON has all. */
const maxOwners = 10;
/** Those of whom nobody can tell that are named at most; JSON has all. */
const maxUnclear = 20;

/** Whom a new version hits, by verdict, with the reason and the way; then how many, and whom to tell. */
export function renderVerdicts(result: ConsumersResult, style: Style): string {
  const groups = groupBy(result.dependents, ({ verdict }) => verdict);
  const sections = verdicts.flatMap((verdict) => {
    const members = groups.get(verdict);
    if (members === undefined) return [];
    const heading = `${coloured(verdict, `${verdictWords[verdict].heading} (${members.length}):`, style)}\n`;
    const lines = members.slice(0, maxShown[verdict]).map((member) => line(member, style));
    if (members.length > lines.length) lines.push(`  ${andMore(members.length - lines.length)}\n`);
    return [`${heading}${lines.join('')}\n`];
  });
  return `${sections.join('')}${summary(result)}\n${renderOwners(result, style)}`;
}

/** Who is to be asked or told, and who may be. */
export function renderOwners(result: ConsumersResult, style: Style): string {
  const all = ownerTexts(result);
  const unclear = renderUnclear(result, style);
  if (all.length === 0) return unclear;
  const more = all.length > maxOwners ? `, and ${all.length - maxOwners} more` : '';
  const shown = all.slice(0, maxOwners).map(printable).join(', ');
  return `${style.dim(result.verdicts === undefined ? 'Owners:' : 'To tell:')} ${shown}${more}\n${unclear}`;
}

/** Of whom nobody can tell from here. */
function renderUnclear(result: ConsumersResult, style: Style): string {
  const all = unclearTexts(result);
  if (all.length === 0) return '';
  const lines = all.slice(0, maxUnclear).map((text) => `  ${printable(text)}\n`);
  const more = all.length > lines.length ? `  ${andMore(all.length - lines.length)}\n` : '';
  const heading = style.yellow('May depend on it, by a name alone; look there too, with --among:');
  return `${heading}\n${lines.join('')}${more}`;
}

function line(dependent: Dependent, style: Style): string {
  const { name, version, ref, owner, because = '', distance, required, matched } = dependent;
  const facts = [
    style.dim(` (${printable(ref)}${distance === 1 && matched === 'name' ? ', matched by name' : ''})`),
    owner === undefined ? '' : ` [${printable(owner)}]`,
    `: ${printable(because)}`,
    required ? '' : ' (optional)',
  ];
  const way = distance === 1 ? '' : `    ${style.dim(printable(pathText(dependent)))}\n`;
  return `  ${printable(`${name}@${version}`)}${facts.join('')}\n${way}`;
}

function coloured(verdict: Verdict, text: string, style: Style): string {
  if (verdict === 'breaks') return style.red(text);
  return verdict === 'at-risk' || verdict === 'unknown' ? style.yellow(text) : style.bold(text);
}
