import type { Classification } from '../../core/diff/change.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';
import { amongText } from './among.ts';
import { dependenciesText } from './dependencies.ts';
import { sbomText } from './sbom.ts';
import {
  changeText,
  countsText,
  explanation,
  needsReason,
  nothingChanged,
  ownClass,
  placeName,
  versionProblem,
  waiverName,
} from './words.ts';

/** The verdict, one line for each change, then why, for all that is not plainly harmless. Scripts rely on the lines before `Why`. */
export function renderDiff(result: DiffResult, style: Style = plain): string {
  const { classification, gate, changes, waivers } = result;
  const asides = [
    ...(gate === classification ? [] : [` (${gate} without what is waived)`]),
    ...(ownClass(result) === undefined ? [] : [` (${ownClass(result)} without its dependencies)`]),
  ];
  const head = `Classification: ${classText(classification, style)}${asides.join('')}\n`;
  const foot = `${dependenciesText(result, style)}${sbomText(result, style)}${amongText(result, style)}${waiverText(waivers)}${versionText(result, style)}`;
  if (changes.length === 0) return `${head}${nothingChanged(result)}\n${foot}`;
  const lines = changes.map((change) => changeLine(change, style));
  return `${head}Changes (${changes.length}): ${countsText(result)}\n${lines.join('')}${reasons(changes, style)}${foot}`;
}

/** `  [BREAKING] interfaces.port (modified): port of rest-api modified [8081 -> 9090]`. */
export function changeLine(change: DiffChange, style: Style): string {
  const { classification, path, type, waived } = change;
  const what = `${printable(path)} (${type}): ${printable(changeText(change))}`;
  return `  [${classText(classification, style)}] ${what}${waived === undefined ? '' : style.dim(' (waived)')}\n`;
}

function reasons(changes: readonly DiffChange[], style: Style): string {
  const worth = changes.filter(needsReason);
  if (worth.length === 0) return '';
  const blocks = worth.map((change) => {
    const at = change.new ?? change.old;
    const place = at === undefined ? '' : ` ${style.dim(`${printable(at.file)}:${at.line}:${at.column}`)}`;
    const why = explanation(change).map((line) => `    ${printable(line)}\n`);
    return `  ${printable(placeName(change))}${place} ${style.dim(change.rule)}\n${why.join('')}`;
  });
  return `\nWhy:\n${blocks.join('')}`;
}

function waiverText({ unused, expired }: DiffResult['waivers']): string {
  const lines = [
    ...unused.map((waiver) => `unused waiver: ${waiverName(waiver)}`),
    ...expired.map((waiver) => `expired waiver (${waiver.expires}): ${waiverName(waiver)}`),
  ];
  return lines.length === 0 ? '' : `\n${lines.map((line) => `${printable(line)}\n`).join('')}`;
}

function versionText(result: DiffResult, style: Style): string {
  const problem = versionProblem(result);
  return problem === undefined ? '' : `\n${style.yellow(printable(problem))}\n`;
}

/** A class in its colour. */
export function classText(classification: Classification, style: Style): string {
  const colours = { BREAKING: style.red, POTENTIAL_BREAKING: style.yellow, NON_BREAKING: style.green };
  return colours[classification](classification);
}
