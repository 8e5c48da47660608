import { isInteger } from '../../core/document/number.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../core/json.ts';
import { isEmail, isIpv4, isIpv6 } from '../../core/schema/format/address.ts';
import { isDate, isDateTime } from '../../core/schema/format/time.ts';
import { isUri } from '../../core/schema/format/uri.ts';

/**
 * A JSON Schema that all the values satisfy, and no more than they show: types, which members every object has, and
 * formats that cannot be mistaken. Nothing is guessed about values that were not seen: there are no enums, no limits
 * and no patterns.
 */
export function inferSchema(values: readonly Json[]): JsonObject {
  const known = values.filter((value) => !isFilledInLater(value));
  const objects = known.filter(isObject);
  const lists = known.filter(isArray);
  const texts = known.filter((value) => typeof value === 'string');
  const types = typesOf(known);
  return {
    ...(types.length === 0 || known.length < values.length
      ? {}
      : { type: types.length === 1 ? (types[0] ?? '') : types }),
    ...formatOf(texts),
    ...(objects.length === 0 ? {} : membersOf(objects)),
    ...itemsOf(lists),
  };
}

/** The types in a fixed order. A null alone says that something is left open, and not what. */
function typesOf(values: readonly Json[]): string[] {
  const seen = new Set(values.map(typeOf));
  if (seen.has('number')) seen.delete('integer');
  if (seen.size === 1 && seen.has('null')) return [];
  return ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'].filter((type) => seen.has(type));
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
  return isInteger(value) ? 'integer' : 'number';
}

/** A text such as `${PORT}` stands for whatever it will be replaced by. */
function isFilledInLater(value: Json): boolean {
  return typeof value === 'string' && /^\$\{[^}]*\}$/.test(value);
}

function membersOf(objects: readonly JsonObject[]): JsonObject {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const properties = names.map((name): [string, JsonObject] => {
    const values = objects
      .filter((object) => Object.hasOwn(object, name))
      .map((object) => member(object, name) ?? null);
    return [name, inferSchema(values)];
  });
  const required = names.filter((name) => objects.every((object) => (member(object, name) ?? null) !== null));
  return {
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}

function itemsOf(lists: readonly (readonly Json[])[]): JsonObject {
  const items = lists.flat();
  if (items.length === 0) return {};
  const schema = inferSchema(items);
  return Object.keys(schema).length === 0 ? {} : { items: schema };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The first whose texts could hardly be anything else. */
const formats: readonly { readonly name: string; readonly fits: (text: string) => boolean }[] = [
  { name: 'date-time', fits: isDateTime },
  { name: 'date', fits: isDate },
  { name: 'uuid', fits: (text) => uuid.test(text) },
  { name: 'ipv4', fits: isIpv4 },
  { name: 'ipv6', fits: (text) => text.includes(':') && isIpv6(text) },
  { name: 'email', fits: (text) => text.includes('.', text.indexOf('@')) && isEmail(text) },
  // Without an authority it may as well be `host:port`, or a key with a colon.
  { name: 'uri', fits: (text) => /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text) && !isSecret(text) && isUri(text) },
];

/** `secret://…` names the secret that the text will be. */
function isSecret(text: string): boolean {
  return text.startsWith('secret://');
}

function formatOf(texts: readonly string[]): JsonObject {
  if (texts.length === 0) return {};
  const format = formats.find(({ fits }) => texts.every((text) => text.length <= 2048 && fits(text)));
  return format === undefined ? {} : { format: format.name };
}
