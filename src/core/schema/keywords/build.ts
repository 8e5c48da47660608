/** From a schema object to its rules. */

import { member } from '../../json.ts';
import type { SchemaNode } from '../node.ts';
import type { Rule } from '../run.ts';
import { arrayRules, unevaluatedItems } from './arrays.ts';
import { combiningRules } from './combine.ts';
import { numberRules } from './numbers.ts';
import { objectRules, unevaluatedProperties } from './objects.ts';
import { referenceRules } from './references.ts';
import type { Builder } from './rule.ts';
import { stringRules } from './strings.ts';
import { hidesSiblings, keywordIn } from './table.ts';
import { valueRules } from './values.ts';

/** In the order of evaluation: the cheap ones first, and what asks for the others' annotations last. */
const builders: readonly (readonly [keyword: string, build: Builder])[] = Object.entries({
  ...valueRules,
  ...numberRules,
  ...stringRules,
  ...objectRules,
  ...arrayRules,
  ...referenceRules,
  ...combiningRules,
  unevaluatedItems,
  unevaluatedProperties,
});

/** The rules of a node whose schema has been checked. */
export function buildRules(node: SchemaNode): readonly Rule[] {
  const { dialect } = node.resource;
  const onlyRef = hidesSiblings(dialect) && member(node.schema, '$ref') !== undefined;
  const rules: Rule[] = [];
  for (const [keyword, build] of builders) {
    if (onlyRef && keyword !== '$ref') continue;
    const value = member(node.schema, keyword);
    if (value === undefined || !keywordIn(dialect, keyword)) continue;
    const rule = build(value, node);
    if (rule) rules.push(rule);
  }
  return rules;
}
