import { PactoError } from '../core/error.ts';
import { InvalidContract } from '../operations/refuse.ts';
import type { ErrorResult } from '../operations/results.ts';
import { renderFindings } from '../render/findings/text.ts';
import { renderJson } from '../render/json.ts';
import { printable, printableLines } from '../render/printable.ts';
import { coloured, plain } from '../render/style.ts';
import type { ExitCode } from './command.ts';
import type { World } from './context.ts';

/** How a failure is to be told. */
export interface ReportOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly colour: boolean;
}

/**
 * Tells the user what went wrong: on standard error, or as JSON on standard output where JSON was asked for.
 *
 * @returns the exit code of the failure; 70 for what is not a PactoError, which is a bug
 */
export function reportFailure(error: unknown, world: World, { json, verbose, colour }: ReportOptions): ExitCode {
  const told = errorOf(error, verbose);
  const findings = error instanceof InvalidContract ? error.findings : undefined;
  if (json) {
    world.stdout.write(renderJson({ schemaVersion: 1, error: told, ...(findings === undefined ? {} : { findings }) }));
  } else {
    const style = colour ? coloured : plain;
    if (findings !== undefined) world.stderr.write(renderFindings(findings, { style }));
    world.stderr.write(errorText(told, style));
  }
  const isBug = !(error instanceof PactoError);
  if (verbose && (isBug || !json)) world.stderr.write(stack(error));
  return isBug ? 70 : exitCode(error);
}

/** The error that stands beside a partial result, for people. */
export function errorText({ code, message, hint }: ErrorResult, style = plain): string {
  const shown = printableLines(message);
  return `${style.red('error')} ${style.dim(code)} ${shown}\n${hint === '' ? '' : `${style.cyan('hint')} ${printable(hint)}\n`}`;
}

/** What a failure says. */
export function errorOf(error: unknown, verbose: boolean): ErrorResult {
  if (error instanceof PactoError) return { code: error.code, message: error.message, hint: error.hint };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'BUG',
    message: `this is a bug in pacto, please report it: ${message}`,
    hint: verbose
      ? 'The stack is on standard error; add it to the report.'
      : 'Run it again with --verbose and add the stack to the report.',
  };
}

function exitCode({ exit }: PactoError): ExitCode {
  return exit === 1 || exit === 2 || exit === 70 ? exit : 3;
}

/** Where a failure came from, with its causes. */
function stack(error: unknown): string {
  let text = '';
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    text += `${depth === 0 ? '' : 'caused by '}${cause.stack ?? cause.message}\n`;
  }
  return text;
}
