import { PactoError } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import type { Validation } from '../core/validate/validate.ts';

/** The contract is wrong and the command needs a right one. Doors print the findings. */
export class InvalidContract extends PactoError {
  readonly findings: readonly Finding[];

  constructor(reference: string, findings: readonly Finding[]) {
    const errors = findings.filter((finding) => finding.severity === 'error').length;
    super('INVALID_CONTRACT', `${reference} is invalid (${errors} ${errors === 1 ? 'error' : 'errors'})`);
    this.findings = findings;
  }
}

/** Throws {@link InvalidContract} with what validation found. */
export function refuse(reference: string, validation: Validation): never {
  throw new InvalidContract(reference, validation.findings);
}
