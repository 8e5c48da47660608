import type { GeneratedFileResult, GenerateResult } from '../../operations/results.ts';
import { count } from '../count.ts';

type Status = GeneratedFileResult['status'];

/** What became of a file, or would; with check, what is wrong with what is there. */
export const statusWords: Readonly<Record<'write' | 'check', Readonly<Record<Status, string>>>> = {
  write: { added: 'added', changed: 'changed', unchanged: 'unchanged', stale: 'stale', removed: 'removed' },
  check: { added: 'missing', changed: 'different', unchanged: 'fine', stale: 'stale', removed: 'stale' },
};

/** The words for the mode of a result. */
export function wordsOf({ mode }: GenerateResult): Readonly<Record<Status, string>> {
  return statusWords[mode === 'check' ? 'check' : 'write'];
}

/** `1 missing, 2 different`; only what differs. */
export function countsOf(result: GenerateResult): string {
  const words = wordsOf(result);
  const parts = (['added', 'changed', 'stale', 'removed'] as const).flatMap((status) => {
    const files = result.files.filter((file) => file.status === status).length;
    return files === 0 ? [] : [`${files} ${words[status]}`];
  });
  return parts.join(', ');
}

/** The directory as one sees that it is one. */
export function directoryOf({ outputDir }: GenerateResult): string {
  return /[/\\]$/.test(outputDir) ? outputDir : `${outputDir}/`;
}

/** Size, permissions, and why nothing more is shown of a file. */
export function detailsOf(
  { size, mode, status, content, diff, foreign }: GeneratedFileResult,
  run: GenerateResult['mode'],
): string {
  const isOpaque = run !== 'write' && (status === 'changed' || (status === 'added' && run === 'dry-run'));
  const details = [
    ...(size === undefined ? [] : [count(size, 'byte')]),
    ...(mode === undefined ? [] : [`mode ${mode}`]),
    ...(foreign === true && run === 'dry-run' ? ['not known to be generated, replaced only with --force'] : []),
    ...(isOpaque && content === undefined && diff === undefined ? ['no text that differs'] : []),
  ];
  return details.length === 0 ? '' : `(${details.join(', ')})`;
}
