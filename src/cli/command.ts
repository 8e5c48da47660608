import type { Arguments } from './arguments.ts';
import type { Context } from './context.ts';

/** 0 fine · 1 the answer is no · 2 usage · 3 could not find out · 70 a bug · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 70 | 130;

/** Every output format of every command. */
export const formats = [
  'text',
  'json',
  'markdown',
  'html',
  'sarif',
  'github',
  'junit',
  'mermaid',
  'dot',
  'svg',
] as const;
export type Format = (typeof formats)[number];

/** What completion offers for a value; of plugins, their options, findings and changes those that are known. */
export type Completes =
  | 'file'
  | 'directory'
  | 'contract'
  | 'command'
  | 'plugin'
  | 'plugin-option'
  | 'finding'
  | 'change';

export interface Argument {
  /** As usage shows it: `NAME`. */
  readonly name: string;
  readonly about: string;
  readonly optional?: true;
  readonly repeatable?: true;
  readonly choices?: readonly string[];
  readonly completes?: Completes;
}

export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** One letter, without the dash. */
  readonly short?: string;
  /** `strings` may be given several times. */
  readonly type: 'boolean' | 'string' | 'strings';
  /** What usage calls the value. */
  readonly value?: string;
  readonly about: string;
  readonly choices?: readonly string[];
  readonly completes?: Completes;
  /** Environment variable that gives the value where no flag does; items of `strings` are separated by commas. */
  readonly variable?: string;
  /** Key of the settings files that gives the value where neither flag nor variable does. */
  readonly setting?: string;
  /** The heading of help that it stands under; a command's own flags have none. */
  readonly group?: 'overrides' | 'registry' | 'global';
}

export interface Example {
  readonly line: string;
  readonly about: string;
}

/** One command: everything that help, completion, parsing and the reference need, and where its code is. */
export interface Command {
  /** One or two words: `validate`, `policy test`. */
  readonly name: string;
  /** One sentence without its full stop. */
  readonly summary: string;
  readonly arguments: readonly Argument[];
  readonly flags: readonly Flag[];
  /** The first is the default. */
  readonly formats: readonly [Format, ...Format[]];
  readonly examples: readonly Example[];
  /**
   * Whether settings files are read; `version` and the like work whatever is in them. A command that is `tolerant` goes
   * on without a file that is wrong, and is told of it; all others refuse.
   */
  readonly settings?: false | 'tolerant';
  /** What each exit code means here, for the codes that are more than "done" and "wrong usage". */
  readonly exits?: Readonly<Partial<Record<1 | 3, string>>>;
  readonly load: () => Promise<Door>;
}

/** What help and completion are made of. */
export interface Program {
  readonly commands: readonly Command[];
  /** Flags of every command. */
  readonly globalFlags: readonly Flag[];
}

/** A command's module. */
export interface Door {
  readonly run: (context: Context, args: Arguments) => Promise<ExitCode>;
}
