/** What changed in the dependencies, for every format. */
import type { Classification } from '../../core/diff/change.ts';
import { sortChanges } from '../../core/diff/order.ts';
import type { DiffRule } from '../../core/diff/rule.ts';
import type {
  DependencyBranch,
  DependencyChanges,
  DependencyDiff,
  DiffChange,
  DiffResult,
  UnresolvedDependency,
} from '../../operations/results.ts';
import { andMore } from '../count.ts';
import { fitting, markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';
import { columns } from '../width.ts';
import { changeText, countsText, explanation, placeName } from './words.ts';

/** Where versions stand at least, seen from the beginning of a name. */
const nameColumns = 14;
/** Lines of a tree, services, and of each service changes, that are shown; JSON has all of them. */
const shownLines = 200;
const shownServices = 50;
const shownChanges = 10;

/** Characters of a message in Markdown, and of the table, the reasons and the tree there: comments are not endless. */
const shownLength = 300;
const room = 4000;

/** As SARIF explains it. Dependencies cannot be waived, and this is no rule of the contract's own comparison. */
export const dependencyRule: Pick<DiffRule, 'id' | 'when' | 'why' | 'classes'> = {
  id: 'dependency-contract-changed',
  when: 'the contract of a service that it depends on, directly or through others, changed',
  why: 'Whether it still fits has to be looked at by whoever calls it.',
  classes: ['POTENTIAL_BREAKING', 'NON_BREAKING', 'BREAKING'],
};

/** For each service its class and what is not harmless in it, then the tree; nothing where nothing differs. */
export function dependenciesText({ new: root, dependencies }: DiffResult, style: Style): string {
  if (dependencies === undefined || dependencies.tree.length === 0) return '';
  const { services, tree } = dependencies;
  const shown = services.slice(0, shownServices);
  const listed = shown.map((service) => {
    return serviceText(service, toldApart(service, shown), style);
  });
  if (services.length > shownServices) listed.push(`\n${andMore(services.length - shownServices, 'dependencies')}\n`);
  const lines = [style.bold(printable(root.name)), ...treeLines(tree, style)];
  return `${listed.join('')}\nDependency graph changes:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** What tells a service from others of its name: its versions, and where these are the same too, its reference. */
function toldApart(service: DependencyDiff, all: readonly DependencyDiff[]): string {
  const namesakes = all.filter((other) => other !== service && other.name === service.name);
  if (namesakes.length === 0) return '';
  const versions = versionsText(service);
  const isOnly = namesakes.every((other) => versionsText(other) !== versions);
  return isOnly ? ` ${versions}` : ` ${versions} (${service.new.ref})`;
}

/** @param apart what tells it from another one of its name */
function serviceText(service: DependencyDiff, apart: string, style: Style): string {
  const { name, classification, countsAs, changes } = service;
  const colour = { BREAKING: style.red, POTENTIAL_BREAKING: style.yellow, NON_BREAKING: style.green };
  const badge = (one: Classification) => `[${colour[one](one)}]`;
  const worth = worthReading(changes);
  const lines = worth.slice(0, shownChanges).map((change) => {
    const { path, type } = change;
    return `  ${badge(change.classification)} ${printable(`${path} (${type}): ${changeText(change)}`)}\n`;
  });
  if (worth.length > shownChanges) lines.push(`  ${andMore(worth.length - shownChanges, 'that are not harmless')}\n`);
  const head = `Dependency ${printable(name + apart)} ${badge(classification)} (${changes.length}): ${whatChanged(service)}`;
  const counted = countsAs === classification ? '' : style.dim(', counts as potentially breaking');
  return `\n${head}${counted}\n${lines.join('')}`;
}

function versionsText({ old, new: fresh }: DependencyDiff): string {
  return `${old.version} -> ${fresh.version}`;
}

/** What is not harmless, the worst first where not all of it is shown. */
function worthReading(changes: readonly DiffChange[]): readonly DiffChange[] {
  const worth = changes.filter(({ classification }) => classification !== 'NON_BREAKING');
  return worth.length > shownChanges ? sortChanges(worth, 'severity') : worth;
}

function whatChanged(service: DependencyDiff): string {
  return service.changes.length === 0 ? 'its contract says the same' : countsText(service);
}

interface Line {
  readonly prefix: string;
  readonly branch: DependencyBranch;
}

function treeLines(tree: readonly DependencyBranch[], style: Style = plain): string[] {
  const all = flattened(tree);
  const lines = all
    .slice(0, shownLines)
    .map(({ prefix, branch }) => ({ prefix, branch, name: printable(title(branch)) }));
  const indent = '├─ '.length;
  const widest = lines.map(({ prefix, name, branch }) =>
    branch.change === 'none' ? 0 : prefix.length + width(name) + 2,
  );
  const column = widest.reduce((most, one) => Math.max(most, one), indent + nameColumns);
  const texts = lines.map(({ prefix, name, branch }) => {
    const state = stateText(branch, style);
    const gap = state === '' ? '' : ' '.repeat(column - prefix.length - width(name));
    return `${style.dim(prefix)}${name}${gap}${state}`;
  });
  return all.length > shownLines ? [...texts, `… ${andMore(all.length - shownLines)}`] : texts;
}

function flattened(tree: readonly DependencyBranch[]): Line[] {
  const lines: Line[] = [];
  const stack = [{ siblings: tree, next: 0, indent: '' }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const branch = frame.siblings[frame.next++];
    if (branch === undefined) {
      stack.pop();
      continue;
    }
    const isLast = frame.next === frame.siblings.length;
    lines.push({ prefix: `${frame.indent}${isLast ? '└─ ' : '├─ '}`, branch });
    stack.push({ siblings: branch.below, next: 0, indent: `${frame.indent}${isLast ? '   ' : '│  '}` });
  }
  return lines;
}

/** The service; both names of one that was renamed. */
function title({ name, old }: DependencyBranch): string {
  return old === undefined || old.name === name ? name : `${old.name} → ${name}`;
}

function stateText({ change, old, new: fresh, others = 0 }: DependencyBranch, style: Style): string {
  const [before, after] = [printable(old?.version ?? '?'), printable(fresh?.version ?? '?')];
  const more = others === 0 ? '' : style.dim(` (and in ${others} more ${others === 1 ? 'place' : 'places'})`);
  switch (change) {
    case 'added':
      return `${style.green(`+${after}`)}${more}`;
    case 'removed':
      return `${style.red(`-${before}`)}${more}`;
    case 'version-changed':
      return `${before} → ${after}${more}`;
    case 'content-changed':
      return `${after} (other content)${more}`;
    case 'unresolved':
      return `${style.yellow(before === after ? '?' : `${before} → ${after}`)}${more}`;
    case 'none':
      return '';
  }
}

function width(text: string): number {
  return [...text].reduce((sum, character) => sum + columns(character), 0);
}

/** A table of the services, what is not harmless in them, the tree, and what could not be resolved. */
export function dependenciesMarkdown({ new: root, dependencies }: DiffResult): string {
  if (dependencies === undefined) return '';
  const { services, tree } = dependencies;
  const notes = unresolvedLines(dependencies).map((line) => `- ${markdownText(cut(line))}\n`);
  return [
    services.length === 0 ? '' : `\n### Dependencies\n\n${servicesTable(services)}${reasons(services)}`,
    tree.length === 0 ? '' : `\n### Dependency graph\n\n${codeBlock([root.name, ...treeLines(tree)])}`,
    notes.length === 0 ? '' : `\n${notes.join('')}`,
  ].join('');
}

