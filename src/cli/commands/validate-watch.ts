import { watchFiles } from '../../adapters/files/watch.ts';
import { PactoError } from '../../core/error.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { nodePorts } from '../ports.ts';
import { reportFailure } from '../report.ts';
import { validateOnce } from './validate.ts';

/** Validates, and again after every change of the contract's files, until it is interrupted or nobody reads on. */
export async function runWatching(context: Context, args: Arguments): Promise<ExitCode> {
  if (context.format !== 'text')
    throw new PactoError('USAGE', '--watch prints text only', { hint: 'Leave out --output-format.' });
  const { reference, values = [] } = contractInput(args);
  const { origin } = await nodePorts(context, args).open(reference);
  if (origin.kind !== 'directory' || origin.base === undefined) {
    throw new PactoError('USAGE', `--watch needs a directory or a pacto.yaml; ${reference} is neither`);
  }
  const changes = watchFiles({ directory: origin.base, files: values, cwd: context.cwd, signal: context.signal });
  for await (const _ of changes) {
    try {
      const code = await validateOnce(context, args);
      if (context.stdout.isClosed === true) return code;
    } catch (error) {
      // While files are being rewritten they may be missing for a moment; anything but that ends the watch.
      if (!(error instanceof PactoError) || error.exit === 2) throw error;
      reportFailure(error, context, { json: false, verbose: context.verbose, colour: context.colour });
    }
    context.stderr.write(`Watching ${origin.label}; Ctrl-C ends.\n`);
  }
  return 130;
}
