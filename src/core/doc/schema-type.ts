import type { Dialect } from '../diff/containment/schema-node.ts';
import { ExactNumber } from '../document/number.ts';
import { isArray, type Json, type JsonObject, member } from '../json.ts';
import type { SchemaNode } from './schema-model.ts';

/** The type of a schema in words: `string (date-time)`, `list of Order or null`, `one of Card, Transfer`. */
export function schemaType(
  schema: JsonObject,
  dialect: Dialect,
  items: SchemaNode | undefined,
  choices: NonNullable<SchemaNode['choices']>,
): string {
  const types = typesOf(schema);
  // 3.0.3 section 4.7.24.1: it adds to the `type` beside it and does nothing without one.
  const isNullable =
    dialect === 'openapi-3.0' && member(schema, 'nullable') === true && member(schema, 'type') !== undefined;
  const hasNull = types.includes('null') || isNullable;
  const words = types.filter((type) => type !== 'null').map((type) => oneType(type, schema, items));
  const main = words.length > 0 ? words.join(' or ') : hasNull && types.length > 0 ? undefined : choiceText(choices);
  if (main === undefined) return 'null';
  return hasNull ? `${main} or null` : main;
}

function oneType(type: string, schema: JsonObject, items: SchemaNode | undefined): string {
  if (type === 'array') return items === undefined ? 'list' : `list of ${items.type}`;
  const format = member(schema, 'format');
  return typeof format === 'string' && type !== 'object' ? `${type} (${format.slice(0, 60)})` : type.slice(0, 60);
}

/** As stated, or as what the other keywords are about. */
function typesOf(schema: JsonObject): string[] {
  const stated = member(schema, 'type');
  if (typeof stated === 'string') return [stated];
  if (isArray(stated)) return stated.filter((type) => typeof type === 'string');
  const only = member(schema, 'const');
  const listed = member(schema, 'enum');
  const values = only !== undefined ? [only] : isArray(listed) ? listed.slice(0, 1000) : [];
  if (values.length > 0) return [...new Set(values.map(typeOfValue))];
  if (objectKeywords.some((key) => member(schema, key) !== undefined)) return ['object'];
  if (member(schema, 'items') !== undefined || member(schema, 'prefixItems') !== undefined) return ['array'];
  return [];
}

const objectKeywords = ['properties', 'patternProperties', 'additionalProperties', 'required', 'minProperties'];

function typeOfValue(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (value instanceof ExactNumber) return 'number';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Where nothing says the type but what there is to choose from. */
function choiceText(choices: NonNullable<SchemaNode['choices']>): string {
  const choice = choices.find(({ of }) => of !== 'none of' && of !== 'under conditions');
  if (choice === undefined) return 'anything';
  const types = [...new Set(choice.schemas.map(({ type }) => type))];
  const others = types.filter((type) => type !== 'null');
  const orNull = others.length < types.length ? ' or null' : '';
  if (others.length === 1) return `${others[0]}${orNull}`;
  if (choice.of === 'all of') return others.length > 3 ? 'object' : others.join(' and ');
  return others.length > 3 ? `${choice.of} ${others.length}${orNull}` : `${others.join(' or ')}${orNull}`;
}
