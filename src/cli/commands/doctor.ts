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
import { wrongSettings } from '../wrong-settings.ts';
import { type WrongVariable, wrongVariables } from '../wrong-variables.ts';

export async function run(given: Context, typed: Arguments): Promise<ExitCode> {
  const [reference] = typed.positionals;
  const variables = await wrongVariables(given.env);
  const values = await wrongSettings(given.settings);
  const args = withoutItems(typed, variables);
  const { context, network } = await withoutWrongSettings(given, args, values);
  const registries = registriesOf(context, args);
  const result = await doctor(
    {
      env: context.env,
      nodeVersion: process.versions.node,
      now: Date.now,
      settings: context.settings.map(({ file }) => file.label),
      refusedSettings: context.refusedSettings,
      wrongSettings: values.filter((value) => !context.refusedSettings.some(({ reason }) => reason === value)),
      wrongVariables: variables.map(({ error }) => error),
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

/** What flags and variables say, without what variables have that cannot be. */
function withoutItems(args: Arguments, wrong: readonly WrongVariable[]): Arguments {
  const isWrong = (name: string, value: string) => wrong.some(({ flag, item }) => flag === name && item === value);
  return { ...args, list: (name) => args.list(name).filter((value) => !isWrong(name, value)) };
}

/**
 * The network of this run. Where the user's own settings say of a registry what cannot be, all of theirs are left out,
 * and flags and variables count alone; where those are wrong, this throws USAGE.
 */
async function withoutWrongSettings(
  context: Context,
  args: Arguments,
  wrong: readonly PactoError[],
): Promise<{ context: Context; network: NetworkSettings }> {
  try {
    return { context, network: await networkOf(context, args) };
  } catch (error) {
    const own = context.settings.find(({ file }) => file.kind === 'user');
    const reason = wrong.find(
      ({ cause }) => cause instanceof PactoError && error instanceof PactoError && cause.message === error.message,
    );
    if (own === undefined || reason === undefined) throw error;
    const rest: Context = {
      ...context,
      settings: context.settings.filter((one) => one !== own),
      refusedSettings: [...context.refusedSettings, { file: own.file, reason }],
    };
    const ofFile = own.values.get('insecureRegistries');
    const isOfFile = (value: string) => isArray(ofFile) && ofFile.includes(value);
    const flags: Arguments = { ...args, list: (name) => args.list(name).filter((value) => !isOfFile(value)) };
    return { context: rest, network: await networkOf(rest, flags) };
  }
}
