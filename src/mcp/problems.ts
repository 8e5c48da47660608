import { isArray, isObject, type Json, type JsonObject, member } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { count } from '../render/count.ts';
import type { z } from './sdk.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Problems that are told one by one: who reads ten knows what the others are. */
const told = 10;

/** What is wrong with arguments, in words: the place, what it must be, and what it is. */
export function problemsOf(issues: readonly Issue[], given: unknown, schema: JsonObject): string {
  const all = issues.flatMap((issue) => problems(issue, [], given, schema));
  const more = all.length > told ? [`and ${all.length - told} more`] : [];
  return [...all.slice(0, told), ...more].join('; ');
}

function problems(issue: Issue, above: Path, given: unknown, schema: JsonObject): string[] {
  const path = [...above, ...issue.path];
  const value = path.reduce<unknown>((at, part) => (isRecord(at) ? at[String(part)] : undefined), given);
  const name = JSON.stringify(placeOf(path));
  switch (issue.code) {
    case 'invalid_type':
      return [
        value === undefined
          ? `${name} is missing`
          : `${name} must be ${article(issue.expected)}, and is ${shown(value)}`,
      ];
    case 'invalid_value':
      return [`${name} must be ${choice(issue.values.map(String), value)}`];
    case 'invalid_union':
      return union(issue.errors, path, value, given, schema);
    case 'unrecognized_keys': {
      const known = membersAt(schema, path);
      return issue.keys.map((key) => {
        const meant = nearest(key, known);
        const guess = meant === undefined ? '' : ` (did you mean ${meant}?)`;
        const has = known.length === 0 ? '' : `; it takes ${known.join(', ')}`;
        return `${name} has no member ${shown(key)}${guess}${has}`;
      });
    }
    case 'too_big':
      return [bound(name, 'at most', issue.maximum, value)];
    case 'too_small':
      return [bound(name, 'at least', issue.minimum, value)];
    default:
      return [`${name}: ${issue.message}`];
  }
}

function placeOf(path: Path): string {
  return path.reduce<string>(
    (place, part) =>
      typeof part === 'number' ? `${place}[${part}]` : place === '' ? String(part) : `${place}.${String(part)}`,
    '',
  );
}

function choice(allowed: readonly string[], value: unknown): string {
  const meant = typeof value === 'string' ? nearest(value, allowed) : undefined;
  const guess = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return `${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}, and is ${shown(value)}${guess}`;
}

/** Of several shapes, the one of the value's type is what was meant; with none, all of them are named. */
function union(shapes: readonly Issue[][], path: Path, value: unknown, given: unknown, schema: JsonObject): string[] {
  const typeOf = ([first]: readonly Issue[]) =>
    first?.code === 'invalid_type' && first.path.length === 0 ? first.expected : undefined;
  const meant = shapes.find((issues) => typeOf(issues) === undefined);
  if (meant !== undefined) return meant.flatMap((issue) => problems(issue, path, given, schema));
  const types = shapes.flatMap((issues) => typeOf(issues) ?? []).map(article);
  return [`${JSON.stringify(placeOf(path))} must be ${types.join(' or ')}, and is ${shown(value)}`];
}

function bound(name: string, word: 'at most' | 'at least', limit: number | bigint, value: unknown): string {
  if (typeof value === 'string' || Array.isArray(value)) {
    const things = typeof value === 'string' ? 'character' : 'item';
    return `${name} must have ${word} ${count(Number(limit), things)}, and has ${value.length}`;
  }
  return `${name} must be ${word} ${limit}, and is ${shown(value)}`;
}

/** The names of the members that the JSON Schema knows at a path. */
function membersAt(schema: JsonObject, path: Path): string[] {
  const at = path.reduce<readonly Json[]>(
    (schemas, part) =>
      branches(schemas).flatMap((one) => {
        const below = typeof part === 'number' ? member(one, 'items') : member(member(one, 'properties'), String(part));
        return below === undefined ? [] : [below];
      }),
    [schema],
  );
  return branches(at).flatMap((one) => {
    const properties = member(one, 'properties');
    return isObject(properties) ? Object.keys(properties) : [];
  });
}

function branches(schemas: readonly Json[]): Json[] {
  return schemas.flatMap((schema) => {
    const choices = member(schema, 'anyOf');
    return isArray(choices) ? branches(choices) : [schema];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function article(type: string): string {
  const names: Readonly<Record<string, string>> = { array: 'a list', int: 'a whole number', record: 'an object' };
  return names[type] ?? (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);
}

/** A value as short as messages need it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
