/** The output directory of a generator: how it differs from what was generated, and all of that written or nothing. */

import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import { PactoError } from '../../core/error.ts';
import { recordFile } from '../../core/generate/path.ts';
import {
  type GeneratedRecord,
  ownersOf,
  readRecord,
  recordText,
  staleFiles,
  updatedRecord,
} from '../../core/generate/record.ts';
import type { OutputFile } from '../../core/generate/response.ts';
import { systemCode, systemReason } from '../file-system.ts';
import { commit } from './commit.ts';

/** How one file of the output directory differs. */
export interface OutputChange {
  /** Relative to the output directory, `/`-separated. */
  readonly path: string;
  readonly status: 'added' | 'changed' | 'unchanged' | 'stale' | 'removed';
  /** What was generated; absent for what is not any more. */
  readonly file?: OutputFile;
  /** What is there; absent where it is added. */
  readonly before?: Buffer;
  /** Whether it is, or will be, executable and was not, or the other way round. */
  readonly modeChanged?: true;
  /** It has other content, and nothing says that its owner wrote it. */
  readonly foreign?: true;
  /** Others that generated it by the record, where it is foreign: `kubernetes orders-api`. */
  readonly others?: readonly string[];
}

export interface OutputPlan {
  /** Absolute. */
  readonly directory: string;
  /** Sorted by path; what is not generated any more comes last. */
  readonly changes: readonly OutputChange[];
  /** What the record of generated files is to say; undefined where it says so already. */
  readonly record?: string;
}

/** Of a record. Bytes. */
const recordLimit = 4 * 1024 * 1024;
const isWindows = process.platform === 'win32';

export interface PlanOptions {
  /** Who generates: the plugin and the service, `kubernetes orders-api`. Without it nothing is remembered. */
  readonly owner?: string;
  /** Remove what the owner wrote before and does not any more. */
  readonly prune?: boolean;
}

/**
 * Compares what was generated with what is there. What its owner wrote there before and does not any more is stale, or
 * removed; everything else in the directory stays. Throws OUTPUT_UNWRITABLE where a link, a file or a folder stands in
 * the way.
 */
export function planOutput(
  directory: string,
  files: readonly OutputFile[],
  { owner, prune = false }: PlanOptions,
): OutputPlan {
  const root = resolve(directory);
  const status = statusOf(root, directory);
  if (status?.isSymbolicLink() === true) {
    throw inTheWay(directory, 'is a symbolic link', 'Give the directory that it leads to, or remove the link.');
  }
  if (status !== undefined && !status.isDirectory()) throw inTheWay(directory, 'is not a directory');

  const folders = new Map<string, boolean>();
  const record: GeneratedRecord = status === undefined || owner === undefined ? new Map() : recordIn(root, directory);
  const changes = files.map((file): OutputChange => {
    const change = changeOf(root, directory, file, folders);
    if (change.before === undefined || change.before.equals(file.bytes)) return change;
    const owners = ownersOf(record, file.path);
    const others = owners.filter((one) => one !== owner);
    if (others.length > 0) return { ...change, foreign: true, others };
    return owners.length === 0 ? { ...change, foreign: true } : change;
  });
  if (owner === undefined) return { directory: root, changes };
  const paths = files.map(({ path }) => path);
  const stale = staleFiles(record, owner, paths).flatMap((path) => {
    const before = staleFile(root, directory, path, folders);
    return before === undefined ? [] : [{ path, status: prune ? ('removed' as const) : ('stale' as const), before }];
  });
  const kept = prune ? paths : [...paths, ...stale.map(({ path }) => path)];
  // What is replaced is nobody else's any more.
  const replaced = changes.flatMap(({ path, foreign }) => (foreign === true ? [path] : []));
  const text = recordText(updatedRecord(record, owner, kept, replaced));
  return {
    directory: root,
    changes: [...changes, ...stale],
    ...(text === recordText(record) ? {} : { record: text }),
  };
}

/**
 * Writes what differs: all of it or nothing. Throws OUTPUT_UNWRITABLE; and ALREADY_EXISTS where that would replace what
 * its owner is not known to have written, unless `force` is set.
 *
 * @param shown the directory as the user named it
 */
export function writeOutput(plan: OutputPlan, shown: string, force: boolean): void {
  const { changes, directory, record } = plan;
  const foreign = changes.filter((change) => change.foreign === true);
  if (foreign.length > 0 && !force) throw wouldReplace(foreign, shown);
  const files = changes.flatMap(({ file, status }) => (file === undefined || status === 'unchanged' ? [] : [file]));
  const removed = changes.flatMap(({ path, status }) => (status === 'removed' ? [path] : []));
  if (files.length === 0 && removed.length === 0 && record === undefined) return;
  const bytes = new TextEncoder().encode(record ?? '');
  try {
    commit(directory, {
      files: record === undefined || record === '' ? files : [...files, { path: recordFile, bytes }],
      removed: record === '' ? [...removed, recordFile] : removed,
    });
  } catch (error) {
    const message = `nothing was written: ${shown} cannot be written: ${systemReason(error)}`;
    throw new PactoError('OUTPUT_UNWRITABLE', message, { cause: error });
  }
}

