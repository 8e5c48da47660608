import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { PactoError } from '../../core/error.ts';
import { systemCode, systemReason } from '../file-system.ts';

/** Work under a lock takes milliseconds; one that is older was left behind. Milliseconds. */
const staleAfter = 10_000;
/** Who writes a lock says in the same moment who it is. Milliseconds. */
const namelessAfter = 1000;
const patience = 20_000;

/** A lock that is held. */
export interface Lock {
  /** Throws OUTPUT_UNWRITABLE where somebody took the lock over, thinking that its holder was gone. */
  readonly check: () => void;
}

/**
 * Runs the action while no other process runs one with the same lock file, which lies beside what it guards and is gone
 * afterwards. A lock whose process is gone is taken over. Throws OUTPUT_UNWRITABLE where the lock cannot be had.
 */
export async function withLock<T>(path: string, action: (lock: Lock) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const token = `${process.pid}\n${hostname()}\n${randomBytes(8).toString('hex')}\n`;
  await acquire(path, token, signal);
  const isOurs = () => readLock(path)?.token === token;
  try {
    return await action({
      check() {
        if (!isOurs()) throw unavailable(path, 'another process took it over');
      },
    });
  } finally {
    if (isOurs()) rmSync(path, { force: true });
  }
}

async function acquire(path: string, token: string, signal?: AbortSignal): Promise<void> {
  const start = Date.now();
  while (!create(path, token)) {
    const found = readLock(path);
    if (found !== undefined && isStale(found)) takeAway(path, found.token);
    else if (Date.now() - start > patience) throw unavailable(path, 'another process holds it');
    else await setTimeout(10 + Math.random() * 40, undefined, signal === undefined ? {} : { signal });
  }
}

/** Whether the lock file was not there and is ours now. */
function create(path: string, token: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'wx', 0o600);
    writeFileSync(descriptor, token);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    // On a full disk there is place for the name and not for what the file says.
    if (descriptor !== undefined) rmSync(path, { force: true });
    throw unavailable(path, systemReason(error), error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

interface FoundLock {
  readonly token: string;
  /** Milliseconds. */
  readonly age: number;
}

function readLock(path: string): FoundLock | undefined {
  try {
    return { age: Date.now() - statSync(path).mtimeMs, token: readFileSync(path, 'utf8') };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw unavailable(path, systemReason(error), error);
  }
}

function isStale({ token, age }: FoundLock): boolean {
  const [pid = '', host] = token.split('\n');
  // On this machine a process says itself whether it lives; of others there is only the age to go by.
  return age > (token === '' ? namelessAfter : staleAfter) || (host === hostname() && !isAlive(Number(pid)));
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
 * Removes a lock that was left behind. Of several processes that want to, one succeeds in renaming it; and should it
 * have caught a new lock instead, that one goes back.
 */
function takeAway(path: string, token: string): void {
  const aside = `${path}-${randomBytes(8).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== token) renameSync(aside, path);
    else rmSync(aside, { force: true });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw unavailable(path, systemReason(error), error);
  }
}

function unavailable(path: string, reason: string, cause?: unknown): PactoError {
  return new PactoError('OUTPUT_UNWRITABLE', `${path} cannot be taken: ${reason}`, { cause });
}
