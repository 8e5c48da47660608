import type { Classification } from '../../core/diff/change.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { physical, sarifLog } from '../sarif.ts';
import { changeText, explanation, placeName } from './words.ts';

const levels: Readonly<Record<Classification, string>> = {
  BREAKING: 'error',
  POTENTIAL_BREAKING: 'warning',
  NON_BREAKING: 'note',
};

/**
 * Changes as SARIF 2.1.0; a waived one is suppressed with its reason.
 *
 * @param version version of this program
 */
export function renderDiffSarif({ changes }: DiffResult, version: string): string {
  const rules = [...new Set(changes.map(({ rule }) => rule))].sort();
  return sarifLog({
    tool: { driver: { name: 'pacto', version, rules: rules.map((id) => ({ id })) } },
    columnKind: 'utf16CodeUnits',
    results: changes.map((change) => resultOf(change, rules.indexOf(change.rule))),
  });
}

function resultOf(change: DiffChange, ruleIndex: number): object {
  const { rule, classification, path, type, old, new: fresh, waived } = change;
  const at = fresh ?? old;
  const name = placeName(change);
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[classification],
    message: { text: [`${path} (${type}): ${changeText(change)}`, ...explanation(change)].join('\n') },
    locations: [
      {
        ...(at === undefined ? {} : { physicalLocation: physical(at) }),
        logicalLocations: [{ fullyQualifiedName: name, kind: 'member' }],
      },
    ],
    ...(old === undefined || fresh === undefined
      ? {}
      : { relatedLocations: [{ id: 0, message: { text: 'as it was' }, physicalLocation: physical(old) }] }),
    partialFingerprints: { 'pactoChange/v1': `${rule}|${name}|${type}` },
    ...(waived === undefined ? {} : { suppressions: [{ kind: 'external', justification: waived }] }),
  };
}
