/** `type`, `enum` and `const`. */

import { isInteger } from '../../document/number.ts';
import { isArray, type Json, member } from '../../json.ts';
import { nearest } from '../../nearest.ts';
import type { SchemaNode } from '../node.ts';
import { type Rule, spend } from '../run.ts';
import { describe, equalityKey, isNumber, orList, show, typeOf } from '../value.ts';
import { assertion, type Builder, fail } from './rule.ts';

export const valueRules: Readonly<Record<string, Builder>> = {
  type: (value, node) => {
    const types = typeNames(value);
    return assertion(
      node,
      (instance) => hasType(types, instance),
      (instance) => ({
        keyword: 'type',
        message: `must be ${orList(types.map((type) => articles[type] ?? type))} (found ${describe(instance)})`,
        help: typeHelp(types, instance),
      }),
    );
  },
  enum: (value, node) => equalToOne('enum', isArray(value) ? value : [], node),
  const: (value, node) => equalToOne('const', [value], node),
};

/** The types that `type` may name, as messages say them. */
export const articles: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'a boolean',
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  array: 'an array',
  object: 'an object',
};

function typeNames(value: Json | undefined): string[] {
  const names = isArray(value) ? value : [value];
  return names.filter((name) => typeof name === 'string');
}

function hasType(types: readonly string[], instance: Json): boolean {
  const type = typeOf(instance);
  return types.includes(type) || (isNumber(instance) && types.includes('integer') && isInteger(instance));
}

/** YAML reads `1.0` and `true` as something else than text unless they are quoted, and a quoted number is text. */
function typeHelp(types: readonly string[], instance: Json): string | undefined {
  if (types.includes('string') && (isNumber(instance) || typeof instance === 'boolean')) {
    return `quote it: "${show(instance)}"`;
  }
  if (typeof instance !== 'string') return undefined;
  const numeric = /^-?(0|[1-9]\d{0,20})(\.\d{1,20})?$/.test(instance);
  const meant =
    ((types.includes('number') || types.includes('integer')) && numeric) ||
    (types.includes('boolean') && (instance === 'true' || instance === 'false'));
  return meant ? `write it without quotes: ${instance}` : undefined;
}

const maxListed = 12;

function equalToOne(keyword: string, allowed: readonly Json[], node: SchemaNode): Rule {
  const keys = new Set(allowed.map((value) => equalityKey(value)));
  const scalars = allowed.every((value) => isScalar(value));
  const type = member(node.schema, 'type');
  const types = typeNames(type);
  return (run, instance, _scope, _seen, trace) => {
    if (!scalars || isScalar(instance)) {
      if (keys.has(equalityKey(instance, () => spend(run, 1)))) return true;
    }
    // Where `type` has complained there is nothing to add.
    const ofOtherType = type !== undefined && !hasType(types, instance);
    return fail(ofOtherType ? undefined : trace, node, () => ({
      keyword,
      message: notAmong(allowed, instance),
      help: probablyMeant(allowed, instance),
      allowed,
    }));
  };
}

function isScalar(value: Json): boolean {
  const type = typeOf(value);
  return type !== 'array' && type !== 'object';
}

/** `must be one of "http", "grpc" (found "htttp")`. */
export function notAmong(allowed: readonly Json[], instance: Json): string {
  const listed = allowed.slice(0, maxListed).map(show).join(', ');
  const more = allowed.length > maxListed ? `, … (${allowed.length} values)` : '';
  const found = `(found ${describe(instance)})`;
  return allowed.length === 1 ? `must be ${listed} ${found}` : `must be one of ${listed}${more} ${found}`;
}

export function probablyMeant(allowed: readonly Json[], instance: Json): string | undefined {
  if (typeof instance !== 'string') {
    const text = show(instance);
    return isScalar(instance) && allowed.includes(text) ? `quote it: "${text}"` : undefined;
  }
  const close = nearest(
    instance,
    allowed.filter((value) => typeof value === 'string'),
  );
  return close === undefined ? undefined : `did you mean ${show(close)}?`;
}
