import { lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PactoError } from '../../../core/error.ts';
import { member } from '../../../core/json.ts';
import { systemCode, systemReason } from '../../file-system.ts';
import { createDirectory } from '../../files/create-directory.ts';
import { parseJson } from '../json.ts';
import { isStaged, readStored, removeAbandoned, replaceFile } from './files.ts';
import { emptyIndex, indexLimit, parseIndex } from './index-file.ts';
import { blobFolder, indexFile, lockFile, markerFile } from './names.ts';
import { directoryRepositories } from './repositories.ts';

const markerLimit = 64 * 1024;
const encode = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const marker = encode({ imageLayoutVersion: '1.0.0' });

/** Whether a directory says that it is an image layout, or why it is none. `reason` ends a sentence. */
export function checkMarker(directory: string): { readonly kind: 'layout' | 'missing' } | { readonly reason: string } {
  const read = readStored(join(directory, markerFile), markerLimit);
  if (read.kind === 'missing') return { kind: 'missing' };
  if (read.kind !== 'file') return { reason: `its ${markerFile} cannot be used: ${read.reason}` };
  const version = member(parseJson(read.bytes), 'imageLayoutVersion');
  if (typeof version !== 'string') return { reason: `its ${markerFile} names no imageLayoutVersion` };
  return version.startsWith('1.') ? { kind: 'layout' } : { reason: `its ${markerFile} is not of version 1` };
}

/**
 * Makes sure that a directory is an image layout: makes a new one at once, or one out of an empty directory. Throws
 * INVALID_LAYOUT for a directory that holds something else, and OUTPUT_UNWRITABLE.
 */
export async function ensureLayout(directory: string, label: string): Promise<void> {
  try {
    const status = statSync(directory, { throwIfNoEntry: false });
    if (status === undefined) await createNew(directory, label);
    else if (!status.isDirectory()) {
      throw new PactoError('INVALID_LAYOUT', `${label} is no image layout: it is not a directory`);
    }
    const found = checkMarker(directory);
    if ('reason' in found) throw new PactoError('INVALID_LAYOUT', `${label} is no image layout: ${found.reason}`);
    if (found.kind === 'missing') fill(directory, label);
    else removeAbandoned(directory, Date.now());
  } catch (error) {
    if (error instanceof PactoError) throw error;
    throw unwritable(label, error);
  }
}

async function createNew(directory: string, label: string): Promise<void> {
  const files = new Map([
    [markerFile, marker],
    [indexFile, encode(emptyIndex)],
  ]);
  try {
    await createDirectory(directory, files, { shown: label });
    mkdirSync(join(directory, blobFolder));
  } catch (error) {
    // Another process made it at the same time.
    const made = error instanceof PactoError ? error.code === 'ALREADY_EXISTS' : systemCode(error) === 'EEXIST';
    if (!made) throw error;
  }
}

/** The marker comes last: before it, the directory is as good as empty, and a later run can do this again. */
function fill(directory: string, label: string): void {
  const names = readdirSync(directory).filter((name) => !isStaged(name) && !name.startsWith(lockFile));
  const own = names.filter((name) => name === indexFile || name === blobFolder);
  const others = names.filter((name) => name !== indexFile && name !== blobFolder);
  // acme/payments may be a repository of an embedded registry that has acme/payments/events already.
  if (!isOwn(directory, own, label) || !others.every((name) => holdsLayouts(join(directory, name)))) {
    throw new PactoError('INVALID_LAYOUT', `${label} is not empty, and is no image layout: it has no ${markerFile}`, {
      hint: 'Name a new directory or an empty one.',
    });
  }
  if (!own.includes(blobFolder)) mkdirSync(join(directory, blobFolder));
  const how = { stage: directory, durable: true };
  if (!own.includes(indexFile)) replaceFile(join(directory, indexFile), encode(emptyIndex), how);
  replaceFile(join(directory, markerFile), marker, how);
}

/** Whether what is there is what an interrupted creation leaves, and not somebody's own `index.json`. */
function isOwn(directory: string, names: readonly string[], label: string): boolean {
  if (names.includes(blobFolder) && !lstatSync(join(directory, blobFolder)).isDirectory()) return false;
  if (!names.includes(indexFile)) return true;
  const read = readStored(join(directory, indexFile), indexLimit);
  return read.kind === 'file' && parseIndex(read.bytes, label).entries.length === 0;
}

function holdsLayouts(path: string): boolean {
  return lstatSync(path).isDirectory() && directoryRepositories(path).repositories.length > 0;
}

/** The error for a layout that cannot be written. Anything but a system's error is thrown on. */
export function unwritable(label: string, error: unknown): PactoError {
  if (error instanceof PactoError) return error;
  return new PactoError('OUTPUT_UNWRITABLE', `${label} cannot be written: ${systemReason(error)}`, {
    cause: error,
    hint: 'Check the permissions of the directory and the free space. What was there before is as it was.',
  });
}
