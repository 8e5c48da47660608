import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
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

/** Whether there is something that is neither a file nor a directory: a device, a pipe, a socket. */
export function isSpecial(path: string): boolean {
  try {
    const status = statSync(path);
    return !status.isFile() && !status.isDirectory();
  } catch (error) {
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
  if (existsSync(path) && !isFolder(path)) {
    throw new PactoError('OUTPUT_UNWRITABLE', `${shown} cannot be made: it is there and is no directory`);
  }
  try {
    for (const missing of missingFolders(path)) makeOne(missing);
  } catch (error) {
    // What is above it is there, so this is what file systems such as /proc answer.
    const reason = systemCode(error) === 'ENOENT' ? 'its file system takes no directories' : systemReason(error);
    throw new PactoError('OUTPUT_UNWRITABLE', `${shown} cannot be made: ${reason}`, { cause: error });
  }
}

/**
 * The folders on the way to `directory`, itself included, that are not there yet; the outermost first. Whoever makes them
 * makes one after the other: making several at once never ends where the file system refuses them with ENOENT, as /proc
 * does.
 */
export function missingFolders(directory: string): string[] {
  const missing: string[] = [];
  for (let folder = directory; !existsSync(folder) && dirname(folder) !== folder; folder = dirname(folder)) {
    missing.unshift(folder);
  }
  return missing;
}

/** Another process may have made it just now. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}
