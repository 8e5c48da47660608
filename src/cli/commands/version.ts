import { renderJson } from '../../render/json.ts';
import { version } from '../../version.ts';
import type { ExitCode } from '../command.ts';
import { type Context, print } from '../context.ts';

export async function run(context: Context): Promise<ExitCode> {
  print(context, context.format === 'json' ? renderJson({ schemaVersion: 1, version }) : `pacto version ${version}\n`);
  return 0;
}
