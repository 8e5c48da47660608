import { sortChanges } from '../../core/diff/order.ts';
import { groupBy } from '../../core/group-by.ts';
import type { ImpactResult } from '../../operations/results.ts';
import { andMore } from '../count.ts';
import { changeLine, classText } from '../diff/text.ts';
import { countsText } from '../diff/words.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';
import { renderOwners, renderVerdicts } from './consumers.ts';
import { summary, upgradeText } from './words.ts';

type Dependent = ImpactResult['dependents'][number];

/** Indentation grows with depth, and a tree that is deeper than this is not read anyway. */
const maxLevels = 100;
/** Dependents that the tree has at most, the nearest ones; JSON has all. */
const maxLines = 200;
/** Changes that are listed at most; `pacto diff` lists all, and says why. */
const maxChanges = 5;

/**
 * The dependents as a tree below the contract, each under the one through which it depends on it. With a new version: what
 * changes for the worse, and the dependents by what that does to them.
 */
export function renderImpact(result: ImpactResult, style: Style = plain): string {
  if (result.upgrade !== undefined) return `${renderUpgrade(result, style)}\n${renderVerdicts(result, style)}`;
  return `${renderImpactTree(result, style)}\n${summary(result)}\n${renderOwners(result, style)}`;
}

function renderUpgrade(result: ImpactResult, style: Style): string {
  const { upgrade } = result;
  if (upgrade === undefined) return '';
  const { classification, gate, changes } = upgrade;
  const counts = changes.length === 0 ? 'no changes' : countsText(upgrade);
  const waived = gate === classification ? '' : `, ${gate} without what is waived`;
  const title = style.bold(printable(upgradeText(result, '->')));
  const head = `${title}: ${classText(classification, style)} (${counts})${waived}\n`;
  const worth = sortChanges(changes, 'severity').filter((change) => change.classification !== 'NON_BREAKING');
  const lines = worth.slice(0, maxChanges).map((change) => changeLine(change, style));
  const more = worth.length - lines.length;
  return `${head}${lines.join('')}${more === 0 ? '' : `  and ${more} more, which pacto diff shows\n`}`;
}

/** The tree alone. */
function renderImpactTree(result: ImpactResult, style: Style): string {
  // Whoever something is through is nearer, so that none of the nearest hangs below one that is left out.
  const nearest = result.dependents.toSorted((a, b) => a.distance - b.distance).slice(0, maxLines);
  const shown = new Set(nearest);
  const children = groupBy(
    result.dependents.filter((dependent) => shown.has(dependent)),
    ({ through = '' }) => through,
  );
  let text = `${style.bold(printable(`${result.name}@${result.version}`))}\n`;
  const stack = [{ items: children.get('') ?? [], next: 0, indent: '' }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const item = frame.items[frame.next++];
    if (item === undefined) {
      stack.pop();
      continue;
    }
    const isLast = frame.next === frame.items.length;
    text += `${style.dim(`${frame.indent}${isLast ? '└─ ' : '├─ '}`)}${line(item, result, style)}\n`;
    const indent = stack.length < maxLevels ? `${frame.indent}${isLast ? '   ' : '│  '}` : frame.indent;
    stack.push({ items: children.get(item.ref) ?? [], next: 0, indent });
  }
  const left = result.dependents.length - shown.size;
  return left === 0 ? text : `${text}… ${andMore(left)}\n`;
}

function line(dependent: Dependent, { version }: ImpactResult, style: Style): string {
  const { name, ref, owner, distance, required, kind, constraint, admits, matched } = dependent;
  const identity = printable(`${name}@${dependent.version}`);
  const facts = [
    style.dim(` (${printable(ref)})`),
    owner === undefined ? '' : ` [${printable(owner)}]`,
    distance === 1 && kind !== 'dependency' ? ` as ${kind}` : '',
    distance === 1 && constraint !== undefined ? ` ${printable(constraint)}` : '',
    distance === 1 && admits === false ? style.yellow(` does not admit ${printable(version)}`) : '',
    distance === 1 && matched === 'name' ? ' by name' : '',
    required ? '' : ' (optional)',
  ];
  return `${identity}${facts.join('')}`;
}
