/** Runs programs again and again, killed a little later each time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { bareEnvironment, program } from './run.ts';

const killer = fileURLToPath(new URL('./kill-at.ts', import.meta.url));

export interface Killed {
  /** Before which change of the file system it was killed; counted from 1. */
  readonly at: number;
  /** Whether it came to its end, and was not killed. */
  readonly finished: boolean;
  readonly stdout: string;
}

/**
 * Yields after each run of a module, and ends after the one that was too short to be killed. Bundles it, because a crash
 * a time is a process a time.
 *
 * @param outfile where to put the bundle; `.mjs`
 * @param args what it gets, for each run
 */
export async function* killedEverywhere(
  module: string,
  outfile: string,
  args: (at: number) => readonly string[],
): AsyncGenerator<Killed> {
  bundleKiller(outfile, `await import(${JSON.stringify(module)});`);
  yield* kills((at) => [outfile, ...args(at)], process.env);
}

/**
 * The same for the built program, each run as a user does it.
 *
 * @param killerFile where to put what kills; `.mjs`
 */
export async function* pactoKilledEverywhere(
  killerFile: string,
  args: (at: number) => readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly stdin?: string },
): AsyncGenerator<Killed> {
  bundleKiller(killerFile, '');
  // What the launcher keeps of compiled code is none of the files that are looked at.
  const env = { ...bareEnvironment, ...options.env, NODE_DISABLE_COMPILE_CACHE: '1' };
  yield* kills((at) => ['--import', pathToFileURL(killerFile).href, program, ...args(at)], env, options);
}

function bundleKiller(outfile: string, then: string): void {
  buildSync({
    stdin: {
      contents: `import ${JSON.stringify(killer)};\n${then}`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    // The package says that its modules only export things; the killer does not.
    ignoreAnnotations: true,
  });
}

async function* kills(
  args: (at: number) => readonly string[],
  env: NodeJS.ProcessEnv,
  { cwd, stdin = '' }: { readonly cwd?: string; readonly stdin?: string } = {},
): AsyncGenerator<Killed> {
  for (let at = 1; ; at++) {
    const child = spawn(process.execPath, args(at), {
      env: { ...env, KILL_AT: String(at) },
      ...(cwd === undefined ? {} : { cwd }),
    });
    // A program that is killed before it has read its input closes the pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const [status, signal] = await once(child, 'close');
    if (signal !== 'SIGKILL' && status !== 0) throw new Error(Buffer.concat(err).toString());
    yield { at, finished: signal === null, stdout: Buffer.concat(out).toString() };
    if (signal === null) return;
  }
}
