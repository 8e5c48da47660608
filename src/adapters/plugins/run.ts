/** Runs a plugin within bounds: its own process group, a time limit, an output limit. */

import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { systemCode } from '../file-system.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface RunOptions {
  /** What it reads on standard input. */
  readonly input: string;
  /** Absolute; where the user stands, so that relative paths in options mean what the user means. */
  readonly cwd: string;
  readonly env: Environment;
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes of standard output. */
  readonly outputLimit: number;
  readonly signal?: AbortSignal;
}

export type RunEnd =
  | { readonly kind: 'exit'; readonly status: number; readonly stdout: Uint8Array; readonly stderr: string }
  | { readonly kind: 'signal'; readonly signal: string; readonly stderr: string }
  | { readonly kind: 'timeout'; readonly stderr: string }
  | { readonly kind: 'too-much'; readonly stderr: string }
  | { readonly kind: 'unstartable'; readonly reason: string };

/** Of standard error the end is kept, which is where programs say what went wrong. Bytes. */
const errorLimit = 16 * 1024;
/** How long a plugin that was asked to end may take before it is ended. Milliseconds. */
const grace = 1000;

/**
 * Runs a program to its end. Where it has to be ended, so is whatever it has started. Throws only where the signal ends
 * it, with the signal's reason.
 */
export function runPlugin(file: string, options: RunOptions): Promise<RunEnd> {
  const { input, cwd, env, timeout, outputLimit, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const started = start(file, { cwd, env });
    if (started.child === undefined) {
      resolve({ kind: 'unstartable', reason: started.reason });
      return;
    }
    const { child } = started;
    const chunks: Buffer[] = [];
    let size = 0;
    const errors = lastBytes(errorLimit);
    let stopped: 'timeout' | 'too-much' | 'aborted' | undefined;
    let force: NodeJS.Timeout | undefined;

    const killNow = () => kill(child, 'SIGKILL');
    function stop(why: NonNullable<typeof stopped>): void {
      if (stopped !== undefined) return;
      stopped = why;
      child.stdout.destroy();
      kill(child, why === 'too-much' ? 'SIGKILL' : 'SIGTERM');
      force = setTimeout(() => {
        killNow();
        // What has left the group may hold the pipes open.
        child.stderr.destroy();
      }, grace);
    }
    const abort = () => stop('aborted');
    const timer = setTimeout(() => stop('timeout'), timeout);
    signal?.addEventListener('abort', abort, { once: true });
    // Whoever ends pacto by force does not leave a plugin behind.
    process.on('exit', killNow);

    function settle(end: RunEnd): void {
      clearTimeout(timer);
      clearTimeout(force);
      signal?.removeEventListener('abort', abort);
      process.off('exit', killNow);
      // What it started may have closed its outputs, and not heeded the request to end.
      if (stopped !== undefined) killNow();
      if (stopped === 'aborted') reject(signal?.reason);
      else resolve(end);
    }
    child.on('error', (error) => settle({ kind: 'unstartable', reason: startProblem(error) }));
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > outputLimit) stop('too-much');
      else chunks.push(chunk);
    });
    child.stderr.on('data', errors.add);
    child.on('close', (status, killedBy) => {
      const stderr = errors.text();
      if (stopped === 'timeout' || stopped === 'too-much') settle({ kind: stopped, stderr });
      else if (status === null) settle({ kind: 'signal', signal: killedBy ?? 'a signal', stderr });
      else settle({ kind: 'exit', status, stdout: Buffer.concat(chunks), stderr });
    });
    // A program that ends before it has read its input closes the pipe, which is its right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function start(
  file: string,
  { cwd, env }: Pick<RunOptions, 'cwd' | 'env'>,
): { readonly child: ChildProcessWithoutNullStreams } | { readonly child?: never; readonly reason: string } {
  const { command, args, verbatim } = commandOf(file, process.platform, env);
  try {
    const child = spawn(command, args, {
      cwd,
      env: { ...env },
      shell: false,
      windowsHide: true,
      windowsVerbatimArguments: verbatim,
      stdio: 'pipe',
      // A group of its own, so that what it starts can be ended with it.
      detached: process.platform !== 'win32',
    });
    return { child };
  } catch (error) {
    // What Node does not report as an event: E2BIG, ENOEXEC.
    if (!(error instanceof Error) || systemCode(error) === undefined) throw error;
    return { reason: startProblem(error) };
  }
}

/**
 * How a program is started on a platform. Windows starts scripts only through its command interpreter, which would read
 * a percent sign or a quotation mark in the path.
 */
export function commandOf(
  file: string,
  platform: string,
  env: Environment,
): { readonly command: string; readonly args: readonly string[]; readonly verbatim: boolean } {
  const isScript = platform === 'win32' && /\.(?:cmd|bat)$/i.test(file) && !/[%"]/.test(file);
  if (!isScript) return { command: file, args: [], verbatim: false };
  return { command: env.ComSpec ?? env.COMSPEC ?? 'cmd.exe', args: ['/d', '/s', '/c', `""${file}""`], verbatim: true };
}

function kill(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // All of the group have ended by themselves.
    if (systemCode(error) !== 'ESRCH' && systemCode(error) !== 'EPERM') throw error;
  }
}

const startProblems: Readonly<Record<string, string>> = {
  EACCES: 'it is not executable, or its interpreter is not',
  ENOENT: 'the interpreter that its first line names is not there',
  ENOEXEC: 'it is no program, and a script needs a first line such as #!/bin/sh',
  UNKNOWN: 'it is no program that Windows starts',
  E2BIG: 'the environment is too large',
};

function startProblem(error: Error): string {
  const code = systemCode(error) ?? error.name;
  return startProblems[code] ?? code;
}

/** Keeps the last bytes of a stream. */
function lastBytes(limit: number) {
  let chunks: Buffer[] = [];
  let size = 0;
  let isCut = false;
  return {
    add(chunk: Buffer): void {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= 4 * limit) return;
      const all = Buffer.concat(chunks);
      chunks = [all.subarray(all.length - limit)];
      size = limit;
      isCut = true;
    },
    text(): string {
      const all = Buffer.concat(chunks);
      const start = Math.max(0, all.length - limit);
      const text = all.subarray(start).toString('utf8');
      // A line, or a character, that is cut in two says nothing.
      return start > 0 || isCut ? text.slice(text.indexOf('\n') + 1) : text;
    },
  };
}
