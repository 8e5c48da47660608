/** What kinds of keywords a schema has: one look at its keys, in place of one for each keyword there is. */
import type { JsonObject } from '../json.ts';

export const choiceKeywords = [
  ['oneOf', 'one of'],
  ['anyOf', 'any of'],
  ['allOf', 'all of'],
  ['not', 'none of'],
] as const;

export const kinds = { reference: 1, choice: 2, keys: 4, items: 8, structure: 16, condition: 32 };
/** Those that say what is inside of a value. */
export const inside = kinds.choice | kinds.keys | kinds.items | kinds.condition;

const kindOf = new Map<string, number>([
  ...['$ref', '$dynamicRef', '$recursiveRef'].map((key) => [key, kinds.reference] as const),
  ...choiceKeywords.map(([key]) => [key, kinds.choice] as const),
  ...['patternProperties', 'additionalProperties', 'unevaluatedProperties', 'required'].map(
    (key) => [key, kinds.keys] as const,
  ),
  ['properties', kinds.keys | kinds.structure],
  ['items', kinds.items | kinds.structure],
  ...['prefixItems', 'contains'].map((key) => [key, kinds.items] as const),
  ...['if', 'dependentSchemas', 'dependencies'].map((key) => [key, kinds.condition] as const),
  ...['type', 'enum', 'const'].map((key) => [key, kinds.structure] as const),
]);

/** The kinds of keywords that a schema has, as bits. */
export function survey(schema: JsonObject): number {
  let has = 0;
  for (const key of Object.keys(schema)) has |= kindOf.get(key) ?? 0;
  return has;
}
