/** What two contracts say that they are made of. */
import { fileName } from '../../core/diff/locate.ts';
import type { Side } from '../../core/diff/side.ts';
import { findSboms } from '../../core/sbom/find.ts';
import type { SbomChanges } from '../results.ts';

/** The changes between the SBOMs of both sides; undefined where neither has any. */
export async function sbomChanges(before: Side, after: Side): Promise<SbomChanges | undefined> {
  const found = { old: findSboms(before.files.bundle), new: findSboms(after.files.bundle) };
  const isNone = [found.old, found.new].every(({ paths, problem }) => paths.length === 0 && problem === undefined);
  if (isNone) return undefined;
  const { compareSboms } = await import('../../core/sbom/diff.ts');
  const { files, complete, troubles, changes, unstated } = await compareSboms(
    before.files.bundle,
    after.files.bundle,
    found,
  );
  const number = (type: string) => changes.filter((change) => change.type === type).length;
  const nameIn = (side: Side) => (file: string) => fileName(side.document.source.file, file);
  return {
    files: { old: files.old.map(nameIn(before)), new: files.new.map(nameIn(after)) },
    counts: {
      added: number('added'),
      removed: number('removed'),
      modified: number('modified'),
      contentChanged: changes.filter(({ contentChanged }) => contentChanged === true).length,
    },
    complete,
    changes,
    unstated,
    troubles: troubles.map((trouble) => ({
      ...trouble,
      file: nameIn(trouble.side === 'old' ? before : after)(trouble.file),
    })),
  };
}
