import type { DoctorCheck, DoctorResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';

/** One line for each check, what to do about it below, and a summary. */
export function renderDoctor({ checks }: DoctorResult, style: Style = plain): string {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, status, detail, help }) => {
    const first = `${paint(status, style)}  ${name.padEnd(width)}  ${printable(detail)}\n`;
    return help === undefined ? first : `${first}${' '.repeat(statusWidth + width + 4)}${style.dim(printable(help))}\n`;
  });
  const number = (wanted: DoctorCheck['status']) => checks.filter(({ status }) => status === wanted).length;
  const [warnings, failures] = [number('warn'), number('fail')];
  const summary = [
    failures === 0 ? [] : style.red(count(failures, 'failure')),
    warnings === 0 ? [] : style.yellow(count(warnings, 'warning')),
  ].flat();
  return `${lines.join('')}\n${summary.length === 0 ? style.green('All is well') : summary.join(', ')}\n`;
}

const statusWidth = 'warn'.length;

function paint(status: DoctorCheck['status'], style: Style): string {
  const colours = { ok: style.green, warn: style.yellow, fail: style.red, skip: style.dim };
  return colours[status](status) + ' '.repeat(statusWidth - status.length);
}
