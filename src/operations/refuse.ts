import { PactoError } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import type { Validation } from '../core/validate/validate.ts';

/** The contract is wrong and the command needs a right one. Doors print the findings. */
export class InvalidContract extends PactoError {
  readonly findings: readonly Finding[];

  constructor(reference: string, findings: readonly Finding[], hint?: string) {
    const errors = findings.filter((finding) => finding.severity === 'error').length;
    const message = `${reference} is invalid (${errors} ${errors === 1 ? 'error' : 'errors'})`;
    super('INVALID_CONTRACT', message, hint === undefined ? {} : { hint });
    this.findings = findings;
  }
}

/**
 * Throws {@link InvalidContract} with what validation found.
 *
 * @param hint what to do, where validating alone does not show it
 */
export function refuse(reference: string, validation: Validation, hint?: string): never {
  throw new InvalidContract(reference, validation.findings, hint);
}
