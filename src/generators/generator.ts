import type { GenerateResponse, GeneratorRequest } from '../core/generate/protocol.ts';

/** An option that a generator understands, given as `--option NAME=VALUE`. */
export interface GeneratorOption {
  readonly name: string;
  /** What it does, and what holds without it. */
  readonly about: string;
  /** What usage calls the value. */
  readonly value?: string;
  /** The values that it may have; any text where there are none. */
  readonly choices?: readonly string[];
  readonly required?: true;
}

/**
 * A generator that comes with pacto. The host refuses options that are not declared, values that are not among their
 * choices, and requests without a required option, before it loads the generator.
 */
export interface Generator {
  readonly name: string;
  /** One sentence without its full stop. */
  readonly summary: string;
  readonly options: readonly GeneratorOption[];
  /** What to do instead of an option that people look for here, by its name: a sentence. */
  readonly instead?: Readonly<Record<string, string>>;
  /** What it writes is a beginning, for people to go on with: nothing of it is ever stale. */
  readonly isScaffold?: true;
  readonly load: () => Promise<GeneratorModule>;
}

/**
 * A generator's module. Where the contract has nothing to generate from, or an option cannot be, it throws a PactoError:
 * USAGE for the option, PLUGIN_FAILED for the contract.
 */
export interface GeneratorModule {
  readonly generate: (request: GeneratorRequest) => GenerateResponse | Promise<GenerateResponse>;
}
