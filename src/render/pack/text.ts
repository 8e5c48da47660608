import type { PackResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';

/** `Packed my-service@0.1.0 -> my-service-0.1.0.tar.gz`. */
export function renderPacked(result: PackResult): string {
  return `Packed ${identity(result)} -> ${printable(result.output ?? '')}\n`;
}

/** What would travel, and what stays behind with its reason. */
export function renderPackList(result: PackResult, style: Style = plain): string {
  const width = Math.max(0, ...result.files.map(({ size }) => String(size).length));
  const files = result.files.map(({ path, size }) => `  ${String(size).padStart(width)}  ${printable(path)}\n`);
  const excluded = result.excluded.map(
    ({ path, reason }) => `  ${printable(path)} ${style.dim(`(${printable(reason)})`)}\n`,
  );
  const left = excluded.length === 0 ? '' : `\nLeft out (${excluded.length}):\n${excluded.join('')}`;
  return `${identity(result)}: ${count(files.length, 'file')}, ${count(result.size, 'byte')} packed\n${files.join('')}${left}`;
}

function identity({ name, version }: PackResult): string {
  return printable(`${name}@${version}`);
}
