import { discoverContracts } from '../../operations/discover.ts';
import { impact } from '../../operations/impact.ts';
import { renderImpactMarkdown } from '../../render/impact/markdown.ts';
import { renderImpact } from '../../render/impact/text.ts';
import { renderJson } from '../../render/json.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { nodePorts } from '../ports.ts';
import { progress } from '../progress.ts';
import { errorText } from '../report.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const places = args.list('among');
  const among = discoverContracts(places.length === 0 ? ['.'] : places, context.cwd);
  const shown = progress(context, 'read', among.references.length);
  const input = {
    reference: args.positionals[0] ?? '.',
    among,
    withReferences: args.flag('with-references'),
    onProgress: (done: number) => shown.at(done),
    signal: context.signal,
  };
  const result = await impact(nodePorts(context, args), input).finally(() => shown.end());
  if (context.format === 'json') context.print(renderJson(result));
  else {
    const style = context.colour ? coloured : plain;
    // Where nothing at all could be looked at, "no dependents" would be an answer that nobody has.
    if (result.considered > 0 || result.gaps.length === 0) {
      context.print(context.format === 'markdown' ? renderImpactMarkdown(result) : renderImpact(result, style));
    }
    for (const gap of result.gaps) context.stderr.write(errorText(gap, style));
  }
  return result.gaps.length === 0 ? 0 : 3;
}
