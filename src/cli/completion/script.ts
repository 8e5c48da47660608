import { PactoError } from '../../core/error.ts';
import type { KnownWords } from '../../operations/known-words.ts';
import type { Argument, Command, Flag, Program } from '../command.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import type { CompletedCommand, PluginOptions } from './words.ts';
import { zshScript } from './zsh.ts';

type Writer = (commands: readonly CompletedCommand[], options: PluginOptions) => string;

const writers: Readonly<Record<string, Writer>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** The completion script of a shell, made from the table of commands. Throws USAGE for a shell without one. */
export function completionScript(shell: string, { commands, globalFlags }: Program, known: KnownWords): string {
  const writer = Object.hasOwn(writers, shell) ? writers[shell] : undefined;
  if (writer === undefined) throw new PactoError('USAGE', `there is no completion for ${JSON.stringify(shell)}`);
  const completed = commands.map(
    (command): CompletedCommand => ({
      name: command.name,
      about: command.summary,
      arguments: command.arguments.map((argument) => withKnownWords(argument, known)),
      flags: [
        ...command.flags.map((flag) => withKnownWords(flag, known)),
        ...globalFlags.map((flag) => withFormats(flag, command)),
      ],
    }),
  );
  const options = [...known.plugins].map(([plugin, names]) => [plugin, names.map((name) => `${name}=`)] as const);
  return writer(completed, new Map(options));
}

/** What is known of a kind of words becomes choices; the command line takes others too. */
function withKnownWords<Item extends Argument | Flag>(item: Item, { plugins, findings, changes }: KnownWords): Item {
  switch (item.completes) {
    case 'plugin':
      return { ...item, choices: [...plugins.keys()] };
    case 'finding':
      return { ...item, choices: findings };
    case 'change':
      return { ...item, choices: changes.map((rule) => `${rule}=`) };
    default:
      return item;
  }
}

function withFormats(flag: Flag, { formats }: Command): Flag {
  return flag.name === 'output-format' ? { ...flag, choices: formats } : flag;
}
