import { mkdirSync, statSync } from 'node:fs';
import { PactoError } from '../../core/error.ts';
import { systemReason } from '../file-system.ts';

/** Whether there is a directory, links followed. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Makes a directory, and those above it, where they are missing. Throws OUTPUT_UNWRITABLE. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new PactoError('OUTPUT_UNWRITABLE', `${path} cannot be made: ${systemReason(error)}`, { cause: error });
  }
}
