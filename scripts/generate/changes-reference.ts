import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { contractTable } from '../../src/core/diff/contract/table.ts';
import type { DiffRule } from '../../src/core/diff/rule.ts';
import { diffRules } from '../../src/core/diff/rules.ts';
import { conventionTable } from '../../src/core/diff/schema/convention-table.ts';

/** Where the examples are taken from; the same cases are the tests of the rules. */
const cases = new URL('../../test/cases/diff/', import.meta.url);

/** The text of `docs/reference/changes.md`. */
export function changesReference(): string {
  return [
    '# Changes',
    '',
    'Generated from the tables of comparison by `npm run generate`; the examples are the tests of the rules.',
    '',
    'Every change that `pacto diff` finds has a rule, a class and a reason. The class of the whole is the worst of its',
    'changes. `--allow RULE[@PATH][ of ELEMENT]=REASON`, or `waivers` in `.pactorc.yaml`, accepts a change: it stays in the',
    'list and does not count for the exit code.',
    '',
    '## The contract itself',
    '',
    'What stands in no cell cannot occur.',
    '',
    '| Path | Added | Modified | Removed |',
    '|---|---|---|---|',
    ...contractTable.map(
      ({ path, added, modified, removed }) =>
        `| \`${path}\` | ${[added, modified, removed].map((cell) => cell?.classification ?? '').join(' | ')} |`,
    ),
    '',
    '## Conventions',
    '',
    'Where values alone say too much or too little, a convention decides, and the reason names it: `by the convention ID`.',
    'Rules below that are marked “by convention” are their own. `--pure-containment` leaves out conventions about schemas,',
    'all but those for keys of a configuration.',
    '',
    '| Convention | Means |',
    '|---|---|',
    ...Object.entries(conventionTable).map(([id, means]) => `| \`${id}\` | ${means} |`),
    '',
    '## Rules',
    '',
    '| Rule | Class |',
    '|---|---|',
    ...diffRules.map(({ id, classes }) => `| [\`${id}\`](#${id}) | ${classes.join(', ')} |`),
    '',
    ...diffRules.map(section),
  ].join('\n');
}

function section({ id, when, why, classes, convention }: DiffRule): string {
  return [
    `### ${id}`,
    '',
    `*${classes.join(', ')}${convention === true ? ' · by convention' : ''}*`,
    '',
    `Reported when ${when}. ${why}`,
    '',
    ...example(id),
  ].join('\n');
}

/** The files that differ in the rule's case, as they were and as they are. */
function example(id: string): string[] {
  const at = (side: string) => new URL(`${id}/${side}/`, cases);
  const names = new Set(['old', 'new'].flatMap((side) => filesIn(at(side))));
  const differing = [...names].sort().filter((name) => read(at('old'), name) !== read(at('new'), name));
  return differing.flatMap((name) => [
    `\`${name}\`:`,
    '',
    '```diff',
    ...lineDiff(read(at('old'), name) ?? '', read(at('new'), name) ?? ''),
    '```',
    '',
  ]);
}

function filesIn(directory: URL): string[] {
  if (!existsSync(directory)) return [];
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true, encoding: 'utf8' });
  const root = directory.pathname;
  return entries.flatMap((entry) =>
    entry.isFile() ? [`${entry.parentPath}/${entry.name}`.slice(root.length).replace(/^\/+/, '')] : [],
  );
}

function read(directory: URL, name: string): string | undefined {
  const file = new URL(name, directory);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Lines that go and lines that come, between what stays; the files are small. */
function lineDiff(before: string, after: string): string[] {
  const [old, fresh] = [before, after].map((text) => (text === '' ? [] : text.trimEnd().split('\n')));
  if (old === undefined || fresh === undefined) return [];
  // Longest common subsequence, from the end.
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row !== undefined) row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  for (let i = 0, j = 0; i < old.length || j < fresh.length; ) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push(` ${old[i]}`);
      i += 1;
      j += 1;
    } else if (i < old.length && (j >= fresh.length || at(i + 1, j) >= at(i, j + 1))) lines.push(`-${old[i++]}`);
    else lines.push(`+${fresh[j++]}`);
  }
  return lines;
}
