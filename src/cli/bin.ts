import { fstatSync, writeSync } from 'node:fs';
import { errorKinds } from '../core/error.ts';
import type { Output } from './context.ts';
import { main } from './main.ts';

const interruption = new AbortController();
/** Exit codes of signals, as shells count them: 128 and the signal's number. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let interruptedBy: keyof typeof signals | undefined;
/** Nothing more can be written to standard output: whoever read it has seen enough (`| head`), or the disk is full. */
let isUnread = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked a second time, or a command that does not come to an end: leave at once.
    if (interruptedBy !== undefined) process.exit(signals[interruptedBy]);
    interruptedBy = signal;
    setTimeout(() => process.exit(signals[signal]), 2000).unref();
    interruption.abort();
  });
}

// What is thrown where nobody waits for it: from a timer, a watcher, a stream. Everything else ends in main.
process.on('uncaughtException', (error) => {
  process.stderr.write(`error BUG this is a bug in pacto, please report it: ${error.stack ?? error.message}\n`);
  process.exit(70);
});

void main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdin: {
    get isTerminal() {
      return isTerminal(0);
    },
    setRaw: (raw) => process.stdin.setRawMode(raw),
    [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator](),
  },
  stdout: output(
    1,
    () => process.stdout,
    outputFailed,
    () => isUnread,
  ),
  // Nobody is left to tell when standard error fails.
  stderr: output(
    2,
    () => process.stderr,
    () => undefined,
    () => false,
  ),
  signal: interruption.signal,
}).then((code) => {
  process.exitCode = interruptedBy === undefined ? code : signals[interruptedBy];
});

/** Files and pipes are written straight: Node's streams take some milliseconds to load, and terminals need them. */
function output(
  descriptor: number,
  stream: () => NodeJS.WriteStream,
  failed: (error: NodeJS.ErrnoException) => void,
  isClosed: () => boolean,
): Output {
  let terminal: NodeJS.WriteStream | undefined;
  let isKnown = false;
  return {
    get isTerminal() {
      return isTerminal(descriptor);
    },
    get columns() {
      // A terminal that does not know says 0.
      return isTerminal(descriptor) ? stream().columns || undefined : undefined;
    },
    get isClosed() {
      return isClosed();
    },
    write(text) {
      if (isClosed()) return;
      if (!isKnown && isTerminal(descriptor)) terminal = stream().on('error', failed);
      isKnown = true;
      if (terminal === undefined) writeAll(descriptor, text, failed);
      else terminal.write(text);
    },
  };
}

function writeAll(descriptor: number, text: string, failed: (error: NodeJS.ErrnoException) => void): void {
  const bytes = Buffer.from(text);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(descriptor, bytes, sent);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Another process may have made the pipe non-blocking; then a full one is to be tried again.
      if ('code' in error && error.code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else {
        failed(error);
        return;
      }
    }
  }
}

/** A reader that has seen enough is no failure, and no success either: the command's answer stands. A full disk is. */
function outputFailed(error: NodeJS.ErrnoException): void {
  isUnread = true;
  if (error.code === 'EPIPE') return;
  void import('../adapters/file-system.ts').then(({ systemReason }) => {
    const { hint } = errorKinds.OUTPUT_UNWRITABLE;
    const message = `standard output cannot be written: ${systemReason(error)}`;
    process.stderr.write(`error OUTPUT_UNWRITABLE ${message}\nhint ${hint}\n`);
    process.exit(3);
  });
}

function isTerminal(descriptor: number): boolean {
  try {
    // Nothing else can be a terminal, and node:tty takes some milliseconds to load.
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
  } catch {
    // The descriptor is closed.
    return false;
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}
