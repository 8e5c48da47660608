import { version } from '../../version.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';

export async function run(context: Context): Promise<ExitCode> {
  if (context.format === 'json') {
    const { renderJson } = await import('../../render/json.ts');
    context.print(renderJson({ schemaVersion: 1, version }));
  } else {
    context.print(`pacto version ${version}\n`);
  }
  return 0;
}
