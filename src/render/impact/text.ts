import { groupBy } from '../../core/group-by.ts';
import type { ImpactResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';

type Dependent = ImpactResult['dependents'][number];

/** Indentation grows with depth, and a tree that is deeper than this is not read anyway. */
const maxLevels = 100;
/** Owners that are named at most; JSON has all. */
const maxOwners = 10;

/** The dependents as a tree below the contract, each under the one through which it depends on it. */
export function renderImpact(result: ImpactResult, style: Style = plain): string {
  return `${renderImpactTree(result, style)}\n${summary(result)}\n${owners(result, style)}`;
}

/** The tree alone. */
export function renderImpactTree(result: ImpactResult, style: Style = plain): string {
  const children = groupBy(result.dependents, ({ through = '' }) => through);
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
  return text;
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

/** `9 dependents among 27 contracts: 5 direct, 2 optional`. */
export function summary({ dependents, considered, direct, required }: ImpactResult): string {
  const among = `among ${count(considered, 'contract')}`;
  if (dependents.length === 0) return `No dependents ${among}`;
  const optional = dependents.length - required;
  const parts = [`${direct} direct`, ...(optional === 0 ? [] : [`${optional} optional`])];
  return `${count(dependents.length, 'dependent')} ${among}: ${parts.join(', ')}`;
}

function owners({ owners: all }: ImpactResult, style: Style): string {
  if (all.length === 0) return '';
  const shown = all.slice(0, maxOwners).map(({ owner, dependents }) => `${printable(owner)} (${dependents})`);
  const more = all.length > maxOwners ? `, and ${all.length - maxOwners} more` : '';
  return `${style.dim('Owners:')} ${shown.join(', ')}${more}\n`;
}
