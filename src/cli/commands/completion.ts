import { knownWords } from '../../operations/known-words.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import { completionScript } from '../completion/script.ts';
import type { Context } from '../context.ts';

export async function run(context: Context, { positionals }: Arguments): Promise<ExitCode> {
  context.print(completionScript(positionals[0] ?? '', context.program, knownWords({ env: context.env })));
  return 0;
}
