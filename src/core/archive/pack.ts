import { PactoError } from '../error.ts';
import { gzip } from './gzip.ts';
import { archiveLimits, nameProblem, nameRegister, quoted } from './names.ts';
import { mebibytes, sizeProblem } from './size.ts';
import { type TarEntry, tarEntries, writeTar } from './tar.ts';

export interface PackedBundle {
  /** The plain tar. Its digest is the identity of the content, whoever packed it. */
  readonly tar: Uint8Array;
  /** The same, compressed: what is written to disk and pushed. */
  readonly gzip: Uint8Array;
}

/**
 * Packs files under their bundle-relative names. The result depends on nothing but names and content.
 * Throws INVALID_BUNDLE where the archive would be one that the reader refuses.
 */
export function packFiles(files: ReadonlyMap<string, Uint8Array>): PackedBundle {
  const entries = tarEntries(files);
  const problem = packingProblem(entries);
  if (problem !== undefined) throw new PactoError('INVALID_BUNDLE', problem);
  const tar = writeTar(entries);
  if (tar.length > archiveLimits.tarBytes) throw new PactoError('INVALID_BUNDLE', tooLarge(tar.length));
  return { tar, gzip: gzip(tar) };
}

function packingProblem(entries: readonly TarEntry[]): string | undefined {
  if (entries.length > archiveLimits.entries)
    return `the bundle has ${entries.length} files and folders; an archive holds at most ${archiveLimits.entries}`;
  const register = nameRegister();
  let total = 0;
  for (const { name, bytes } of entries) {
    const problem = nameProblem(name) ?? register.add(name, bytes === undefined ? 'directory' : 'file');
    if (problem !== undefined) return `${quoted(name)} ${problem}`;
    const size = sizeProblem(bytes?.length ?? 0);
    if (size !== undefined) return `${quoted(name)} ${size}`;
    total += bytes?.length ?? 0;
  }
  return total > archiveLimits.totalBytes ? tooLarge(total) : undefined;
}

function tooLarge(size: number): string {
  return `the bundle has ${mebibytes(size)}; an archive holds at most ${mebibytes(archiveLimits.totalBytes)}`;
}
