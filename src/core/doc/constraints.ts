import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { valueText } from './text.ts';

/** What a schema asks of a value beside its type, in words. What cannot be told in a few words is mentioned as such. */
export function constraintsOf(schema: JsonObject): readonly string[] {
  // Most schemas have none, and are not asked for each of the keywords.
  if (!Object.keys(schema).some((key) => constraining.has(key))) return none;
  const said: string[] = [];
  const number = (name: string) => {
    const value = member(schema, name);
    return value === undefined || typeof value === 'boolean' ? undefined : valueText(value);
  };
  const flag = (name: string) => member(schema, name) === true;
  // Up to draft-04 and OpenAPI 3.0 the bound is said by the one keyword and that it does not count by the other.
  const [low, high] = [number('minimum'), number('maximum')];
  if (low !== undefined) said.push(`${flag('exclusiveMinimum') ? 'more than' : 'at least'} ${low}`);
  const [above, below] = [number('exclusiveMinimum'), number('exclusiveMaximum')];
  if (above !== undefined) said.push(`more than ${above}`);
  if (high !== undefined) said.push(`${flag('exclusiveMaximum') ? 'less than' : 'at most'} ${high}`);
  if (below !== undefined) said.push(`less than ${below}`);
  const step = number('multipleOf');
  if (step !== undefined) said.push(`a multiple of ${step}`);
  for (const [unit, noun, nouns] of sizes) {
    const size = sizeText(number(`min${unit}`), number(`max${unit}`), noun, nouns);
    if (size !== undefined) said.push(size);
  }
  const pattern = member(schema, 'pattern');
  if (typeof pattern === 'string') said.push(`matches ${pattern.length > 200 ? `${pattern.slice(0, 200)}…` : pattern}`);
  for (const [keyword, words] of flags) if (flag(keyword)) said.push(words);
  for (const keyword of ['contentEncoding', 'contentMediaType']) {
    const value = member(schema, keyword);
    if (typeof value === 'string') said.push(`holds ${valueText(value)}`);
  }
  if (member(schema, 'additionalProperties') === false || member(schema, 'unevaluatedProperties') === false) {
    said.push('no other keys');
  }
  const dependent = member(schema, 'dependentRequired');
  for (const [name, needed] of isObject(dependent) ? Object.entries(dependent).slice(0, 20) : []) {
    if (isArray(needed)) said.push(`${valueText(name)} needs ${needed.map(valueText).join(', ')}`);
  }
  const names = member(schema, 'propertyNames');
  for (const one of isObject(names) ? constraintsOf(names) : []) said.push(`each key ${one}`);
  const told = member(member(schema, 'discriminator'), 'propertyName') ?? member(schema, 'discriminator');
  if (typeof told === 'string') said.push(`told apart by ${valueText(told)}`);
  if (conditions.some((keyword) => member(schema, keyword) !== undefined)) said.push('more under conditions');
  return said;
}

const none: readonly string[] = [];

const constraining = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'pattern'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'readOnly', 'writeOnly'],
  ...['contentEncoding', 'contentMediaType', 'additionalProperties', 'unevaluatedProperties', 'dependentRequired'],
  ...['discriminator', 'if', 'dependentSchemas', 'contains', 'propertyNames'],
]);

const sizes = [
  ['Length', 'character', 'characters'],
  ['Items', 'item', 'items'],
  ['Properties', 'key', 'keys'],
] as const;

const flags = [
  ['uniqueItems', 'no item twice'],
  ['readOnly', 'read-only'],
  ['writeOnly', 'write-only'],
] as const;

const conditions = ['if', 'dependentSchemas', 'contains'];

function sizeText(min: string | undefined, max: string | undefined, noun: string, nouns: string): string | undefined {
  const counted = (count: string) => `${count} ${count === '1' ? noun : nouns}`;
  if (min !== undefined && min === max) return `exactly ${counted(min)}`;
  if (max === undefined) return min === undefined || min === '0' ? undefined : `at least ${counted(min)}`;
  return min === undefined || min === '0' ? `at most ${counted(max)}` : `${min} to ${counted(max)}`;
}

/** The values that a schema lists, with what each means where it says so. */
export function listedValues(schema: JsonObject): { readonly value: string; readonly meaning?: string }[] | undefined {
  const only = member(schema, 'const');
  const listed = member(schema, 'enum');
  const values = only !== undefined ? [only] : isArray(listed) ? listed : undefined;
  const meanings = member(schema, 'x-enum-descriptions') ?? member(schema, 'x-enumDescriptions');
  return values?.slice(0, maxValues).map((value, i) => {
    const meaning = typeof value === 'string' ? (member(meanings, value) ?? itemAt(meanings, i)) : itemAt(meanings, i);
    return { value: valueText(value), ...(typeof meaning === 'string' ? { meaning } : {}) };
  });
}

/** More values than that are counted. */
export const maxValues = 200;

function itemAt(list: Json | undefined, i: number): Json | undefined {
  return isArray(list) ? list[i] : undefined;
}
