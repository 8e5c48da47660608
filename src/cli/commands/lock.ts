import { lock } from '../../operations/lock.ts';
import { renderJson } from '../../render/json.ts';
import { lockWarnings, renderLock } from '../../render/lock/text.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { nodePorts } from '../ports.ts';
import { progress } from '../progress.ts';
import { errorText } from '../report.ts';
import { usageError } from '../usage.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  if (args.flag('recursive')) return (await import('./lock-recursive.ts')).runRecursive(context, args);
  const check = args.flag('check');
  const names = args.list('update-name');
  const all = args.flag('update');
  if (check && (all || names.length > 0)) {
    throw usageError(`--check and --update${all ? '' : '-name'} do not go together`, '--check writes nothing.');
  }
  const shown = progress(context, 'resolved');
  const input = {
    reference: args.positionals[0] ?? '.',
    check,
    update: all ? ('all' as const) : names,
    onProgress: (done: number, known: number) => shown.at(done, known),
    signal: context.signal,
  };
  // What is pinned, or held against the pins, is what the tags mean now, and not what they meant some minutes ago.
  const ports = nodePorts(context, args, { freshTags: true });
  const result = await lock(ports, input).finally(() => shown.end());
  const style = context.colour ? coloured : plain;
  if (context.format === 'json') context.print(renderJson(result));
  else {
    for (const warning of lockWarnings(result)) context.warn(warning);
    context.print(renderLock(result, style));
    if (result.error !== undefined) context.stderr.write(errorText(result.error, style));
  }
  if (result.problems.length > 0) return 1;
  return result.error === undefined ? 0 : 3;
}
