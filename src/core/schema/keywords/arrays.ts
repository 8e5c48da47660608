/** Keywords about arrays. */

import { compareNumbers } from '../../document/number.ts';
import { isArray, type Json, member } from '../../json.ts';
import { since } from '../draft.ts';
import type { SchemaNode } from '../node.ts';
import { check, type Rule, spend } from '../run.ts';
import { below, report } from '../trace.ts';
import { count, countText, equalityKey, isNumber, show } from '../value.ts';
import { assertion, type Builder, fail, subschema } from './rule.ts';
import { keywordIn } from './table.ts';

export const arrayRules: Readonly<Record<string, Builder>> = {
  minItems: (limit, node) => {
    if (!isNumber(limit)) return undefined;
    return assertion(
      node,
      (instance) => !isArray(instance) || compareNumbers(instance.length, limit) >= 0,
      (instance) => ({
        keyword: 'minItems',
        message:
          isArray(instance) && instance.length === 0
            ? 'must not be empty'
            : `must have at least ${countText(limit, 'item')} (found ${lengthOf(instance)})`,
      }),
    );
  },
  maxItems: (limit, node) => {
    if (!isNumber(limit)) return undefined;
    return assertion(
      node,
      (instance) => !isArray(instance) || compareNumbers(instance.length, limit) <= 0,
      (instance) => ({
        keyword: 'maxItems',
        message: `must have at most ${countText(limit, 'item')} (found ${lengthOf(instance)})`,
      }),
    );
  },
  uniqueItems: (value, node) => {
    if (value !== true) return undefined;
    return (run, instance, _scope, _seen, trace) => {
      if (!isArray(instance)) return true;
      const first = new Map<string, number>();
      for (const [index, item] of instance.entries()) {
        const key = equalityKey(item, () => spend(run, 1));
        const before = first.get(key);
        if (before !== undefined) {
          return fail(trace, node, () => ({
            keyword: 'uniqueItems',
            message: `must not repeat an item: ${before} and ${index} are both ${show(instance[before] ?? null)}`,
          }));
        }
        first.set(key, index);
      }
      return true;
    };
  },
  prefixItems: (value, node) => (isArray(value) ? positional('prefixItems', value.length, node) : undefined),
  items: (value, node) => {
    if (isArray(value)) return positional('items', value.length, node);
    return rest('items', prefixLength(node, 'prefixItems'), node);
  },
  additionalItems: (_value, node) => {
    // It says nothing unless `items` is a list.
    return isArray(member(node.schema, 'items'))
      ? rest('additionalItems', prefixLength(node, 'items'), node)
      : undefined;
  },
  contains: (_value, node) => contains(node),
};

export const unevaluatedItems: Builder = (value, node) => {
  const each = subschema(node, 'unevaluatedItems');
  return (run, instance, scope, seen, trace) => {
    if (!isArray(instance) || !seen || seen.all) return true;
    let valid = true;
    for (const [index, item] of instance.entries()) {
      if (index < seen.prefix || seen.some.has(index)) continue;
      const at = trace && below(trace, index);
      if (value === false && at) report(at, node, { keyword: 'unevaluatedItems', message: 'is not allowed here' });
      if (value !== false && check(each, run, item, scope, undefined, at)) continue;
      valid = false;
      if (!trace) return false;
    }
    seen.all = true;
    return valid;
  };
};

/** A list of schemas, one for each of the first items. */
function positional(keyword: string, length: number, node: SchemaNode): Rule {
  const nodes = Array.from({ length }, (_, index) => subschema(node, keyword, index));
  return (run, instance, scope, seen, trace) => {
    if (!isArray(instance)) return true;
    let valid = true;
    for (const [index, each] of nodes.entries()) {
      const item = instance[index];
      if (item === undefined) break;
      if (check(each, run, item, scope, undefined, trace && below(trace, index))) continue;
      valid = false;
      if (!trace) return false;
    }
    if (seen) seen.prefix = Math.max(seen.prefix, nodes.length);
    return valid;
  };
}

/** One schema for every item from `start` on. */
function rest(keyword: string, start: number, node: SchemaNode): Rule {
  const each = subschema(node, keyword);
  return (run, instance, scope, seen, trace) => {
    if (!isArray(instance)) return true;
    if (seen) seen.all = true;
    let valid = true;
    for (let index = start; index < instance.length; index++) {
      const at = trace && below(trace, index);
      if (each.schema === false && at) report(at, node, { keyword, message: tooMany(start) });
      if (each.schema !== false && check(each, run, instance[index] ?? null, scope, undefined, at)) continue;
      valid = false;
      if (!trace) return false;
    }
    return valid;
  };
}

function tooMany(allowed: number): string {
  return allowed === 0
    ? 'is not allowed here: the array must be empty'
    : `is not allowed here: at most ${count(allowed, 'item')}`;
}

function prefixLength(node: SchemaNode, keyword: string): number {
  const list = keywordIn(node.resource.dialect, keyword) ? member(node.schema, keyword) : undefined;
  return isArray(list) ? list.length : 0;
}

function contains(node: SchemaNode): Rule {
  const { dialect } = node.resource;
  const each = subschema(node, 'contains');
  const limit = (name: string): Json | undefined => (keywordIn(dialect, name) ? member(node.schema, name) : undefined);
  const least = limit('minContains') ?? 1;
  const most = limit('maxContains');
  // Only since 2020-12 do the items that `contains` found count as evaluated.
  const marks = since(dialect.draft, '2020-12');
  return (run, instance, scope, seen, trace) => {
    if (!isArray(instance) || !isNumber(least)) return true;
    const doubts = run.doubts;
    let found = 0;
    for (const [index, item] of instance.entries()) {
      if (!check(each, run, item, scope, undefined, undefined)) continue;
      found += 1;
      if (seen && marks) seen.some.add(index);
      else if (most === undefined && compareNumbers(found, least) >= 0) return true;
    }
    const doubtful = run.doubts > doubts;
    if (compareNumbers(found, least) < 0) {
      return fail(trace, node, () => ({
        keyword: limit('minContains') === undefined ? 'contains' : 'minContains',
        message:
          found === 0 && compareNumbers(least, 1) === 0
            ? `must contain at least one matching item (none of ${count(instance.length, 'item')} matches)`
            : `must contain at least ${countText(least, 'matching item')} (found ${found})`,
      }));
    }
    if (!isNumber(most) || doubtful || compareNumbers(found, most) <= 0) return true;
    return fail(trace, node, () => ({
      keyword: 'maxContains',
      message: `must contain at most ${countText(most, 'matching item')} (found ${found})`,
    }));
  };
}

function lengthOf(instance: Json): number {
  return isArray(instance) ? instance.length : 0;
}
