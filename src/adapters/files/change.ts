/** Changing several files that were read before: all of them or none, and none that changed meanwhile. */

import { lstatSync, mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { sameBytes } from '../../core/same-bytes.ts';
import { readRegularFile, systemReason } from '../file-system.ts';
import { withLock } from './lock.ts';
import { writeFileAtomically } from './write.ts';

export interface FileChange {
  /** Absolute. */
  readonly path: string;
  /** What it held when it was read; absent: there was none. */
  readonly before?: Uint8Array;
  readonly after: Uint8Array;
}

/** Is there while files of a directory are changed. */
const lockName = '.pacto-change.lock';

/**
 * Writes the files in order, each as a whole. Where one has changed since it was read, or cannot be written, those
 * before it get back what they held. Of several processes that do this for one directory, one does it at a time. Throws
 * FILE_CHANGED, ALREADY_EXISTS, OUTPUT_UNWRITABLE.
 *
 * @param directory absolute, and there; the files are in it, or below it
 */
export async function changeFiles(directory: string, changes: readonly FileChange[]): Promise<void> {
  await withLock(join(directory, lockName), () => changeAll(changes));
}

async function changeAll(changes: readonly FileChange[]): Promise<void> {
  const undo: (() => unknown)[] = [];
  try {
    for (const change of changes) checkUnchanged(change);
    for (const change of changes) {
      const { path, before, after } = change;
      if (before === undefined) {
        for (const folder of missingFolders(dirname(path))) {
          mkdirSync(folder);
          undo.push(() => rmdirSync(folder));
        }
      }
      checkUnchanged(change);
      await writeFileAtomically(path, after);
      undo.push(() => (before === undefined ? rmSync(path, { force: true }) : writeFileAtomically(path, before)));
    }
  } catch (error) {
    const left = await takeBack(undo);
    if (error instanceof PactoError && left.length === 0) throw error;
    const [code, reason] =
      error instanceof PactoError
        ? ([error.code, error.message] as const)
        : (['OUTPUT_UNWRITABLE', `the files cannot be written: ${systemReason(error)}`] as const);
    throw new PactoError(code, [reason, ...left].join('; '), { cause: error });
  }
}

/** Takes every step back that can be, the last first. What cannot is told, one text for each. */
async function takeBack(undo: readonly (() => unknown)[]): Promise<string[]> {
  const left: string[] = [];
  for (const step of [...undo].reverse()) {
    try {
      await step();
    } catch (error) {
      left.push(error instanceof PactoError ? error.message : `something new is left: ${systemReason(error)}`);
    }
  }
  return left;
}

function checkUnchanged({ path, before }: FileChange): void {
  if (before === undefined) {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    throw new PactoError('ALREADY_EXISTS', `${path} exists already; nothing was changed`);
  }
  const now = readRegularFile(path);
  if (now.kind !== 'file' || !sameBytes(now.bytes, before))
    throw new PactoError('FILE_CHANGED', `${path} has changed since it was read`);
}

/** The folders on the way to this one, and itself, that are not there, from the outermost on. */
function missingFolders(folder: string): string[] {
  const isThere = lstatSync(folder, { throwIfNoEntry: false }) !== undefined || dirname(folder) === folder;
  return isThere ? [] : [...missingFolders(dirname(folder)), folder];
}
