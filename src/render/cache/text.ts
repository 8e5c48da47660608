import type { CacheListResult, CachePruneResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';
import { formatAge, formatSize } from '../quantity.ts';

/** One entry a line: what it is, its digest, its size, and how long ago its tag was asked for and it was last used. */
export function renderCacheList({ entries, size, problems }: CacheListResult, now: number): string {
  if (entries.length === 0 && problems.length === 0) return 'The cache is empty\n';
  const rows = entries.map((entry) => [
    nameOf(entry),
    shorten(entry.digest),
    formatSize(entry.size),
    formatAge(now - Date.parse(entry.checkedAt)),
    formatAge(now - Date.parse(entry.usedAt)),
    entry.complete ? '' : 'incomplete',
  ]);
  const table = [['NAME', 'DIGEST', 'SIZE', 'CHECKED', 'USED', ''], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  const total = `${count(entries.length, 'bundle')}, ${formatSize(size)}`;
  return `${lines.map((line) => `${line.trimEnd()}\n`).join('')}\n${total}\n`;
}

/** What standard error is told about entries that cannot be used. */
export function cacheProblems({ problems }: CacheListResult): string[] {
  return problems.map(({ path, reason }) => `${path} in the cache is not used: ${reason}`);
}

/** What went, one a line, and what that gained. */
export function renderPruned({ dryRun, removed, freed, kept, size }: CachePruneResult): string {
  const lines = removed.map((entry) => `${dryRun ? 'Would remove' : 'Removed'} ${nameOf(entry)}\n`);
  const gained = `${dryRun ? 'Would free' : 'Freed'} ${formatSize(freed)}`;
  const left =
    kept === 0
      ? 'no bundle stays'
      : `${count(kept, 'bundle')} with ${formatSize(size)} ${kept === 1 ? 'stays' : 'stay'}`;
  return `${lines.join('')}${gained}; ${left}\n`;
}

function nameOf({ repository, tag, digest }: CachePruneResult['removed'][number]): string {
  return printable(tag === undefined ? `${repository}@${shorten(digest)}` : `${repository}:${tag}`);
}

function shorten(digest: string): string {
  return digest.replace(/^([^:]+:.{12}).*/, '$1');
}
