/** Runs the programs of others that keep credentials: without a shell, within bounds. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ProgramOptions {
  readonly env: Environment;
  readonly input: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

export type ProgramEnd =
  | { readonly kind: 'exit'; readonly status: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Of each of the two outputs. Bytes. */
const outputLimit = 256 * 1024;

/**
 * The file of a program in the PATH; undefined where there is none. Relative entries of the PATH are left out: they
 * would find what lies in the current directory, and that may be anybody's checkout.
 */
export function findProgram(name: string, env: Environment): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  const directories = (env.PATH ?? '').split(delimiter).filter((directory) => isAbsolute(directory));
  return directories.flatMap((directory) => names.map((file) => join(directory, file))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Whatever it is, it cannot be run.
    return false;
  }
}

/** Runs a program to its end. Throws only where the signal ends it. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const { env, input, timeout, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(file, args, { env: { ...env }, shell: false, windowsHide: true, stdio: 'pipe' });
    const outputs = { stdout: collect(), stderr: collect() };

    function finish(end: ProgramEnd): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(end);
    }
    /** What the program started may live on and hold its outputs open, so they are not waited for. */
    function kill(): void {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
    }
    function stop(): void {
      kill();
      clearTimeout(timer);
      reject(signal?.reason);
    }
    const timer = setTimeout(() => {
      kill();
      finish({ kind: 'failed', reason: `it took longer than ${timeout / 1000} seconds` });
    }, timeout);
    signal?.addEventListener('abort', stop, { once: true });

    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        if (outputs[name].add(chunk)) return;
        kill();
        finish({ kind: 'failed', reason: `it printed more than ${outputLimit} bytes` });
      });
    }
    child.on('error', (error) => finish({ kind: 'failed', reason: `it cannot be run: ${codeOf(error)}` }));
    child.on('close', (status) =>
      finish({ kind: 'exit', status, stdout: outputs.stdout.text(), stderr: outputs.stderr.text() }),
    );
    // A program that ends before it has read its input closes the pipe, which is its right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function collect() {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    /** Whether there was room for it. */
    add(chunk: Buffer): boolean {
      size += chunk.length;
      if (size <= outputLimit) chunks.push(chunk);
      return size <= outputLimit;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
