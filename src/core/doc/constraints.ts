import { knows } from '../diff/containment/keywords.ts';
import type { Dialect } from '../diff/containment/schema-node.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { valueText } from './text.ts';

/** What a schema asks of a value beside its type, in words. What cannot be told in a few words is mentioned as such. */
export function constraintsOf(schema: JsonObject, dialect: Dialect = '2020-12'): readonly string[] {
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
  if (member(schema, 'additionalItems') === false && isArray(member(schema, 'items'))) said.push('no further items');
  if (member(schema, 'items') === false)
    said.push(isArray(member(schema, 'prefixItems')) ? 'no further items' : 'no items');
  said.push(...dependentKeys(schema, dialect));
  const names = member(schema, 'propertyNames');
  if (isObject(names)) {
    const listed = listedValues(names)?.map(({ value }) => value);
    if (listed !== undefined) said.push(`each key is one of ${listed.join(', ')}`);
    for (const one of constraintsOf(names, dialect)) said.push(`each key ${one}`);
  }
  said.push(...discriminator(schema));
  return said;
}

/** Keys that ask for others beside them. */
function dependentKeys(schema: JsonObject, dialect: Dialect): string[] {
  return ['dependentRequired', 'dependencies'].flatMap((keyword) => {
    const dependent = knows(dialect, keyword) ? member(schema, keyword) : undefined;
    const entries = isObject(dependent) ? Object.entries(dependent) : [];
    const said = entries.flatMap(([name, needed]) =>
      isArray(needed) ? [`with ${valueText(name)} also ${needed.slice(0, maxNames).map(valueText).join(', ')}`] : [],
    );
    return said.length <= maxNames ? said : [...said.slice(0, maxNames), `${said.length - maxNames} more such rules`];
  });
}

/** By which member alternatives are told apart, and which value stands for which. */
function discriminator(schema: JsonObject): string[] {
  const stated = member(schema, 'discriminator');
  const name = member(stated, 'propertyName') ?? stated;
  if (typeof name !== 'string') return [];
  const mapping = member(stated, 'mapping');
  const values = isObject(mapping) ? Object.entries(mapping) : [];
  const told = values.slice(0, maxNames).flatMap(([value, target]) => {
    return typeof target === 'string' ? [`${valueText(value)} is ${lastStep(target)}`] : [];
  });
  if (values.length > maxNames) told.push(`${values.length - maxNames} more`);
  const other = member(stated, 'defaultMapping');
  if (typeof other === 'string') told.push(`anything else is ${lastStep(other)}`);
  return [`told apart by ${valueText(name)}${told.length === 0 ? '' : ` (${told.join(', ')})`}`];
}

/** What a schema is called that a reference or a name leads to. */
function lastStep(reference: string): string {
  return valueText(reference.slice(reference.lastIndexOf('/') + 1));
}

/** Of keys that are told one by one. */
const maxNames = 20;

const none: readonly string[] = [];

const constraining = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'pattern'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'readOnly', 'writeOnly'],
  ...['contentEncoding', 'contentMediaType', 'additionalProperties', 'unevaluatedProperties', 'dependentRequired'],
  ...['discriminator', 'dependencies', 'propertyNames', 'additionalItems', 'items'],
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
