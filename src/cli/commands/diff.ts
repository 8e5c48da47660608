import { type Classification, classifications } from '../../core/diff/change.ts';
import { type DiffInput, diff } from '../../operations/diff.ts';
import type { DiffResult } from '../../operations/results.ts';
import { type Gate, isClosed } from '../../render/diff/failure.ts';
import { coloured, plain } from '../../render/style.ts';
import { version } from '../../version.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractPlace, diffFromRoot } from '../places.ts';
import { nodePorts } from '../ports.ts';
import { type Progress, progress } from '../progress.ts';
import { sideOverrides } from '../side-overrides.ts';
import { usageError } from '../usage.ts';
import { waiversOf } from '../waivers.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const input = diffInput(context, args);
  const shown = progress(context, 'dependencies resolved');
  const read = progress(context, 'contracts read');
  const work = diff(nodePorts(context, args), {
    ...input,
    ...(await amongOf(context, args, read)),
    signal: context.signal,
    onProgress: shown.at,
  });
  const result = await work.finally(() => {
    shown.end();
    read.end();
  });
  await tellUnresolved(context, result);
  const gate = { fatal: failing[args.text('fail-on') ?? 'breaking'] ?? [], requireBump: args.flag('require-bump') };
  context.print(await render(context, result, gate));
  if (context.format !== 'json') await tellErrors(context, args, result);
  if (isClosed(result, gate)) return 1;
  return result.error === undefined ? 0 : 3;
}

async function tellErrors(context: Context, args: Arguments, { among, error }: DiffResult): Promise<void> {
  if (error === undefined) return;
  const [{ tellGaps }, { errorText }] = await Promise.all([import('../gaps.ts'), import('../report.ts')]);
  const gaps = among?.gaps ?? [];
  tellGaps(context, { gaps });
  // Where there are gaps they are the error, unless dependencies are required as well.
  if (gaps.length === 0 || args.flag('require-deps')) context.stderr.write(errorText(error));
}

/** Where to look for who is hit; nothing is looked at unless it is asked for. */
async function amongOf(context: Context, args: Arguments, read: Progress): Promise<Pick<DiffInput, 'among'>> {
  const places = args.list('among');
  if (places.length === 0) return {};
  const { discoverContracts } = await import('../../operations/discover.ts');
  const among = discoverContracts(places, context.cwd);
  return { among: { among, onProgress: read.at, signal: context.signal } };
}

async function tellUnresolved(context: Context, { dependencies }: DiffResult): Promise<void> {
  if (dependencies === undefined) return;
  if (dependencies.unresolved.length === 0 && dependencies.truncated === undefined) return;
  const { unresolvedWarnings } = await import('../../render/diff/dependencies.ts');
  for (const warning of unresolvedWarnings(dependencies)) context.warn(warning);
}

function diffInput(context: Context, args: Arguments): DiffInput {
  const [old = '', fresh = '.'] = args.positionals;
  const today = dayOf(args.text('today'));
  return {
    old: { reference: old, ...sideOverrides(args, 'old') },
    new: { reference: fresh, ...sideOverrides(args, 'new') },
    sort: args.text('sort') === 'severity' ? 'severity' : 'section',
    waivers: waiversOf(args.list('allow'), context.settings),
    pure: args.flag('pure-containment'),
    againstPublished: args.flag('against-published'),
    allowMissingOld: args.flag('allow-missing-old'),
    dependencies: dependenciesOf(args),
    requireDependencies: args.flag('require-deps'),
    date: today ?? new Date().toISOString().slice(0, 10),
    ...(today === undefined ? {} : { today }),
  };
}

function dependenciesOf(args: Arguments): 'skip' | 'cap' | 'raise' {
  if (!args.flag('no-deps')) return args.text('deps') === 'raise' ? 'raise' : 'cap';
  const others = [args.flag('require-deps') ? '--require-deps' : [], args.text('deps') === undefined ? [] : '--deps'];
  const [other] = others.flat();
  if (other === undefined) return 'skip';
  throw usageError(`--no-deps and ${other} do not go together`, 'The first leaves dependencies out.');
}

function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return text;
  throw usageError(`--today ${text} is not a day`, 'Write it as 2026-01-31.');
}

/** The classes that fail for each `--fail-on`. */
const failing: Readonly<Record<string, readonly Classification[]>> = {
  breaking: ['BREAKING'],
  potential: ['BREAKING', 'POTENTIAL_BREAKING'],
  any: classifications,
  none: [],
};

async function render(context: Context, result: DiffResult, gate: Gate): Promise<string> {
  switch (context.format) {
    case 'json':
      return (await import('../../render/json.ts')).renderJson(result);
    case 'markdown':
      return (await import('../../render/diff/markdown.ts')).renderDiffMarkdown(result);
    case 'sarif':
      return (await import('../../render/diff/sarif.ts')).renderDiffSarif(diffFromRoot(result, context), {
        version,
        gate,
        home: contractPlace(result.new.ref, context),
      });
    case 'github':
      return (await import('../../render/diff/github.ts')).renderDiffGithub(
        diffFromRoot(result, context),
        gate,
        contractPlace(result.new.ref, context),
      );
    case 'junit':
      return (await import('../../render/diff/junit.ts')).renderDiffJunit(result, gate);
    default:
      return (await import('../../render/diff/text.ts')).renderDiff(result, context.colour ? coloured : plain);
  }
}
