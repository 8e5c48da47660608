import { PactoError } from '../../core/error.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { commandHelp, groupHelp, overview } from '../help.ts';

export async function run(context: Context, { positionals }: Arguments): Promise<ExitCode> {
  const { program, colour } = context;
  const style = colour ? coloured : plain;
  const name = positionals.join(' ');
  const command = program.commands.find((row) => row.name === name);
  if (name === '') context.print(overview(program, style));
  else if (command !== undefined) context.print(commandHelp(command, program, style));
  else if (program.commands.some((row) => row.name.startsWith(`${name} `)))
    context.print(groupHelp(name, program, style));
  else {
    const { nearest } = await import('../../core/nearest.ts');
    const names = program.commands.map((row) => row.name);
    const meant = nearest(name, names);
    throw new PactoError('USAGE', `unknown command ${JSON.stringify(name)}`, {
      hint: meant === undefined ? 'Run `pacto help` for the list of commands.' : `Did you mean ${meant}?`,
    });
  }
  return 0;
}
