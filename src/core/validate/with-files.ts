import { enforcementRules } from './policies.ts';
import type { Rule } from './rule.ts';
import { configurationSchemaRules } from './rules/configuration-schemas.ts';
import { fileRules } from './rules/files.ts';
import { lockRules } from './rules/lock.ts';
import { policySchemaRules } from './rules/policy-schemas.ts';

export { readBundleLock } from '../graph/lock-file.ts';
export { bundleFiles } from './bundle-files.ts';
export { enforcePolicies } from './policies.ts';

/** The rules that read files, loaded only for contracts that name some. */
export const rulesWithFiles: readonly Rule[] = [
  ...fileRules,
  ...configurationSchemaRules,
  ...policySchemaRules,
  ...lockRules,
  ...enforcementRules,
];
