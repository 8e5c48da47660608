import { type Dirent, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import {
  type Bundle,
  type BundleEntry,
  type BundleOrigin,
  compareBytes,
  type FileRead,
  normalisePath,
  staysInside,
} from '../../core/contract/bundle.ts';
import { PactoError } from '../../core/error.ts';
import { readRegularFile, systemCode, systemReason } from '../file-system.ts';

/** Entries of a tree that are listed at most: a bundle may lie at the root of a large repository, but not of a disk. */
const entryLimit = 200_000;

/** A directory as a bundle. Nothing is read before it is asked for, and every time afresh. */
export function directoryBundle(directory: string, origin: BundleOrigin): Bundle {
  return {
    origin,
    read: (path) => (staysInside(path) ? readInside(directory, normalisePath(path)) : { kind: 'outside' }),
    files: () =>
      walk(directory, isOwn)
        .filter(({ kind }) => kind === 'file')
        .map(({ path }) => path),
    entries: (enter = isOwn) => walk(directory, enter, origin.label),
  };
}

/** Whether a folder holds the author's own files, and not those of git or npm. */
function isOwn(folder: string): boolean {
  const name = basename(folder);
  return name !== '.git' && name !== 'node_modules';
}

function readInside(directory: string, path: string): FileRead {
  const file = join(directory, ...path.split('/'));
  try {
    if (!isWithin(realpathSync.native(directory), realpathSync.native(file))) return { kind: 'outside' };
  } catch (error) {
    // What cannot be resolved cannot be opened either; opening says why.
    if (systemCode(error) === 'ENOENT' && leadsOutside(directory, file)) return { kind: 'outside' };
  }
  return readRegularFile(file);
}

/** Whether a path that cannot be resolved has a dangling link in it that points out of the bundle. */
function leadsOutside(directory: string, file: string): boolean {
  for (let path = file; isWithin(directory, path) && path !== directory; path = dirname(path)) {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status?.isSymbolicLink() === true) return !isWithin(directory, resolve(dirname(path), readlinkSync(path)));
  }
  return false;
}

function isWithin(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(directory, way) === resolve(path);
}

/** Lists a tree. With a `label` for messages it throws where it cannot list everything; without, it leaves that out. */
function walk(directory: string, enter: (folder: string) => boolean, label?: string): BundleEntry[] {
  const entries: BundleEntry[] = [];
  const folders = [''];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const found = list(directory, folder, label);
    seen += found.length;
    if (seen > entryLimit) {
      if (label === undefined) break;
      throw new PactoError('INVALID_BUNDLE', `${label} has more than ${entryLimit} files`, {
        hint: 'Give the contract a directory of its own.',
      });
    }
    for (const entry of found) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) entries.push({ path, kind: kindOf(entry) });
      else if (enter(path)) folders.push(path);
    }
  }
  return entries.sort((a, b) => compareBytes(a.path, b.path));
}

function list(directory: string, folder: string, label: string | undefined): Dirent[] {
  try {
    return readdirSync(join(directory, folder), { withFileTypes: true });
  } catch (error) {
    const reason = systemReason(error);
    if (label === undefined) return [];
    throw new PactoError('FILE_UNREADABLE', `${join(label, folder)} cannot be listed: ${reason}`, { cause: error });
  }
}

function kindOf(entry: Dirent): BundleEntry['kind'] {
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'link' : 'special';
}
