/** Compares what the files of two bundles describe. */
import type { Change } from './change.ts';
import type { CompareOptions } from './compare.ts';
import { comparable, contentChange, type DocumentPair } from './documents.ts';
import type { Side } from './side.ts';

export interface FilePairs {
  /** Descriptions of interfaces. */
  readonly documents: readonly DocumentPair[];
  /** Schemas of configurations. */
  readonly schemas: readonly DocumentPair[];
}

export async function compareFiles(
  before: Side,
  after: Side,
  { documents }: FilePairs,
  _options: CompareOptions,
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const pair of documents) {
    const { files, changes: trouble } = comparable(before, after, pair);
    changes.push(...trouble);
    if (files !== undefined) changes.push(contentChange(pair, files.old, files.new));
  }
  return changes;
}
