import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareBytes } from '../../../core/contract/bundle.ts';
import { PactoError } from '../../../core/error.ts';
import { systemCode, systemReason } from '../../file-system.ts';
import { blobFolder, markerFile } from './names.ts';

/** Repository names have no more components in practice, and no file system as many folders in one path. */
const depthLimit = 32;
const folderLimit = 100_000;

export interface LayoutDirectory {
  /** The repository's name below the embedded registry, `/`-separated; empty where that is a layout itself. */
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
}

export interface LayoutDirectories {
  /** By name, bytewise. */
  readonly repositories: readonly LayoutDirectory[];
  /** Folders that could not be looked into, and why. `path` is below the embedded registry; `reason` ends a sentence. */
  readonly gaps: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * The image layouts in and below a directory: the repositories of an embedded registry. Links are not followed. Throws
 * REGISTRY_NOT_FOUND where there is no such directory.
 *
 * @param directory absolute
 */
export function directoryRepositories(directory: string): LayoutDirectories {
  const repositories: LayoutDirectory[] = [];
  const gaps: { path: string; reason: string }[] = [];
  const waiting = [{ name: '', depth: 0 }];
  let folders = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const { name, depth } = folder;
    const path = join(directory, ...name.split('/'));
    folders += 1;
    if (folders > folderLimit) {
      gaps.push({ path: name, reason: `there are more than ${folderLimit} folders` });
      break;
    }
    const entries = list(path);
    if ('reason' in entries) {
      if (name === '') throw notThere(directory, entries.reason);
      gaps.push({ path: name, reason: entries.reason });
      continue;
    }
    const isLayout = entries.some((entry) => entry.name === markerFile && entry.isFile());
    if (isLayout) repositories.push({ name, directory: path });
    const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    // A layout may have others beside its blobs: acme/payments and acme/payments/events are two repositories.
    const inner = below.filter((entry) => !(isLayout && entry.name === blobFolder));
    if (inner.length > 0 && depth >= depthLimit) gaps.push({ path: name, reason: 'it is nested too deeply' });
    else
      for (const { name: own } of inner) waiting.push({ name: name === '' ? own : `${name}/${own}`, depth: depth + 1 });
  }
  repositories.sort((a, b) => compareBytes(a.name, b.name));
  gaps.sort((a, b) => compareBytes(a.path, b.path));
  return { repositories, gaps };
}

function list(path: string): Dirent[] | { readonly reason: string } {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { reason: 'it does not exist' };
    return { reason: systemReason(error) };
  }
}

function notThere(directory: string, reason: string): PactoError {
  return new PactoError('REGISTRY_NOT_FOUND', `${directory} cannot be used as an embedded registry: ${reason}`, {
    hint: 'An embedded registry is a directory DIR in which each DIR/REPO is an image layout.',
  });
}
