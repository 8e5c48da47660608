/** A lock between processes that outlives none of them: made of files, because Node has no other kind. */
import { createHash, randomBytes } from 'node:crypto';
import { linkSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PactoError } from '../../../core/error.ts';
import { member } from '../../../core/json.ts';
import { systemCode } from '../../file-system.ts';
import { parseJson } from '../json.ts';
import { readStored, stagedPath } from './files.ts';

/** What is done under a lock takes milliseconds: whoever has it for so long was stopped or lives on another machine. */
const staleAfter = 30_000;
/** Longer than a lock can be stale, so that a crash elsewhere is waited out. Milliseconds. */
const patience = 90_000;
const longestPause = 100;
const contentLimit = 4096;

/**
 * Does something while no other process that asks for the same lock does. The action is not interrupted by anything of
 * this process; it calls `confirm` right before what cannot be undone, which throws where the lock was lost meanwhile.
 * The lock of a killed process is taken over. Throws what the system throws, and OUTPUT_UNWRITABLE where the lock does
 * not become free.
 *
 * @param path the lock's file; its directory must exist
 */
export async function withLock<T>(path: string, action: (confirm: () => void) => T): Promise<T> {
  const own = Buffer.from(JSON.stringify({ pid: process.pid, place: place(), key: randomBytes(8).toString('hex') }));
  const staged = stagedPath(dirname(path));
  const start = Date.now();
  try {
    for (let pause = 1; !take(path, staged, own); pause = Math.min(pause * 2, longestPause)) {
      const holder = readStored(path, contentLimit);
      if (holder.kind === 'refused' || holder.kind === 'unreadable') throw blocked(path, holder.reason);
      if (holder.kind === 'file' && isStale(holder, statSync(staged).mtimeMs)) await discard(path, holder.bytes);
      else if (Date.now() - start > patience) throw blocked(path, 'another process does not let go of it');
      else await setTimeout(pause * (0.5 + Math.random()));
    }
    try {
      return action(() => {
        if (!holds(path, own)) throw blocked(path, 'this process was stopped for too long while it had it');
      });
    } finally {
      if (holds(path, own)) rmSync(path, { force: true });
    }
  } finally {
    rmSync(staged, { force: true });
  }
}

/** Linking makes the lock appear with its content, so that nobody ever sees one that says nothing. */
function take(path: string, staged: string, own: Uint8Array): boolean {
  // Written anew each time: its time is what the file system takes for now, whatever this machine's clock says.
  writeFileSync(staged, own);
  try {
    linkSync(staged, path);
    return true;
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code)) throw error;
  }
  try {
    // A file system without links, such as FAT.
    writeFileSync(path, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function holds(path: string, own: Buffer): boolean {
  const stored = readStored(path, contentLimit);
  return stored.kind === 'file' && own.equals(stored.bytes);
}

function isStale({ bytes, modified }: { bytes: Uint8Array; modified: number }, now: number): boolean {
  if (now - modified > staleAfter) return true;
  const content = parseJson(bytes);
  const pid = member(content, 'pid');
  if (member(content, 'place') !== place() || typeof pid !== 'number') return false;
  return Number.isSafeInteger(pid) && pid > 0 && !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

/**
 * Removes a stale lock. Of all who found it only one may: a second one would remove the lock that somebody took
 * meanwhile. So there is a lock for removing just this one.
 */
async function discard(path: string, content: Uint8Array): Promise<void> {
  const name = createHash('sha256').update(content).digest('hex').slice(0, 16);
  await withLock(`${path}.${name}`, () => {
    const stored = readStored(path, contentLimit);
    if (stored.kind === 'file' && Buffer.from(content).equals(stored.bytes)) rmSync(path, { force: true });
  });
}

function blocked(path: string, reason: string): PactoError {
  return new PactoError('OUTPUT_UNWRITABLE', `${path} is locked: ${reason}; nothing was changed`, {
    hint: 'Try again. If no other program writes there, remove the file.',
  });
}

/** Where a process id means something: containers share neither ids nor, as a rule, names with their host. */
function place(): string {
  return `${hostname()} ${pidNamespace()}`;
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch (error) {
    // Only Linux has namespaces.
    if (systemCode(error) === undefined) throw error;
    return '';
  }
}
