#!/usr/bin/env node
import module from 'node:module';
import { isatty } from 'node:tty';
import type { Output } from './context.ts';
import { main } from './main.ts';

// Node 22 and later keep compiled code between runs; Node 20 has no such function.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();

const interruption = new AbortController();
/** Exit codes of signals, as shells count them: 128 and the signal's number. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let interruptedBy: keyof typeof signals | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked a second time, or a command that does not come to an end: leave at once.
    if (interruptedBy !== undefined) process.exit(signals[interruptedBy]);
    interruptedBy = signal;
    setTimeout(() => process.exit(signals[signal]), 2000).unref();
    interruption.abort();
  });
}

const code = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdin: { isTerminal: isatty(0), [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() },
  stdout: output(1, () => process.stdout, outputFailed),
  // Nobody is left to tell when standard error fails.
  stderr: output(
    2,
    () => process.stderr,
    () => undefined,
  ),
  signal: interruption.signal,
});
process.exitCode ??= interruptedBy === undefined ? code : signals[interruptedBy];

/** A stream that is opened when first written to: opening one costs a millisecond. */
function output(
  descriptor: number,
  open: () => NodeJS.WriteStream,
  failed: (error: NodeJS.ErrnoException) => void,
): Output {
  let stream: NodeJS.WriteStream | undefined;
  return {
    isTerminal: isatty(descriptor),
    write(text) {
      stream ??= open().on('error', failed);
      stream.write(text);
    },
  };
}

/** A reader that has seen enough (`| head`) is no failure; a full disk is. */
function outputFailed(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(`error OUTPUT_UNWRITABLE standard output cannot be written: ${error.message}\n`);
  process.exit(3);
}
