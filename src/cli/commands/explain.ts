import { explain } from '../../operations/explain.ts';
import { renderExplanationMarkdown } from '../../render/explain/markdown.ts';
import { renderExplanation } from '../../render/explain/text.ts';
import { renderJson } from '../../render/json.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { nodePorts } from '../ports.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const result = await explain(nodePorts(context, args), contractInput(args));
  if (context.format === 'json') context.print(renderJson(result));
  else if (context.format === 'markdown') context.print(renderExplanationMarkdown(result));
  else context.print(renderExplanation(result, context.colour ? coloured : plain));
  return 0;
}
