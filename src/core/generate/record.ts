/**
 * What was generated into a directory, by whom: how a later run knows which files are stale. One line a file, so that
 * two branches merge; no extension, so that nothing that reads a whole directory of manifests takes it for one.
 */

import { compareBytes } from '../contract/bundle.ts';
import { outputPath } from './path.ts';

/** Paths by who generated them: a plugin for a service, `kubernetes orders-api`. */
export type GeneratedRecord = ReadonlyMap<string, ReadonlySet<string>>;

const header = '# Written by `pacto generate`, to know later which of these files are stale. Keep it beside them.';

/** Reads a record. Lines that say nothing, or name what no generator may write, are passed over: anybody may edit it. */
export function readRecord(text: string): GeneratedRecord {
  const record = new Map<string, Set<string>>();
  for (const line of text.split(/\r?\n/)) {
    const [, owner, path = ''] = /^([^\s#]\S* \S+) (.+)$/.exec(line) ?? [];
    const placed = outputPath(path);
    if (owner === undefined || 'problem' in placed || placed.path !== path) continue;
    record.set(owner, (record.get(owner) ?? new Set()).add(path));
  }
  return record;
}

/** Who generated a file, by the record. */
export function ownersOf(record: GeneratedRecord, path: string): string[] {
  return [...record].flatMap(([owner, paths]) => (paths.has(path) ? [owner] : []));
}

/** The record in which these files, and no others, are of this owner, and the `taken` ones of nobody else. */
export function updatedRecord(
  record: GeneratedRecord,
  owner: string,
  paths: Iterable<string>,
  taken: Iterable<string>,
): GeneratedRecord {
  const gone = new Set(taken);
  const others = [...record].map(
    ([other, theirs]) => [other, new Set([...theirs].filter((path) => !gone.has(path)))] as const,
  );
  return new Map([...others, [owner, new Set(paths)]]);
}

/** The text of a record; empty where there is nothing to remember. */
export function recordText(record: GeneratedRecord): string {
  const lines = [...record].flatMap(([owner, paths]) => [...paths].map((path) => `${owner} ${path}`));
  return lines.length === 0 ? '' : `${[header, ...lines.sort(compareBytes)].join('\n')}\n`;
}

/** What an owner generated before and does not any more, unless another one has it too. */
export function staleFiles(record: GeneratedRecord, owner: string, paths: Iterable<string>): string[] {
  const kept = new Set(paths);
  for (const [other, theirs] of record) if (other !== owner) for (const path of theirs) kept.add(path);
  return [...(record.get(owner) ?? [])].filter((path) => !kept.has(path)).sort(compareBytes);
}
