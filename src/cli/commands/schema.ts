import { publishedSchema } from '../../operations/schema.ts';
import { renderJson } from '../../render/json.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  context.print(renderJson(await publishedSchema(args.text('result'))));
  return 0;
}
