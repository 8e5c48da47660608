import type { Command, Flag } from '../command.ts';
import { globalFlags } from '../flags.ts';
import { usageError } from '../usage.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import type { CompletedCommand } from './words.ts';
import { zshScript } from './zsh.ts';

const writers: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The completion script of a shell, made from the table of commands. Throws USAGE for a shell without one. */
export function completionScript(shell: string, table: readonly Command[]): string {
  const writer = Object.hasOwn(writers, shell) ? writers[shell] : undefined;
  if (writer === undefined) throw usageError(`there is no completion for ${JSON.stringify(shell)}`);
  return writer(
    table.map((command) => ({
      name: command.name,
      about: command.summary,
      arguments: command.arguments,
      flags: [...command.flags, ...globalFlags.map((flag) => withFormats(flag, command))],
    })),
  );
}

function withFormats(flag: Flag, { formats }: Command): Flag {
  return flag.name === 'output-format' ? { ...flag, choices: formats } : flag;
}
