import { resolve } from 'node:path';
import { canonicalRegistry, registryHost } from '../../core/contract/registry-name.ts';
import { copy } from '../../operations/copy.ts';
import { copyWarnings, renderCopied } from '../../render/copy/text.ts';
import { renderJson } from '../../render/json.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { nodePorts } from '../ports.ts';
import { progress } from '../progress.ts';
import { usageError } from '../usage.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const [source = '', destination = ''] = args.positionals;
  refuseSharedPassword(args);
  const shown = { found: progress(context, 'references followed'), copied: progress(context, 'bundles copied') };
  const end = () => {
    for (const line of Object.values(shown)) line.end();
  };
  // What is released is what the tag means now, and not what it meant some minutes ago.
  const result = await copy(nodePorts(context, args, { freshTags: true }), {
    source,
    destination,
    closure: args.flag('closure'),
    withoutAttachments: args.flag('no-attachments'),
    force: args.flag('force'),
    dryRun: args.flag('dry-run'),
    onProgress: (done, total, what) => shown[what].at(done, total),
    signal: context.signal,
  }).finally(end);
  for (const warning of copyWarnings(result)) context.warn(warning);
  const absolute = (directory: string) => resolve(context.cwd, directory);
  context.print(context.format === 'json' ? renderJson(result) : renderCopied(result, { absolute }));
  return 0;
}

/** One password for two registries would tell each of them the other's. */
function refuseSharedPassword(args: Arguments): void {
  if (args.text('username') === undefined) return;
  const registries = args.positionals.flatMap((text) => {
    const host = registryHost(text);
    return host === undefined ? [] : [canonicalRegistry(host, 'x/x').registry];
  });
  const [first, second] = new Set(registries);
  if (first === undefined || second === undefined) return;
  throw usageError(
    '--username is for one registry, and there are two',
    `Log in to each of them: \`pacto login ${first}\`, \`pacto login ${second}\`.`,
  );
}
