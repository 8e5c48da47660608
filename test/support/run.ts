/** Runs the built program as a user does, and holds every JSON result to its published schema. */
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertPublishedShape } from './result-schema.ts';

/** Absolute path of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Absolute path of the built program. */
export const program = path.join(root, 'dist', 'cli.cjs');

export interface RunOptions {
  /** Directory to run in; the checkout when absent. */
  readonly cwd?: string;
  /** Text for standard input, which is closed after it; empty when absent. */
  readonly stdin?: string | Uint8Array;
  /** Added to a bare environment: PATH and a home directory that does not exist. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kills the program after so many milliseconds; 60,000 when absent. */
  readonly timeout?: number;
}

export interface RunResult {
  /** Exit status, or undefined where a signal ended the program. */
  readonly status: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `pacto` with the arguments. The environment is bare, so that nothing of the machine changes an outcome. Where
 * the arguments ask for JSON, standard output must be what `schema/output/` publishes.
 */
export async function pacto(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`);
  const result = await runProgram(process.execPath, [program, ...args], options);
  if (asksForJson(args)) assertPublishedShape(args, result.stdout);
  return result;
}

/** Runs any program in the bare environment. */
export function runProgram(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? root,
      env: { ...bareEnvironment, ...options.env },
      timeout: options.timeout ?? 60_000,
      killSignal: 'SIGKILL',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    // A program that ends before it has read its input closes the pipe, which is its right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
    child.on('close', (status, signal) => {
      resolve({
        status: status ?? undefined,
        signal: signal ?? undefined,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    });
  });
}

/** What every run starts from; tests add to it. */
export const bareEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  XDG_CACHE_HOME: path.join(root, 'node_modules', '.cache'),
  // What one test file fetched from a port is nothing to the next one that is given the same port.
  PACTO_CACHE_DIR: path.join(tmpdir(), `pacto-test-cache-${process.pid}`),
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
};

process.on('exit', () => rmSync(bareEnvironment.PACTO_CACHE_DIR ?? '', { recursive: true, force: true }));

function asksForJson(args: readonly string[]): boolean {
  return args.some((arg, i) => arg === '--output-format=json' || (arg === '--output-format' && args[i + 1] === 'json'));
}
