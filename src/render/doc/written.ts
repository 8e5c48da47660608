import type { DocWrittenResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';
import { formatSize } from '../quantity.ts';

/** `Documented my-service@0.1.0 -> docs/my-service.md (12 KB)`. */
export function renderWritten({ name, version, output, size }: DocWrittenResult): string {
  return `Documented ${printable(`${name}@${version}`)} -> ${printable(output)} (${formatSize(size)})\n`;
}
