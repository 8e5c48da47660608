import type { Rule } from '../rule.ts';

/** Findings about how the contract is spelled, which reading it brings to light. */
export const spellingRules: readonly Rule[] = [
  {
    code: 'DEPRECATED_SPELLING',
    layer: 'cross-field',
    severity: 'info',
    where: 'configuration, policy, runtime.workload.type',
    when: 'a section is written in an older spelling of format 1.0',
    why: 'It is read and means the same. `pacto fmt --upgrade` rewrites it.',
  },
];

/** What can be wrong before the contract has a meaning. */
export const structuralRules: readonly Rule[] = [
  {
    code: 'YAML_PARSE_ERROR',
    layer: 'structural',
    severity: 'error',
    where: 'the file',
    when: 'the file is not one well-formed YAML or JSON document within the limits of size and nesting',
    why: 'Nothing can be said about a text that cannot be read.',
  },
  {
    code: 'SCHEMA_VIOLATION',
    layer: 'structural',
    severity: 'error',
    where: 'anywhere',
    when: 'a value is not what the contract schema allows: an unknown key, a wrong type, a missing field, a value that is none of the allowed ones',
    why: 'A misspelled key would otherwise be passed over in silence.',
  },
  {
    code: 'UNSUPPORTED_PACTO_VERSION',
    layer: 'structural',
    severity: 'error',
    where: 'pactoVersion',
    when: 'the version of the contract format is none of the known ones',
    why: 'The meaning of the rest depends on it. Write "1.0" in quotes: unquoted, YAML reads a number.',
  },
  {
    code: 'AMBIGUOUS_SPELLING',
    layer: 'structural',
    severity: 'error',
    where: 'configuration and configurations, policy and policies',
    when: 'the older and the newer spelling of one section stand together',
    why: 'It is unclear which one is meant.',
  },
];
