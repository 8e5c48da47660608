/** Writing several files into a directory that has others, as one step. */

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputFile } from '../../core/generate/response.ts';
import { systemReason } from '../file-system.ts';

export interface Commit {
  readonly files: readonly OutputFile[];
  /** Paths that go away. */
  readonly removed: readonly string[];
}

type Undo = () => void;

/**
 * Writes the files and removes others: all of it, or nothing where something fails. Everything is written beside its
 * place before the first file takes it. It does not give way to anything else in between, so that only a process killed
 * by force can leave it half done; what was there lies in `.pacto-….tmp` then. Throws what the file system throws.
 *
 * @param directory absolute; made where there is none
 */
export function commit(directory: string, { files, removed }: Commit): void {
  const undo: Undo[] = [];
  const isNew = !existsSync(directory);
  const stage = join(isNew ? dirname(directory) : directory, `.pacto-${randomBytes(8).toString('hex')}.tmp`);
  try {
    if (isNew) makeFolders(dirname(directory), undo);
    mkdirSync(stage);
    undo.push(() => rmSync(stage, { recursive: true, force: true }));
    if (isNew) {
      writeAll(stage, files);
      renameSync(stage, directory);
      return;
    }
    writeAll(join(stage, 'new'), files);
    mkdirSync(join(stage, 'old'));
    for (const path of removed) putAside(directory, stage, path, undo);
    for (const { path, mode } of files) {
      makeFolders(dirname(at(directory, path)), undo);
      const before = putAside(directory, stage, path, undo);
      const fresh = at(join(stage, 'new'), path);
      // A file for which no permissions were asked keeps those that it has.
      if (before !== undefined && mode === undefined) chmodSync(fresh, before);
      renameSync(fresh, at(directory, path));
      undo.push(() => rmSync(at(directory, path), { force: true }));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
  rmSync(stage, { recursive: true, force: true });
  for (const path of removed) removeEmptyFolders(directory, path);
}

function writeAll(base: string, files: readonly OutputFile[]): void {
  mkdirSync(base, { recursive: true });
  for (const { path, bytes, mode } of files) {
    const file = at(base, path);
    mkdirSync(dirname(file), { recursive: true });
    // The umask counts here as for every file that is made.
    writeFileSync(file, bytes, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
  }
}

/** Keeps what is there, and says what its permissions are. */
function putAside(directory: string, stage: string, path: string, undo: Undo[]): number | undefined {
  const [place, aside] = [at(directory, path), at(join(stage, 'old'), path)];
  const status = lstatSync(place, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  mkdirSync(dirname(aside), { recursive: true });
  renameSync(place, aside);
  undo.push(() => renameSync(aside, place));
  return status.mode & 0o777;
}

/** Makes the folders that are missing on the way, the outermost first. */
function makeFolders(folder: string, undo: Undo[]): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  for (const each of missing) {
    mkdirSync(each);
    undo.push(() => rmdirSync(each));
  }
}

/** Folders that held only what went away go too. */
function removeEmptyFolders(directory: string, path: string): void {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      rmdirSync(at(directory, folder));
    } catch (error) {
      // Something else is in it; and everything that was to be done is done.
      systemReason(error);
      return;
    }
  }
}

function at(base: string, path: string): string {
  return join(base, ...path.split('/'));
}
