/** What the text of `--set PATH=VALUE` means: the contract's own schema says of which type the place is. */
import { isInteger } from '../document/number.ts';
import { resolvePlain, Unreadable } from '../document/scalar.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { tokens } from '../pointer.ts';
import type { Step } from './set-path.ts';

const jsonTypes = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'] as const;
export type JsonType = (typeof jsonTypes)[number];

/**
 * The types that a JSON Schema allows at a path, over all its branches. Empty where it says nothing: below free-form
 * sections, and at keys that it does not know.
 */
export function typesAt(schema: Json, steps: readonly Step[]): ReadonlySet<JsonType> {
  let schemas = branches(schema, [schema]);
  for (const step of steps)
    schemas = branches(
      schema,
      schemas.flatMap((each) => below(each, step)),
    );
  return new Set(schemas.flatMap(typesOf));
}

/** The schemas with everything that they apply to the same place: references, alternatives and conditions' results. */
function branches(root: Json, schemas: readonly Json[]): readonly JsonObject[] {
  const seen = new Set<JsonObject>();
  const waiting = [...schemas];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    if (!isObject(schema) || seen.has(schema)) continue;
    seen.add(schema);
    const reference = member(schema, '$ref');
    if (typeof reference === 'string') waiting.push(resolve(root, reference));
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const list = member(schema, keyword);
      if (isArray(list)) waiting.push(...list);
    }
    for (const keyword of ['then', 'else']) waiting.push(member(schema, keyword) ?? true);
  }
  return [...seen];
}

/** The target of a reference into the same document; `true`, which allows everything, where there is none. */
function resolve(root: Json, reference: string): Json {
  if (!reference.startsWith('#')) return true;
  let schema: Json | undefined = root;
  for (const token of tokens(reference.slice(1))) {
    schema = isArray(schema) ? schema[Number(token)] : member(schema, token);
  }
  return schema ?? true;
}

function below(schema: JsonObject, step: Step): readonly Json[] {
  if (step.kind === 'key') {
    return [member(member(schema, 'properties'), step.key) ?? member(schema, 'additionalProperties') ?? true];
  }
  const prefix = member(schema, 'prefixItems');
  const first = step.kind === 'index' && isArray(prefix) ? prefix[step.index] : undefined;
  return [first ?? member(schema, 'items') ?? true];
}

function typesOf(schema: JsonObject): readonly JsonType[] {
  const type = member(schema, 'type');
  if (type !== undefined) return jsonTypes.filter((name) => (isArray(type) ? type.includes(name) : type === name));
  const constant = member(schema, 'const');
  const values = member(schema, 'enum') ?? (constant === undefined ? [] : [constant]);
  return isArray(values) ? values.map(typeOf) : [];
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value === 'string' ? 'string' : 'boolean';
  if (isArray(value)) return 'array';
  return isObject(value) ? 'object' : isInteger(value) ? 'integer' : 'number';
}

const descriptions: Record<JsonType, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  array: 'a list',
  null: 'null',
};

export type ValueRead =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly message: string; readonly help: string };

/**
 * Reads the text as one of the types: as the core schema of YAML reads it if that is allowed, else as text if that is.
 * Where nothing is said about types YAML decides, except that nothing typed is empty text. `null` is null everywhere.
 */
export function readValue(text: string, types: ReadonlySet<JsonType>): ValueRead {
  if (text === 'null') return { ok: true, value: null };
  if (text === '' && (types.size === 0 || types.has('string'))) return { ok: true, value: text };
  const plain = resolvePlain(text);
  if (types.size === 0) {
    if (!(plain instanceof Unreadable)) return { ok: true, value: plain };
    return { ok: false, message: plain.reason, help: 'use --set-string if it is meant as text' };
  }
  if (!(plain instanceof Unreadable) && isOneOf(plain, text, types)) return { ok: true, value: plain };
  if (types.has('string')) return { ok: true, value: text };
  const allowed = jsonTypes.filter((type) => types.has(type)).map((type) => descriptions[type]);
  const isCompound = types.has('object') || types.has('array');
  return {
    ok: false,
    message: `takes ${allowed.join(' or ')}, and ${JSON.stringify(text)} is not`,
    help: isCompound ? 'name a place inside it, or use --set-json or a values file' : `write ${allowed.join(' or ')}`,
  };
}

function isOneOf(value: Json, text: string, types: ReadonlySet<JsonType>): boolean {
  // YAML reads `True` and `TRUE` as well; a flag that sets a typed place says what it means.
  if (typeof value === 'boolean') return types.has('boolean') && (text === 'true' || text === 'false');
  const type = typeOf(value);
  return types.has(type) || (type === 'integer' && types.has('number'));
}
