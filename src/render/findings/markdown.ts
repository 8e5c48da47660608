import type { Finding } from '../../core/finding.ts';
import type { ErrorResult, ValidateAllResult, ValidateResult } from '../../operations/results.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { details, summaryOfAll, verdict } from './summary.ts';

/** One contract's findings as a heading and a table, for a pull-request comment. */
export function renderValidationMarkdown(result: ValidateResult): string {
  return section(result, result.name ?? result.ref);
}

/** Many contracts: one summary, a section for each that has findings. */
export function renderValidationsMarkdown(result: ValidateAllResult): string {
  const sections = result.contracts
    .filter((contract) => contract.findings.length > 0 || contract.error !== undefined)
    .map((contract) => `\n${section(contract, contract.ref)}`);
  const gaps = result.gaps.map((gap) => [markdownCode(gap.path), markdownText(gap.code), markdownText(gap.message)]);
  const gapTable = gaps.length === 0 ? '' : `\n${markdownTable(['Not looked at', 'Code', 'Reason'], gaps)}`;
  return `## ${result.valid ? 'All contracts are valid' : 'Contracts need attention'}\n\n${summaryOfAll(result)}\n${gapTable}${sections.join('')}`;
}

/** What made a command fail, and the findings that did. */
export function renderFailureMarkdown(error: ErrorResult, findings: readonly Finding[]): string {
  const table = findingsMarkdown(findings);
  return `## Pacto could not answer\n\n${problem(error)}${table === '' ? '' : `\n${table}`}`;
}

function section(result: ValidateResult, name: string): string {
  const heading = `### ${markdownText(name)} is ${verdict(result)}\n\n${details(result).join(', ')}\n`;
  const table = findingsMarkdown(result.findings);
  return `${heading}${table === '' ? '' : `\n${table}`}${result.error === undefined ? '' : `\n${problem(result.error)}`}`;
}

/** The table of findings alone. */
export function findingsMarkdown(findings: readonly Finding[]): string {
  return markdownTable(
    ['Severity', 'Place', 'Code', 'Message'],
    findings.map(({ severity, at, code, message, help }) => [
      severity,
      markdownCode(`${at.file}:${at.line}:${at.column}`),
      markdownCode(code),
      markdownText(help === undefined ? message : `${message} (${help})`),
    ]),
  );
}

function problem({ code, message, hint }: ErrorResult): string {
  return `**${code}**: ${markdownText(message)} (${markdownText(hint)})\n`;
}
