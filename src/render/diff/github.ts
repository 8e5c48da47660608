import type { Classification } from '../../core/diff/change.ts';
import type { Position } from '../../core/finding.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { type AnnotationLevel, annotation } from '../github.ts';
import { amongAnnotations } from './among.ts';
import { dependencyRule, serviceMessage, unresolvedLines } from './dependencies.ts';
import { type Gate, isVersionFailure } from './failure.ts';
import { sbomAnnotation } from './sbom.ts';
import { changeText, countsText, explanation, isUnchanged, versionProblem } from './words.ts';

const levels: Readonly<Record<Classification, AnnotationLevel>> = {
  BREAKING: 'error',
  POTENTIAL_BREAKING: 'warning',
  NON_BREAKING: 'notice',
};

/**
 * Each change that counts as an annotation in the new files, or in the old ones where it is gone.
 *
 * @param home where to tell of what has no place
 */
export function renderDiffGithub(result: DiffResult, gate: Gate, home?: Position): string {
  const worth = result.changes.filter(({ classification }) => classification !== 'NON_BREAKING');
  const nothing = isUnchanged(result) ? 'no changes' : 'no changes of the contract itself';
  const closing = result.changes.length === 0 ? nothing : countsText(result);
  const problem = versionProblem(result);
  const version =
    problem === undefined ? '' : annotation(isVersionFailure(result, gate) ? 'error' : 'warning', 'version', problem);
  const besides = `${dependencyLines(result)}${sbomAnnotation(result)}${amongAnnotations(result)}`;
  return `${worth.map((change) => told(change, home)).join('')}${besides}${version}pacto: ${result.classification} (${closing})\n`;
}

/** Each service that counts, where the contract declares what leads to it, and what could not be resolved. */
function dependencyLines({ dependencies, error }: DiffResult): string {
  if (dependencies === undefined) return '';
  const worth = dependencies.services.filter(({ countsAs }) => countsAs !== 'NON_BREAKING');
  const services = worth.map((service) => {
    return annotation(levels[service.countsAs], dependencyRule.id, serviceMessage(service), service.at);
  });
  const level = error === undefined ? 'notice' : 'error';
  const unresolved = unresolvedLines(dependencies).map((line) => annotation(level, 'dependencies', line));
  return [...services, ...unresolved].join('');
}

function told(change: DiffChange, home: Position | undefined): string {
  const level = change.waived === undefined ? levels[change.classification] : 'notice';
  const message = [`${change.path} (${change.type}): ${changeText(change)}`, ...explanation(change)].join('\n');
  return annotation(level, change.rule, message, change.new ?? change.old ?? home);
}
