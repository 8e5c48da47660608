import type { PackResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';

/** `Packed my-service@0.1.0 -> my-service-0.1.0.tar.gz`. */
export function renderPacked(result: PackResult): string {
  return `Packed ${identity(result)} -> ${printable(result.output ?? '')}\n`;
}

/** What would travel, what stays behind with its reason, and why it cannot be packed if so. */
export function renderPackList(result: PackResult, style: Style = plain): string {
  const { files, excluded, problems = [], size } = result;
  const width = Math.max(0, ...files.map((file) => String(file.size).length));
  const lines = files.map(({ path, size, problem }) => {
    const mark = problem === undefined ? '' : ` ${style.red(`(${printable(problem)})`)}`;
    return `  ${String(size).padStart(width)}  ${printable(path)}${mark}\n`;
  });
  const left = excluded.map(({ path, reason }) => `  ${printable(path)} ${style.dim(`(${printable(reason)})`)}\n`);
  const packed = size === undefined ? 'which cannot be packed' : `${count(size, 'byte')} packed`;
  return [
    `${identity(result)}: ${count(files.length, 'file')}, ${packed}\n${lines.join('')}`,
    left.length === 0 ? '' : `\nLeft out (${left.length}):\n${left.join('')}`,
    problems.length === 0 ? '' : `\n${style.red(`Problems (${problems.length}):`)}\n`,
    ...problems.map((problem) => `  ${printable(problem)}\n`),
  ].join('');
}

function identity({ name, version }: PackResult): string {
  return printable(`${name}@${version}`);
}
