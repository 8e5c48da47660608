import { PactoError } from '../../core/error.ts';
import { validate } from '../../operations/validate.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { findingsExit, renderOne } from '../findings.ts';
import { nodePorts, withSources } from '../ports.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const watch = args.flag('watch');
  if (args.flag('recursive')) {
    if (watch)
      throw new PactoError('USAGE', '--watch and --recursive do not go together', { hint: 'Watch one contract.' });
    return (await import('./validate-recursive.ts')).runRecursive(context, args);
  }
  if (watch) return (await import('./validate-watch.ts')).runWatching(context, args);
  return validateOnce(context, args);
}

/** Validates the one contract that the arguments name, and prints what was found. */
export async function validateOnce(context: Context, args: Arguments): Promise<ExitCode> {
  const { ports, sources } = withSources(nodePorts(context, args));
  const strict = args.flag('strict');
  const input = { ...contractInput(args), all: args.flag('all'), ignore: args.list('ignore') };
  const result = await validate(ports, input);
  context.print(await renderOne(context, result, { strict, sources }));
  return findingsExit([result], strict);
}
