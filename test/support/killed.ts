/** Runs a program again and again, killed a little later each time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const killer = fileURLToPath(new URL('./kill-at.ts', import.meta.url));

export interface Killed {
  /** Before which change of the file system it was killed; counted from 1. */
  readonly at: number;
  /** Whether it came to its end, and was not killed. */
  readonly finished: boolean;
  readonly stdout: string;
}

/**
 * Yields after each run, and ends after the one that was too short to be killed. Bundles the program, because a crash a
 * time is a process a time.
 *
 * @param outfile where to put the bundle; `.mjs`
 * @param args what the program gets, for each run
 */
export async function* killedEverywhere(
  program: string,
  outfile: string,
  args: (at: number) => readonly string[],
): AsyncGenerator<Killed> {
  buildSync({
    stdin: {
      contents: `import ${JSON.stringify(killer)};\nawait import(${JSON.stringify(program)});`,
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
  for (let at = 1; ; at++) {
    const child = spawn(process.execPath, [outfile, ...args(at)], { env: { ...process.env, KILL_AT: String(at) } });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const [status, signal] = await once(child, 'close');
    if (signal !== 'SIGKILL' && status !== 0) throw new Error(Buffer.concat(err).toString());
    yield { at, finished: signal === null, stdout: Buffer.concat(out).toString() };
    if (signal === null) return;
  }
}
