import type { Finding, Position, Severity } from '../../core/finding.ts';
import type { Rule } from '../../core/validate/rule.ts';
import { contractRules } from '../../core/validate/rules/index.ts';
import { rulesWithFiles } from '../../core/validate/with-files.ts';
import type { ErrorResult, ValidateAllResult, ValidateResult } from '../../operations/results.ts';
import { physical, sarifLog } from '../sarif.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * One contract's findings as SARIF 2.1.0.
 *
 * @param version version of this program
 */
export function renderValidationSarif(result: ValidateResult, version: string): string {
  return log(result.findings, result.error === undefined ? [] : [result.error], version);
}

/** Many contracts' findings as one SARIF run. */
export function renderValidationsSarif(result: ValidateAllResult, version: string): string {
  const errors = result.contracts.flatMap(({ error }) => (error === undefined ? [] : [error]));
  return log(
    result.contracts.flatMap(({ findings }) => findings),
    [...errors, ...result.gaps],
    version,
  );
}

/** What made a command fail, and the findings that did, as SARIF. */
export function renderFailureSarif(error: ErrorResult, findings: readonly Finding[], version: string): string {
  return log(findings, [error], version);
}

function log(findings: readonly Finding[], errors: readonly ErrorResult[], version: string): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const known = new Map([...contractRules, ...rulesWithFiles].map((rule) => [rule.code, rule]));
  const seen = new Map<string, number>();
  const run = {
    tool: {
      driver: {
        name: 'pacto',
        version,
        rules: codes.map((code) => ruleOf(code, known.get(code))),
      },
    },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: errors.length === 0,
        toolExecutionNotifications: errors.map(({ code, message, hint }) => ({
          descriptor: { id: code },
          level: 'error',
          message: { text: `${message} (${hint})` },
        })),
      },
    ],
    results: findings.map((finding) => ({
      ruleId: finding.code,
      ruleIndex: codes.indexOf(finding.code),
      level: levels[finding.severity],
      message: { text: finding.help === undefined ? finding.message : `${finding.message} (${finding.help})` },
      locations: [
        {
          physicalLocation: physical(finding.at),
          logicalLocations: [{ fullyQualifiedName: finding.path === '' ? '(root)' : finding.path, kind: 'member' }],
        },
      ],
      ...(finding.related === undefined ? {} : { relatedLocations: finding.related.map(relatedLocation) }),
      partialFingerprints: { 'pactoFinding/v1': fingerprint(finding, seen) },
    })),
  };
  return sarifLog(run);
}

function ruleOf(code: string, rule: Rule | undefined): object {
  if (rule === undefined) return { id: code };
  const help = `Reported when ${rule.when}. ${rule.why}`;
  return {
    id: code,
    shortDescription: { text: `Reported when ${rule.when}.` },
    fullDescription: { text: rule.why },
    help: { text: help, markdown: `**${rule.where}**\n\n${help}` },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: [rule.layer] },
  };
}

function relatedLocation({ message, at }: { message: string; at: Position }, id: number): object {
  return { id, message: { text: message }, physicalLocation: physical(at) };
}

/** What stays the same while lines move: the code and the place in the document, numbered where they repeat. */
function fingerprint({ code, at, pointer }: Finding, seen: Map<string, number>): string {
  const identity = `${code}|${at.file}|${pointer}`;
  const before = seen.get(identity) ?? 0;
  seen.set(identity, before + 1);
  return `${identity}|${before}`;
}
