import type { Finding } from '../../core/finding.ts';
import type { ValidateAllResult, ValidateResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';

/** `payments-api is valid (4 layers, 2 policies enforced, 1 warning)`. */
export function summary(result: ValidateResult, name: string = result.name ?? result.ref): string {
  return `${printable(name)} is ${verdict(result)} (${details(result).join(', ')})`;
}

/** `valid`, `invalid`, or that it could not be found out. */
export function verdict(result: ValidateResult): string {
  if (result.valid) return 'valid';
  return result.error === undefined ? 'invalid' : 'not fully checked';
}

/** What a summary counts: layers, policies, findings by severity, what was silenced. */
export function details(result: ValidateResult): string[] {
  const ran = result.layers.filter((layer) => layer.ran).length;
  const all = result.layers.length;
  return [
    ran === all ? count(all, 'layer') : `${ran} of ${count(all, 'layer')}`,
    ...(result.policiesEnforced > 0 ? [`${count(result.policiesEnforced, 'policy', 'policies')} enforced`] : []),
    ...severities(result.findings),
    ...(result.suppressed > 0 ? [`${result.suppressed} silenced`] : []),
  ];
}

/** `12 contracts: 10 valid, 2 invalid (3 errors, 1 warning)`. */
export function summaryOfAll(result: ValidateAllResult): string {
  const valid = result.contracts.filter((contract) => contract.valid).length;
  const invalid = result.contracts.filter((contract) => verdict(contract) === 'invalid').length;
  const unknown = result.contracts.length - valid - invalid;
  const suppressed = result.contracts.reduce((sum, contract) => sum + contract.suppressed, 0);
  const parts = [
    ...(valid > 0 ? [`${valid} valid`] : []),
    ...(invalid > 0 ? [`${invalid} invalid`] : []),
    ...(unknown > 0 ? [`${unknown} not fully checked`] : []),
    ...(result.gaps.length > 0 ? [`${result.gaps.length} could not be looked at`] : []),
  ];
  const more = severities(result.contracts.flatMap((contract) => contract.findings));
  if (suppressed > 0) more.push(`${suppressed} silenced`);
  const total = count(result.contracts.length, 'contract');
  return `${total}: ${parts.join(', ')}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

function severities(findings: readonly Finding[]): string[] {
  const parts: string[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    const number = findings.filter((finding) => finding.severity === severity).length;
    if (number > 0) parts.push(count(number, severity));
  }
  return parts;
}
