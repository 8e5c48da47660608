import { createDirectory } from '../../adapters/files/create-directory.ts';
import { contractFile } from '../../core/contract/bundle.ts';
import { fromProcess } from '../../operations/create-ports.ts';
import { pull } from '../../operations/pull.ts';
import { replaceableFiles } from '../../operations/replaceable-files.ts';
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
  const ports = {
    ...nodePorts(context, args),
    async createDirectory(directory: string, files: ReadonlyMap<string, Uint8Array>, replace: boolean) {
      context.signal.throwIfAborted();
      context.log(`write ${directory} (${files.size} files)`);
      const place = fromProcess(directory, context.cwd);
      const creating = createDirectory(place, files, {
        acceptSame: true,
        ...(replace ? { replace: { holds: contractFile, files: await replaceableFiles(place) } } : {}),
        hint: replace
          ? `--force replaces only a directory that holds a ${contractFile}. Choose another place with -o.`
          : 'Choose another place with -o, or replace the bundle that is there with --force.',
      });
      await orElsewhere(creating);
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
