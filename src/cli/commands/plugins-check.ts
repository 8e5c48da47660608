import { pluginsCheck } from '../../operations/plugins-check.ts';
import { renderJson } from '../../render/json.ts';
import { renderPluginCheck } from '../../render/plugins/text.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { pluginOptions, pluginTimeout } from '../plugin-options.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const { cwd, env, signal, note, settings } = context;
  const plugin = args.positionals[0] ?? '';
  const timeout = pluginTimeout(args);
  const result = await pluginsCheck(
    { cwd, env, signal, note },
    { plugin, options: pluginOptions(plugin, args, settings), ...(timeout === undefined ? {} : { timeout }) },
  );
  if (context.format === 'json') context.print(renderJson(result));
  else if (context.format === 'markdown') {
    context.print((await import('../../render/plugins/markdown.ts')).renderPluginCheckMarkdown(result));
  } else context.print(renderPluginCheck(result, context.colour ? coloured : plain));
  return result.valid ? 0 : 1;
}
