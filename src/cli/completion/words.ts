import type { Argument, Completes, Flag } from '../command.ts';

/** What completion knows of a command, the same for every shell. */
export interface CompletedCommand {
  /** `validate`, `policy test`. */
  readonly name: string;
  readonly about: string;
  readonly arguments: readonly Argument[];
  readonly flags: readonly Flag[];
}

/** What `--option` takes, `NAME=`, by the plugin that it is for. */
export type PluginOptions = ReadonlyMap<string, readonly string[]>;

/** Whether the words are begun and go on behind them, `NAME=`: no space is to follow. */
export function goOn(words: readonly string[]): boolean {
  return words.some((word) => word.endsWith('='));
}

/** Whether the second argument is completed with something else than the first. */
export function differsLater(args: readonly Argument[]): boolean {
  const [first, second] = args;
  return first !== undefined && second !== undefined && completes(first) !== completes(second);
}

/** First words of commands with two, each once. */
export function groups(commands: readonly CompletedCommand[]): string[] {
  return [...new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))];
}

/** Words that may stand directly after the program's name. */
export function firstWords(commands: readonly CompletedCommand[]): { word: string; about: string }[] {
  const single = commands.filter(({ name }) => !name.includes(' ')).map(({ name, about }) => ({ word: name, about }));
  const further = groups(commands).filter((word) => single.every((one) => one.word !== word));
  return [...single, ...further.map((word) => ({ word, about: `Commands about ${word}` }))];
}

/** The words that may follow the first one of commands with two. */
export function secondWords(group: string, commands: readonly CompletedCommand[]): string[] {
  return commands.flatMap(({ name }) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : []));
}

/** A first word that is a command by itself too, with the second words as what may stand behind it. */
export function alsoCommand(group: string, commands: readonly CompletedCommand[]): CompletedCommand | undefined {
  const own = commands.find(({ name }) => name === group);
  if (own === undefined) return undefined;
  return { ...own, arguments: [{ name: 'COMMAND', about: '', choices: secondWords(group, commands) }] };
}

/** What the value of a flag or an argument is completed with. */
export function completes({ choices, completes: kind }: Argument | Flag): readonly string[] | Completes | undefined {
  return choices ?? kind;
}
