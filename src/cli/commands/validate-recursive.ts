import { setImmediate } from 'node:timers/promises';
import { findContracts } from '../../adapters/bundle/find.ts';
import { PactoError } from '../../core/error.ts';
import { validateAll } from '../../operations/validate.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { findingsExit, renderAll } from '../findings.ts';
import { nodePorts, sourcesOnDisk } from '../ports.ts';
import { progress } from '../progress.ts';

const overrides = ['values', 'set', 'set-string', 'set-json'];

/** Validates every contract below a directory. */
export async function runRecursive(context: Context, args: Arguments): Promise<ExitCode> {
  const override = args.typed.find(({ name }) => overrides.includes(name));
  if (override !== undefined) {
    throw new PactoError('USAGE', `--${override.name} and --recursive do not go together`, {
      hint: 'Overrides are meant for one contract.',
    });
  }
  const root = args.positionals[0] ?? '.';
  const { contracts, gaps } = findContracts(root, context.cwd);
  if (contracts.length === 0 && gaps.length === 0) {
    throw new PactoError('CONTRACT_NOT_FOUND', `no pacto.yaml in ${root} or below`);
  }
  const strict = args.flag('strict');
  const options = { all: args.flag('all'), ignore: args.list('ignore') };
  const result = await validateAll(nodePorts(context, args), root, oneByOne(context, contracts), options, gaps);
  context.print(await renderAll(context, result, { strict, sources: sourcesOnDisk(context.cwd) }));
  return findingsExit(result.contracts, strict, result.gaps.length);
}

/** The references, with progress on the way. Lets the event loop turn now and then, so that Ctrl-C is heard. */
async function* oneByOne(context: Context, references: readonly string[]): AsyncGenerator<string> {
  const shown = progress(context, 'validated', references.length);
  try {
    for (const [i, reference] of references.entries()) {
      if (i % 16 === 0) await setImmediate();
      context.signal.throwIfAborted();
      shown.at(i);
      yield reference;
    }
  } finally {
    shown.end();
  }
}
