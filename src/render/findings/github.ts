import type { Finding, Severity } from '../../core/finding.ts';
import type { ErrorResult, ValidateAllResult, ValidateResult } from '../../operations/results.ts';
import { type AnnotationLevel, annotation } from '../github.ts';
import { printable } from '../printable.ts';
import { summary, summaryOfAll } from './summary.ts';

const commands: Readonly<Record<Severity, AnnotationLevel>> = { error: 'error', warning: 'warning', info: 'notice' };

/** One contract's findings as GitHub workflow commands, which become annotations in the changed files. */
export function renderValidationGithub(result: ValidateResult): string {
  return annotations([result], []) + closing(summary(result));
}

/** Many contracts' findings as GitHub workflow commands. */
export function renderValidationsGithub(result: ValidateAllResult): string {
  return annotations(result.contracts, result.gaps) + closing(summaryOfAll(result));
}

/** What made a command fail, and the findings that did. */
export function renderFailureGithub(error: ErrorResult, findings: readonly Finding[]): string {
  return [...findings.map(told), failure(error)].join('');
}

function annotations(contracts: readonly ValidateResult[], gaps: readonly ErrorResult[]): string {
  const lines = contracts.flatMap(({ findings, error }) => [
    ...findings.map(told),
    ...(error === undefined ? [] : [failure(error)]),
  ]);
  return [...lines, ...gaps.map(failure)].join('');
}

function told({ severity, code, message, help, at }: Finding): string {
  return annotation(commands[severity], code, help === undefined ? message : `${message} (${help})`, at);
}

function failure({ code, message, hint }: ErrorResult): string {
  return annotation('error', code, `${message} (${hint})`);
}

/** The summary, after a word of ours: a line that begins with a contract's own text could be a workflow command. */
function closing(line: string): string {
  return `pacto: ${printable(line)}\n`;
}
