import { mkdirSync, statSync } from 'node:fs';
import { PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';

/** Whether there is a directory that can be seen, links followed. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    // Whoever then makes it or writes there is told why that cannot be.
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

/**
 * Makes a directory, and those above it, where they are missing. Throws OUTPUT_UNWRITABLE.
 *
 * @param shown what to call it
 */
export function makeFolder(path: string, shown: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new PactoError('OUTPUT_UNWRITABLE', `${shown} cannot be made: ${systemReason(error)}`, { cause: error });
  }
}
