/** What else is in a directory that is to be replaced. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';

/** Foreign entries that a message names. */
const shownEntries = 5;

/**
 * What a directory holds besides plain files that are known, sorted: files and links by their path, and folders in which
 * nothing is known as a whole, with a slash (`.git/`). Empty folders are nothing. Throws
 * OUTPUT_UNWRITABLE where it cannot be listed.
 *
 * @param known paths below the directory, `/`-separated
 */
export function foreignEntries(directory: string, known: ReadonlySet<string>): string[] {
  const ownFolders = new Set([...known].flatMap(foldersAbove));
  const foreign: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of list(join(directory, folder))) {
      const path = `${folder}${entry.name}`;
      if (entry.isDirectory() && ownFolders.has(path)) folders.push(`${path}/`);
      else if (entry.isDirectory()) foreign.push(...(holdsAny(join(directory, path)) ? [`${path}/`] : []));
      else if (!entry.isFile() || !known.has(path)) foreign.push(path);
    }
  }
  return foreign.sort();
}

/** The error that names what a directory holds besides what may be replaced. */
export function holdsOthers(shown: string, foreign: readonly string[]): PactoError {
  const more = foreign.length > shownEntries ? `, and ${foreign.length - shownEntries} more` : '';
  const message = `${shown} holds what is no part of a bundle: ${foreign.slice(0, shownEntries).join(', ')}${more}; nothing was changed`;
  return new PactoError('ALREADY_EXISTS', message, {
    hint: 'A directory is replaced as a whole. Choose another place with -o, and copy from there what you want.',
  });
}

/** Another process that replaces the same directory may have put it aside just now. */
function list(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw new PactoError('OUTPUT_UNWRITABLE', `${path} cannot be listed: ${systemReason(error)}`, { cause: error });
  }
}

function holdsAny(folder: string): boolean {
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of list(next)) {
      if (!entry.isDirectory()) return true;
      folders.push(join(next, entry.name));
    }
  }
  return false;
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}
