import { type DocInput, doc } from '../../operations/doc.ts';
import type { DocResult, DocWrittenResult } from '../../operations/results.ts';
import { renderJson } from '../../render/json.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode, Format } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { bundleFrom, docOutput, withoutItself } from '../doc-output.ts';
import { readPicture } from '../doc-pictures.ts';
import { orElsewhere } from '../elsewhere.ts';
import { makeRoom, outputPlace } from '../output-place.ts';
import { nodePorts } from '../ports.ts';
import { progress } from '../progress.ts';
import { usageError } from '../usage.ts';

/** Of what could not be resolved; JSON has all. */
const maxTold = 20;

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  if (args.flag('serve')) return (await import('./doc-serve.ts')).runServing(context, args);
  if (args.text('port') !== undefined) throw usageError('--port needs --serve', 'Without it nothing listens.');
  const output = outputPlace(args);
  const format = documentFormat(context.format);
  const typed = args.typed.findLast(({ name }) => name === 'output-format')?.value;
  const wanted = { format, typed: typed === undefined ? undefined : format };
  const placeOf = output === undefined ? undefined : docOutput(output, wanted, context.cwd);
  const ports = nodePorts(context, args);
  const shown = progress(context, 'references resolved');
  const input: DocInput = { ...contractInput(args), signal: context.signal, onProgress: shown.at };
  const { result, bundle } = await doc(ports, input).finally(shown.end);
  tellUnresolved(context, result);
  if (placeOf === undefined) {
    context.print(await render({ result, bundle }, format, bundleFrom(result, undefined, context.cwd)));
    return 0;
  }
  const place = placeOf(result.name);
  const documented = withoutItself(result, place, context.cwd);
  const text = await render({ result: documented, bundle }, place.format, bundleFrom(result, place, context.cwd));
  const bytes = new TextEncoder().encode(text);
  await orElsewhere(
    (async () => {
      context.signal.throwIfAborted();
      if (!place.isStream) makeRoom(place.path, context.cwd);
      await ports.writeFile(place.path, bytes);
    })(),
  );
  const { ref, name, version } = result;
  const written: DocWrittenResult = {
    schemaVersion: 1,
    ref,
    name,
    version,
    output: place.path,
    format: place.format,
    size: bytes.length,
  };
  if (context.format === 'json') context.print(renderJson(written));
  else context.print((await import('../../render/doc/written.ts')).renderWritten(written));
  return 0;
}

/** The document says why in few words, and JSON has it all. */
function tellUnresolved({ warn }: Context, { graph }: DocResult): void {
  const missing = graph.edges.flatMap(({ name, error }) => (error === undefined ? [] : [{ name, ...error }]));
  for (const { name, code, message } of missing.slice(0, maxTold)) {
    warn(`${code} "${name}" cannot be resolved: ${message}`);
  }
  if (missing.length > maxTold) warn(`GRAPH_INCOMPLETE ${missing.length - maxTold} more cannot be resolved`);
}

function documentFormat(format: Format): DocWrittenResult['format'] {
  return format === 'json' || format === 'html' ? format : 'markdown';
}

async function render(
  { result, bundle }: Awaited<ReturnType<typeof doc>>,
  format: DocWrittenResult['format'],
  directory: string | undefined,
): Promise<string> {
  if (format === 'json') return renderJson(result);
  if (format === 'html') {
    const { renderDocumentHtml } = await import('../../render/doc/html/page.ts');
    return (await renderDocumentHtml(result, { readFile: readPicture(bundle) })).html;
  }
  const { renderDocumentMarkdown } = await import('../../render/doc/markdown.ts');
  return renderDocumentMarkdown(result, directory === undefined ? {} : { bundle: directory });
}
