/** Changing several files that were read before: all of them or none, and none that changed meanwhile. */

import { lstatSync, mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { readRegularFile, systemReason } from '../file-system.ts';
import { writeFileAtomically } from './write.ts';

export interface FileChange {
  /** Absolute. */
  readonly path: string;
  /** What it held when it was read; absent: there was none. */
  readonly before?: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * Writes the files in order, each as a whole. Where one has changed since it was read, or cannot be written, those
 * before it get back what they held. Throws FILE_CHANGED, ALREADY_EXISTS, OUTPUT_UNWRITABLE.
 */
export async function changeFiles(changes: readonly FileChange[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const change of changes) checkUnchanged(change);
    for (const change of changes) {
      const { path, before, after } = change;
      if (before === undefined) {
        const folders = makeFolders(dirname(path));
        undo.push(async () => {
          for (const folder of folders) rmdirSync(folder);
        });
      }
      // Nothing gives way between this look and the renaming of the new file.
      checkUnchanged(change);
      await writeFileAtomically(path, after);
      undo.push(async () => (before === undefined ? rmSync(path, { force: true }) : writeFileAtomically(path, before)));
    }
  } catch (error) {
    for (const step of undo.reverse()) await step();
    if (error instanceof PactoError) throw error;
    throw new PactoError('OUTPUT_UNWRITABLE', `the files cannot be written: ${systemReason(error)}`, { cause: error });
  }
}

function checkUnchanged({ path, before }: FileChange): void {
  if (before === undefined) {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    throw new PactoError('ALREADY_EXISTS', `${path} exists already; nothing was changed`);
  }
  const now = readRegularFile(path);
  const isSame =
    now.kind === 'file' && now.bytes.length === before.length && now.bytes.every((byte, i) => byte === before[i]);
  if (!isSame) throw new PactoError('FILE_CHANGED', `${path} has changed since it was read`);
}

/** Makes the folders that are missing; those that were made, the innermost first. */
function makeFolders(folder: string): string[] {
  const missing: string[] = [];
  for (
    let at = folder;
    lstatSync(at, { throwIfNoEntry: false }) === undefined && dirname(at) !== at;
    at = dirname(at)
  ) {
    missing.unshift(at);
  }
  for (const each of missing) mkdirSync(each);
  return missing.reverse();
}
