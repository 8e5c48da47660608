import type { Change } from './change.ts';
import { compareContracts } from './contract/compare.ts';
import type { DocumentPair } from './documents.ts';
import { type Side, sameFile, sameTarget } from './side.ts';

export interface CompareOptions {
  /** Leave conventions out: only what can be proved or witnessed decides. */
  readonly pure?: boolean;
  /** `YYYY-MM-DD`: what was deprecated with an earlier sunset may go. Without it no date matters. */
  readonly today?: string;
}

/** Everything that differs between two bundles: their contracts, what these describe, what they configure. In no order. */
export async function compareSides(before: Side, after: Side, options: CompareOptions): Promise<Change[]> {
  const { changes, interfaces, configurations } = compareContracts(before.contract, after.contract, {
    sameFile: (oldPath, newPath) => sameFile(before, after, oldPath, newPath),
    sameTarget: (oldRef, newRef) => sameTarget(before, after, oldRef, newRef),
  });
  const documents: DocumentPair[] = interfaces.pairs.flatMap(({ old, new: fresh, oldIndex, newIndex }) =>
    old.contract === undefined || fresh.contract === undefined
      ? []
      : [
          {
            element: fresh.name,
            oldPath: old.contract,
            newPath: fresh.contract,
            oldPointer: `/interfaces/${oldIndex}/contract`,
            newPointer: `/interfaces/${newIndex}/contract`,
          },
        ],
  );
  const schemas: DocumentPair[] = configurations.pairs.flatMap(({ old, new: fresh, oldIndex, newIndex }) =>
    old.schema === undefined || fresh.schema === undefined
      ? []
      : [
          {
            element: fresh.name,
            oldPath: old.schema,
            newPath: fresh.schema,
            oldPointer: `/configurations/${oldIndex}/schema`,
            newPointer: `/configurations/${newIndex}/schema`,
          },
        ],
  );
  if (documents.length === 0 && schemas.length === 0) return [...changes];
  const { compareFiles } = await import('./compare-files.ts');
  return [...changes, ...(await compareFiles(before, after, { documents, schemas }, options))];
}
