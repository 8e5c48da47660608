import { discoverContracts } from '../../operations/discover.ts';
import { type ImpactInput, impact } from '../../operations/impact.ts';
import type { ImpactResult } from '../../operations/results.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { tellGaps } from '../gaps.ts';
import { nodePorts } from '../ports.ts';
import { progress } from '../progress.ts';
import { errorText } from '../report.ts';
import { sideOverrides } from '../side-overrides.ts';
import { usageError } from '../usage.ts';
import { waiversOf } from '../waivers.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const places = args.list('among');
  const among = discoverContracts(places.length === 0 ? ['.'] : places, context.cwd);
  if (among.references.length === 0 && among.gaps.length === 0) context.note('there is no contract in these places');
  const shown = progress(context, 'read', among.references.length);
  const input = {
    reference: args.positionals[0] ?? '.',
    ...upgradeOf(context, args),
    among,
    withReferences: args.flag('with-references'),
    onProgress: (done: number) => shown.at(done),
    signal: context.signal,
  };
  const result = await impact(nodePorts(context, args), input).finally(() => shown.end());
  context.print(await render(context, result));
  if (context.format !== 'json') {
    tellGaps(context, result);
    // Where there are gaps they are the error.
    if (result.error !== undefined && result.gaps.length === 0) context.stderr.write(errorText(result.error));
  }
  if ((result.verdicts?.requiredBreaks ?? 0) > 0) return 1;
  return result.error === undefined ? 0 : 3;
}

function upgradeOf(context: Context, args: Arguments): Pick<ImpactInput, 'upgrade'> {
  const [, reference] = args.positionals;
  const overrides = sideOverrides(args, 'new');
  if (reference === undefined) {
    if (overrides.values.length + overrides.sets.length === 0) return {};
    throw usageError('--new-values and --new-set are about NEW, and there is none', 'Give the new version as well.');
  }
  const date = new Date().toISOString().slice(0, 10);
  return { upgrade: { new: { reference, ...overrides }, waivers: waiversOf([], context.settings), date } };
}

async function render(context: Context, result: ImpactResult): Promise<string> {
  switch (context.format) {
    case 'json':
      return (await import('../../render/json.ts')).renderJson(result);
    case 'markdown':
      return (await import('../../render/impact/markdown.ts')).renderImpactMarkdown(result);
    case 'mermaid':
      return (await import('../../render/impact/mermaid.ts')).renderImpactMermaid(result);
    case 'svg':
      return (await import('../../render/impact/svg.ts')).renderImpactSvg(result);
    default:
      return (await import('../../render/impact/text.ts')).renderImpact(result, context.colour ? coloured : plain);
  }
}
