import { PactoError } from '../../core/error.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { commandHelp, groupHelp, lookOf, overview } from '../help.ts';

export async function run(context: Context, { positionals }: Arguments): Promise<ExitCode> {
  const { program } = context;
  const look = lookOf(context);
  const name = positionals.join(' ');
  const command = program.commands.find((row) => row.name === name);
  if (name === '') context.print(overview(program, look));
  else if (command !== undefined) context.print(commandHelp(command, program, look));
  else if (program.commands.some((row) => row.name.startsWith(`${name} `)))
    context.print(groupHelp(name, program, look));
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
