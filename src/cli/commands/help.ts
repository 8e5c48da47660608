import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import { type Context, print } from '../context.ts';
import { commandHelp, groupHelp, overview } from '../help.ts';
import { chooseCommand } from '../parse.ts';
import { commands } from './table.ts';

export async function run(context: Context, { positionals }: Arguments): Promise<ExitCode> {
  const style = context.colour ? coloured : plain;
  const chosen = await chooseCommand(positionals, commands);
  if (chosen.kind === 'none') print(context, overview(commands, style));
  else if (chosen.kind === 'group') print(context, groupHelp(chosen.group, commands, style));
  else print(context, commandHelp(chosen.command, style));
  return 0;
}
