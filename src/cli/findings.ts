import type { ErrorResult, ValidateAllResult, ValidateResult } from '../operations/results.ts';
import type { TextOptions } from '../render/findings/text.ts';
import { coloured, plain } from '../render/style.ts';
import type { ExitCode } from './command.ts';
import type { Context } from './context.ts';
import { findingFromRoot } from './places.ts';

/** What rendering findings needs beside the result. */
export interface FindingsOptions {
  /** Whether warnings fail. */
  readonly strict: boolean;
  /** Texts for code frames, which a terminal gets. */
  readonly sources: (file: string) => string | undefined;
}

/** The findings of one contract in the format of this run. Tells on standard error what could not be found out. */
export async function renderOne(context: Context, result: ValidateResult, options: FindingsOptions): Promise<string> {
  const { format } = context;
  if (result.error !== undefined && (format === 'text' || format === 'github' || format === 'junit')) {
    const { errorText } = await import('./report.ts');
    context.stderr.write(errorText(shortened(result.error, result)));
  }
  switch (format) {
    case 'json':
      return (await import('../render/json.ts')).renderJson(result);
    case 'markdown':
      return (await import('../render/findings/markdown.ts')).renderValidationMarkdown(result);
    case 'sarif':
      return (await import('../render/findings/sarif.ts')).renderValidationSarif(
        fromRoot(context, result),
        await programVersion(),
      );
    case 'github':
      return (await import('../render/findings/github.ts')).renderValidationGithub(fromRoot(context, result));
    case 'junit':
      return (await import('../render/findings/junit.ts')).renderValidationJunit(result, options);
    default:
      return (await import('../render/findings/text.ts')).renderValidation(result, textOptions(context, options));
  }
}

/** What a finding says already is not said twice. */
function shortened(error: ErrorResult, { findings }: ValidateResult): ErrorResult {
  const isTold = findings.some(({ message }) => message.includes(error.message));
  return isTold ? { ...error, message: 'not everything could be checked; the findings say what' } : error;
}

/** The findings of many contracts in the format of this run. */
export async function renderAll(
  context: Context,
  result: ValidateAllResult,
  options: FindingsOptions,
): Promise<string> {
  switch (context.format) {
    case 'json':
      return (await import('../render/json.ts')).renderJson(result);
    case 'markdown':
      return (await import('../render/findings/markdown.ts')).renderValidationsMarkdown(result);
    case 'sarif':
      return (await import('../render/findings/sarif.ts')).renderValidationsSarif(
        allFromRoot(context, result),
        await programVersion(),
      );
    case 'github':
      return (await import('../render/findings/github.ts')).renderValidationsGithub(allFromRoot(context, result));
    case 'junit':
      return (await import('../render/findings/junit.ts')).renderValidationsJunit(result, options);
    default:
      return (await import('../render/findings/text.ts')).renderValidations(result, textOptions(context, options));
  }
}

function fromRoot(context: Context, result: ValidateResult): ValidateResult {
  return { ...result, findings: result.findings.map(findingFromRoot(context)) };
}

function allFromRoot(context: Context, result: ValidateAllResult): ValidateAllResult {
  return { ...result, contracts: result.contracts.map((contract) => fromRoot(context, contract)) };
}

/** The exit code of what was found: a known no before what could not be found out. */
export function findingsExit(results: readonly ValidateResult[], strict: boolean, gaps = 0): ExitCode {
  const isNo = ({ valid, error, findings }: ValidateResult) =>
    (!valid && error === undefined) || (strict && findings.some(({ severity }) => severity === 'warning'));
  if (results.some(isNo)) return 1;
  return gaps > 0 || results.some(({ error }) => error !== undefined) ? 3 : 0;
}

function textOptions(context: Context, { sources }: FindingsOptions): TextOptions {
  const style = context.colour ? coloured : plain;
  // Colour in a pipe was asked for with FORCE_COLOR: by logs that show what a terminal would.
  return context.stdout.isTerminal || context.colour ? { style, sources } : { style };
}

async function programVersion(): Promise<string> {
  return (await import('../version.ts')).version;
}
