import type { Rule } from '../rule.ts';
import { configurationRules } from './configurations.ts';
import { dependencyRules } from './dependencies.ts';
import { interfaceRules } from './interfaces.ts';
import { policyRules } from './policies.ts';
import { runtimeRules } from './runtime.ts';
import { scalingRules } from './scaling.ts';
import { semanticRules } from './semantic.ts';
import { serviceRules } from './service.ts';
import { spellingRules, structuralRules } from './spelling.ts';

/** The rules that look at the contract alone. The ones that read its files load with `with-files.ts`. */
export const contractRules: readonly Rule[] = [
  ...structuralRules,
  ...spellingRules,
  ...serviceRules,
  ...interfaceRules,
  ...configurationRules,
  ...policyRules,
  ...dependencyRules,
  ...runtimeRules,
  ...scalingRules,
  ...semanticRules,
];
