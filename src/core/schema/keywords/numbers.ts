/** `minimum`, `maximum`, their exclusive kin, and `multipleOf`: exact, whatever the size. */

import { compareNumbers, isMultipleOf, numberText } from '../../document/number.ts';
import { member } from '../../json.ts';
import { isNumber, show } from '../value.ts';
import { assertion, type Builder } from './rule.ts';

interface Bound {
  readonly words: string;
  readonly holds: (order: number) => boolean;
}

const atLeast: Bound = { words: 'at least', holds: (order) => order >= 0 };
const atMost: Bound = { words: 'at most', holds: (order) => order <= 0 };
const greater: Bound = { words: 'greater than', holds: (order) => order > 0 };
const less: Bound = { words: 'less than', holds: (order) => order < 0 };

export const numberRules: Readonly<Record<string, Builder>> = {
  minimum: bounded('minimum', atLeast, { when: 'exclusiveMinimum', bound: greater }),
  maximum: bounded('maximum', atMost, { when: 'exclusiveMaximum', bound: less }),
  exclusiveMinimum: bounded('exclusiveMinimum', greater),
  exclusiveMaximum: bounded('exclusiveMaximum', less),
  multipleOf: (divisor, node) => {
    if (!isNumber(divisor)) return undefined;
    return assertion(
      node,
      (instance) => !isNumber(instance) || isMultipleOf(instance, divisor),
      (instance) => ({
        keyword: 'multipleOf',
        message: `must be a multiple of ${numberText(divisor)} (found ${show(instance)})`,
      }),
    );
  },
};

/** In draft-04 the exclusive keywords are booleans beside the inclusive ones. */
function bounded(keyword: string, plain: Bound, draft04?: { readonly when: string; readonly bound: Bound }): Builder {
  return (limit, node) => {
    if (!isNumber(limit)) return undefined;
    const strict = draft04 && node.resource.dialect.draft === 'draft-04' && member(node.schema, draft04.when) === true;
    const { words, holds } = strict ? draft04.bound : plain;
    return assertion(
      node,
      (instance) => !isNumber(instance) || holds(compareNumbers(instance, limit)),
      (instance) => ({ keyword, message: `must be ${words} ${numberText(limit)} (found ${show(instance)})` }),
    );
  };
}
