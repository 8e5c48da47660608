import { basename, dirname, resolve } from 'node:path';
import { directoryBundle } from '../../adapters/bundle/directory.ts';
import { createDirectory } from '../../adapters/files/create-directory.ts';
import { fromProcess } from '../../operations/create-ports.ts';
import { initTypes } from '../../operations/init/scaffolds.ts';
import { type InitPorts, init } from '../../operations/init.ts';
import { renderCreated } from '../../render/init/text.ts';
import { renderJson } from '../../render/json.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const type = initTypes.find((one) => one === args.text('type'));
  const from = args.text('from');
  const directory = args.text('dir');
  const result = await init(initPorts(context), {
    name: args.positionals[0] ?? '',
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { from }),
    ...(directory === undefined ? {} : { directory }),
  });
  if (context.format === 'json') context.print(renderJson(result));
  else {
    context.print(renderCreated(result));
    context.stderr.write(`Next: fill in the owner, then pacto validate ${result.directory}\n`);
  }
  return 0;
}

function initPorts({ cwd, signal }: Context): InitPorts {
  return {
    folderOf(file) {
      const absolute = resolve(cwd, file);
      const origin = { kind: 'directory', label: file, contractPath: file, base: dirname(absolute) } as const;
      return { folder: directoryBundle(dirname(absolute), origin), file: basename(absolute) };
    },
    async createDirectory(directory, files) {
      signal.throwIfAborted();
      await createDirectory(fromProcess(directory, cwd), files);
    },
  };
}
