/** Results to render: made up, so that every renderer sees everything that can occur. */
import type { Finding, Position } from '../../src/core/finding.ts';
import type { ValidateAllResult, ValidateResult } from '../../src/operations/results.ts';

export function at(file: string, line: number, column: number, endLine = line, endColumn = column + 3): Position {
  return { file, line, column, endLine, endColumn };
}

export const healthNotFound: Finding = {
  code: 'HEALTH_INTERFACE_NOT_FOUND',
  severity: 'error',
  layer: 'cross-field',
  path: 'runtime.health.interface',
  pointer: '/runtime/health/interface',
  message: 'health interface "api" is not declared',
  help: 'did you mean "rest-api"?',
  at: at('pacto.yaml', 12, 5),
};

export const portConflict: Finding = {
  code: 'PORT_CONFLICT',
  severity: 'warning',
  layer: 'cross-field',
  path: 'interfaces[1].port',
  pointer: '/interfaces/1/port',
  message: 'port 8080 is used twice',
  at: at('pacto.yaml', 9, 11),
  related: [{ message: 'first used here', at: at('pacto.yaml', 6, 11) }],
};

export const olderSpelling: Finding = {
  code: 'DEPRECATED_SPELLING',
  severity: 'info',
  layer: 'structural',
  path: 'policy',
  pointer: '/policy',
  message: 'policy is the older spelling of policies',
  at: at('pacto.yaml', 2, 1),
};

/** A finding whose every text tries to be something else. */
export const hostile: Finding = {
  code: 'POLICY_VIOLATION',
  severity: 'error',
  layer: 'policy',
  path: 'metadata["<b>|x"]',
  pointer: '/metadata/<b>|x',
  message: '\u001b[31m<img src=x onerror=alert(1)> | `a` ::error::x\r\n]]>&"%0A\u0000\u202e @octocat \ud800',
  help: 'see\nhere',
  at: at('odd dir/a,b:c\u0007|`%.yaml', 1, 1),
};

export function result(findings: readonly Finding[], more: Partial<ValidateResult> = {}): ValidateResult {
  const layers = (['structural', 'cross-field', 'semantic', 'policy'] as const).map((name) => ({
    name,
    ran: true,
    errors: findings.filter((finding) => finding.layer === name && finding.severity === 'error').length,
    warnings: findings.filter((finding) => finding.layer === name && finding.severity === 'warning').length,
  }));
  return {
    schemaVersion: 1,
    ref: 'payments-api',
    name: 'payments-api',
    version: '2.1.0',
    valid: !findings.some(({ severity }) => severity === 'error'),
    layers,
    policiesEnforced: 0,
    filesChecked: 3,
    suppressed: 0,
    findings,
    ...more,
  };
}

export const valid = result([portConflict], { policiesEnforced: 2 });

export const invalid = result([healthNotFound, portConflict, olderSpelling], {
  suppressed: 1,
  layers: result([healthNotFound]).layers.map((layer, i) => ({ ...layer, ran: i < 2 })),
});

const outOfReach = {
  code: 'SOURCE_UNSUPPORTED',
  message: 'oci://ghcr.io/acme/policy is in a registry',
  hint: 'This version reads directories.',
};

export const unknown = result([], { valid: false, error: outOfReach });

export const all: ValidateAllResult = {
  schemaVersion: 1,
  root: '.',
  valid: false,
  total: 4,
  invalid: 2,
  contracts: [
    result([]),
    { ...invalid, ref: 'services/orders' },
    { ...unknown, ref: 'services/billing' },
    result([hostile], { ref: 'services/<odd>' }),
  ],
  gaps: [
    { path: 'secret', code: 'FILE_UNREADABLE', message: 'secret cannot be listed: permission denied', hint: 'Ask.' },
  ],
};
