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
/** Keywords that hold parts of the schema. */
const within = new Set(
  (
    'properties patternProperties dependentSchemas additionalProperties propertyNames unevaluatedProperties items ' +
    'additionalItems prefixItems contains unevaluatedItems allOf anyOf oneOf not if then else'
  ).split(' '),
);
const byName = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'schemas']);

function restateObject(schema: JsonObject, how: Restating): JsonObject {
  const reference = member(schema, '$ref');
  // Everything beside a reference is ignored (3.0.3, section 4.7.23; OpenAPI 2.0 has no words for it).
  if (how.old && typeof reference === 'string') return { $ref: reference };
  const hidden = hiddenNames(schema, how);
  const restated = lazyObject();
  for (const name of Object.keys(schema)) {
    const value = schema[name] ?? null;
    if (how.old && !keeps(name, value, how.old)) continue;
    if (name === 'pattern' && typeof value === 'string') restated.set(name, how.never.has(value) ? nothing : value);
    else if (name === '$schema' && typeof value === 'string' && value.startsWith('https://spec.openapis.org/')) {
      // The dialect of OpenAPI 3.1 is 2020-12 with annotations.
    } else if (values.has(name) || !isContainer(value)) restated.set(name, value);
    else if (name === 'required' && isArray(value))
      restated.set(name, hidden.size === 0 ? value : value.filter((it) => typeof it !== 'string' || !hidden.has(it)));
    else {
      const make = () =>
        byName.has(name) ? restateByName(name, value, name === 'properties' ? hidden : none, how) : restate(value, how);
      // Whoever reads a schema reads all of it; but a document has many.
      if (within.has(name)) restated.set(name, make());
      else restated.later(name, make);
    }
  }
  if (how.old) {
    restateBounds(schema, restated);
    restateType(schema, how.old, restated);
  }
  return restated.object;
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
function restateBounds(schema: JsonObject, restated: LazyObject): void {
  restateBound(schema, 'minimum', 'exclusiveMinimum', restated);
  restateBound(schema, 'maximum', 'exclusiveMaximum', restated);
}

function restateBound(schema: JsonObject, name: string, exclusive: string, restated: LazyObject): void {
  const bound = member(schema, name);
  if (bound !== undefined) restated.set(member(schema, exclusive) === true ? exclusive : name, bound);
}

/** `nullable` adds null to the `type` beside it, and means nothing without one (3.0.3, clarification of 2019). */
function restateType(schema: JsonObject, version: '2.0' | '3.0', restated: LazyObject): void {
  const type = member(schema, 'type');
  if (typeof type !== 'string') return;
  // What is uploaded is text as far as JSON goes.
  const own = type === 'file' ? 'string' : type;
  restated.set('type', version === '3.0' && member(schema, 'nullable') === true ? [own, 'null'] : own);
}

function restateByName(keyword: string, map: Json, hidden: ReadonlySet<string>, how: Restating): Json {
  if (!isObject(map)) return map;
  const restated = lazyObject();
  for (const name of Object.keys(map)) {
    const value = map[name] ?? null;
    if (keyword === 'patternProperties' && how.never.has(name)) continue;
    if (hidden.has(name)) restated.set(name, true);
    else if (!isContainer(value)) restated.set(name, value);
    else if (within.has(keyword)) restated.set(name, restate(value, how));
    else restated.later(name, () => restate(value, how));
  }
  return restated.object;
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

/** What restating may change. */
function isContainer(value: Json): boolean {
  return isObject(value) || isArray(value);
}

/** An object whose members are made when they are asked for: documents are large, and a question is about little of them. */
interface LazyObject {
  readonly object: JsonObject;
  set(name: string, value: Json): void;
  later(name: string, make: () => Json): void;
}

function lazyObject(): LazyObject {
  const object: { [name: string]: Json } = {};
  return {
    object,
    set(name, value) {
      // Most members are plain, and to define one takes several times as long as to set it.
      if (name === '__proto__') Object.defineProperty(object, name, { enumerable: true, value });
      else object[name] = value;
    },
    later(name, make) {
      let made: { readonly value: Json } | undefined;
      // The accessor stays: to replace one in a mapping of thousands takes as long as to copy the mapping.
      Object.defineProperty(object, name, {
        enumerable: true,
        get() {
          made ??= { value: make() };
          return made.value;
        },
      });
    },
  };
}
