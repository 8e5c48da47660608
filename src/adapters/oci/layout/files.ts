/** Files of an image layout: read within bounds and never through a link, written as a whole or not at all. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { PactoError } from '../../../core/error.ts';
import { systemCode, systemReason } from '../../file-system.ts';

export type StoredFile =
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array;
      /** Milliseconds since 1970. */
      readonly modified: number;
      /** Differs from that of any other content that the path has had. */
      readonly stamp: string;
    }
  | { readonly kind: 'missing' }
  /** A link, a directory, a special file, or larger than it may be. `reason` ends a sentence. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a regular file of at most `limit` bytes. */
export function readStored(path: string, limit: number): StoredFile {
  let descriptor: number | undefined;
  try {
    if (constants.O_NOFOLLOW === undefined && lstatSync(path).isSymbolicLink()) return refused('it is a symbolic link');
    // Opening a named pipe would wait for its writer.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    descriptor = openSync(path, flags);
    const status = fstatSync(descriptor);
    if (!status.isFile()) return refused('it is not a regular file');
    if (status.size > limit) return refused(`it has ${status.size} bytes, and at most ${limit} are read`);
    const bytes = readAll(descriptor, status.size);
    return { kind: 'file', bytes, modified: status.mtimeMs, stamp: stampOf(status) };
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (['ENOENT', 'ENOTDIR'].includes(code)) return { kind: 'missing' };
    if (code === 'ELOOP') return refused('it is a symbolic link');
    // What opening a directory (on Windows) or a socket or a device without driver gives.
    if (['EISDIR', 'ENXIO', 'ENODEV'].includes(code)) return refused('it is not a regular file');
    return { kind: 'unreadable', reason: systemReason(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The stamp of the file that is at a path now; undefined where there is none. Throws FILE_UNREADABLE. */
export function stampAt(path: string): string | undefined {
  try {
    const status = lstatSync(path, { throwIfNoEntry: false });
    return status && stampOf(status);
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') return undefined;
    throw new PactoError('FILE_UNREADABLE', `${path} cannot be read: ${systemReason(error)}`, { cause: error });
  }
}

/** Whoever replaces a file makes a new one; whoever writes into it changes its time or its size. */
function stampOf({ ino, mtimeMs, size }: Stats): string {
  return `${ino} ${mtimeMs} ${size}`;
}

function refused(reason: string): StoredFile {
  return { kind: 'refused', reason };
}

function readAll(descriptor: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = readSync(descriptor, bytes, length, size - length, null);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

const stagedPattern = /^\.pacto-[0-9a-f]{16}\.tmp$/;

/** What was left staged for so long belongs to nobody any more. Milliseconds. */
export const stagedLifetime = 60 * 60 * 1000;

/** A new name for a file that is not finished yet. */
export function stagedPath(directory: string): string {
  return join(directory, `.pacto-${randomBytes(8).toString('hex')}.tmp`);
}

/** Whether a file's name says that it is staged. */
export function isStaged(name: string): boolean {
  return stagedPattern.test(name);
}

export interface ReplaceOptions {
  /** Where it is staged: on the same file system, outside of what other programs list. */
  readonly stage: string;
  /** Whether it must outlast a power failure from the moment of its return. */
  readonly durable: boolean;
  /** Asked last; the file stays as it was where this throws. */
  readonly confirm?: () => void;
}

/** Puts a file in its place at once, and its directory before. Throws what the system throws. */
export function replaceFile(path: string, bytes: Uint8Array, { stage, durable, confirm }: ReplaceOptions): void {
  const staged = stagedPath(stage);
  try {
    writeNew(staged, bytes, durable);
    confirm?.();
    moveInto(staged, path);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
  if (durable) syncDirectory(dirname(path));
}

function writeNew(path: string, bytes: Uint8Array, durable: boolean): void {
  const descriptor = openSync(path, 'wx');
  try {
    writeFileSync(descriptor, bytes);
    if (durable) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Another process may remove the folder because it is empty, as pruning a cache does, before the file is in it. */
const moveAttempts = 10;

function moveInto(staged: string, path: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      if (attempt > 1) makeFolder(dirname(path));
      renameSync(staged, path);
      return;
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || attempt === moveAttempts) throw error;
    }
  }
}

/** Folder by folder: making several at once never ends where the file system refuses them with ENOENT, as /proc does. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}

/** Makes a rename last. Windows cannot open directories, and needs no such thing. */
function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes what killed processes have left staged. */
export function removeAbandoned(directory: string, now: number): void {
  for (const name of readdirSync(directory)) {
    if (!isStaged(name)) continue;
    const status = lstatSync(join(directory, name), { throwIfNoEntry: false });
    if (status !== undefined && now - status.mtimeMs > stagedLifetime) rmSync(join(directory, name), { force: true });
  }
}
