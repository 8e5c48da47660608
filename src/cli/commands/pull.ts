import { pull } from '../../operations/pull.ts';
import { renderJson } from '../../render/json.ts';
import { renderPulled } from '../../render/publish/text.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { orElsewhere } from '../elsewhere.ts';
import { outputPlace } from '../output-place.ts';
import { nodePorts } from '../ports.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const output = outputPlace(args);
  const base = nodePorts(context, args);
  const ports: typeof base = {
    ...base,
    async createDirectory(directory, files, replace) {
      context.signal.throwIfAborted();
      context.log(`write ${directory} (${files.size} files)`);
      await orElsewhere(base.createDirectory(directory, files, replace));
    },
  };
  const result = await pull(ports, {
    reference: args.positionals[0] ?? '',
    force: args.flag('force'),
    ...(output === undefined ? {} : { output }),
  });
  context.print(context.format === 'json' ? renderJson(result) : renderPulled(result));
  return 0;
}
