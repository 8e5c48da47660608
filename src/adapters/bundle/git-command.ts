import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { PactoError } from '../../core/error.ts';
import { systemCode } from '../file-system.ts';

const run = promisify(execFile);

/** The listing of a very large repository has some 100 MB. */
const outputLimit = 128 * 1024 * 1024;
const timeout = 120_000;

/** What a git command printed, or what it complained of. */
export type GitOutput =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly complaint: string };

/**
 * Runs the user's own git, without a shell. A complaint of git's is a result; throws GIT_FAILED where git cannot be
 * run at all. Nothing that comes from a user may begin with a dash here: git would read it as an option.
 */
export async function git(directory: string, args: readonly string[]): Promise<GitOutput> {
  try {
    const { stdout } = await run('git', ['-C', directory, ...args], options());
    return { ok: true, text: stdout };
  } catch (error) {
    return { ok: false, complaint: complaint(error) };
  }
}

/** The content of a blob by its object name, or what git complained of. */
export function gitBlob(directory: string, object: string): Uint8Array | { readonly complaint: string } {
  try {
    const { env, maxBuffer } = options();
    const args = ['-C', directory, 'cat-file', 'blob', object];
    return execFileSync('git', args, { env, maxBuffer, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return { complaint: complaint(error) };
  }
}

function options() {
  const env = { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
  return { env, maxBuffer: outputLimit, timeout, encoding: 'utf8' as const };
}

function complaint(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const code = systemCode(error);
  if (code === 'ENOENT')
    throw new PactoError('GIT_FAILED', 'git cannot be run: it is not installed, or not on the PATH', {
      cause: error,
      hint: 'References like git:main are read with your own git. Install it, or give a directory.',
    });
  if (code !== undefined && code !== 'ENOBUFS' && code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    throw new PactoError('GIT_FAILED', `git cannot be run: ${code}`, { cause: error });
  if (code !== undefined) return 'it printed more than is read';
  if ('killed' in error && error.killed === true) return `it took longer than ${timeout / 1000} seconds`;
  const printed = 'stderr' in error ? String(error.stderr).trim() : '';
  return printed.split('\n')[0]?.replace(/^(fatal|error): /, '') || error.message;
}
