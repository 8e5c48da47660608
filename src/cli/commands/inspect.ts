import { inspect } from '../../operations/inspect.ts';
import { renderInspected } from '../../render/inspect/text.ts';
import { renderJson } from '../../render/json.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { nodePorts } from '../ports.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const result = await inspect(nodePorts(context, args, { freshTags: true }), { reference: args.positionals[0] ?? '' });
  const style = context.colour ? coloured : plain;
  context.print(context.format === 'json' ? renderJson(result) : renderInspected(result, style));
  return 0;
}
