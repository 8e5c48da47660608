import { type Dirent, readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { compareBytes, contractFile } from '../../core/contract/bundle.ts';
import { errorKinds, PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';

/** A place that could not be looked into. */
export interface Gap {
  readonly path: string;
  readonly code: 'FILE_UNREADABLE';
  readonly message: string;
  readonly hint: string;
}

/**
 * Every directory at or below `root` that holds a `pacto.yaml`, named from where `root` was named, sorted bytewise.
 * What git and npm keep is passed over, and so are links, which may lead anywhere or in circles. A directory that
 * cannot be listed is a gap, and so is what is left of a tree that is larger than `entryLimit`. Throws
 * CONTRACT_NOT_FOUND, or USAGE where `root` is no directory.
 */
export function findContracts(
  root: string,
  cwd: string,
  entryLimit = Number.POSITIVE_INFINITY,
): { readonly contracts: string[]; readonly gaps: Gap[] } {
  const contracts: string[] = [];
  const gaps: Gap[] = [];
  const open = [root];
  let seen = 0;
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    if (seen > entryLimit) {
      const message = `${root} has more than ${entryLimit} files and folders, and no more were looked at`;
      gaps.push({ path: root, code: 'FILE_UNREADABLE', message, hint: 'Name the folders that have the contracts.' });
      break;
    }
    const entries = list(resolve(cwd, directory), directory, directory === root, gaps);
    seen += entries.length;
    for (const entry of entries) {
      if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') {
        open.push(join(directory, entry.name));
      } else if (entry.name === contractFile && !entry.isDirectory()) {
        contracts.push(directory.replaceAll(sep, '/'));
      }
    }
  }
  return { contracts: contracts.sort(compareBytes), gaps: gaps.sort((a, b) => compareBytes(a.path, b.path)) };
}

function list(absolute: string, shown: string, isRoot: boolean, gaps: Gap[]): Dirent[] {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    const code = systemCode(error);
    if (isRoot && code === 'ENOENT')
      throw new PactoError('CONTRACT_NOT_FOUND', `${shown} does not exist`, { cause: error });
    if (isRoot && code === 'ENOTDIR') {
      throw new PactoError('USAGE', `--recursive needs a directory; ${shown} is none`, { cause: error });
    }
    const message = `${shown} cannot be listed: ${systemReason(error)}`;
    gaps.push({ path: shown, code: 'FILE_UNREADABLE', message, hint: errorKinds.FILE_UNREADABLE.hint });
    return [];
  }
}
