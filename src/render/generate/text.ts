import type { GeneratedFileResult, GenerateResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable, printableLines } from '../printable.ts';
import { plain, type Style } from '../style.ts';
import { countsOf, detailsOf, directoryOf, wordsOf } from './words.ts';

/** What was generated; what would be, with its content; or how what is there differs. */
export function renderGenerated(result: GenerateResult, style: Style = plain): string {
  const message = result.message === undefined ? '' : `${printableLines(result.message)}\n`;
  const parts = {
    write: () => `${summary(result, 'Generated')}${leftOver(result)}`,
    'dry-run': () => `${summary(result, 'Would generate')}${listed(result, style)}${contents(result, style)}`,
    check: () => `${verdict(result)}${listed(result, style)}${contents(result, style)}`,
  };
  return `${parts[result.mode]()}${result.mode === 'check' ? '' : message}`;
}

function summary(result: GenerateResult, what: string): string {
  const { filesCount, plugin } = result;
  const place = result.files.length === 0 ? '' : `Output: ${printable(directoryOf(result))}\n`;
  return `${what} ${filesCount} file(s) using ${printable(plugin)}\n${place}`;
}

function leftOver({ files }: GenerateResult): string {
  const told = (status: GeneratedFileResult['status'], what: (files: string) => string) => {
    const paths = files.flatMap((file) => (file.status === status ? [`  ${printable(file.path)}\n`] : []));
    return paths.length === 0 ? '' : `${what(count(paths.length, 'file'))}:\n${paths.join('')}`;
  };
  return [
    told('removed', (files) => `Removed ${files} of an earlier run`),
    told('stale', (files) => `Left ${files} of an earlier run; --prune removes what is not generated any more`),
  ].join('');
}

function verdict(result: GenerateResult): string {
  const directory = printable(directoryOf(result));
  const plugin = printable(result.plugin);
  if (result.upToDate) return `${directory} is up to date (${count(result.filesCount, 'file')} using ${plugin})\n`;
  return `${directory} is not what ${plugin} generates: ${countsOf(result)}\n`;
}

function listed(result: GenerateResult, style: Style): string {
  const words = wordsOf(result);
  const shown = result.files.filter(({ status }) => result.mode !== 'check' || status !== 'unchanged');
  const width = Math.max(0, ...shown.map(({ status }) => words[status].length));
  const colours = {
    added: style.green,
    changed: style.yellow,
    unchanged: style.dim,
    stale: style.red,
    removed: style.red,
  };
  return shown
    .map((file) => {
      const details = detailsOf(file, result.mode);
      const word = colours[file.status](words[file.status].padEnd(width));
      return `  ${word}  ${printable(file.path)}${details === '' ? '' : ` ${style.dim(details)}`}\n`;
    })
    .join('');
}

function contents({ files }: GenerateResult, style: Style): string {
  return files.map((file) => content(file, style)).join('');
}

function content({ path, content, diff }: GeneratedFileResult, style: Style): string {
  const name = printable(path);
  if (content !== undefined) return `\n${style.bold(`==> ${name}`)}\n${endsLine(safe(content))}`;
  if (diff === undefined) return '';
  const lines = safe(diff)
    .split('\n')
    .map((line) => (line.startsWith('+') ? style.green(line) : line.startsWith('-') ? style.red(line) : line));
  return `\n${style.bold(`--- ${name}`)}\n${style.bold(`+++ ${name} (generated)`)}\n${lines.join('\n')}`;
}

/** File content on a terminal: as {@link printableLines}, with tabs. */
function safe(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(printable).join('\t'))
    .join('\n');
}

function endsLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
