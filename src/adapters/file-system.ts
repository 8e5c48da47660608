/** What Node says of the file system, in words; and reading a file within bounds. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { FileRead } from '../core/contract/bundle.ts';

/** The most that is read of one file. Bytes. */
export const fileLimit = 64 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EEXIST: 'something else is there',
  EISDIR: 'it is a directory',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a directory',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than it may be here',
  EROFS: 'the file system is read-only',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the device reports an error',
};

/** The code of a system error (`ENOENT`), or undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  const isSystemError = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return isSystemError ? String(error.code) : undefined;
}

/** Why the system refused, as the end of a sentence. Errors that are not the system's are bugs and thrown on. */
export function systemReason(error: unknown): string {
  const code = systemCode(error);
  if (code === undefined) throw error;
  return reasons[code] ?? code;
}

/** Reads a regular file of at most {@link fileLimit} bytes, following links. Never waits for a pipe. */
export function readRegularFile(path: string): FileRead {
  let descriptor: number | undefined;
  try {
    // Opening a named pipe would wait for its writer.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(descriptor);
    if (!status.isFile()) return { kind: 'not-a-file' };
    if (status.size > fileLimit) return { kind: 'too-large', size: status.size, limit: fileLimit };
    return { kind: 'file', bytes: readFileSync(descriptor) };
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(code)) return { kind: 'missing' };
    // What opening a directory (on Windows) or a socket or a device without driver gives.
    if (['EISDIR', 'ENXIO', 'ENODEV'].includes(code)) return { kind: 'not-a-file' };
    return { kind: 'unreadable', reason: systemReason(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
