import { parseReference } from '../../contract/reference.ts';
import type { Report } from '../../finding.ts';
import type { Rule } from '../rule.ts';
import { uniqueNames } from './names.ts';

/** Rules about the entries of `policies`. */
export const policyRules: readonly Rule[] = [
  uniqueNames('policies', 'policy'),
  {
    code: 'INVALID_POLICY_REF',
    layer: 'cross-field',
    severity: 'error',
    where: 'policies[].ref',
    when: 'it is not a reference',
    why: 'A policy that cannot be found cannot be enforced.',
    *check({ contract }) {
      for (const [i, { ref }] of (contract.policies ?? []).entries()) {
        const parsed = ref === undefined ? undefined : parseReference(ref, { inContract: true });
        if (parsed === undefined || parsed.ok) continue;
        const report: Report = { pointer: `/policies/${i}/ref`, message: parsed.message };
        yield parsed.help === undefined ? report : { ...report, help: parsed.help };
      }
    },
  },
];
