import type { Argument, Completes, Flag } from '../command.ts';

/** What completion knows of a command, the same for every shell. */
export interface CompletedCommand {
  /** `validate`, `policy test`. */
  readonly name: string;
  readonly about: string;
  readonly arguments: readonly Argument[];
  readonly flags: readonly Flag[];
}

/** First words of commands with two, each once. */
export function groups(commands: readonly CompletedCommand[]): string[] {
  return [...new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))];
}

/** Words that may stand directly after the program's name. */
export function firstWords(commands: readonly CompletedCommand[]): { word: string; about: string }[] {
  const single = commands.filter(({ name }) => !name.includes(' ')).map(({ name, about }) => ({ word: name, about }));
  return [...single, ...groups(commands).map((word) => ({ word, about: `Commands about ${word}` }))];
}

/** What the value of a flag or an argument is completed with. */
export function completes({ choices, completes: kind }: Argument | Flag): readonly string[] | Completes | undefined {
  return choices ?? kind;
}
