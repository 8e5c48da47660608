import type { InitResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';

/** What was created. */
export function renderCreated({ directory, type, files }: InitResult): string {
  const listed = files.map((file) => `  ${printable(file)}\n`).join('');
  return `Created ${printable(directory)}/ (${printable(type)})\n${listed}`;
}
