import { push } from '../../operations/push.ts';
import { renderJson } from '../../render/json.ts';
import { pushWarnings, renderPushed } from '../../render/publish/text.ts';
import { coloured, plain } from '../../render/style.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { contractInput } from '../contract-input.ts';
import { nodePorts } from '../ports.ts';
import { errorText } from '../report.ts';
import { usageError } from '../usage.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const created = sourceDate(context.env.SOURCE_DATE_EPOCH);
  // The lock is held against what its tags mean now.
  const result = await push(nodePorts(context, args, { freshTags: true }), {
    ...contractInput(args),
    reference: args.text('path') ?? '.',
    to: args.positionals[0] ?? '',
    tags: args.list('tag'),
    force: args.flag('force'),
    dryRun: args.flag('dry-run'),
    ...(created === undefined ? {} : { created }),
  });
  const failures = args.flag('fail-on-conflict') ? result.warnings.filter(({ code }) => code === 'ALREADY_EXISTS') : [];
  const warnings = result.warnings.filter((warning) => !failures.includes(warning));
  for (const warning of pushWarnings({ ...result, warnings })) context.warn(warning);
  context.print(context.format === 'json' ? renderJson(result) : renderPushed(result));
  const style = context.colour ? coloured : plain;
  for (const failure of failures) context.stderr.write(errorText({ ...failure, hint: '' }, style));
  return failures.length > 0 ? 1 : 0;
}

/** The time that reproducible builds set (https://reproducible-builds.org/specs/source-date-epoch), as RFC 3339. */
function sourceDate(epoch: string | undefined): string | undefined {
  if (epoch === undefined || epoch === '') return undefined;
  const date = new Date(Number(epoch) * 1000);
  if (!/^\d{1,12}$/.test(epoch) || Number.isNaN(date.getTime())) {
    throw usageError(
      `SOURCE_DATE_EPOCH is not a time: ${JSON.stringify(epoch)}`,
      'It is a number of seconds since 1970.',
    );
  }
  return date.toISOString().replace('.000Z', 'Z');
}
