import type { CachePathResult } from '../../operations/results.ts';
import { renderJson } from '../../render/json.ts';
import type { Arguments } from '../arguments.ts';
import { cacheDirectory } from '../cache.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  // Of wrong settings only those matter that might say where the cache is.
  const wrong = context.refusedSettings.find(({ file }) => file.kind === 'user');
  if (wrong !== undefined && !context.env.PACTO_CACHE_DIR) throw wrong.reason;
  const result: CachePathResult = { schemaVersion: 1, path: await cacheDirectory(context, args) };
  context.print(context.format === 'json' ? renderJson(result) : `${result.path}\n`);
  return 0;
}
