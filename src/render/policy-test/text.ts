import type { PolicyTestResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';

/** Every case with its outcome, and the counts. */
export function renderPolicyTest({ cases, passed, failed }: PolicyTestResult, style: Style = plain): string {
  const lines = cases.map(({ file, ok, reason }) => {
    const mark = ok ? style.green('ok') : style.red('FAILED');
    return `${mark} ${printable(file)}${reason === undefined ? '' : `: ${printable(reason)}`}\n`;
  });
  return `${lines.join('')}${passed} passed, ${failed} failed\n`;
}
