import type { Finding } from '../../core/finding.ts';
import type { Json } from '../../core/json.ts';
import type { ValidateResult } from '../../operations/results.ts';
import { editFor } from './edits.ts';

/** What to do next. */
export interface Suggestion {
  /** The finding that it is about. */
  readonly code?: string;
  readonly path?: string;
  readonly why: string;
  /** A call that is ready to be made. */
  readonly call?: { readonly tool: string; readonly arguments: Readonly<Record<string, unknown>> };
}

/** What of a contract is in a file of this machine. */
export interface OnDisk {
  /** What edits can change; absent where it cannot be read. */
  readonly contract?: Json;
  /** Its directory below the working directory, `/`-separated, where that is in a repository; empty for that itself. */
  readonly path?: string;
}

type Advice = (finding: Finding, ref: string) => Pick<Suggestion, 'call'> & { readonly why?: string };

const call = (tool: string, given: Readonly<Record<string, unknown>>) => ({ call: { tool, arguments: given } });

const interfaces: Advice = (_, ref) => call('pacto_list_interfaces', { ref });
const dependencies: Advice = (_, ref) => call('pacto_resolve_dependencies', { ref });
const inspection: Advice = (_, ref) => call('pacto_inspect', { ref });
const format: Advice = () => call('pacto_schema', {});
const lock: Advice = (_, ref) => ({
  why: 'Run `pacto lock` on the command line once the dependencies are as they should be; this call shows what they are now.',
  ...call('pacto_resolve_dependencies', { ref }),
});

/** What helps with a finding, where it is more than to mend the value itself. */
const advice: Readonly<Record<string, Advice>> = {
  SCHEMA_VIOLATION: format,
  AMBIGUOUS_SPELLING: format,
  UNSUPPORTED_PACTO_VERSION: format,
  UNKNOWN_CONTRACT_FORMAT: format,
  CONFIG_VALUES_INVALID: inspection,
  FILE_NOT_FOUND: inspection,
  INVALID_CONTRACT_FILE: inspection,
  HEALTH_INTERFACE_NOT_FOUND: interfaces,
  HEALTH_INTERFACE_INVALID: interfaces,
  HEALTH_PATH_NOT_IN_SPEC: interfaces,
  METRICS_INTERFACE_NOT_FOUND: interfaces,
  METRICS_INTERFACE_INVALID: interfaces,
  LOCAL_REF_NOT_FOUND: dependencies,
  LOCAL_REF_IN_PUBLISHED_BUNDLE: dependencies,
  DEPENDENCY_OUT_OF_RANGE: dependencies,
  TAG_NOT_DIGEST: dependencies,
  POLICY_REF_UNRESOLVED: (_, ref) => call('pacto_graph', { ref, references: 'only' }),
  POLICY_REF_CYCLE: (_, ref) => call('pacto_graph', { ref, references: 'only' }),
  LOCK_DIGEST_MISMATCH: lock,
  LOCK_LOCAL_DRIFT: lock,
  LOCK_STALE: lock,
  LOCK_UNREADABLE: lock,
};

/** Findings that are told one by one; the rest is of the same kind more often than not. */
const findingLimit = 20;

/** What to do after a validation, the most pressing first. */
export function suggestionsFor(result: ValidateResult, { contract, path }: OnDisk): Suggestion[] {
  const { ref, findings, valid, error } = result;
  const bySeverity = ['error', 'warning'].flatMap((severity) => findings.filter((one) => one.severity === severity));
  const told = bySeverity.slice(0, findingLimit).map((finding) => forFinding(finding, ref, contract));
  const again = { why: 'Check again once this is fixed.', ...call('pacto_check', { ref }) };
  if (!valid) return [...told, again];
  const unknown = error === undefined ? [] : [{ why: error.hint, ...call('pacto_graph', { ref, references: 'with' }) }];
  return [
    ...unknown,
    ...told,
    ...(told.length === 0 ? [] : [again]),
    ...(path === undefined ? [] : [whenValid(ref, path)]),
  ];
}

function forFinding(finding: Finding, ref: string, contract: Json | undefined): Suggestion {
  const { code, path, message, help } = finding;
  const edit = contract === undefined ? undefined : editFor(contract, finding);
  const more = Object.hasOwn(advice, code) ? advice[code]?.(finding, ref) : undefined;
  const why = help === undefined ? message : `${message}: ${help}`;
  return { code, path, why, ...(edit === undefined ? more : call('pacto_edit', { path: ref, ...edit })) };
}

function whenValid(ref: string, path: string): Suggestion {
  const old = path === '' ? 'git:HEAD' : `git:HEAD:${path}`;
  return {
    why: 'See what this changes against the last commit; name git:main or a published version to compare with those.',
    ...call('pacto_diff', { old, new: ref, allow_missing_old: true }),
  };
}
