import { doctor } from '../../operations/doctor.ts';
import { renderDoctor } from '../../render/doctor/text.ts';
import { renderJson } from '../../render/json.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { networkOf } from '../network.ts';
import { waiting } from '../progress.ts';
import { credentialsOf, registriesOf } from '../registries.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const [reference] = args.positionals;
  const network = await networkOf(context, args);
  const registries = registriesOf(context, args);
  const result = await doctor(
    {
      env: context.env,
      nodeVersion: process.versions.node,
      now: Date.now,
      settings: context.settings.map(({ file }) => file.label),
      network,
      credentials: () => credentialsOf(context, args, network),
      layout: (layout) => registries.repository(layout, 'read'),
      signal: context.signal,
      log: context.log,
      onWait: waiting(context),
    },
    reference === undefined ? {} : { reference },
  );
  const style = context.colour ? coloured : plain;
  context.print(context.format === 'json' ? renderJson(result) : renderDoctor(result, style));
  return result.healthy ? 0 : 3;
}
