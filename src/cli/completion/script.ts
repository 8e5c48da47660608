import { PactoError } from '../../core/error.ts';
import type { Command, Flag, Program } from '../command.ts';
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
export function completionScript(shell: string, { commands, globalFlags }: Program): string {
  const writer = Object.hasOwn(writers, shell) ? writers[shell] : undefined;
  if (writer === undefined) throw new PactoError('USAGE', `there is no completion for ${JSON.stringify(shell)}`);
  return writer(
    commands.map((command) => ({
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
