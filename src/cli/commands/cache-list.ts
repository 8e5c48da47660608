import { listCached } from '../../operations/cache.ts';
import { cacheProblems, renderCacheList } from '../../render/cache/text.ts';
import { renderJson } from '../../render/json.ts';
import type { Arguments } from '../arguments.ts';
import { cacheOf } from '../cache.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const result = listCached(await cacheOf(context, args));
  if (context.format === 'json') {
    context.print(renderJson(result));
    return 0;
  }
  context.print(renderCacheList(result, Date.now()));
  for (const problem of cacheProblems(result)) context.note(problem);
  return 0;
}
