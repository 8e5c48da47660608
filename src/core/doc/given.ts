/** What a contract sets of its configuration. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { DocSetting } from './model.ts';
import { joined } from './settings.ts';
import { valueText } from './text.ts';

/** Values beside those that the schema knows. */
const maxValues = 2000;

/** The settings with what the contract itself sets, and what it sets beside them. */
export function withGiven(settings: readonly DocSetting[], values: JsonObject | undefined): DocSetting[] {
  if (values === undefined) return [...settings];
  const given = new Map<string, Json>();
  collect(values, '', given);
  const told = new Set<string>();
  const known = settings.map((it) => {
    const value = given.get(it.key);
    if (value === undefined) return it;
    const isObjectRow = isObject(value) && settings.some(({ key }) => key.startsWith(`${it.key}.`));
    if (isObjectRow) return it;
    told.add(it.key);
    return { ...it, given: valueText(value) };
  });
  const isTold = (key: string) => [...told].some((one) => key === one || key.startsWith(`${one}.`));
  const beside = [...given].filter(([key, value]) => !isLeafless(value) && !isTold(key));
  return [
    ...known,
    ...beside.slice(0, maxValues).map(([key, value]): DocSetting => {
      return {
        key,
        type: typeWord(value),
        required: 'no',
        constraints: [],
        deprecated: false,
        given: valueText(value),
      };
    }),
  ];
}

/** Every value by its key, objects included. */
function collect(values: JsonObject, key: string, into: Map<string, Json>): void {
  for (const [name, value] of Object.entries(values)) {
    if (into.size > maxValues) return;
    const path = joined(key, name);
    into.set(path, value);
    if (isObject(value)) collect(value, path, into);
  }
}

function isLeafless(value: Json): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function typeWord(value: Json): string {
  if (isArray(value)) return 'list';
  return value === null ? 'null' : isObject(value) ? 'object' : typeof value === 'object' ? 'number' : typeof value;
}
