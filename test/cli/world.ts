/** Runs the command line inside the test's process, in a world made up for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Whether both outputs are terminals. */
  readonly terminal?: boolean;
  /** How wide the terminal is. */
  readonly columns?: number;
  readonly signal?: AbortSignal;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `pacto` with these arguments. */
export async function pacto(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const isTerminal = options.terminal === true;
  const code = await main(args, {
    cwd: options.cwd ?? process.cwd(),
    env: { HOME: '/nonexistent', ...options.env },
    stdin: {
      isTerminal: false,
      async *[Symbol.asyncIterator]() {
        yield options.stdin ?? '';
      },
    },
    stdout: {
      isTerminal,
      columns: options.columns,
      write(text) {
        stdout += text;
      },
    },
    stderr: {
      isTerminal,
      write(text) {
        stderr += text;
      },
    },
    signal: options.signal ?? new AbortController().signal,
  });
  return { code, stdout, stderr };
}

/** A new directory that goes away with the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'pacto-cli-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
