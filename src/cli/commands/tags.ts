import { tags } from '../../operations/tags.ts';
import { renderJson } from '../../render/json.ts';
import { renderTags, tagsNote } from '../../render/publish/text.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { nodePorts } from '../ports.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const input = { reference: args.positionals[0] ?? '', all: args.flag('all') };
  const result = await tags(nodePorts(context, args), input);
  if (context.format === 'json') context.print(renderJson(result));
  else {
    context.print(renderTags(result));
    if (result.tags.length === 0) context.note(tagsNote(result));
  }
  return 0;
}