function codeBlock(all: readonly string[]): string {
  const fit = fitting(all, (line) => line.length + 1, room);
  const lines = [...fit, ...(fit.length < all.length ? [`… and ${all.length - fit.length} more`] : [])]
    .map(printable)
    .join('\n');
  // A fence longer than any run of backticks in it (CommonMark 4.5).
  const fence = '`'.repeat(Math.max(3, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}text\n${lines}\n${fence}\n`;
}

function cut(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

function servicesTable(services: readonly DependencyDiff[]): string {
  const all = services
    .slice(0, shownServices)
    .map((service) => [
      service.classification,
      markdownText(service.name),
      markdownCode(service.old.version),
      markdownCode(service.new.version),
      whatChanged(service),
    ]);
  const rows = fitting(all, (row) => row.join('').length, room);
  const more =
    services.length > rows.length
      ? `\nand ${services.length - rows.length} more; the JSON format has all of them\n`
      : '';
  return `${markdownTable(['Classification', 'Service', 'Old', 'New', 'Changes'], rows)}${more}`;
}

function reasons(services: readonly DependencyDiff[]): string {
  const all = services.slice(0, shownChanges).flatMap(({ name, changes }) => {
    const worth = worthReading(changes);
    const more = worth.length > shownChanges ? [`  - and ${worth.length - shownChanges} more\n`] : [];
    const listed = worth.slice(0, shownChanges).map((change) => {
      const [why = ''] = explanation(change);
      return `  - ${change.classification} ${markdownText(`${placeName(change)} (${change.type}): ${why}`)}\n`;
    });
    return worth.length === 0 ? [] : [`- ${markdownText(name)}\n`, ...listed, ...more];
  });
  if (all.length === 0) return '';
  const items = [...fitting(all, (item) => item.length, room)];
  if (items.length < all.length) items.push('- and more; the JSON format has all of them\n');
  return `\n<details>\n<summary>What changed in them</summary>\n\n${items.join('')}\n</details>\n`;
}

/** What could not be found out, one line each: `"auth" of the old side cannot be resolved: …`. */
export function unresolvedLines(dependencies: Pick<DependencyChanges, 'unresolved' | 'truncated'>): string[] {
  const { unresolved, truncated } = dependencies;
  const more = unresolved.length - shownChanges;
  return [
    ...unresolved.slice(0, shownChanges).map(unresolvedText),
    ...(more > 0 ? [`${more} more dependencies cannot be resolved`] : []),
    ...(truncated === undefined ? [] : [`the dependencies are not compared as a whole: ${truncated}`]),
  ];
}

/** The same for standard error, with codes. */
export function unresolvedWarnings(dependencies: Pick<DependencyChanges, 'unresolved' | 'truncated'>): string[] {
  const codes = dependencies.unresolved.slice(0, shownChanges).map(({ code }) => code);
  return unresolvedLines(dependencies).map((line, i) => `${codes[i] ?? 'GRAPH_INCOMPLETE'} ${line}`);
}

function unresolvedText({ side, name, message }: UnresolvedDependency): string {
  return `"${name}" of the ${side} side cannot be resolved: ${message}`;
}

/** A service in a sentence, with what is not harmless in it on lines below. */
export function serviceMessage(service: DependencyDiff): string {
  const { name, old, new: fresh, classification, via, changes } = service;
  const way = via.length < 2 ? '' : `, needed through ${via.slice(0, -1).join(' and ')},`;
  const versions = old.version === fresh.version ? `${fresh.version}, with other content,` : versionsText(service);
  const head = `${name} ${versions}${way} is ${classification}: ${whatChanged(service)}`;
  const worth = worthReading(changes);
  const lines = worth
    .slice(0, shownChanges)
    .map((change) => `${placeName(change)} (${change.type}): ${changeText(change)}`);
  return [head, ...lines].join('\n');
}
