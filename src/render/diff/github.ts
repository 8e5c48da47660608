import type { Classification } from '../../core/diff/change.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { type AnnotationLevel, annotation } from '../github.ts';
import { type Gate, isVersionFailure } from './failure.ts';
import { changeText, countsText, explanation, versionProblem } from './words.ts';

const levels: Readonly<Record<Classification, AnnotationLevel>> = {
  BREAKING: 'error',
  POTENTIAL_BREAKING: 'warning',
  NON_BREAKING: 'notice',
};

/** Each change that counts as an annotation in the new files, or in the old ones where it is gone. */
export function renderDiffGithub(result: DiffResult, gate: Gate): string {
  const worth = result.changes.filter(({ classification }) => classification !== 'NON_BREAKING');
  const closing = result.changes.length === 0 ? 'no changes' : countsText(result);
  const problem = versionProblem(result);
  const version =
    problem === undefined ? '' : annotation(isVersionFailure(result, gate) ? 'error' : 'warning', 'version', problem);
  return `${worth.map(told).join('')}${version}pacto: ${result.classification} (${closing})\n`;
}

function told(change: DiffChange): string {
  const level = change.waived === undefined ? levels[change.classification] : 'notice';
  const message = [`${change.path} (${change.type}): ${changeText(change)}`, ...explanation(change)].join('\n');
  return annotation(level, change.rule, message, change.new ?? change.old);
}
