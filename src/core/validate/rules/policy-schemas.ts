import type { Report } from '../../finding.ts';
import type { Rule } from '../rule.ts';

/** Rules about policy files, which need the schema engine. */
export const policySchemaRules: readonly Rule[] = [
  {
    code: 'INVALID_POLICY_SCHEMA',
    layer: 'cross-field',
    severity: 'error',
    where: 'policies[].schema',
    when: 'the file is not JSON or YAML, not a JSON Schema that can be used, or has a pattern that cannot be enforced',
    why: 'A policy that cannot be applied fails closed: nobody may pass because the rule was broken.',
    *check({ contract, files }) {
      for (const [i, { schema: path }] of (contract.policies ?? []).entries()) {
        if (path === undefined || files?.source(path).state !== 'file') continue;
        const file = files.schemaFile(path, 'policy');
        for (const { message, help, place } of file.ok ? [] : file.problems) {
          const report: Report = { pointer: `/policies/${i}/schema`, elsewhere: place, message };
          yield help === undefined ? report : { ...report, help };
        }
      }
    },
  },
];