/** As many files as an error names. */
const maxNamed = 10;

function wouldReplace(changes: readonly OutputChange[], shown: string): PactoError {
  const place = ({ path }: OutputChange) => join(shown, path);
  const by = ({ others }: OutputChange) => (others === undefined ? '' : ` (generated by ${byOthers(others)})`);
  const more = changes.length > maxNamed ? [`and ${changes.length - maxNamed} more`] : [];
  const lines = [...changes.slice(0, maxNamed).map((change) => `${place(change)}${by(change)}`), ...more];
  const [first] = changes;
  const message =
    first === undefined || changes.length > 1
      ? `these have other content, and nothing says that this generator wrote them for this service\n${lines.join('\n')}`
      : first.others === undefined
        ? `${place(first)} has other content, and nothing says that a generator wrote it`
        : `${place(first)} was generated by ${byOthers(first.others)}, and has other content`;
  return new PactoError('ALREADY_EXISTS', `nothing was written: ${message}`, {
    hint: '--dry-run shows what differs. Choose another place with -o, or replace what is there with --force.',
  });
}

/** `kubernetes for orders-api`; of several the first, and how many more there are. */
function byOthers([first = '', ...more]: readonly string[]): string {
  return `${first.replace(' ', ' for ')}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}

function changeOf(root: string, directory: string, file: OutputFile, folders: Map<string, boolean>): OutputChange {
  const { path, bytes, mode } = file;
  const place = join(directory, ...path.split('/'));
  if (!isReachable(root, directory, path, folders)) return { path, status: 'added', file };
  const status = statusOf(join(root, ...path.split('/')), place);
  if (status === undefined) return { path, status: 'added', file };
  if (status.isSymbolicLink()) throw inTheWay(place, 'is a symbolic link');
  if (status.isDirectory()) throw inTheWay(place, 'is a directory, and a file of that name was generated');
  if (!status.isFile()) throw inTheWay(place, 'is not a regular file');
  const before = readAt(join(root, ...path.split('/')), place);
  const modeChanged = mode !== undefined && !isWindows && (mode & 0o100) !== (status.mode & 0o100);
  const isSame = !modeChanged && before.equals(bytes);
  return { path, status: isSame ? 'unchanged' : 'changed', file, before, ...(modeChanged ? { modeChanged } : {}) };
}

/** A record is believed only about what a generator writes: a file, and no link on the way to it. */
function staleFile(root: string, directory: string, path: string, folders: Map<string, boolean>): Buffer | undefined {
  const place = join(root, ...path.split('/'));
  try {
    if (!isReachable(root, directory, path, folders)) return undefined;
  } catch (error) {
    if (error instanceof PactoError) return undefined;
    throw error;
  }
  return statusOf(place, place)?.isFile() === true ? readAt(place, place) : undefined;
}

/**
 * Whether the folders on the way to a file are there. Throws OUTPUT_UNWRITABLE where one of them is something else: a
 * link would lead out of the directory.
 */
function isReachable(root: string, directory: string, path: string, known: Map<string, boolean>): boolean {
  let folder = '';
  for (const part of path.split('/').slice(0, -1)) {
    folder = folder === '' ? part : `${folder}/${part}`;
    let isThere = known.get(folder);
    if (isThere === undefined) {
      const place = join(directory, ...folder.split('/'));
      const status = statusOf(join(root, ...folder.split('/')), place);
      if (status?.isSymbolicLink() === true) throw inTheWay(place, 'is a symbolic link');
      if (status !== undefined && !status.isDirectory()) throw inTheWay(place, 'is not a directory');
      isThere = status !== undefined;
      known.set(folder, isThere);
    }
    if (!isThere) return false;
  }
  return statusOf(root, directory) !== undefined;
}

function recordIn(root: string, directory: string): GeneratedRecord {
  const place = join(directory, recordFile);
  const status = statusOf(join(root, recordFile), place);
  if (status === undefined) return new Map();
  if (!status.isFile()) throw inTheWay(place, 'is not a regular file');
  if (status.size > recordLimit) throw inTheWay(place, `has more than ${recordLimit} bytes`);
  return readRecord(readAt(join(root, recordFile), place).toString('utf8'));
}

function statusOf(file: string, shown: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw unwritable(shown, `cannot be looked at: ${systemReason(error)}`);
  }
}

function readAt(file: string, shown: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unwritable(shown, `cannot be read: ${systemReason(error)}`);
  }
}

function inTheWay(
  place: string,
  reason: string,
  hint = 'Move it out of the way, or choose another directory.',
): PactoError {
  return unwritable(place, reason, hint);
}

function unwritable(place: string, reason: string, hint?: string): PactoError {
  const message = `nothing was written: ${place} ${reason}`;
  return new PactoError('OUTPUT_UNWRITABLE', message, hint === undefined ? {} : { hint });
}
