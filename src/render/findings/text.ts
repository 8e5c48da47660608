import type { Finding, Severity } from '../../core/finding.ts';
import type { ValidateAllResult, ValidateResult } from '../../operations/results.ts';
import { codeFrame } from '../code-frame.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';
import { summary, summaryOfAll, verdict } from './summary.ts';

/** How findings are shown to people. */
export interface TextOptions {
  readonly style?: Style;
  /** The text of a file that findings name, for code frames; without it there are none. */
  readonly sources?: (file: string) => string | undefined;
}

/** Help longer than this has a line of its own below the code frame, where there is one. */
const longHelp = 120;

/** The findings of one contract, one line each, and the summary. */
export function renderValidation(result: ValidateResult, options: TextOptions = {}): string {
  return `${renderFindings(result.findings, options)}${colourOf(result, options)(summary(result))}\n`;
}

/** The findings of many contracts, the verdict of each that has errors, and one summary. */
export function renderValidations(result: ValidateAllResult, options: TextOptions = {}): string {
  const { style = plain } = options;
  let text = '';
  for (const contract of result.contracts) {
    text += renderFindings(contract.findings, options);
    if (!contract.valid) text += `${colourOf(contract, options)(summary(contract, contract.ref))}\n`;
    if (contract.error !== undefined) text += `${style.red('error')} ${printable(contract.error.message)}\n`;
  }
  for (const gap of result.gaps) {
    text += `${printable(gap.path)} ${style.red('error')} ${gap.code} ${printable(gap.message)}\n`;
  }
  return `${text}${result.valid ? style.green(summaryOfAll(result)) : style.red(summaryOfAll(result))}\n`;
}

/** Findings, one line each, with code frames where the sources are given. */
export function renderFindings(findings: readonly Finding[], { style = plain, sources }: TextOptions): string {
  let text = '';
  for (const finding of findings) {
    const source = sources?.(finding.at.file);
    const frame = source === undefined ? undefined : codeFrame(source, finding.at, style);
    if (frame === undefined) {
      text += `${findingLine(finding, style)}\n`;
      continue;
    }
    const long = (finding.help?.length ?? 0) > longHelp;
    const { help, ...withoutHelp } = finding;
    text += `${findingLine(long ? withoutHelp : finding, style)}\n${frame}\n`;
    if (long && help !== undefined) text += `  ${style.cyan('help')} ${printable(help)}\n`;
    for (const { message, at } of finding.related ?? []) {
      text += `  ${style.dim(`${place(at)} ${printable(message)}`)}\n`;
    }
    text += '\n';
  }
  return text;
}

/** `pacto.yaml:12:5 error CODE message (did you mean …)`: the one line that editors and CI jump by. */
export function findingLine(finding: Finding, style: Style = plain): string {
  const { at, severity, code, message, help } = finding;
  const more = help === undefined ? '' : ` (${printable(help)})`;
  const shown = severityStyle(severity, style)(severity);
  return `${style.bold(place(at))} ${shown} ${style.dim(code)} ${printable(message)}${more}`;
}

function place(at: Finding['at']): string {
  return `${printable(at.file)}:${at.line}:${at.column}`;
}

function severityStyle(severity: Severity, style: Style): (text: string) => string {
  return { error: style.red, warning: style.yellow, info: style.blue }[severity];
}

function colourOf(result: ValidateResult, { style = plain }: TextOptions): (text: string) => string {
  return { valid: style.green, invalid: style.red }[verdict(result)] ?? style.yellow;
}
