import type { RefusedSettings } from '../../adapters/config/settings.ts';
import type { NetworkSettings } from '../../adapters/network-settings.ts';
import { PactoError } from '../../core/error.ts';
import { isArray } from '../../core/json.ts';
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

export async function run(given: Context, args: Arguments): Promise<ExitCode> {
  const [reference] = args.positionals;
  const { context, network } = await withoutWrongSettings(given, args);
  const registries = registriesOf(context, args);
  const result = await doctor(
    {
      env: context.env,
      nodeVersion: process.versions.node,
      now: Date.now,
      settings: context.settings.map(({ file }) => file.label),
      refusedSettings: context.refusedSettings,
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

/**
 * The network of this run. Where the user's own settings have the right shape and say of a registry what cannot be, they
 * are moved to the refused ones, and flags and variables count alone; where those are wrong, this throws USAGE.
 */
async function withoutWrongSettings(
  context: Context,
  args: Arguments,
): Promise<{ context: Context; network: NetworkSettings }> {
  try {
    return { context, network: await networkOf(context, args) };
  } catch (error) {
    const own = context.settings.find(({ file }) => file.kind === 'user');
    if (own === undefined || !(error instanceof PactoError)) throw error;
    const reason = new PactoError(error.code, `${own.file.label}: ${error.message}`, { hint: error.hint });
    const refused: RefusedSettings = { file: own.file, reason };
    const rest: Context = {
      ...context,
      settings: context.settings.filter((one) => one !== own),
      refusedSettings: [...context.refusedSettings, refused],
    };
    const ofFile = own.values.get('insecureRegistries');
    const isOfFile = (value: string) => isArray(ofFile) && ofFile.includes(value);
    const flags: Arguments = { ...args, list: (name) => args.list(name).filter((value) => !isOfFile(value)) };
    return { context: rest, network: await networkOf(rest, flags) };
  }
}
