/** Programs that serve while tests run. */
import { type ChildProcess, spawn } from 'node:child_process';

/** A registry on a free port of loopback. */
export interface RunningRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  close(): Promise<void>;
}

/**
 * Starts a program and waits until it prints a line that `ready` matches; gives the match. Rejects where it ends before
 * or says nothing for twenty seconds, with what it printed.
 */
export async function startProgram(
  file: string,
  args: readonly string[],
  ready: RegExp,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly match: RegExpExecArray; stop(): Promise<void> }> {
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...environment },
  });
  try {
    return { match: await printed(child, ready), stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

function printed(child: ChildProcess, ready: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason: string) => reject(new Error(`${child.spawnfile} ${reason}:\n${output}`));
    const timer = setTimeout(() => fail('was not ready in time'), 20_000);
    const look = (chunk: Buffer) => {
      // Once it is ready, its log is nobody's concern, but must still be read.
      if (output.length > 100_000) return;
      output += chunk.toString();
      const match = ready.exec(output);
      if (match === null) return;
      clearTimeout(timer);
      resolve(match);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
