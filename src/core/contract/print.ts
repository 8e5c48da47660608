import { numberText } from '../document/number.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** A contract document as YAML text: block style, numbers exact, strings in quotes wherever they could be read otherwise. */
export function contractText(document: JsonObject): string {
  return `${mapping(document, '').join('\n')}\n`;
}

function mapping(value: JsonObject, indent: string): string[] {
  return Object.entries(value).flatMap(([name, item]) => entry(`${indent}${text(name)}:`, item, indent));
}

/** The lines of what stands behind a key or a dash. */
function entry(start: string, value: Json, indent: string): string[] {
  if (isObject(value) && Object.keys(value).length > 0) return [start, ...mapping(value, `${indent}  `)];
  if (isArray(value) && value.length > 0) return [start, ...value.flatMap((item) => listItem(item, `${indent}  `))];
  return [`${start} ${flow(value)}`];
}

/** A mapping begins behind the dash; anything else as behind a key. */
function listItem(value: Json, indent: string): string[] {
  if (!isObject(value) || Object.keys(value).length === 0) return entry(`${indent}-`, value, indent);
  const [first = '', ...rest] = mapping(value, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

/** What has no lines of its own: scalars and empty collections. */
function flow(value: Json): string {
  if (typeof value === 'string') return text(value);
  if (isArray(value)) return '[]';
  if (isObject(value)) return '{}';
  return value === null || typeof value === 'boolean' ? String(value) : numberText(value);
}

const words = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

/** Plain where YAML 1.1 and 1.2 agree that it is a string, else in JSON's quotes, which YAML reads alike. */
function text(value: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$/.test(value) && !words.has(value.toLowerCase());
  return isPlain ? value : JSON.stringify(value);
}
