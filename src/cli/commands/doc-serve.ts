import { fileChanges } from '../../adapters/doc-server/changes.ts';
import {
  type PageServer,
  type PageServerOptions,
  type ServedPage,
  servePage,
} from '../../adapters/doc-server/server.ts';
import type { BundleOrigin } from '../../core/contract/bundle.ts';
import { PactoError } from '../../core/error.ts';
import { doc } from '../../operations/doc.ts';
import { InvalidContract } from '../../operations/refuse.ts';
import { renderDocumentHtml, renderFailureHtml } from '../../render/doc/html/page.ts';
import { printable } from '../../render/printable.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { readPicture } from '../doc-pictures.ts';
import { nodePorts } from '../ports.ts';
import { reportFailure } from '../report.ts';
import { usageError } from '../usage.ts';

/** Where the page is as long as nobody says otherwise, so that open tabs find it again. */
const usualPort = 8484;

/** Serves the page of a contract until it is interrupted, and has open tabs show every change of its files. */
export async function runServing(context: Context, args: Arguments): Promise<ExitCode> {
  if (args.text('output') !== undefined)
    throw usageError('--serve and --output do not go together', 'One shows the page, the other writes it.');
  if (context.format === 'json') throw usageError('--serve shows a page', 'Leave out --output-format.');
  const ports = nodePorts(context, args);
  const input = { ...contractInput(args), signal: context.signal };
  const { origin } = await ports.open(input.reference);
  const failing = new AbortController();
  const end = AbortSignal.any([context.signal, failing.signal]);
  const server = await listen(args.text('port'), {
    page: (events) => pageOf(doc(ports, input), events),
    onFailure: (error) => failing.abort(error),
  });
  try {
    context.print(`Documentation of ${printable(origin.label)} at ${server.url}\n`);
    context.stderr.write(`${whatIsWatched(origin)}; Ctrl-C ends.\n`);
    const options = { files: input.values ?? [], cwd: context.cwd, signal: end };
    const tell = createTeller(context, () => doc(ports, input));
    await eachChange(origin, options, async (isFirst) => {
      if (!isFirst) server.changed();
      await tell();
    });
  } finally {
    await server.close();
  }
  failing.signal.throwIfAborted();
  return 130;
}

async function listen(text: string | undefined, options: Omit<PageServerOptions, 'port'>): Promise<PageServer> {
  if (text !== undefined) return servePage({ ...options, port: portOf(text) });
  try {
    return await servePage({ ...options, port: usualPort });
  } catch (error) {
    if (!(error instanceof PactoError) || error.code !== 'PORT_UNAVAILABLE') throw error;
    return servePage({ ...options, port: 0 });
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw usageError(
    `--port ${JSON.stringify(text)} is not a port`,
    'It is a number from 1 to 65535, or 0 for any that is free.',
  );
}

function whatIsWatched({ kind, label }: BundleOrigin): string {
  if (kind === 'directory') return `Watching ${printable(label)}`;
  return `${printable(label)} is no directory, so there is nothing to watch`;
}

/** Tells the terminal what the page shows in its place while the contract is wrong, and when it is well again. */
function createTeller(context: Context, document: () => Promise<unknown>): () => Promise<void> {
  let isBroken = false;
  return async () => {
    try {
      await document();
      if (isBroken) context.stderr.write('The page shows the contract again.\n');
      isBroken = false;
    } catch (error) {
      if (context.signal.aborted) return;
      if (!(error instanceof PactoError)) throw error;
      reportFailure(error, context, { json: false, verbose: context.verbose, colour: context.colour });
      isBroken = true;
    }
  };
}

/** Calls once at the start and after every change; where nothing can change it waits for the end. */
async function eachChange(
  { kind, base }: BundleOrigin,
  options: { readonly files: readonly string[]; readonly cwd: string; readonly signal: AbortSignal },
  changed: (isFirst: boolean) => Promise<void>,
): Promise<void> {
  const { signal } = options;
  if (kind !== 'directory' || base === undefined) {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    return;
  }
  let isFirst = true;
  for await (const _ of fileChanges({ directory: base, ...options })) {
    await changed(isFirst);
    isFirst = false;
  }
}

/** The page, or why there is none for now: while files are being written a contract may be wrong or missing. */
async function pageOf(document: ReturnType<typeof doc>, events: string): Promise<ServedPage> {
  try {
    const { result, bundle } = await document;
    const page = await renderDocumentHtml(result, { readFile: readPicture(bundle), events });
    return { ...page, status: 200 };
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    const findings =
      error instanceof InvalidContract
        ? error.findings
            .slice(0, 20)
            .map(({ at, code, message }) => `${at.file}:${at.line}:${at.column} ${code} ${message}`)
        : [];
    const page = await renderFailureHtml({ message: error.message, hint: error.hint, findings }, events);
    return { ...page, status: 503 };
  }
}
