import { generate } from '../../operations/generate.ts';
import { renderGenerated } from '../../render/generate/text.ts';
import { renderJson } from '../../render/json.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { orElsewhere } from '../elsewhere.ts';
import { outputPlace } from '../output-place.ts';
import { pluginOptions, pluginTimeout } from '../plugin-options.ts';
import { nodePorts } from '../ports.ts';
import { usageError } from '../usage.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const { signal, log, format, settings } = context;
  const [plugin = '', reference = '.'] = args.positionals;
  const [check, dryRun, output, timeout] = [
    args.flag('check'),
    args.flag('dry-run'),
    outputPlace(args),
    pluginTimeout(args),
  ];
  if (check && dryRun) {
    throw usageError(
      '--check and --dry-run do not go together',
      'Both write nothing; --check fails where something differs.',
    );
  }
  if (check && args.flag('force')) {
    throw usageError('--check and --force do not go together', 'Without --check, --force replaces what differs.');
  }
  if (check && args.flag('prune')) {
    throw usageError('--check and --prune do not go together', 'Without --check, --prune removes what is stale.');
  }
  const generating = generate(
    { ...nodePorts(context, args), signal, log },
    {
      ...contractInput(args),
      reference,
      plugin,
      options: pluginOptions(plugin, args, settings),
      prune: args.flag('prune'),
      force: args.flag('force'),
      mode: check ? 'check' : dryRun ? 'dry-run' : 'write',
      ...(output === undefined ? {} : { output }),
      ...(timeout === undefined ? {} : { timeout }),
    },
  );
  const result = await orElsewhere(generating);
  if (format === 'json') context.print(renderJson(result));
  else if (format === 'markdown') {
    context.print((await import('../../render/generate/markdown.ts')).renderGeneratedMarkdown(result));
  } else context.print(renderGenerated(result, context.colour ? coloured : plain));
  return check && !result.upToDate ? 1 : 0;
}
