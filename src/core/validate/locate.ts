import { contractFile } from '../contract/bundle.ts';
import type { ContractDocument, SourcePlace, SourceText } from '../contract/read.ts';
import { formatVersion, parseVersion } from '../contract/version.ts';
import { positionOf } from '../document/lines.ts';
import { ExactNumber, numberText } from '../document/number.ts';
import type { Finding, Place, Position, Related, Report, Span } from '../finding.ts';
import { readable, valueAt } from '../pointer.ts';
import type { BundleFiles } from './bundle-files.ts';
import type { Rule } from './rule.ts';

/** A report and, where its pointer is not into the canonical contract, what it is into. */
export interface PlacedReport extends Report {
  /** Into the contract as its author wrote it. */
  readonly authored?: true;
  /** Into the document of this text: the contract's own or an override's. */
  readonly source?: SourceText;
}

/** Turns what rules report into findings with lines. Nothing is looked up for a contract without findings. */
export interface Locator {
  finding(rule: Rule, report: PlacedReport): Finding;
}

/** A locator for one contract and the files of its bundle. */
export function locator(document: ContractDocument, files: BundleFiles | undefined): Locator {
  const placeOf = ({ source, authored }: PlacedReport, pointer: string): SourcePlace => {
    if (source !== undefined) return { source, pointer };
    return authored === true ? document.authoredPlace(pointer) : document.place(pointer);
  };

  const standing = (place: SourcePlace, onKey: boolean): { at: Position; related: Related[] } => {
    const { span, anchor } = spanOf(place, onKey);
    const related: Related[] =
      anchor === undefined
        ? []
        : [
            {
              message: 'the value stands here, under an anchor',
              at: positionOf(place.source.text, anchor, place.source.file),
            },
          ];
    return { at: positionOf(place.source.text, span, place.source.file), related };
  };

  const elsewhere = (place: Place): Position => {
    const file = files?.source(place.file);
    const text = file?.text ?? '';
    return positionOf(text, place.span ?? documentSpan(file, place), fileName(document.source.file, place.file));
  };

  return {
    finding(rule, report) {
      const place = placeOf(report, report.pointer);
      const own = standing(place, report.onKey === true);
      const { pointer } = place;
      const related = [
        ...own.related,
        ...(report.related ?? []).map(({ pointer: other, message }) => ({
          message,
          at: standing(placeOf(report, other), false).at,
        })),
        ...(report.elsewhere === undefined || pointer === '' ? [] : [{ message: 'named here', at: own.at }]),
      ];
      return {
        code: rule.code,
        severity: report.severity ?? rule.severity,
        layer: rule.layer,
        path: readable(pointer),
        pointer,
        message: asWritten(report.message, place),
        ...(report.help === undefined ? {} : { help: asWritten(report.help, place) }),
        ...(report.keyword === undefined ? {} : { keyword: report.keyword }),
        at: report.elsewhere === undefined ? own.at : elsewhere(report.elsewhere),
        ...(related.length === 0 ? {} : { related }),
      };
    },
  };
}

/**
 * Numbers as their author wrote them: where `1.0` stands in place of a text, advice to quote `1` would be wrong. Only
 * what a message says was found, and what it says to quote, is meant.
 */
function asWritten(message: string, { source, pointer }: SourcePlace): string {
  const value = source.document === undefined ? undefined : valueAt(source.document.value, pointer);
  if (source.document === undefined || (typeof value !== 'number' && !(value instanceof ExactNumber))) return message;
  const { start, end } = source.document.locate(pointer).span;
  const written = source.text.slice(start, end);
  const read = numberText(value);
  return message
    .replace(`found ${read})`, `found ${written})`)
    .replace(`quote it: "${read}"`, `quote it: "${pointer === '/service/version' ? asVersion(written) : written}"`);
}

/** Advice to quote `1.0` would lead to a warning to write `1.0.0`. */
function asVersion(written: string): string {
  const version = parseVersion(written);
  return version === undefined ? written : formatVersion(version);
}

function spanOf({ source, pointer }: SourcePlace, onKey: boolean): { span: Span; anchor?: Span } {
  if (source.document !== undefined) return source.document.locate(pointer, onKey);
  const start = source.flag?.valueStart ?? 0;
  return { span: onKey && start > 0 ? { start: 0, end: start - 1 } : { start, end: source.text.length } };
}

function documentSpan(file: ReturnType<BundleFiles['source']> | undefined, place: Place): Span {
  const parsed = file?.document();
  return parsed?.ok === true
    ? parsed.document.locate(place.pointer ?? '', place.onKey === true).span
    : { start: 0, end: 0 };
}

/** The name of a bundle's file as the user would open it, beside the contract's own name. */
function fileName(contractPath: string, path: string): string {
  return contractPath.endsWith(contractFile) ? contractPath.slice(0, -contractFile.length) + path : path;
}

/** The order of findings: the contract first, then by file, line, column and code. */
export function findingOrder(contractPath: string): (a: Finding, b: Finding) => number {
  return (a, b) =>
    Number(a.at.file !== contractPath) - Number(b.at.file !== contractPath) ||
    compareText(a.at.file, b.at.file) ||
    a.at.line - b.at.line ||
    a.at.column - b.at.column ||
    compareText(a.code, b.code);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The finding for a text that cannot be read at all. */
export function unreadable(
  rule: Rule,
  source: SourceText,
  problem: { message: string; help?: string; span: Span; related?: readonly { message: string; span: Span }[] },
): Finding {
  const related = (problem.related ?? []).map(({ message, span }) => ({
    message,
    at: positionOf(source.text, span, source.file),
  }));
  return {
    code: rule.code,
    severity: rule.severity,
    layer: rule.layer,
    path: '',
    pointer: '',
    message: problem.message,
    ...(problem.help === undefined ? {} : { help: problem.help }),
    at: positionOf(source.text, problem.span, source.file),
    ...(related.length === 0 ? {} : { related }),
  };
}
