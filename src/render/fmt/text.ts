import type { FormatResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';

/** What formatting changed, or would change. `file` is the contract file as the user would open it. */
export function renderFormatted({ ref, changed, written, upgraded }: FormatResult): string {
  const file = printable(ref);
  if (!changed) return `${file} is formatted\n`;
  const notes = upgraded.map((note) => `  ${printable(note)}\n`).join('');
  return `${file} ${written ? 'was formatted' : 'is not formatted'}\n${notes}`;
}
