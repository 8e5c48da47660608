import { findContracts } from '../../adapters/bundle/find.ts';
import { errorKinds, PactoError } from '../../core/error.ts';
import { lockAll } from '../../operations/lock-all.ts';
import type { LockAllResult } from '../../operations/results.ts';
import { renderJson } from '../../render/json.ts';
import { lockWarnings, renderLocks } from '../../render/lock/text.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { nodePorts } from '../ports.ts';
import { progress } from '../progress.ts';
import { errorText } from '../report.ts';
import { usageError } from '../usage.ts';

/** Locks every contract below a directory, or checks the locks of all. */
export async function runRecursive(context: Context, args: Arguments): Promise<ExitCode> {
  const [check, update] = [args.flag('check'), args.flag('update')];
  if (args.list('update-name').length > 0) {
    throw usageError('--update-name and --recursive do not go together', 'Update the name in one contract.');
  }
  if (check && update) throw usageError('--check and --update do not go together', '--check writes nothing.');
  const root = args.positionals[0] ?? '.';
  const { contracts, gaps } = findContracts(root, context.cwd);
  if (contracts.length === 0 && gaps.length === 0) {
    throw new PactoError('CONTRACT_NOT_FOUND', `no pacto.yaml in ${root} or below`);
  }
  const shown = progress(context, check ? 'checked' : 'locked', contracts.length);
  const input = {
    root,
    references: contracts,
    gaps,
    check,
    update,
    onProgress: (done: number) => shown.at(done),
    signal: context.signal,
  };
  const ports = nodePorts(context, args, { freshTags: true });
  const result = await lockAll(ports, input).finally(() => shown.end());
  if (context.format === 'json') context.print(renderJson(result));
  else tell(context, result);
  return exitOf(result);
}

function tell(context: Context, result: LockAllResult): void {
  const style = context.colour ? coloured : plain;
  for (const contract of result.contracts) {
    for (const warning of lockWarnings(contract)) {
      context.warn(`${contract.ref}: ${warning}`);
    }
  }
  context.print(renderLocks(result, style));
  const failed = result.contracts.flatMap(({ ref, error }) =>
    error === undefined ? [] : [{ ...error, message: `${ref}: ${error.message}` }],
  );
  // What is wrong with several contracts together is said once.
  const texts = new Set([...failed, ...result.gaps].map((error) => errorText(error, style)));
  for (const text of texts) context.stderr.write(text);
}

function exitOf({ contracts, gaps }: LockAllResult): ExitCode {
  const isNo = ({ code }: { readonly code: string }) => exits.get(code) === 1;
  if (contracts.some(({ problems }) => problems.length > 0) || gaps.some(isNo)) return 1;
  return gaps.length > 0 || contracts.some(({ error }) => error !== undefined) ? 3 : 0;
}

const exits = new Map<string, number>(Object.entries(errorKinds).map(([code, { exit }]) => [code, exit]));
