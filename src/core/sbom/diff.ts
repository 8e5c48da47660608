/** The SBOMs of two bundles, compared. Says nothing about how bad a change is: it informs. */
import type { Bundle, FileRead } from '../contract/bundle.ts';
import { sameBytes } from '../same-bytes.ts';
import { comparePackages, type PackageChanges } from './compare.ts';
import { findSboms, type SbomFiles } from './find.ts';
import { createInventory, type Inventory } from './inventory.ts';
import { sameTexts } from './license-text.ts';
import { readSbom } from './read.ts';

/** A document, or a part of one, that is not compared. */
export interface SbomTrouble {
  readonly side: 'old' | 'new';
  /** Bundle-relative. */
  readonly file: string;
  readonly message: string;
  /** From 1; columns count UTF-16 units. Absent where it is about the file as a whole. */
  readonly line?: number;
  readonly column?: number;
}

export interface SbomDiff extends PackageChanges {
  /** The documents of each side, bundle-relative. */
  readonly files: { readonly old: readonly string[]; readonly new: readonly string[] };
  /** Whether all documents of a side could be read. What is missing on a side that could not is no change. */
  readonly complete: { readonly old: boolean; readonly new: boolean };
  readonly troubles: readonly SbomTrouble[];
}

/**
 * What differs between the SBOMs of two bundles. All documents of a side together say what it contains. Documents that
 * are the same on both sides are not even read.
 */
export async function compareSboms(
  before: Bundle,
  after: Bundle,
  found: SidesFiles = filesOf(before, after),
): Promise<SbomDiff> {
  const files = { old: found.old.paths, new: found.new.paths };
  const hasProblem = found.old.problem !== undefined || found.new.problem !== undefined;
  const [old, fresh] = [contentOf(before, files.old), contentOf(after, files.new)];
  if (!hasProblem && areEqual(old, fresh)) {
    return { files, complete: { old: true, new: true }, troubles: [], changes: [], unstated: [] };
  }
  const [was, is] = [readSide(old, found.old.problem, 'old'), readSide(fresh, found.new.problem, 'new')];
  const complete = { old: was.isComplete, new: is.isComplete };
  const { changes, unstated } = await changesOf(was.packages, is.packages, complete);
  return { files, complete, troubles: [...was.troubles, ...is.troubles], changes, unstated };
}

/** Most licences are written alike, and what knows their expressions is loaded for the others. */
async function changesOf(
  before: Inventory,
  after: Inventory,
  isComplete: SbomDiff['complete'],
): Promise<PackageChanges> {
  const written = comparePackages(before, after, { isComplete, sameLicenses: sameTexts });
  if (written.changes.every(({ field }) => field !== 'license')) return written;
  const { createSameLicenses } = await import('./license.ts');
  return comparePackages(before, after, { isComplete, sameLicenses: createSameLicenses() });
}

export interface SidesFiles {
  readonly old: SbomFiles;
  readonly new: SbomFiles;
}

function filesOf(before: Bundle, after: Bundle): SidesFiles {
  return { old: findSboms(before), new: findSboms(after) };
}

interface Content {
  readonly file: string;
  readonly read: FileRead;
}

function contentOf(bundle: Bundle, paths: readonly string[]): Content[] {
  return paths.map((file) => ({ file, read: bundle.read(file) }));
}

/** Whether both sides have the same documents, byte by byte, under whatever names. */
function areEqual(before: readonly Content[], after: readonly Content[]): boolean {
  if (before.length !== after.length) return false;
  return before.every(({ read: old }, i) => {
    const fresh = after[i]?.read;
    return old.kind === 'file' && fresh?.kind === 'file' && sameBytes(old.bytes, fresh.bytes);
  });
}

interface ReadSide {
  readonly packages: Inventory;
  readonly isComplete: boolean;
  readonly troubles: readonly SbomTrouble[];
}

/** Takes the contents away while they are read, so that not all of them are held until the end. */
function readSide(contents: Content[], problem: string | undefined, side: 'old' | 'new'): ReadSide {
  const inventory = createInventory();
  const troubles: SbomTrouble[] = [];
  let isComplete = problem === undefined;
  if (problem !== undefined) troubles.push({ side, file: 'sbom', message: problem });
  for (let next = contents.shift(); next !== undefined; next = contents.shift()) {
    const { file, read: content } = next;
    if (content.kind !== 'file') {
      isComplete = false;
      troubles.push({ side, file, message: reasonOf(content) });
      continue;
    }
    const read = readSbom(content.bytes, inventory.add);
    isComplete &&= read.isComplete;
    for (const { message, offset } of read.problems) {
      troubles.push({ side, file, message, ...placeOf(content.bytes, offset) });
    }
  }
  return { packages: inventory.packages, isComplete, troubles };
}

function reasonOf(read: Exclude<FileRead, { readonly kind: 'file' }>): string {
  switch (read.kind) {
    case 'too-large':
      return `the file has ${read.size} bytes; at most ${read.limit} are read`;
    case 'unreadable':
      return `the file cannot be read: ${read.reason}`;
    case 'outside':
      return 'the file is a link that leaves the bundle';
    default:
      return 'this is no file';
  }
}

/** An offset in bytes as line and column; nothing for the beginning of the file, where the whole file is meant. */
function placeOf(bytes: Uint8Array, offset: number): { readonly line?: number; readonly column?: number } {
  if (offset === 0) return {};
  let line = 1;
  let start = 0;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) {
    line += 1;
    start = at + 1;
  }
  // A document without line breaks is one long line, and most of it ASCII: decoding it all for a column is too dear.
  const before = bytes.subarray(start, offset);
  const column = before.length > 100_000 ? before.length : new TextDecoder().decode(before).length;
  return { line, column: column + 1 };
}
