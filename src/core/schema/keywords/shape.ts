/** Whether a keyword has a value that it can have. Subschemas and patterns inside are looked at by the indexer. */

import { compareNumbers, isInteger } from '../../document/number.ts';
import { isArray, isObject, type Json } from '../../json.ts';
import { nearest } from '../../nearest.ts';
import { type Draft, since } from '../draft.ts';
import { describe, isNumber, show } from '../value.ts';
import type { Shape } from './table.ts';
import { articles } from './values.ts';

export interface ShapeProblem {
  readonly message: string;
  readonly help?: string;
  /** The member or item of the keyword's value at fault. */
  readonly at?: string | number;
}

/** What is wrong with the value of the keyword, or undefined. */
export function shapeProblem(keyword: string, shape: Shape, value: Json, draft: Draft): ShapeProblem | undefined {
  const must = (what: string, help?: string): ShapeProblem => ({
    message: `"${keyword}" must be ${what} (found ${describe(value)})`,
    ...(help !== undefined && { help }),
  });
  switch (shape) {
    case 'types':
      return typesProblem(value);
    case 'schema':
    case 'anything':
      return undefined;
    case 'schema-or-boolean':
      return isObject(value) || typeof value === 'boolean' ? undefined : must('a schema, true or false');
    case 'schema-or-schemas':
      // Two forms until 2019-09, a single schema since.
      if (!isArray(value)) return undefined;
      return since(draft, '2020-12')
        ? must('a schema', 'a list of schemas is written as "prefixItems" since 2020-12')
        : undefined;
    case 'schemas':
      return isArray(value) && value.length > 0 ? undefined : must('a list of at least one schema');
    case 'schemas-by-name':
      return isObject(value) ? undefined : must('an object that holds a schema for each name');
    case 'schemas-by-pattern':
      return isObject(value) ? undefined : must('an object that holds a schema for each pattern');
    case 'dependencies':
      if (!isObject(value)) return must('an object that holds a schema or a list of names for each name');
      return firstProblem(value, (item) => (isArray(item) ? namesProblem(keyword, item) : undefined));
    case 'names-by-name':
      if (!isObject(value)) return must('an object that holds a list of names for each name');
      return firstProblem(value, (item) => namesProblem(keyword, item));
    case 'names':
      return namesProblem(keyword, value);
    case 'list':
      return isArray(value) ? undefined : must('a list of values');
    case 'count':
      return isNumber(value) && isInteger(value) && compareNumbers(value, 0) >= 0
        ? undefined
        : must('a whole number of at least 0', unquoted(value));
    case 'number':
      if (draft === 'draft-04' && keyword.startsWith('exclusive')) {
        return typeof value === 'boolean' ? undefined : must('true or false in draft-04');
      }
      if (typeof value === 'boolean' && keyword.startsWith('exclusive')) {
        return must('a number', `since draft-06 the limit itself stands in "${keyword}"; booleans are of draft-04`);
      }
      return isNumber(value) ? undefined : must('a number', unquoted(value));
    case 'positive-number':
      return isNumber(value) && compareNumbers(value, 0) > 0
        ? undefined
        : must('a number greater than 0', unquoted(value));
    case 'boolean':
      return typeof value === 'boolean' ? undefined : must('true or false', unquoted(value));
    case 'string':
    case 'pattern':
    case 'reference':
    case 'identifier':
      return typeof value === 'string' ? undefined : must('a string');
    case 'recursive-reference':
      return value === '#' ? undefined : must('"#"');
    case 'anchor':
      return typeof value === 'string' && /^[A-Za-z_][-A-Za-z0-9._]*$/.test(value)
        ? undefined
        : must('a name of letters, digits, "-", "_" and "." that begins with a letter or "_"');
  }
}

function typesProblem(value: Json): ShapeProblem | undefined {
  const names = isArray(value) ? value : [value];
  const known = Object.keys(articles);
  for (const [index, name] of names.entries()) {
    if (typeof name === 'string' && Object.hasOwn(articles, name)) continue;
    const close = typeof name === 'string' ? nearest(name, known) : undefined;
    return {
      message: `"type" must be one of ${known.join(', ')} (found ${describe(name)})`,
      ...(close !== undefined && { help: `did you mean ${show(close)}?` }),
      ...(isArray(value) && { at: index }),
    };
  }
  return names.length > 0 ? undefined : { message: '"type" must name at least one type (found an empty array)' };
}

function namesProblem(keyword: string, value: Json): ShapeProblem | undefined {
  if (!isArray(value)) {
    const help =
      typeof value === 'boolean' && keyword === 'required'
        ? 'list the required names in the "required" of the object around it'
        : typeof value === 'string'
          ? `write it as a list: [${show(value)}]`
          : undefined;
    return {
      message: `"${keyword}" must be a list of names (found ${describe(value)})`,
      ...(help !== undefined && { help }),
    };
  }
  const index = value.findIndex((name) => typeof name !== 'string');
  if (index < 0) return undefined;
  return { message: `"${keyword}" must hold names only (found ${describe(value[index] ?? null)})`, at: index };
}

function firstProblem(
  value: Readonly<Record<string, Json>>,
  problemOf: (item: Json) => ShapeProblem | undefined,
): ShapeProblem | undefined {
  for (const [name, item] of Object.entries(value)) {
    const problem = problemOf(item);
    if (problem) return { ...problem, at: name };
  }
  return undefined;
}

function unquoted(value: Json): string | undefined {
  if (typeof value !== 'string' || value.length > 20) return undefined;
  return /^(-?\d+(\.\d+)?|true|false)$/.test(value) ? `write it without quotes: ${value}` : undefined;
}
