import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';

/**
 * Writes a file as a whole or not at all: to a sibling, flushed, then renamed over. An existing file keeps its mode, a
 * link keeps pointing where it does, and what is no file (`/dev/stdout`, a pipe) is written straight.
 * Throws OUTPUT_UNWRITABLE.
 *
 * @param mode permission bits that the file gets whatever it had, and has from its first byte on
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array, mode?: number): Promise<void> {
  const release = holdSignals();
  try {
    replace(path, bytes, mode);
  } catch (error) {
    throw new PactoError('OUTPUT_UNWRITABLE', `${path} cannot be written: ${reason(path, error)}`, { cause: error });
  } finally {
    await release();
  }
}

function replace(path: string, bytes: Uint8Array, mode: number | undefined): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing?.isDirectory() === true) throw Object.assign(new Error(path), { code: 'EISDIR' });
  if (existing !== undefined && !existing.isFile()) {
    writeFileSync(path, bytes);
    return;
  }
  // Renaming asks only the directory; a file that its owner made read-only is to stay as it is.
  if (existing !== undefined) accessSync(path, constants.W_OK);
  const target = existing === undefined ? path : realpathSync(path);
  const temporary = join(dirname(target), `.pacto-${randomBytes(8).toString('hex')}.tmp`);
  try {
    writeFlushed(temporary, bytes, mode ?? existing?.mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeFlushed(path: string, bytes: Uint8Array, mode: number | undefined): void {
  const permissions = mode === undefined ? undefined : mode & 0o7777;
  const descriptor = openSync(path, 'wx', permissions);
  try {
    writeFileSync(descriptor, bytes);
    // What opening gave is less by the umask.
    if (permissions !== undefined) fchmodSync(descriptor, permissions);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function reason(path: string, error: unknown): string {
  if (systemCode(error) !== 'ENOENT') return systemReason(error);
  return `the directory ${dirname(path)} does not exist`;
}

const heldSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Signals belong to the process, and so does this: how many writes hold them, and which came meanwhile. */
const held = { writes: 0, received: new Set<NodeJS.Signals>() };

function note(signal: NodeJS.Signals): void {
  held.received.add(signal);
}

/**
 * Keeps Ctrl-C and the like from ending the process between writing and renaming. What is returned lets them through
 * again: a signal that came meanwhile then does what it would have done, unless someone else listens for it. Whoever
 * must not miss one in the moment of letting go listens for it all the time, as the program does.
 */
function holdSignals(): () => Promise<void> {
  held.writes += 1;
  if (held.writes === 1) for (const signal of heldSignals) process.on(signal, note);
  return async () => {
    // Signals reach their listeners only when the event loop turns.
    await setImmediate();
    held.writes -= 1;
    if (held.writes > 0) return;
    for (const signal of heldSignals) process.off(signal, note);
    const received = [...held.received];
    held.received.clear();
    for (const signal of received) if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
}
