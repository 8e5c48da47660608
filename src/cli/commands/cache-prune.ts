import { pruneCache } from '../../operations/cache.ts';
import { renderPruned } from '../../render/cache/text.ts';
import { renderJson } from '../../render/json.ts';
import type { Arguments } from '../arguments.ts';
import { cacheOf } from '../cache.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { parseDuration, parseSize } from '../quantity.ts';

/** What goes where no flag says what. */
const defaultAge = '30d';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const all = args.flag('all');
  const size = args.text('max-size');
  const age = args.text('older-than') ?? (all || size !== undefined ? undefined : defaultAge);
  const options = {
    all,
    dryRun: args.flag('dry-run'),
    ...(age === undefined ? {} : { olderThan: parseDuration('--older-than', age) }),
    ...(size === undefined ? {} : { maxSize: parseSize('--max-size', size) }),
  };
  const result = await pruneCache(await cacheOf(context, args), options);
  context.print(context.format === 'json' ? renderJson(result) : renderPruned(result));
  return 0;
}
