import type { GeneratedFileResult, GenerateResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { fitting, markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { countsOf, detailsOf, directoryOf, wordsOf } from './words.ts';

/** Characters of contents and differences: a comment on GitHub has 65,536 at most. */
const room = 40_000;

/** What was generated, or differs, for a pull-request comment. */
export function renderGeneratedMarkdown(result: GenerateResult): string {
  const { files, filesCount, message, mode, plugin, upToDate } = result;
  const words = wordsOf(result);
  const rows = files
    .filter(({ status }) => mode !== 'check' || status !== 'unchanged')
    .map((file) => [words[file.status], markdownCode(file.path), detailsOf(file, mode).replace(/^\(|\)$/g, '')]);
  const heading = mode === 'dry-run' ? 'Would be generated' : mode === 'check' ? 'Generated files' : 'Generated';
  const place = files.length === 0 ? '' : ` in ${markdownCode(directoryOf(result))}`;
  const counted = `${count(filesCount, 'file')} using ${markdownCode(plugin)}${place}`;
  const state = mode !== 'check' ? '' : upToDate ? ', up to date' : `: ${countsOf(result)}`;
  const blocks = files.flatMap((file) => blockOf(file) ?? []);
  const shown = fitting(blocks, (block) => block.length, room);
  return [
    `## ${heading} from ${markdownText(`${result.name}@${result.version}`)}\n\n${counted}${state}\n`,
    rows.length === 0 ? '' : `\n${markdownTable(['State', 'File', 'Details'], rows)}`,
    ...shown.map((block) => `\n${block}`),
    shown.length < blocks.length ? `\n${count(blocks.length - shown.length, 'more file')} not shown.\n` : '',
    message === undefined || mode === 'check' ? '' : `\n${markdownText(message)}\n`,
  ].join('');
}

function blockOf({ path, content, diff }: GeneratedFileResult): string | undefined {
  const text = content ?? diff;
  if (text === undefined) return undefined;
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const body = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${markdownCode(path)}\n\n${fence}${diff === undefined ? '' : 'diff'}\n${body}${fence}\n`;
}
