import type { Classification } from '../../core/diff/change.ts';
import type { DiffRule } from '../../core/diff/rule.ts';
import { diffRules } from '../../core/diff/rules.ts';
import type { Position } from '../../core/finding.ts';
import type { DependencyDiff, DiffChange, DiffResult } from '../../operations/results.ts';
import { physical, sarifLog } from '../sarif.ts';
import { amongLines } from './among.ts';
import { dependencyRule, serviceMessage, unresolvedLines } from './dependencies.ts';
import { type Gate, isVersionFailure } from './failure.ts';
import { changeText, explanation, placeName, versionProblem } from './words.ts';

const levels: Readonly<Record<Classification, string>> = {
  BREAKING: 'error',
  POTENTIAL_BREAKING: 'warning',
  NON_BREAKING: 'note',
};

/** As SARIF explains that the version closes the gate. */
const versionRule: Pick<DiffRule, 'id' | 'when' | 'why' | 'classes'> = {
  id: 'require-bump',
  when: 'the version did not go up as far as the changes ask for, and --require-bump says that it has to',
  why: 'Whoever asks for a range of versions relies on what a version says.',
  classes: ['BREAKING'],
};

export interface DiffSarifOptions {
  /** Version of this program. */
  readonly version: string;
  readonly gate: Gate;
  /** Where to tell of what has no place: GitHub refuses a log with a result that has none. */
  readonly home?: Position | undefined;
}

/** Changes as SARIF 2.1.0; a waived one is suppressed with its reason. */
export function renderDiffSarif(result: DiffResult, { version, gate, home }: DiffSarifOptions): string {
  const { changes } = result;
  const used = new Set(changes.map(({ rule }) => rule));
  const dependencies = result.dependencies ?? { services: [], unresolved: [] };
  const { services } = dependencies;
  const problem = versionProblem(result);
  const failure = isVersionFailure(result, gate) ? problem : undefined;
  const rules = [
    ...diffRules.filter(({ id }) => used.has(id)),
    ...(services.length === 0 ? [] : [dependencyRule]),
    ...(failure === undefined ? [] : [versionRule]),
  ];
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const seen = new Map<string, number>();
  return sarifLog({
    tool: { driver: { name: 'pacto', version, rules: rules.map(ruleOf) } },
    ...notifications(
      [failure === undefined ? (problem ?? []) : [], unresolvedLines(dependencies), amongLines(result)].flat(),
      result.error === undefined,
    ),
    columnKind: 'utf16CodeUnits',
    results: [
      ...changes.map((change) => resultOf(change, home, indices.get(change.rule), seen)),
      ...services.map((service) => serviceResult(service, home, indices.get(dependencyRule.id), seen)),
      ...(failure === undefined ? [] : [versionResult(failure, home, rules.indexOf(versionRule))]),
    ],
  });
}

/** What is told beside the changes. */
function notifications(texts: readonly string[], executionSuccessful: boolean): object {
  if (texts.length === 0) return {};
  const told = texts.map((text) => ({ level: 'warning', message: { text } }));
  return { invocations: [{ executionSuccessful, toolExecutionNotifications: told }] };
}

/** A service that it depends on, where the contract declares what leads to it. */
function serviceResult(
  service: DependencyDiff,
  home: Position | undefined,
  ruleIndex: number | undefined,
  seen: Map<string, number>,
): object {
  const { at = home, countsAs, via } = service;
  const name = `dependencies.${via.join('.')}`;
  return {
    ruleId: dependencyRule.id,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[countsAs],
    message: { text: serviceMessage(service) },
    locations: [location(name, at)],
    partialFingerprints: { 'pactoChange/v1': fingerprint(`${dependencyRule.id}|${name}`, seen) },
  };
}

function versionResult(text: string, home: Position | undefined, ruleIndex: number): object {
  return {
    ruleId: versionRule.id,
    ruleIndex,
    level: 'error',
    message: { text },
    locations: [location('service.version', home)],
    partialFingerprints: { 'pactoChange/v1': versionRule.id },
  };
}

function location(name: string, at: Position | undefined): object {
  return {
    ...(at === undefined ? {} : { physicalLocation: physical(at) }),
    logicalLocations: [{ fullyQualifiedName: name, kind: 'member' }],
  };
}

function ruleOf({ id, when, why, classes }: Pick<DiffRule, 'id' | 'when' | 'why' | 'classes'>): object {
  const short = `Reported when ${when}.`;
  return {
    id,
    shortDescription: { text: short },
    fullDescription: { text: why },
    help: { text: `${short} ${why}` },
    defaultConfiguration: { level: levels[classes[0] ?? 'POTENTIAL_BREAKING'] },
  };
}

function resultOf(
  change: DiffChange,
  home: Position | undefined,
  ruleIndex: number | undefined,
  seen: Map<string, number>,
): object {
  const { rule, classification, path, type, old, new: fresh, waived } = change;
  const name = placeName(change);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[classification],
    message: { text: [`${path} (${type}): ${changeText(change)}`, ...explanation(change)].join('\n') },
    locations: [location(name, fresh ?? old ?? home)],
    ...(old === undefined || fresh === undefined
      ? {}
      : { relatedLocations: [{ id: 0, message: { text: 'as it was' }, physicalLocation: physical(old) }] }),
    partialFingerprints: { 'pactoChange/v1': fingerprint(`${rule}|${name}|${type}`, seen) },
    ...(waived === undefined ? {} : { suppressions: [{ kind: 'external', justification: waived }] }),
  };
}

/** What stays the same while lines move, numbered where it repeats. */
function fingerprint(identity: string, seen: Map<string, number>): string {
  const before = seen.get(identity) ?? 0;
  seen.set(identity, before + 1);
  return before === 0 ? identity : `${identity}|${before}`;
}
