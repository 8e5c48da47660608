/**
 * What was generated into a directory, by whom: how a later run knows which files are stale. One line a file, so that
 * two branches merge; no extension, so that nothing that reads a whole directory of manifests takes it for one.
 */

import { compareBytes } from '../contract/bundle.ts';
import { outputPath } from './path.ts';

/** Paths by the name of the plugin that generated them. */
export type GeneratedRecord = ReadonlyMap<string, ReadonlySet<string>>;

const header = '# Written by `pacto generate`, to know later which of these files are stale. Keep it beside them.';

/** Reads a record. Lines that say nothing, or name what no generator may write, are passed over: anybody may edit it. */
export function readRecord(text: string): GeneratedRecord {
  const record = new Map<string, Set<string>>();
  for (const line of text.split(/\r?\n/)) {
    const [, plugin, path = ''] = /^([^\s#]\S*) (.+)$/.exec(line) ?? [];
    const placed = outputPath(path);
    if (plugin === undefined || 'problem' in placed || placed.path !== path) continue;
    record.set(plugin, (record.get(plugin) ?? new Set()).add(path));
  }
  return record;
}

/** The record after a plugin has generated these files, and no others. */
export function updatedRecord(record: GeneratedRecord, plugin: string, paths: Iterable<string>): GeneratedRecord {
  return new Map([...record, [plugin, new Set(paths)]]);
}

/** The text of a record; empty where there is nothing to remember. */
export function recordText(record: GeneratedRecord): string {
  const lines = [...record].flatMap(([plugin, paths]) => [...paths].map((path) => `${plugin} ${path}`));
  return lines.length === 0 ? '' : `${[header, ...lines.sort(compareBytes)].join('\n')}\n`;
}

/** What a plugin generated before and does not any more, unless another one has it too. */
export function staleFiles(record: GeneratedRecord, plugin: string, paths: Iterable<string>): string[] {
  const kept = new Set(paths);
  for (const [other, theirs] of record) if (other !== plugin) for (const path of theirs) kept.add(path);
  return [...(record.get(plugin) ?? [])].filter((path) => !kept.has(path)).sort(compareBytes);
}
