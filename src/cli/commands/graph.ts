import { type GraphInput, graph } from '../../operations/graph.ts';
import type { GraphResult } from '../../operations/results.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { nodePorts } from '../ports.ts';
import { progress } from '../progress.ts';
import { errorText } from '../report.ts';
import { usageError } from '../usage.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const input = graphInput(args);
  const shown = progress(context, 'references resolved');
  const work = graph(nodePorts(context, args), { ...input, signal: context.signal, onProgress: shown.at });
  const result = await work.finally(shown.end);
  if (context.format !== 'json') {
    for (const { code, message } of result.warnings) context.warn(`${code} ${message}`);
  }
  context.print(await render(context, result));
  if (result.error !== undefined && context.format !== 'json') context.stderr.write(errorText(result.error));
  if (result.cycles.length > 0 || result.conflicts.length > 0) return 1;
  return result.error === undefined ? 0 : 3;
}

function graphInput(args: Arguments): GraphInput {
  const [withReferences, onlyReferences] = [args.flag('with-references'), args.flag('only-references')];
  if (withReferences && onlyReferences) {
    throw usageError(
      '--with-references and --only-references do not go together',
      'The first shows dependencies and references, the second references alone.',
    );
  }
  const depth = args.text('depth');
  if (depth !== undefined && !/^\d{1,6}$/.test(depth)) {
    throw usageError(
      `--depth ${depth} is not a number of steps`,
      'Give a whole number: 1 shows what the contract itself declares.',
    );
  }
  return {
    ...contractInput(args),
    withReferences,
    onlyReferences,
    ...(depth === undefined ? {} : { depth: Number(depth) }),
  };
}

async function render(context: Context, result: GraphResult): Promise<string> {
  switch (context.format) {
    case 'json':
      return (await import('../../render/json.ts')).renderJson(result);
    case 'markdown':
      return (await import('../../render/graph/markdown.ts')).renderGraphMarkdown(result);
    case 'mermaid':
      return (await import('../../render/graph/mermaid.ts')).renderGraphMermaid(result);
    case 'dot':
      return (await import('../../render/graph/dot.ts')).renderGraphDot(result);
    case 'svg':
      return (await import('../../render/graph/svg/svg.ts')).renderGraphSvg(result);
    default:
      return (await import('../../render/graph/text.ts')).renderGraph(result, context.colour ? coloured : plain);
  }
}
