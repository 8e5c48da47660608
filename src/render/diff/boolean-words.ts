/** What `true` and `false` stand for in a change, in words; the JSON result has them as they are. */

interface Words {
  readonly true: string;
  readonly false: string;
}

/** By the rule that found the change; most rules exist once for each kind of document. */
const byRule: readonly (readonly [RegExp, Words])[] = [
  [/-became-(?:required|optional)$|^dependency-required-changed$/, { true: 'required', false: 'optional' }],
  [/-deprecated-changed$/, { true: 'deprecated', false: 'not deprecated' }],
  [/-read-only-changed$/, { true: 'read-only', false: 'not read-only' }],
  [/-write-only-changed$/, { true: 'write-only', false: 'not write-only' }],
  [/-unique-items-changed$/, { true: 'no item twice', false: 'items may repeat' }],
  [
    /-(?:additional-properties|unevaluated-properties|unevaluated-items)-changed$/,
    { true: 'any allowed', false: 'none allowed' },
  ],
  [/^request-parameter-allow-empty-value-/, { true: 'may be empty', false: 'may not be empty' }],
  [/^parameter-explode-changed$/, { true: 'exploded', false: 'not exploded' }],
  [
    /^parameter-allow-reserved-changed$/,
    { true: 'reserved characters as they are', false: 'reserved characters encoded' },
  ],
  [/^proto-message-set-changed$/, { true: 'message set', false: 'plain message' }],
  [/^proto-descriptor-accessor-changed$/, { true: 'without accessor', false: 'with accessor' }],
  [/^service-image-private-/, { true: 'private', false: 'not private' }],
];

/** Where a boolean is a schema of its own. */
const schema: Words = { true: 'any value', false: 'no value' };
const schemaKeywords = new Set([
  'additionalItems',
  'allOf',
  'anyOf',
  'contains',
  'dependentSchemas',
  'else',
  'if',
  'items',
  'not',
  'oneOf',
  'patternProperties',
  'prefixItems',
  'properties',
  'propertyNames',
  'then',
]);

/**
 * Words for a value of a change; `undefined` where `true` and `false` are values of a user, as in `default` and `const`.
 *
 * @param keyword the last one of the change's path
 */
export function booleanText(value: boolean, rule: string, keyword: string): string | undefined {
  const words =
    byRule.find(([pattern]) => pattern.test(rule))?.[1] ??
    (rule.endsWith('-schema-closed') || schemaKeywords.has(keyword) ? schema : undefined);
  return words?.[`${value}`];
}
