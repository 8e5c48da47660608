/**
 * Restates schemas as JSON Schema that the engine reads, keyword by keyword from what is written: OpenAPI 2.0 and 3.0 in
 * the words of 2020-12, and what requests or responses leave out as left out. Nothing is shared with what reads schemas for
 * comparing, which this is there to check.
 */

import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';

export interface Restating {
  /** OpenAPI 2.0 or 3.0, which have other keywords, and some that mean something else. */
  readonly old: false | '2.0' | '3.0';
  /** Properties that are marked so are left out. */
  readonly hidden: 'readOnly' | 'writeOnly' | undefined;
  /** Patterns that are to match nothing. */
  readonly never: ReadonlySet<string>;
  /** The value that a reference leads to. */
  follow(reference: string): Json | undefined;
}

/** The document with everything in it that may be a schema restated; each part when it is first looked at. */
export function restate(content: Json, how: Restating): Json {
  if (isArray(content)) return content.map((item) => restate(item, how));
  return isObject(content) ? restateObject(content, how) : content;
}

/** The Schema Objects of OpenAPI 2.0 (section "Schema Object") and 3.0 (4.7.24) know these and no others. */
const known = new Set(
  (
    'type enum format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern minItems ' +
    'maxItems uniqueItems items minProperties maxProperties required properties additionalProperties allOf'
  ).split(' '),
);
const knownIn3 = new Set(['anyOf', 'oneOf', 'not']);
/** Those of later drafts that would mean something to the engine, and those of both that are said in another way. */
const unknown = new Set(
  (
    '$id id $schema $anchor $dynamicRef $dynamicAnchor $vocabulary const if then else dependentSchemas dependentRequired ' +
    'dependencies prefixItems contains minContains maxContains patternProperties propertyNames unevaluatedItems ' +
    'unevaluatedProperties anyOf oneOf not'
  ).split(' '),
);

const values = new Set(['default', 'enum', 'const', 'example', 'examples']);
const byName = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'schemas']);

function restateObject(schema: JsonObject, how: Restating): JsonObject {
  const reference = member(schema, '$ref');
  // Everything beside a reference is ignored (3.0.3, section 4.7.23; OpenAPI 2.0 has no words for it).
  if (how.old && typeof reference === 'string') return { $ref: reference };
  const hidden = hiddenNames(schema, how);
  const members: [string, () => Json][] = [];
  for (const name of Object.keys(schema)) {
    const value = schema[name] ?? null;
    if (how.old && !keeps(name, value, how.old)) continue;
    if (values.has(name)) members.push([name, () => value]);
    else if (byName.has(name))
      members.push([name, () => restateByName(name, value, name === 'properties' ? hidden : none, how)]);
    else if (name === 'required' && isArray(value)) {
      members.push([name, () => value.filter((item) => typeof item !== 'string' || !hidden.has(item))]);
    } else if (name === 'pattern' && typeof value === 'string') {
      members.push([name, () => (how.never.has(value) ? nothing : value)]);
    } else if (name === '$schema' && typeof value === 'string' && value.startsWith('https://spec.openapis.org/')) {
      // The dialect of OpenAPI 3.1 is 2020-12 with annotations.
    } else members.push([name, () => restate(value, how)]);
  }
  if (how.old) members.push(...bounds(schema), ...types(schema, how.old));
  return lazyObject(members);
}

/** No string at all. */
const nothing = '[^\\s\\S]';
const none: ReadonlySet<string> = new Set();

/** Whether a member of what may be a schema stays: it is a keyword and well formed, or no keyword of any draft. */
function keeps(name: string, value: Json, version: '2.0' | '3.0'): boolean {
  if (name === 'exclusiveMinimum' || name === 'exclusiveMaximum' || name === 'minimum' || name === 'maximum')
    return false;
  if (name === 'type' || name === 'nullable') return false;
  if (name === 'required') return isArray(value);
  if (known.has(name)) return true;
  return !unknown.has(name) || (version === '3.0' && knownIn3.has(name));
}

/** `exclusiveMinimum: true` is about the `minimum` beside it (JSON Schema Wright draft 00, section 5.3). */
function bounds(schema: JsonObject): [string, () => Json][] {
  return (
    [
      ['minimum', 'exclusiveMinimum'],
      ['maximum', 'exclusiveMaximum'],
    ] as const
  ).flatMap(([name, exclusive]): [string, () => Json][] => {
    const bound = member(schema, name);
    if (bound === undefined) return [];
    return [[member(schema, exclusive) === true ? exclusive : name, () => bound]];
  });
}

/** `nullable` adds null to the `type` beside it, and means nothing without one (3.0.3, clarification of 2019). */
function types(schema: JsonObject, version: '2.0' | '3.0'): [string, () => Json][] {
  const type = member(schema, 'type');
  if (typeof type !== 'string') return [];
  // What is uploaded is text as far as JSON goes.
  const own = type === 'file' ? 'string' : type;
  return [['type', () => (version === '3.0' && member(schema, 'nullable') === true ? [own, 'null'] : own)]];
}

function restateByName(keyword: string, map: Json, hidden: ReadonlySet<string>, how: Restating): Json {
  if (!isObject(map)) return map;
  const names = Object.keys(map).filter((name) => keyword !== 'patternProperties' || !how.never.has(name));
  return lazyObject(names.map((name) => [name, () => (hidden.has(name) ? true : restate(map[name] ?? null, how))]));
}

function hiddenNames(schema: JsonObject, how: Restating): ReadonlySet<string> {
  const properties = member(schema, 'properties');
  if (!how.hidden || !isObject(properties)) return none;
  return new Set(Object.keys(properties).filter((name) => isMarked(properties[name], how)));
}

function isMarked(property: Json | undefined, how: Restating): boolean {
  let value = property;
  for (let hops = 0; hops < 16 && isObject(value); hops++) {
    // Also beside a reference that hides it: whoever writes it there means it.
    if (how.hidden && member(value, how.hidden) === true) return true;
    const reference = member(value, '$ref');
    value = typeof reference === 'string' ? how.follow(reference) : undefined;
  }
  return false;
}

/** An object whose members are made when they are asked for: documents are large, and a question is about little of them. */
function lazyObject(members: readonly (readonly [name: string, make: () => Json])[]): JsonObject {
  const target: JsonObject = {};
  for (const [name, make] of members) {
    let made: { readonly value: Json } | undefined;
    // The accessor stays: to replace one in a mapping of thousands takes as long as to copy the mapping.
    Object.defineProperty(target, name, {
      enumerable: true,
      get() {
        made ??= { value: make() };
        return made.value;
      },
    });
  }
  return target;
}
