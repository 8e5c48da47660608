// Installs what the lockfile names, where that has not happened yet.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs `npm ci` when `node_modules` is missing or older than the lockfile. Ends the process where it fails. */
export function installIfNeeded() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  const lockfile = path.join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  runOrExit('npm', ['ci', '--no-audit', '--no-fund']);
}

/**
 * Runs a program in the checkout with its output going where ours goes. Ends the process with its status where it fails.
 * @param {string} command
 * @param {string[]} args
 */
export function runOrExit(command, args) {
  // On Windows npm is a script, which only a shell starts.
  const shell = process.platform === 'win32' && command === 'npm';
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell });
  if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}
