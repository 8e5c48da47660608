import { pack } from '../../operations/pack.ts';
import { renderJson } from '../../render/json.ts';
import { renderPacked, renderPackList } from '../../render/pack/text.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { orElsewhere } from '../elsewhere.ts';
import { makeRoom, outputPlace } from '../output-place.ts';
import { nodePorts } from '../ports.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const list = args.flag('list');
  const output = outputPlace(args);
  const input = { ...contractInput(args), list, ...(output === undefined ? {} : { output }) };
  const ports = nodePorts(context, args);
  const writeFile: typeof ports.writeFile = async (path, bytes) => {
    makeRoom(path, context.cwd);
    await ports.writeFile(path, bytes);
  };
  const result = await orElsewhere(pack({ ...ports, writeFile }, input));
  if (context.format === 'json') context.print(renderJson(result));
  else context.print(list ? renderPackList(result, context.colour ? coloured : plain) : renderPacked(result));
  return result.problems === undefined ? 0 : 1;
}
