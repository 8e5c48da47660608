import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import { completionScript } from '../completion/script.ts';
import { type Context, print } from '../context.ts';
import { commands } from './table.ts';

export async function run(context: Context, { positionals }: Arguments): Promise<ExitCode> {
  print(context, completionScript(positionals[0] ?? '', commands));
  return 0;
}
