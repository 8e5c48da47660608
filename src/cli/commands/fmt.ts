import { fmt } from '../../operations/fmt.ts';
import { renderFormatted } from '../../render/fmt/text.ts';
import { renderJson } from '../../render/json.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { nodePorts } from '../ports.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const reference = args.positionals[0] ?? '.';
  const check = args.flag('check');
  const { result, text } = await fmt(nodePorts(context, args), { reference, check, upgrade: args.flag('upgrade') });
  if (context.format === 'json') context.print(renderJson(result));
  else if (reference === '-' && !check) context.print(text);
  else context.print(renderFormatted(result));
  return check && result.changed ? 1 : 0;
}
