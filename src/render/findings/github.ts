import type { Finding, Severity } from '../../core/finding.ts';
import type { ErrorResult, ValidateAllResult, ValidateResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';
import { summary, summaryOfAll } from './summary.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** One contract's findings as GitHub workflow commands, which become annotations in the changed files. */
export function renderValidationGithub(result: ValidateResult): string {
  return annotations([result], []) + closing(summary(result));
}

/** Many contracts' findings as GitHub workflow commands. */
export function renderValidationsGithub(result: ValidateAllResult): string {
  return annotations(result.contracts, result.gaps) + closing(summaryOfAll(result));
}

function annotations(contracts: readonly ValidateResult[], gaps: readonly ErrorResult[]): string {
  const lines = contracts.flatMap(({ findings, error }) => [
    ...findings.map(annotation),
    ...(error === undefined ? [] : [failure(error)]),
  ]);
  return [...lines, ...gaps.map(failure)].map((line) => `${line}\n`).join('');
}

function annotation({ severity, code, message, help, at }: Finding): string {
  // GitHub refuses columns for a range of several lines.
  const columns: [string, number][] =
    at.endLine === at.line
      ? [
          ['col', at.column],
          ['endColumn', Math.max(at.column, at.endColumn - 1)],
        ]
      : [];
  const properties: [string, string | number][] = [
    ['file', at.file],
    ['line', at.line],
    ['endLine', at.endLine],
    ...columns,
    ['title', code],
  ];
  const text = properties.map(([name, value]) => `${name}=${property(String(value))}`).join(',');
  return `::${commands[severity]} ${text}::${data(help === undefined ? message : `${message} (${help})`)}`;
}

function failure({ code, message, hint }: ErrorResult): string {
  return `::error title=${property(code)}::${data(`${message} (${hint})`)}`;
}

/** The summary, after a word of ours: a line that begins with a contract's own text could be a workflow command. */
function closing(line: string): string {
  return `pacto: ${printable(line)}\n`;
}

/** Escapes the message of a command (actions/toolkit, packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
