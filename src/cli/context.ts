import type { LoadedSettings, RefusedSettings } from '../adapters/config/settings.ts';
import { printable } from '../render/printable.ts';
import type { Format, Program } from './command.ts';
import { eraseLine } from './progress.ts';

/** A stream of text for people or programs. */
export interface Output {
  readonly isTerminal: boolean;
  /** How wide a terminal is; undefined where it does not say. */
  readonly columns?: number | undefined;
  /** Whether nobody reads it any more; then nothing is written, and what goes on without an end is to end. */
  readonly isClosed?: boolean;
  write(text: string): void;
}

/** Standard input, read once and only where a command needs it. */
export interface Input extends AsyncIterable<Uint8Array | string> {
  readonly isTerminal: boolean;
  /** Of a terminal: gives every key as it is typed, and shows none. */
  readonly setRaw?: (raw: boolean) => void;
}

/** What a command may touch of the process it runs in. Tests pass their own. */
export interface World {
  /** Absolute. Relative paths in arguments are meant from here. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Input;
  /** Data. */
  readonly stdout: Output;
  /** Everything else: progress, notes, logs, errors. */
  readonly stderr: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The world, and what the global flags say about this run. */
export interface Context extends World {
  readonly program: Program;
  readonly format: Format;
  /** Whether standard output gets colours. */
  readonly colour: boolean;
  /** Whether somebody watches standard error, so that progress is worth showing. */
  readonly interactive: boolean;
  readonly verbose: boolean;
  /** The settings files of this run, the one that counts more first. */
  readonly settings: readonly LoadedSettings[];
  /** The settings files that are wrong; none but where the command is tolerant of them. */
  readonly refusedSettings: readonly RefusedSettings[];
  /** Writes a result to standard output. Throws where the run was interrupted meanwhile. */
  print(text: string): void;
  /** Writes a line to standard error where `--verbose` asks for it. Never pass a secret. */
  readonly log: (message: string) => void;
  /** Tells the user on standard error what is worth knowing and no failure. */
  readonly note: (message: string) => void;
  /** Tells the user on standard error what is not as it should be, and no failure: a code and a sentence. */
  readonly warn: (message: string) => void;
  /** Has something done when the command has ended, however it ended. */
  readonly defer: (work: () => Promise<void>) => void;
}

/** The context of a run. Nothing is asked of the world before a command needs it. */
export function makeContext(
  world: World,
  run: Pick<Context, 'program' | 'format' | 'verbose' | 'settings' | 'refusedSettings' | 'defer'>,
): Context {
  const { stdout, stderr, signal } = world;
  return {
    ...world,
    ...run,
    get colour() {
      return hasColour(world, stdout);
    },
    get interactive() {
      return stderr.isTerminal;
    },
    print(text) {
      signal.throwIfAborted();
      stdout.write(text);
    },
    log(message) {
      if (!run.verbose) return;
      eraseLine(stderr);
      stderr.write(`${printable(message)}\n`);
    },
    note(message) {
      eraseLine(stderr);
      stderr.write(`note ${printable(message)}\n`);
    },
    warn(message) {
      eraseLine(stderr);
      stderr.write(`Warning: ${printable(message)}\n`);
    },
  };
}

/** Whether a stream gets colours: terminals do, `NO_COLOR` (https://no-color.org) and `FORCE_COLOR` overrule. */
export function hasColour({ env }: Pick<World, 'env'>, output: Output): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return output.isTerminal && env.TERM !== 'dumb';
}
