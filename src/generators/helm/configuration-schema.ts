import { isArray, isObject, type Json, type JsonObject } from '../../core/json.ts';
import { goPattern } from './go-pattern.ts';

/** What is filled in later, by the program or before the chart is installed, satisfies any schema. */
const placeholder: JsonObject = { type: 'string', pattern: '^(?:secret://.*|\\$\\{[^}]*\\})$' };

/** Mappings of schemas, and schemas or lists of them, about parts of a value; any part may be filled in later. */
const partMappings = new Set(['properties', 'patternProperties']);
const parts = new Set(['items', 'prefixItems', 'additionalItems', 'additionalProperties']);
/** The same about the value itself. */
const sameMappings = new Set(['$defs', 'definitions', 'dependentSchemas']);
const same = new Set(['allOf', 'anyOf', 'oneOf', 'then', 'else']);
/** What says nothing about which values there may be. */
const annotations = new Set(['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly']);

/**
 * A schema as Helm can use it: patterns in the words of its engine, and left out where it has none. With `open`, parts of
 * the value may be placeholders, which moves the schemas of parts: not for schemas that are referred to by where they are.
 */
export function forHelm(schema: JsonObject, open: boolean): JsonObject {
  const result = new Map<string, Json>();
  const each = (value: Json, change: (one: Json) => Json): Json => (isArray(value) ? value.map(change) : change(value));
  const inner = (value: Json) => (isObject(value) ? forHelm(value, open) : value);
  const part = (value: Json) => (open ? orPlaceholder(inner(value)) : inner(value));
  for (const [name, value] of Object.entries(schema)) {
    if (name === 'pattern' && typeof value === 'string') {
      const pattern = goPattern(value);
      if (pattern !== undefined) result.set(name, pattern);
    } else if (partMappings.has(name) && isObject(value)) result.set(name, mapped(value, part));
    else if (sameMappings.has(name) && isObject(value)) result.set(name, mapped(value, inner));
    else if (parts.has(name)) result.set(name, each(value, part));
    else if (same.has(name)) result.set(name, each(value, inner));
    else result.set(name, value);
  }
  const named = result.get('patternProperties');
  if (named !== undefined && isObject(named)) nameByPatterns(result, named);
  return Object.fromEntries(result);
}

function mapped(value: JsonObject, change: (one: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one)]));
}

/** Where a pattern for names cannot be said, nothing can be said of the names that are left over either. */
function nameByPatterns(schema: Map<string, Json>, named: JsonObject): void {
  const entries = Object.entries(named).map(([pattern, one]) => [goPattern(pattern), one] as const);
  const sayable = entries.flatMap(([pattern, one]): [string, Json][] =>
    pattern === undefined ? [] : [[pattern, one]],
  );
  schema.set('patternProperties', Object.fromEntries(sayable));
  if (sayable.length === entries.length) return;
  schema.delete('additionalProperties');
  schema.delete('unevaluatedProperties');
}

function orPlaceholder(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const about = Object.entries(schema).filter(([name]) => annotations.has(name));
  const asserting = Object.entries(schema).filter(([name]) => !annotations.has(name));
  const isAnyText = asserting.every(([name, value]) => name === 'type' && value === 'string');
  if (isAnyText) return schema;
  return { ...Object.fromEntries(about), anyOf: [Object.fromEntries(asserting), placeholder] };
}

/** Whether a reference leads to a place that placeholders would move: into anything but a definition. */
export function isIntoParts(reference: string): boolean {
  const fragment = reference.split('#')[1] ?? '';
  return fragment.startsWith('/') && !/^\/(?:\$defs|definitions)\/[^/]+$/.test(fragment);
}
