import { plugins } from '../../operations/plugins.ts';
import { renderJson } from '../../render/json.ts';
import { renderPlugins } from '../../render/plugins/text.ts';
import { coloured, plain } from '../../render/style.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';

export async function run(context: Context): Promise<ExitCode> {
  const result = plugins({ env: context.env });
  if (context.format === 'json') context.print(renderJson(result));
  else if (context.format === 'markdown') {
    context.print((await import('../../render/plugins/markdown.ts')).renderPluginsMarkdown(result));
  } else context.print(renderPlugins(result, context.colour ? coloured : plain));
  return 0;
}
